"""Two people decide about one version at the same moment: with the lock, and without it as the negative control."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core import clock
from journal.queries import lines
from scripts_library import actions
from scripts_library.actions import approval, archive, emergency, release, schedules
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, personas
from tests.threads import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)

State = ScriptVersion.State


@pytest.fixture
def people(transactional_db: None) -> Personas:
    return personas()


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make both threads check the state before either writes, unless a lock holds the second one back."""

    def begin() -> None:
        meeting = Meeting()

        class MeetingClock:
            @staticmethod
            def now() -> datetime:
                meeting.wait()
                return clock.now()

        for module in (approval, archive, emergency, release, schedules):
            monkeypatch.setattr(module, "clock", MeetingClock)

    return begin


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(version: ScriptVersion) -> ScriptVersion:
        found = ScriptVersion.objects.get(pk=version.pk)
        found.script = Script.objects.select_related("journal").get(pk=version.script_id)
        return found

    for module in (approval, emergency, release, schedules):
        monkeypatch.setattr(module, "lock", unlocked)


def refusals(*attempts: Callable[[], Any]) -> list[str]:
    """Run all at once; returns the sorted names of the exceptions of those that failed."""
    return sorted(type(error).__name__ for error in at_once(*attempts) if error)


def approve(people: Personas, name: str, version: ScriptVersion) -> Callable[[], Any]:
    return lambda: actions.approve(actor=getattr(people, name), version=version, checks=scripts.ALL_MET)


def test_two_people_who_approve_at_once_give_both_approvals(people: Personas, meeting: Callable[[], None]) -> None:
    version = scripts.of_two_approvals(people.supervisor)
    meeting()
    assert refusals(approve(people, "approver", version), approve(people, "trainer", version)) == []
    version.refresh_from_db()
    assert version.state == State.APPROVED
    assert {version.first_approver_id, version.approver_id} == {people.approver.person_id, people.trainer.person_id}


def test_control_without_the_lock_the_second_approval_is_lost(
    people: Personas, meeting: Callable[[], None], without_lock: None
) -> None:
    version = scripts.of_two_approvals(people.supervisor)
    meeting()
    assert refusals(approve(people, "approver", version), approve(people, "trainer", version)) == []
    version.refresh_from_db()
    assert version.state == State.IN_REVIEW


def test_a_double_click_gives_one_approval(people: Personas, meeting: Callable[[], None]) -> None:
    version = scripts.of_two_approvals(people.supervisor)
    meeting()
    assert refusals(*[approve(people, "approver", version)] * 2) == ["AlreadyApproved"]
    assert version.approvals.count() == 1


def in_emergency(people: Personas, name: str, version: ScriptVersion) -> Callable[[], Any]:
    given: dict[str, Any] = {"checks": scripts.ALL_MET, "ends_at": clock.now() + timedelta(days=7), "revision": 1}
    return lambda: actions.publish_in_emergency(actor=getattr(people, name), version=version, **given)


def test_an_emergency_is_published_once(people: Personas, meeting: Callable[[], None]) -> None:
    version = scripts.in_emergency(people.supervisor)
    meeting()
    attempts = in_emergency(people, "approver", version), in_emergency(people, "trainer", version)
    assert refusals(*attempts) == ["NotInThatState"]
    assert len(lines(version.script.journal_id, verbs=["scripts.emergency_published"])) == 1


def test_tick_and_a_person_publish_a_scheduled_version_once(people: Personas) -> None:
    version = scripts.scheduled(people.supervisor, people.approver)
    ScriptVersion.objects.filter(pk=version.pk).update(publish_at=clock.now() - timedelta(minutes=1))
    ends_at = clock.now() + timedelta(days=9)
    attempts = (
        lambda: actions.publish(actor=people.supervisor, version=version, ends_at=ends_at),
        actions.publish_scheduled,
        actions.publish_scheduled,
    )
    assert refusals(*attempts) in ([], ["NotInThatState"])
    version.refresh_from_db()
    assert version.state == State.PUBLISHED
    assert len(lines(version.script.journal_id, verbs=["scripts.published"])) == 1


def test_publishing_and_archiving_at_once_leave_no_live_version_of_an_archived_script(people: Personas) -> None:
    version = scripts.approved(people.supervisor, people.approver)
    ends_at = clock.now() + timedelta(days=9)
    failed = refusals(
        lambda: actions.publish(actor=people.supervisor, version=version, ends_at=ends_at),
        lambda: actions.archive_script(actor=people.approver, script=version.script),
    )
    assert failed in (["Archived"], ["StillLive"])
    script = Script.objects.get(pk=version.script_id)
    is_live = ScriptVersion.objects.live(clock.now()).filter(script=script).exists()
    assert (script.archived_at is None) == is_live
