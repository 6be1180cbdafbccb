"""Two users act at the same moment: with the lock, and without it as the negative control."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core import clock
from journal.queries import lines
from scripts_library import actions
from scripts_library.actions import acknowledgements, release
from scripts_library.models import Acknowledgement, Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, personas
from tests.threads import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)

State = ScriptVersion.State


@pytest.fixture
def people(transactional_db: None) -> Personas:
    return personas()


@pytest.fixture
def approved(people: Personas) -> ScriptVersion:
    return scripts.approved(people.supervisor, people.approver)


@pytest.fixture
def live(people: Personas, approved: ScriptVersion) -> ScriptVersion:
    publish(people, approved)()
    return approved


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make both threads check the state before either writes, unless a lock holds the second one back."""
    meeting = Meeting()

    class MeetingClock:
        @staticmethod
        def now() -> datetime:
            meeting.wait()
            return clock.now()

    monkeypatch.setattr(release, "clock", MeetingClock)
    monkeypatch.setattr(acknowledgements, "clock", MeetingClock)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(version: ScriptVersion) -> ScriptVersion:
        found = ScriptVersion.objects.get(pk=version.pk)
        found.script = Script.objects.select_related("journal").get(pk=version.script_id)
        return found

    monkeypatch.setattr(release, "lock", unlocked)
    monkeypatch.setattr(acknowledgements, "lock", unlocked)


def refusals(*attempts: Callable[[], Any]) -> list[str]:
    """Run all at once; returns the sorted names of the exceptions of those that failed."""
    return sorted(type(error).__name__ for error in at_once(*attempts) if error)


def publish(people: Personas, version: ScriptVersion) -> Callable[[], Any]:
    later = clock.now() + timedelta(days=1)
    return lambda: actions.publish(actor=people.supervisor, version=version, ends_at=later)


def acknowledge(people: Personas, version: ScriptVersion) -> Callable[[], Any]:
    return lambda: actions.acknowledge(actor=people.agent, version=version)


def publications(version: ScriptVersion) -> int:
    return len(lines(version.script.journal_id, verbs=["scripts.published"]))


@pytest.mark.usefixtures("meeting")
def test_one_version_is_published_once(people: Personas, approved: ScriptVersion) -> None:
    assert refusals(publish(people, approved), publish(people, approved)) == ["NotInThatState"]
    assert publications(approved) == 1


@pytest.mark.usefixtures("meeting", "without_lock")
def test_control_without_the_lock_one_version_is_published_twice(people: Personas, approved: ScriptVersion) -> None:
    assert refusals(publish(people, approved), publish(people, approved)) == []
    assert publications(approved) == 2


@pytest.mark.usefixtures("meeting")
def test_of_two_versions_the_newer_one_ends_up_published(people: Personas, approved: ScriptVersion) -> None:
    newer = scripts.next_version(people.supervisor, people.approver, approved)
    assert refusals(publish(people, approved), publish(people, newer)) in ([], ["Outdated"])
    assert ScriptVersion.objects.get(state=State.PUBLISHED) == newer


@pytest.mark.usefixtures("meeting", "without_lock")
def test_control_without_the_lock_only_the_database_keeps_one_live(people: Personas, approved: ScriptVersion) -> None:
    newer = scripts.next_version(people.supervisor, people.approver, approved)
    assert refusals(publish(people, approved), publish(people, newer)) == ["IntegrityError"]
    assert ScriptVersion.objects.filter(state=State.PUBLISHED).count() == 1


# The version must be live before the threads start, so its fixture comes first.
def test_a_double_click_acknowledges_once(people: Personas, live: ScriptVersion, meeting: None) -> None:
    assert refusals(*[acknowledge(people, live)] * 2) == []
    assert Acknowledgement.objects.count() == 1
    assert len(lines(live.script.journal_id, verbs=["scripts.acknowledged"])) == 1


def test_control_without_the_lock_a_double_click_fails(
    people: Personas, live: ScriptVersion, meeting: None, without_lock: None
) -> None:
    assert refusals(*[acknowledge(people, live)] * 2) == ["IntegrityError"]
