"""Members switch themselves on and off the line, and nothing stays open for too long."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.actions import line
from crisis.models import Crisis, LineShift
from crisis.needs import hours_to_check
from crisis.queries import hours
from people.models import User
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories.people import Personas, personas
from tests.threads import Meeting, at_once

SignIn = Callable[[User], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def made(personas: Personas) -> tuple[Crisis, User]:
    crisis, [member] = crises.team(personas, 1)
    return crisis, member


def be_ready(monkeypatch: pytest.MonkeyPatch, person_ids: set[int]) -> None:
    """Only these people are ready."""
    for module in (line, hours):
        monkeypatch.setattr(module, "ready_members", lambda _crisis: frozenset(person_ids))


def on(crisis: Crisis, member: User, at: datetime) -> None:
    with clock.travel(at):
        actions.go_on_line(actor=member, crisis=crisis)


def times() -> list[tuple[Any, Any, bool]]:
    return list(LineShift.objects.values_list("starts_at", "ends_at", "is_unchecked"))


def test_member_switches_themselves_on_and_off(made: tuple[Crisis, User], sign_in: SignIn) -> None:
    crisis, member = made
    client, room = sign_in(member), reverse("crisis:detail", args=[crisis.pk])
    for url in (room, reverse("desk:home")):
        assert "Go on the line" in client.get(url).content.decode()
    assert client.post(reverse("crisis:go_on_line", args=[crisis.pk])).headers["Location"] == room
    assert client.post(reverse("crisis:go_on_line", args=[crisis.pk]) + "?from=home").headers["Location"] == "/"
    for url in (room, reverse("desk:home")):
        assert "Go off the line" in client.get(url).content.decode()
    assert client.post(reverse("crisis:go_off_line", args=[crisis.pk])).status_code == 302
    assert client.post(reverse("crisis:go_off_line", args=[crisis.pk])).status_code == 302
    [(starts_at, ends_at, is_unchecked)] = times()
    assert starts_at < ends_at
    assert not is_unchecked


def test_on_and_off_at_the_same_moment_is_no_time(made: tuple[Crisis, User]) -> None:
    crisis, member = made
    now = clock.now()
    on(crisis, member, now)
    with clock.travel(now):
        actions.go_off_line(actor=member, crisis=crisis)
    assert not times()


def test_only_members_of_an_active_crisis_go_on_the_line(
    made: tuple[Crisis, User], personas: Personas, sign_in: SignIn
) -> None:
    crisis, member = made
    with pytest.raises(PermissionDenied):
        actions.go_on_line(actor=personas.supervisor, crisis=crisis)
    assert "Go on the line" not in sign_in(personas.supervisor).get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
    Crisis.objects.filter(pk=crisis.pk).update(state="draft", activated_at=None)
    with pytest.raises(actions.LineClosed):
        actions.go_on_line(actor=member, crisis=crisis)
    assert "Go on the line" not in sign_in(member).get(reverse("crisis:detail", args=[crisis.pk])).content.decode()


def test_members_who_are_not_ready_stay_off_the_line(
    made: tuple[Crisis, User], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    crisis, member = made
    ready: set[int] = set()
    be_ready(monkeypatch, ready)
    with pytest.raises(actions.NotTrained):
        actions.go_on_line(actor=member, crisis=crisis)
    assert "Finish your refresher training" in sign_in(member).get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
    ready.add(member.person_id)
    actions.go_on_line(actor=member, crisis=crisis)


# ---- Whatever ends a membership ends the time on the line in the same moment.


def withdraw(crisis: Crisis, member: User, _lead: User) -> None:
    actions.withdraw(actor=member, invitation=crisis.invitations.get(person=member.person_id))


def release(crisis: Crisis, member: User, lead: User) -> None:
    actions.release(actor=lead, crisis=crisis, person_id=member.person_id)


def resolve(crisis: Crisis, _member: User, lead: User) -> None:
    actions.resolve(actor=lead, crisis=crisis)


@pytest.mark.parametrize("end", [withdraw, release, resolve])
def test_leaving_and_resolution_end_the_time_on_the_line(
    end: Callable[[Crisis, User, User], None], made: tuple[Crisis, User], personas: Personas
) -> None:
    crisis, member = made
    start = clock.now()
    on(crisis, member, start)
    with clock.travel(start + 2 * HOUR):
        end(crisis, member, personas.supervisor)
    assert times() == [(start, crisis.members.get().left_at, False)] == [(start, start + 2 * HOUR, False)]


def test_drill_that_yields_ends_the_time_and_a_real_line_never_waits_for_it(personas: Personas) -> None:
    drill, [member] = crises.team(personas, 1, title="Drill", is_drill=True)
    start = clock.now()
    on(drill, member, start)
    real = crises.active(personas, [member.person_id], title="Flood")
    with clock.travel(crises.at_work()):
        [invitation] = crises.invited(real, personas)
        crises.accept(invitation, member)
    on(real, member, start + HOUR)
    assert LineShift.objects.filter(ends_at=None).count() == 2
    with clock.travel(start + 2 * HOUR):
        actions.keep_up_invitations()
    assert [shift.crisis for shift in LineShift.objects.filter(ends_at=None)] == [real]


# ---- Forgotten times.


def test_tick_ends_forgotten_times_and_asks_to_check_them(made: tuple[Crisis, User]) -> None:
    crisis, member = made
    start = datetime(2026, 10, 24, 20, tzinfo=UTC)
    on(crisis, member, start)
    with clock.travel(start + 12 * HOUR):
        assert actions.end_forgotten_line_shifts() == 0
    with clock.travel(start + 40 * HOUR):
        assert actions.end_forgotten_line_shifts() == 1
        assert actions.end_forgotten_line_shifts() == 0
    assert times() == [(start, start + 12 * HOUR, True)]
    assert [need.title for need in hours_to_check(member)] == [f"Check your hours on the line for “{crisis.title}”"]


def test_late_leaving_ends_a_forgotten_time_after_twelve_hours(made: tuple[Crisis, User]) -> None:
    crisis, member = made
    start = clock.now()
    on(crisis, member, start)
    with clock.travel(start + 40 * HOUR):
        actions.go_off_line(actor=member, crisis=crisis)
    assert times() == [(start, start + 12 * HOUR, True)]


# ---- The database.


def test_impossible_times_are_refused_by_the_database(made: tuple[Crisis, User], personas: Personas) -> None:
    crisis, member = made
    now = clock.now()

    def make(start: float, end: float | None, **fields: object) -> LineShift:
        ends_at = None if end is None else now + end * HOUR
        values = {"crisis": crisis, "person": member.person, "starts_at": now + start * HOUR, "ends_at": ends_at, **fields}
        return LineShift.objects.create(**values)

    with refused_by("line_shift_not_empty"):
        make(0, 0)
    with refused_by("line_shift_at_most_a_day"):
        make(0, 24.1)
    with refused_by("line_shift_unchecked_is_over"):
        make(0, None, is_unchecked=True)
    make(0, 24)
    with refused_by("line_shift_does_not_overlap"):
        make(23, 25)
    make(24, None)
    with refused_by("line_shift_does_not_overlap"):
        make(30, None, crisis=crises.draft(personas))
    drill = crises.draft(personas, is_drill=True)
    make(1, 3, crisis=drill, is_drill=True)
    with refused_by("line_shift_does_not_overlap_in_a_crisis"):
        make(2, 4, crisis=drill, is_drill=True)


# ---- At once.


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_gives_one_time() -> None:
    crisis, [member] = crises.team(personas(), 1)
    raised = at_once(*[lambda: actions.go_on_line(actor=member, crisis=crisis)] * 4)
    assert raised == [None] * 4
    assert LineShift.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_press_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    crisis, [member] = crises.team(personas(), 1)
    meeting = Meeting()
    monkeypatch.setattr(line, "locked", lambda crisis_id: Crisis.objects.get(pk=crisis_id))
    monkeypatch.setattr(line, "ready_members", lambda _crisis: None)

    def now() -> datetime:
        meeting.wait()
        return datetime.now(UTC)

    monkeypatch.setattr(clock, "now", now)
    raised = at_once(*[lambda: actions.go_on_line(actor=member, crisis=crisis)] * 2)
    assert sum(error is not None for error in raised) == 1
    assert LineShift.objects.count() == 1
