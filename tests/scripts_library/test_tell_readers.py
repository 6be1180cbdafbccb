"""Readers of a script are notified of a version to read and of its withdrawal, once, until they have confirmed it."""

from datetime import timedelta

import pytest

from core import clock
from core.clock import travel
from people.identity import User
from people.models import Notification
from scripts_library import actions
from scripts_library.models import ScriptVersion
from tests.factories import scripts_library as make
from tests.factories.people import Personas


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return make.published(personas.supervisor, personas.approver)


def texts_of(user: User, *, unread: bool = True) -> list[str]:
    """Texts of the user's notifications about scripts, oldest first."""
    told = Notification.objects.filter(person=user.person, key__regex=r"^script-(published|withdrawn):").order_by("pk")
    return list((told.filter(read_at=None) if unread else told).values_list("text", flat=True))


def test_agents_are_asked_to_read_a_new_script(version: ScriptVersion, personas: Personas) -> None:
    for agent in (personas.agent, personas.other_agent):
        assert texts_of(agent) == ["Please read the new script “Ferry cancelled”."]
    for other in (personas.supervisor, personas.approver, personas.reviewer):
        assert texts_of(other) == []


def test_reading_it_settles_the_notification(version: ScriptVersion, personas: Personas) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    assert texts_of(personas.agent) == []
    assert len(texts_of(personas.other_agent)) == 1


def test_new_version_replaces_the_request_to_read_the_old_one(version: ScriptVersion, personas: Personas) -> None:
    later = make.next_version(personas.supervisor, personas.approver, version)
    actions.publish(actor=personas.supervisor, version=later, ends_at=clock.now() + timedelta(days=1))
    assert texts_of(personas.agent) == ["Please read version 2 of the script “Ferry cancelled”."]


def test_expired_version_need_not_be_read(version: ScriptVersion, personas: Personas) -> None:
    with travel(clock.now() + timedelta(days=31)):
        actions.expire_ended()
    assert texts_of(personas.agent) == []


@pytest.mark.parametrize("is_replaced", [True, False])
def test_withdrawal_reaches_those_who_have_read_it(is_replaced: bool, version: ScriptVersion, personas: Personas) -> None:
    actions.acknowledge(actor=personas.agent, version=version)
    other = make.published(personas.supervisor, personas.approver, title="Ferry late").script if is_replaced else None
    Notification.objects.exclude(key__endswith=f":{version.pk}").delete()
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.", replacement=other)
    sentences = "Stop using the script “Ferry cancelled”. It was withdrawn."
    assert texts_of(personas.agent) == [f"{sentences} Use “Ferry late” instead." if is_replaced else sentences]
    assert texts_of(personas.other_agent) == []
    actions.acknowledge_withdrawal(actor=personas.agent, version=version)
    assert texts_of(personas.agent) == []
