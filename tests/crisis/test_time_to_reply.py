"""Deadlines and reminders over changes of the clocks and weekends, in the invited person's zone."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from crisis import actions
from crisis.models import Invitation
from crisis.reminders import reminder_moments
from people.models import Notification
from people.working_hours import WorkingHours, after_working_time
from tests.factories import crisis as crises
from tests.factories.people import Personas

MINUTE = timedelta(minutes=1)


def by_counting(moment: datetime, minutes: int, zone: str, starts_at: time, ends_at: time) -> datetime:
    """An oracle that goes on minute by minute and looks at the clock on the wall in that zone."""
    now, left = moment.astimezone(UTC), minutes
    while left:
        wall = now.astimezone(ZoneInfo(zone))
        if wall.isoweekday() <= 5 and starts_at <= wall.time() < ends_at:
            left -= 1
        now += MINUTE
    return now


@given(
    # Around a change of the clocks in Berlin, Sydney, New York and Cairo, and the days before and after.
    moment=st.sampled_from([(3, 27), (10, 23), (4, 3), (10, 2), (3, 6), (10, 30), (4, 23), (10, 29)]).flatmap(
        lambda day: st.integers(0, 3 * 24 * 60).map(lambda minutes: datetime(2026, *day, tzinfo=UTC) + minutes * MINUTE)
    ),
    zone=st.sampled_from(["Europe/Berlin", "Australia/Sydney", "America/New_York", "Africa/Cairo", "Asia/Kolkata"]),
    minutes=st.integers(1, 900),
)
def test_deadline_is_where_counting_minutes_ends(moment: datetime, zone: str, minutes: int) -> None:
    hours = WorkingHours(ZoneInfo(zone), time(0), time(8))
    found = after_working_time(moment, minutes * MINUTE, hours)
    assert found == by_counting(moment, minutes, zone, time(0), time(8))


@pytest.mark.parametrize(
    ("zone", "invited", "deadline", "reminders"),
    [
        # Berlin, Friday at 16:00: 2 hours that day, 6 on Monday. Clocks go forward on Sunday: a day of 23 hours.
        ("Europe/Berlin", "2026-03-27T15:00Z", "2026-03-30T12:00Z", ("2026-03-30T08:00Z", "2026-03-30T10:24Z")),
        # And back in October: the same wall clock, an hour later in UTC.
        ("Europe/Berlin", "2026-10-23T14:00Z", "2026-10-26T13:00Z", ("2026-10-26T09:00Z", "2026-10-26T11:24Z")),
        # Sydney, where summer begins in October, on a Sunday.
        ("Australia/Sydney", "2026-10-02T06:00Z", "2026-10-05T03:00Z", ("2026-10-04T23:00Z", "2026-10-05T01:24Z")),
        # Kolkata has no summer time, and half an hour.
        ("Asia/Kolkata", "2026-03-27T10:30Z", "2026-03-30T08:30Z", ("2026-03-30T04:30Z", "2026-03-30T06:54Z")),
        # Invited on Saturday: all of it is on Monday.
        ("Europe/Berlin", "2026-03-28T10:00Z", "2026-03-30T14:00Z", ("2026-03-30T10:00Z", "2026-03-30T12:24Z")),
    ],
)
def test_invitation_keeps_to_the_wall_clock_of_the_person(
    zone: str, invited: str, deadline: str, reminders: tuple[str, str], personas: Personas
) -> None:
    """Eight working hours from 8:00 to 18:00. Reminders come after half of them and with a fifth left."""
    person = personas.agent.person
    person.time_zone, person.work_starts_at, person.work_ends_at = zone, time(8), time(18)
    person.save()
    begin = datetime.fromisoformat(invited)
    crisis = crises.ready(personas, [person.pk], answer_hours=8)
    with clock.travel(begin):
        (invitation,) = crises.invited(crisis, personas, 1)
    assert invitation.deadline_at == datetime.fromisoformat(deadline)
    hours = WorkingHours(ZoneInfo(zone), time(8), time(18))
    due = [datetime.fromisoformat(each) for each in reminders]
    assert list(reminder_moments(begin, invitation.deadline_at, hours)) == due
    sent = Notification.objects.filter(key__startswith=f"invitation:{invitation.pk}:reminder:")
    steps = [begin, *(moment for each in due for moment in (each - MINUTE, each)), invitation.deadline_at - MINUTE]
    counts = []
    for moment in steps:
        with clock.travel(moment):
            actions.keep_up_invitations()
            counts.append(sent.count())
    assert counts == [0, 0, 1, 1, 2, 2]
    assert all(one <= other for one, other in pairwise(steps))
    with clock.travel(invitation.deadline_at):
        actions.keep_up_invitations()
    assert Invitation.objects.get().state == "expired"
