"""Scheduled publication: planned, changed, cancelled, carried out by the tick, and given up if it isn't possible any more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from core import clock
from journal.models import Journal
from journal.queries import lines
from people.models import Notification, User
from scripts_library import actions, queries
from scripts_library.actions.release import EndNotPossible, Outdated, ReviewNotPossible
from scripts_library.actions.schedules import NotScheduled, TimeNotPossible
from scripts_library.lifecycle import NotInThatState
from scripts_library.models import ScriptVersion
from scripts_library.needs import scripts_to_publish
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
State = ScriptVersion.State


@pytest.fixture
def now() -> datetime:
    return clock.now()


def plan(user: User, version: ScriptVersion, at: datetime, **details: Any) -> ScriptVersion:
    return actions.schedule(actor=user, version=version, publish_at=at, ends_at=at + timedelta(days=30), **details)


def test_tick_publishes_a_scheduled_version_at_its_time_and_not_before(personas: Personas, now: datetime) -> None:
    version = scripts.approved(personas.supervisor, personas.approver)
    plan(personas.supervisor, version, now + timedelta(hours=2), takes_effect="at_once")
    with clock.travel(now + timedelta(hours=2, seconds=-1)):
        assert actions.publish_scheduled() == 0
        assert not queries.published_for(personas.agent)
    with clock.travel(now + timedelta(hours=2)):
        assert actions.publish_scheduled() == 1
        assert actions.publish_scheduled() == 0
    version.refresh_from_db()
    assert (version.state, version.publish_at, version.publisher_id) == (State.PUBLISHED, None, None)
    assert (version.starts_at, version.takes_effect) == (now + timedelta(hours=2), "at_once")
    assert version.review_by_on is not None
    assert Notification.objects.filter(person=personas.agent.person_id, key=f"script-published:{version.pk}").exists()
    assert len(lines(version.script.journal_id, verbs=["scripts.published"])) == 1


def test_a_scheduled_version_replaces_the_live_one(personas: Personas, now: datetime) -> None:
    first = scripts.published(personas.supervisor, personas.approver)
    second = scripts.next_version(personas.supervisor, personas.approver, first)
    plan(personas.supervisor, second, now + timedelta(days=1))
    with clock.travel(now + timedelta(days=1, minutes=1)):
        assert actions.publish_scheduled() == 1
    first.refresh_from_db()
    assert first.state == State.EXPIRED


def test_a_plan_is_changed_and_cancelled(personas: Personas, now: datetime) -> None:
    version = scripts.scheduled(personas.supervisor, personas.approver)
    assert scripts_to_publish(personas.supervisor) == []
    plan(personas.trainer, version, now + timedelta(days=3))
    told = Notification.objects.filter(person=personas.supervisor.person_id, key__startswith="script-schedule:")
    assert told.count() == 1
    actions.cancel_schedule(actor=personas.approver, version=version)
    version.refresh_from_db()
    assert (version.state, version.publish_at, version.ends_at, version.review_by_on) == (State.APPROVED, None, None, None)
    assert told.count() == 2
    with pytest.raises(NotScheduled):
        actions.cancel_schedule(actor=personas.approver, version=version)
    assert [need.title for need in scripts_to_publish(personas.supervisor)] == [version.script.title]
    with clock.travel(now + timedelta(days=9)):
        assert actions.publish_scheduled() == 0


def test_publishing_now_uses_up_the_plan(personas: Personas, now: datetime) -> None:
    version = scripts.scheduled(personas.supervisor, personas.approver)
    actions.publish(actor=personas.supervisor, version=version, ends_at=now + timedelta(days=9))
    with clock.travel(now + timedelta(days=2)):
        assert actions.publish_scheduled() == 0
    with pytest.raises(NotInThatState):
        actions.cancel_schedule(actor=personas.supervisor, version=version)


def test_impossible_plans_are_refused(personas: Personas, now: datetime) -> None:
    version = scripts.approved(personas.supervisor, personas.approver)
    with pytest.raises(TimeNotPossible):
        plan(personas.supervisor, version, now - timedelta(seconds=1))
    at = now + timedelta(days=1)
    with pytest.raises(EndNotPossible):
        actions.schedule(actor=personas.supervisor, version=version, publish_at=at, ends_at=at)
    with pytest.raises(ReviewNotPossible):
        plan(personas.supervisor, version, now + timedelta(days=1), review_by_on=(now + timedelta(days=99)).date())
    with pytest.raises(NotInThatState):
        plan(personas.supervisor, scripts.draft(personas.supervisor, title="Draft"), now + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        plan(personas.agent, version, now + timedelta(days=1))
    newer = scripts.next_version(personas.supervisor, personas.approver, version)
    actions.publish(actor=personas.supervisor, version=newer, ends_at=now + timedelta(days=30))
    with pytest.raises(Outdated):
        plan(personas.supervisor, version, now + timedelta(days=1))


def test_a_plan_that_is_not_possible_any_more_is_given_up_and_the_owner_told(personas: Personas, now: datetime) -> None:
    version = scripts.scheduled(personas.supervisor, personas.approver)
    newer = scripts.next_version(personas.supervisor, personas.approver, version)
    actions.publish(actor=personas.supervisor, version=newer, ends_at=now + timedelta(days=30))
    with clock.travel(now + timedelta(days=2)):
        assert actions.publish_scheduled() == 0
    version.refresh_from_db()
    newer.refresh_from_db()
    assert (version.state, version.publish_at, newer.state) == (State.APPROVED, None, State.PUBLISHED)
    told = Notification.objects.get(person=personas.supervisor.person_id, key__startswith="script-schedule:")
    assert "wasn't published as scheduled. A newer version (2)" in told.text
    assert len(lines(version.script.journal_id, verbs=["scripts.schedule_failed"])) == 1


def test_nothing_is_published_for_a_case_that_has_ended(personas: Personas, now: datetime) -> None:
    journal = Journal.objects.create(kind="case", title="Storm")
    version = scripts.scheduled(personas.supervisor, personas.approver, journal=journal)
    Journal.objects.filter(pk=journal.pk).update(closed_at=now)
    with clock.travel(now + timedelta(days=2)):
        assert actions.publish_scheduled() == 0
    version.refresh_from_db()
    assert (version.state, version.publish_at) == (State.APPROVED, None)


def test_page_schedules_and_the_version_offers_to_cancel(personas: Personas, sign_in: SignIn, now: datetime) -> None:
    version, client = scripts.approved(personas.supervisor, personas.approver), sign_in(personas.supervisor)
    url = reverse("scripts_library:publish", args=[version.pk])
    last_on = (now + timedelta(days=20)).date().isoformat()
    typed = {
        "last_on": last_on,
        "publish_at": f"{localtime(now + timedelta(days=2)):%Y-%m-%dT%H:%M}",
        "takes_effect": "at_once",
    }
    for wrong in ({"publish_at": "2020-01-01T10:00"}, {"publish_at": f"{now + timedelta(days=50):%Y-%m-%dT%H:%M}"}):
        assert client.post(url, {**typed, **wrong}).status_code == 422
    assert client.post(url, {**typed, "takes_effect": "never"}).status_code == 422
    assert client.post(url, {**typed, "review_by_on": "2020-01-01"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    version.refresh_from_db()
    assert version.publish_at is not None
    assert (version.state, version.takes_effect) == (State.APPROVED, "at_once")
    shown = client.get(reverse("scripts_library:version", args=[version.pk])).content.decode()
    assert f"{personas.supervisor.person} scheduled the publication" in shown
    assert client.post(reverse("scripts_library:cancel_schedule", args=[version.pk])).status_code == 302


def test_a_review_day_after_the_last_day_becomes_the_last_day(personas: Personas, sign_in: SignIn, now: datetime) -> None:
    version, client = scripts.approved(personas.supervisor, personas.approver), sign_in(personas.supervisor)
    last_on = (now + timedelta(days=20)).date()
    review = (now + timedelta(days=80)).date().isoformat()
    url = reverse("scripts_library:publish", args=[version.pk])
    assert client.post(url, {"last_on": last_on.isoformat(), "review_by_on": review}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.review_by_on) == (State.PUBLISHED, last_on)
