"""An update that doesn't come in time is told to the lead, then to the deputy, then to the supervisors, each of them once."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core import clock, mail_outbox, tick
from crisis import actions
from crisis.actions import late_updates
from crisis.escalation import TOLD_AFTER, EscalationLevel, levels_due
from crisis.models import Crisis, UpdateEscalation
from crisis.queries.late_updates import crises_to_escalate
from notices import actions as notices
from notices.models import Delivery
from people.identity import User
from people.models import Notification
from tests.constraints import refused_by
from tests.crisis.late_updates import (
    ALL_LEVELS,
    DEPUTY,
    DUE,
    ESCALATIONS,
    LEAD,
    MORNING,
    SUPERVISORS,
    crisis_with_update_due,
    journalled,
    late_drill_without_supervisors,
    promised,
    tick_at,
    told,
)
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.threads import at_once

SignIn = Callable[[User], Client]


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crisis_with_update_due(personas)


def test_tick_escalates_late_updates() -> None:
    assert "crisis.late_updates" in tick._reconcilers


def test_each_level_is_told_at_its_time_and_once(crisis: Crisis) -> None:
    for minutes, levels in ((-0.1, []), (0, ["lead"]), (9.9, ["lead"]), (10, ["lead", "deputy"]), (19.9, ["lead", "deputy"])):
        tick_at(minutes)
        tick_at(minutes)
        assert told() == {level: ALL_LEVELS[level] for level in levels}, minutes
    assert tick_at(20) == 1
    for minutes in (20, 40, 100_000):
        assert tick_at(minutes) == 0
    assert told() == ALL_LEVELS
    assert journalled(crisis) == list(ESCALATIONS)


def test_missed_ticks_are_made_up_for_with_one_notification_each(crisis: Crisis) -> None:
    assert tick_at(300) == 3
    assert told() == ALL_LEVELS
    assert Notification.objects.filter(key__contains=":late-update:").count() == 3


def test_late_update_in_words(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    tick_at(21)
    texts = dict(Notification.objects.filter(key__contains=":late-update:").values_list("person__display_name", "text"))
    assert texts == {
        "Sofia Supervisor": "The update on “Kettle recall” was due on 25 Nov 2026, 11:00 CET. Post it, or set a new time.",
        "Dora Deputy": "The update on “Kettle recall” was due on 25 Nov 2026, 11:00 CET and hasn't been posted. "
        "Post it, or set a new time.",
        "Omar Othersupervisor": "The update on “Kettle recall” was due on 25 Nov 2026, 11:00 CET and still hasn't been posted. "
        "Contact the lead or the deputy.",
    }
    with clock.travel(DUE + timedelta(minutes=22)):
        page = sign_in(personas.supervisor).get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
    assert "Update overdue since 25 Nov 2026, 11:00" in page
    assert "The deputy was told on 25 Nov 2026, 11:21." in page
    assert "The supervisors were told on 25 Nov 2026, 11:21." in page
    assert "The update due on 25 Nov 2026, 11:00 CET was late, so the deputy was told" in page


@pytest.mark.parametrize("moved_to", [None, DUE + timedelta(hours=2)])
def test_new_update_ends_the_escalation(moved_to: datetime | None, crisis: Crisis, personas: Personas) -> None:
    tick_at(11)
    with clock.travel(DUE + timedelta(minutes=12)):
        promised(crisis, personas, moved_to)
    assert tick_at(60) == 0
    assert set(told()) == {"lead", "deputy"}
    assert not Notification.objects.filter(key__contains=":late-update:", read_at=None).exists()


def test_update_without_a_new_time_is_the_announced_one(crisis: Crisis, personas: Personas) -> None:
    """Through the API of actions the old time can be passed along."""
    with clock.travel(DUE + timedelta(minutes=1)):
        assert promised(crisis, personas, DUE).next_update_at is None
    assert tick_at(60) == 0


def test_moved_time_that_passes_is_escalated_anew(crisis: Crisis, personas: Personas) -> None:
    tick_at(30)
    later = DUE + timedelta(hours=1)
    with clock.travel(DUE + timedelta(minutes=31)):
        promised(crisis, personas, later, text="")
    tick_at(20, since=later)
    assert {level: len(names) for level, names in told().items()} == {"lead": 2, "deputy": 2, "supervisors": 2}
    assert journalled(crisis) == [*ESCALATIONS, *ESCALATIONS]


def test_crisis_that_is_resolved_or_reopened_is_not_escalated(crisis: Crisis, personas: Personas) -> None:
    tick_at(1)
    with clock.travel(DUE + timedelta(minutes=2)):
        actions.resolve(actor=personas.supervisor, crisis=crisis)
        assert not Notification.objects.filter(key__contains=":late-update:", read_at=None).exists()
    assert tick_at(60) == 0
    with clock.travel(DUE + timedelta(minutes=61)):
        actions.reopen(actor=personas.supervisor, crisis=crisis)
    assert tick_at(90) == 0
    with clock.travel(DUE + timedelta(minutes=91)):
        promised(crisis, personas, DUE + timedelta(minutes=100))
    assert tick_at(100) == 1
    assert set(told()) == {"lead"}
    assert len(told()["lead"]) == 2


@pytest.mark.parametrize("state", ["draft", "resolved", "in_review"])
def test_only_an_active_crisis_is_escalated(state: str, crisis: Crisis) -> None:
    times = {"resolved_at": MORNING, "review_began_at": MORNING if state == "in_review" else None}
    if state == "draft":
        times = {"activated_at": None}
    Crisis.objects.update(state=state, **times)
    assert tick_at(60) == 0
    assert told() == {}


def test_late_crises_without_supervisors_do_not_hold_up_others(
    crisis: Crisis, personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_updates, "BATCH", 1)
    late_drill_without_supervisors(personas, DUE - timedelta(minutes=30))
    assert tick_at(0) == 2
    assert tick_at(1) == 1
    assert crisis.escalations.get().level == "lead"


def test_tick_does_not_read_more_with_each_late_crisis(crisis: Crisis, personas: Personas) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            tick_at(60)
        return len(asked)

    tick_at(60)
    before = queries()
    for _number in range(2):
        late_drill_without_supervisors(personas, DUE)
    assert queries() > before
    assert queries() == before


@pytest.mark.parametrize("change", ["update", "later time", "resolve"])
def test_change_between_search_and_lock_counts(
    change: str, crisis: Crisis, personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found_before_the_change(now: datetime) -> list[Crisis]:
        late = list(crises_to_escalate(now))
        assert late
        if change == "resolve":
            actions.resolve(actor=personas.supervisor, crisis=crisis)
        else:
            promised(crisis, personas, None if change == "update" else DUE + timedelta(hours=2))
        return late

    monkeypatch.setattr(late_updates, "crises_to_escalate", found_before_the_change)
    assert tick_at(30) == 0
    assert told() == {}
    assert not UpdateEscalation.objects.exists()


def test_repeated_hour_of_the_clock_change_counts_once(personas: Personas) -> None:
    """02:30 comes twice in Berlin on 25 October 2026. The levels are told 10 and 20 minutes after the first one."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with clock.travel(first - timedelta(hours=6)):
        found, _team = crises.team(personas, 1)
        promised(found, personas, first)
    for minutes, count in ((0, 1), (10, 1), (20, 1), (60, 0), (80, 0)):
        assert tick_at(minutes, since=first) == count
    text = Notification.objects.filter(key__endswith=":lead").values_list("text", flat=True).get()
    assert "25 Oct 2026, 02:30 CEST" in text


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "_reconcilers", {})
    for name, reconcile in (("late", actions.escalate_late_updates), ("mail", mail_outbox.reconcile)):
        tick.register(name, reconcile)
    for name, commits in (("plan", notices.plan), ("release", notices.release)):
        tick.register(name, commits, commits=True)


