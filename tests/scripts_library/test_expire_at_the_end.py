"""Expiry of a version: exact to the second for readers, in the table with the next tick."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core import clock, tick
from journal.actions import house_journal, open_journal
from journal.queries import lines
from people.models import User
from scripts_library import actions, queries
from scripts_library.actions.acknowledgements import NoLongerLive
from scripts_library.models import ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

State = ScriptVersion.State


@pytest.fixture
def version(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver, ends_at=clock.now() + timedelta(hours=1))


def test_tick_expires_a_version_and_records_it_once(version: ScriptVersion) -> None:
    end = version.ends_at
    assert end is not None
    with clock.travel(end - timedelta(microseconds=1)):
        assert tick.run()["scripts_library.expire_ended"] == 0
    with clock.travel(end):
        assert tick.run()["scripts_library.expire_ended"] == 1
        assert tick.run()["scripts_library.expire_ended"] == 0
    version.refresh_from_db()
    assert (version.state, version.ended_at) == (State.EXPIRED, end)
    told = lines(house_journal().pk, verbs=["scripts.expired"])
    assert [line.actor_id for line in told] == [None]


def test_late_tick_records_the_actual_end(version: ScriptVersion) -> None:
    end = version.ends_at
    assert end is not None
    with clock.travel(end + timedelta(days=3)):
        actions.expire_ended()
    version.refresh_from_db()
    assert version.ended_at == end


def test_versions_of_several_journals_expire_in_one_tick(personas: Personas, version: ScriptVersion) -> None:
    other = scripts.published(
        personas.supervisor, personas.approver, journal=open_journal(title="Storm"), ends_at=version.ends_at
    )
    with clock.travel(clock.now() + timedelta(hours=2)):
        assert actions.expire_ended() == 2
    assert len(lines(other.script.journal_id, verbs=["scripts.expired"])) == 1


def test_readers_do_not_wait_for_the_tick(
    personas: Personas, version: ScriptVersion, sign_in: Callable[[User], Client]
) -> None:
    client, url = sign_in(personas.agent), reverse("scripts_library:script", args=[version.script_id])
    assert "within five days" in client.get(url).content.decode()
    with clock.travel(clock.now() + timedelta(hours=2)):
        assert queries.published_for(personas.agent) == []
        assert not queries.search(personas.agent).exists()
        shown = client.get(url).content.decode()
        assert "within five days" not in shown
        assert "has expired" in shown
        with pytest.raises(NoLongerLive):
            actions.acknowledge(actor=personas.agent, version=version)


def test_replaced_or_withdrawn_version_does_not_expire(personas: Personas, version: ScriptVersion) -> None:
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    with clock.travel(clock.now() + timedelta(days=60)):
        assert actions.expire_ended() == 0


def test_publishing_over_an_ended_version_the_tick_has_not_seen(personas: Personas, version: ScriptVersion) -> None:
    newer, end = scripts.next_version(personas.supervisor, personas.approver, version), version.ends_at
    with clock.travel(clock.now() + timedelta(hours=2)), transaction.atomic():
        actions.publish(actor=personas.supervisor, version=newer, ends_at=clock.now() + timedelta(days=1))
    version.refresh_from_db()
    assert (version.state, version.ended_at) == (State.EXPIRED, end)
