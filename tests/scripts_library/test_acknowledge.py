"""Acknowledgements apply to one person and one exact version."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from people.models import User
from scripts_library import actions, queries
from scripts_library.actions.acknowledgements import NoLongerLive, NotWithdrawn
from scripts_library.models import Acknowledgement, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver)


def replace(personas: Personas, version: ScriptVersion) -> ScriptVersion:
    newer = scripts.next_version(personas.supervisor, personas.approver, version)
    return actions.publish(actor=personas.supervisor, version=newer, ends_at=clock.now() + timedelta(days=1))


def test_acknowledgement_does_not_cover_the_next_version(personas: Personas, version: ScriptVersion) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    newer = replace(personas, version)
    assert queries.acknowledged_by(version, personas.agent.person_id) == {"read"}
    assert queries.acknowledged_by(newer, personas.agent.person_id) == frozenset()
    assert [item.version_id for item in queries.open_acknowledgements(personas.agent.person_id)] == [newer.pk]


def test_page_with_the_old_version_does_not_acknowledge_the_new_one(
    personas: Personas, version: ScriptVersion, sign_in: SignIn
) -> None:
    client = sign_in(personas.agent)
    newer = replace(personas, version)
    response = client.post(reverse("scripts_library:acknowledge", args=[version.pk]))
    assert response.status_code == 409
    assert "no longer live" in response.content.decode()
    assert not Acknowledgement.objects.exists()
    assert client.post(reverse("scripts_library:acknowledge", args=[newer.pk])).status_code == 302
    assert Acknowledgement.objects.get().version == newer


def test_acknowledgement_belongs_to_one_person(personas: Personas, version: ScriptVersion) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    assert queries.open_acknowledgements(personas.agent.person_id) == []
    assert [item.what for item in queries.open_acknowledgements(personas.other_agent.person_id)] == ["read"]


def test_clicking_twice_is_harmless_even_after_the_end(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    client, url = sign_in(personas.agent), reverse("scripts_library:acknowledge", args=[version.pk])
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    replace(personas, version)
    assert client.post(url).status_code == 302
    assert Acknowledgement.objects.count() == 1


def test_withdrawal_asks_readers_to_acknowledge(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    actions.withdraw(actor=personas.supervisor, version=version, reason="The date was wrong.")
    asked = queries.open_acknowledgements(personas.agent.person_id)
    assert [(item.what, item.version_id) for item in asked] == [("withdrawal", version.pk)]
    client = sign_in(personas.agent)
    shown = client.get(reverse("scripts_library:script", args=[version.script_id])).content.decode()
    assert "The date was wrong." in shown
    assert "within five days" not in shown
    url = reverse("scripts_library:acknowledge_withdrawal", args=[version.pk])
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    assert queries.open_acknowledgements(personas.agent.person_id) == []
    assert queries.acknowledged_by(version, personas.agent.person_id) == {"read", "withdrawal"}


def test_reading_does_not_acknowledge_the_withdrawal(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    with pytest.raises(NoLongerLive):
        actions.acknowledge(actor=personas.agent, version=version)
    assert sign_in(personas.agent).post(reverse("scripts_library:acknowledge", args=[version.pk])).status_code == 409


def test_live_version_has_no_withdrawal_to_acknowledge(personas: Personas, version: ScriptVersion) -> None:
    with pytest.raises(NotWithdrawn):
        actions.acknowledge_withdrawal(actor=personas.agent, version=version)


def test_new_version_replaces_the_withdrawal_in_the_list(personas: Personas, version: ScriptVersion) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    newer = replace(personas, version)
    asked = queries.open_acknowledgements(personas.agent.person_id)
    assert [(item.what, item.version_id) for item in asked] == [("read", newer.pk)]


@pytest.mark.parametrize("name", ["ops", "administrator"])
def test_users_without_scripts_cannot_acknowledge(personas: Personas, version: ScriptVersion, name: str) -> None:
    for action in (actions.acknowledge, actions.acknowledge_withdrawal):
        with pytest.raises(PermissionDenied):
            action(actor=getattr(personas, name), version=version)


def test_supervisors_see_who_has_read_and_who_has_not(personas: Personas, version: ScriptVersion, sign_in: SignIn) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    reading = queries.reading_of(version)
    assert [name for name, _ in reading.read] == ["Ana Agent"]
    assert reading.missing == ["Otto Otheragent"]
    page = sign_in(personas.supervisor).get(reverse("scripts_library:readers", args=[version.pk])).content.decode()
    assert page.index("Ana Agent") < page.index("Otto Otheragent")
    withdrawn = actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    assert queries.reading_of(withdrawn).missing == ["Ana Agent"]
    actions.acknowledge_withdrawal(actor=personas.agent, version=version)
    assert queries.reading_of(withdrawn).missing == []
    assert [name for name, _ in queries.reading_of(withdrawn).knows_withdrawal] == ["Ana Agent"]
