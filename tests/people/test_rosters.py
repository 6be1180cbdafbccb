"""Rostered shifts: working hours in weeks with a roster, the person's page, and deleting old shifts."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from people.actions.rosters import KEPT, forget_rosters
from people.models import Person, RosteredShift, User
from people.queries.working_hours import working_hours
from people.working_hours import Stretch, WorkingHours, after_working_time, is_working_moment, next_working_moment, working_time
from tests.factories.people import Personas

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


def with_shifts(*shifts: Stretch) -> WorkingHours:
    return WorkingHours(BERLIN, time(9), time(17), shifts)


# Wednesday to Sunday of a week in March, with a free Friday.
WEEK = with_shifts(
    (berlin(4, 14), berlin(4, 22)), (berlin(5, 14), berlin(5, 22)), (berlin(7, 8), berlin(7, 12)), (berlin(8, 22), berlin(9, 6))
)


@pytest.mark.parametrize(
    ("moment", "following"),
    [
        # Monday and Friday are free in this week, and the usual hours don't count.
        (berlin(2, 10), berlin(4, 14)),
        (berlin(6, 10), berlin(7, 8)),
        # Saturday is a working day.
        (berlin(7, 9), berlin(7, 9)),
        # The night shift of Sunday goes on until Monday, in a week without a roster.
        (berlin(9, 5), berlin(9, 5)),
        (berlin(9, 7), berlin(9, 9)),
        # Friday of the week before has no roster.
        (datetime(2026, 2, 27, 9, tzinfo=UTC), datetime(2026, 2, 27, 9, tzinfo=UTC)),
    ],
)
def test_in_a_week_with_a_roster_only_shifts_are_working_hours(moment: datetime, following: datetime) -> None:
    assert next_working_moment(moment, WEEK) == following
    assert is_working_moment(moment, WEEK) == (moment == following)


def test_deadlines_count_the_time_of_shifts() -> None:
    assert after_working_time(berlin(4, 20), timedelta(hours=4), WEEK) == berlin(5, 16)
    assert working_time(berlin(2, 0), berlin(9, 9), WEEK) == timedelta(hours=8 + 8 + 4 + 8)


def test_night_shift_across_a_clock_change_counts_real_hours() -> None:
    hours = with_shifts((berlin(24, 22, month=10), berlin(25, 6, month=10)))
    assert working_time(berlin(24, 0, month=10), berlin(25, 12, month=10), hours) == timedelta(hours=9)


def test_time_in_a_shift_and_in_the_usual_hours_counts_once() -> None:
    # The shift of Sunday ends an hour after the usual start of Monday.
    hours = with_shifts((berlin(8, 22), berlin(9, 10)))
    assert working_time(berlin(8, 0), berlin(9, 17), hours) == timedelta(hours=12 + 7)


@pytest.mark.django_db
def test_working_hours_contain_the_persons_own_shifts() -> None:
    one, other = Person.objects.create(display_name="Ida"), Person.objects.create(display_name="Ole")
    shift = RosteredShift.objects.create(person=one, starts_at=berlin(4, 14), ends_at=berlin(4, 22))
    found = working_hours([one.pk, other.pk])
    assert found[one.pk].shifts == ((shift.starts_at, shift.ends_at),)
    assert found[other.pk].shifts == ()


def test_page_of_a_person_shows_their_next_shifts_in_their_zone(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    person = personas.agent.person
    Person.objects.filter(pk=person.pk).update(time_zone="Asia/Kolkata")
    page = reverse("people:detail", args=[person.pk])
    client = sign_in(personas.administrator)
    with clock.travel(berlin(4, 8)):
        RosteredShift.objects.create(person=person, starts_at=berlin(3, 14), ends_at=berlin(3, 22))
        assert "Next shifts" not in client.get(page).content.decode()
        RosteredShift.objects.create(person=person, starts_at=berlin(5, 14), ends_at=berlin(5, 22))
        text = client.get(page).content.decode()
    assert "Next shifts, in Asia/Kolkata" in text
    assert "18:30–02:30" in text


@pytest.mark.django_db
def test_shifts_that_ended_long_ago_are_deleted() -> None:
    person, now = Person.objects.create(display_name="Ida"), clock.now()
    for ended in (now - KEPT - timedelta(hours=1), now - KEPT + timedelta(hours=1)):
        RosteredShift.objects.create(person=person, starts_at=ended - timedelta(hours=1), ends_at=ended)
    assert (forget_rosters(), forget_rosters()) == (1, 0)
    assert RosteredShift.objects.get().ends_at > now - KEPT
