"""Two people press the button in the same moment: with the lock, and without it as the negative control."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from core import clock
from core.refusals import Refused
from journal.queries import lines
from scripts_library import actions
from scripts_library.actions import reading, release
from scripts_library.models import Acknowledgement, Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, personas

pytestmark = pytest.mark.django_db(transaction=True)

State = ScriptVersion.State


@pytest.fixture
def people(transactional_db: None) -> Personas:
    return personas()


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> threading.Barrier:
    """Both threads have checked the state before either writes, unless a lock keeps the second one waiting."""
    barrier = threading.Barrier(2)

    class MeetingClock:
        @staticmethod
        def now() -> datetime:
            with suppress(threading.BrokenBarrierError):
                barrier.wait(0.4)
            return clock.now()

    monkeypatch.setattr(release, "clock", MeetingClock)
    monkeypatch.setattr(reading, "clock", MeetingClock)
    return barrier


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(version: ScriptVersion) -> ScriptVersion:
        found = ScriptVersion.objects.get(pk=version.pk)
        found.script = Script.objects.select_related("journal").get(pk=version.script_id)
        return found

    monkeypatch.setattr(release, "lock", unlocked)
    monkeypatch.setattr(reading, "lock", unlocked)


def at_once(*attempts: Callable[[], Any]) -> list[str]:
    """Run each in a thread of its own; the names of what came out, sorted."""
    outcomes: list[str] = []

    def run(attempt: Callable[[], Any]) -> None:
        try:
            outcomes.append(type(attempt()).__name__)
        except (Refused, IntegrityError) as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[attempt]) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(outcomes)


def publish(people: Personas, version: ScriptVersion) -> Callable[[], Any]:
    later = clock.now() + timedelta(days=1)
    return lambda: actions.publish(actor=people.supervisor, version=version, ends_at=later)


def publications(version: ScriptVersion) -> int:
    return len(lines(version.script.journal_id, verbs=["scripts.published"]))


def test_one_version_is_published_once(people: Personas, meeting: threading.Barrier) -> None:
    version = scripts.approved(people.supervisor, people.approver)
    assert at_once(publish(people, version), publish(people, version)) == ["NotInThatState", "ScriptVersion"]
    assert publications(version) == 1


@pytest.mark.usefixtures("without_lock")
def test_control_without_the_lock_one_version_is_published_twice(people: Personas, meeting: threading.Barrier) -> None:
    version = scripts.approved(people.supervisor, people.approver)
    assert at_once(publish(people, version), publish(people, version)) == ["ScriptVersion", "ScriptVersion"]
    assert publications(version) == 2


def test_of_two_versions_the_newer_one_ends_up_published(people: Personas, meeting: threading.Barrier) -> None:
    older = scripts.approved(people.supervisor, people.approver)
    newer = scripts.next_version(people.supervisor, people.approver, older)
    outcomes = at_once(publish(people, older), publish(people, newer))
    assert outcomes in (["ScriptVersion", "ScriptVersion"], ["Outdated", "ScriptVersion"])
    assert ScriptVersion.objects.get(state=State.PUBLISHED) == newer


@pytest.mark.usefixtures("without_lock")
def test_control_without_the_lock_only_the_database_keeps_two_from_being_live(
    people: Personas, meeting: threading.Barrier
) -> None:
    older = scripts.approved(people.supervisor, people.approver)
    newer = scripts.next_version(people.supervisor, people.approver, older)
    assert at_once(publish(people, older), publish(people, newer)) == ["IntegrityError", "ScriptVersion"]
    assert ScriptVersion.objects.filter(state=State.PUBLISHED).count() == 1


def test_a_double_click_acknowledges_once(people: Personas, meeting: threading.Barrier) -> None:
    version = scripts.approved(people.supervisor, people.approver)
    publish(people, version)()
    meeting.reset()
    click = lambda: actions.acknowledge(actor=people.agent, version=version)  # noqa: E731 - two threads need the same click
    assert at_once(click, click) == ["Acknowledgement", "Acknowledgement"]
    assert Acknowledgement.objects.count() == 1
    assert len(lines(version.script.journal_id, verbs=["scripts.acknowledged"])) == 1


@pytest.mark.usefixtures("without_lock")
def test_control_without_the_lock_a_double_click_fails(people: Personas, meeting: threading.Barrier) -> None:
    version = scripts.approved(people.supervisor, people.approver)
    publish(people, version)()
    meeting.reset()
    click = lambda: actions.acknowledge(actor=people.agent, version=version)  # noqa: E731 - two threads need the same click
    assert at_once(click, click) == ["Acknowledgement", "IntegrityError"]