@pytest.mark.usefixtures("quiet")
def test_email_held_in_quiet_hours_is_dropped_once_the_update_has_come(personas: Personas) -> None:
    night = datetime(2026, 11, 25, 22, tzinfo=UTC)
    with clock.travel(MORNING):
        found, _team = crises.team(personas, 1)
        promised(found, personas, night)
    with clock.travel(night + timedelta(minutes=30)):
        tick.run()
    late = Delivery.objects.filter(notification__key__contains=":late-update:")
    assert list(late.values_list("state", flat=True)) == ["held"] * 3
    with clock.travel(night + timedelta(minutes=31)):
        promised(found, personas, None)
    with clock.travel(night + timedelta(hours=10)):
        tick.run()
    assert list(late.values_list("state", flat=True)) == ["dropped"] * 3


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_tell_each_level_once(personas: Personas) -> None:
    with clock.travel(MORNING):
        found, _team = crises.team(personas, 1)
        promised(found, personas, DUE)
    assert at_once(*[lambda: tick_at(60)] * 4) == [None] * 4
    tick_at(60)
    assert told() == ALL_LEVELS
    assert UpdateEscalation.objects.count() == 3
    assert journalled(found) == list(ESCALATIONS)


def test_constraints_of_escalations(crisis: Crisis) -> None:
    UpdateEscalation.objects.create(crisis=crisis, due_at=DUE, level="lead", told_at=DUE)
    UpdateEscalation.objects.create(crisis=crisis, due_at=DUE, level="deputy", told_at=DUE)
    with refused_by("escalation_once_per_level"):
        UpdateEscalation.objects.create(crisis=crisis, due_at=DUE, level="lead", told_at=DUE)
    with refused_by("escalation_level_known"):
        UpdateEscalation.objects.create(crisis=crisis, due_at=DUE, level="everyone", told_at=DUE)
    with refused_by("escalation_of_a_late_update_only"):
        UpdateEscalation.objects.create(crisis=crisis, due_at=DUE, level="supervisors", told_at=DUE - timedelta(seconds=1))


@given(
    minutes=st.integers(-30, 60),
    staffed=st.sets(st.sampled_from(EscalationLevel)),
)
def test_levels_equal_an_oracle_that_waits_ten_minutes_for_each_level(
    minutes: int, staffed: Collection[EscalationLevel]
) -> None:
    expected, waited = [], 0
    for level in (LEAD, DEPUTY, SUPERVISORS):
        if level in staffed:
            if minutes >= waited:
                expected.append(level)
            waited += 10
    now = DUE + timedelta(minutes=minutes)
    assert levels_due(EscalationLevel, TOLD_AFTER, DUE, now, staffed) == expected
