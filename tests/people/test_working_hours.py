"""Working hours: next working moment and working time, in all zones, across clock changes, and with a roster."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import Organisation, Person
from people.queries.working_hours import working_hours
from people.working_hours import (
    WorkingHours,
    after_working_time,
    is_working_moment,
    next_working_moment,
    working_time,
)

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = WorkingHours(BERLIN, time(9), time(17))

moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland"])


def works(moment: datetime, hours: WorkingHours) -> bool:
    """Independent check: local weekday and time of day."""
    local = moment.astimezone(hours.zone)
    return local.weekday() < 5 and hours.starts_at <= local.time() < hours.ends_at


@given(moment=moments, zone=zones)
def test_next_working_moment_is_a_working_one_and_the_earliest(moment: datetime, zone: str) -> None:
    hours = WorkingHours(ZoneInfo(zone), time(9), time(17))
    found = next_working_moment(moment, hours)
    assert found >= moment
    assert works(found, hours)
    assert is_working_moment(moment, hours) == works(moment, hours) == (found == moment)
    step = moment
    while step < found - timedelta(minutes=1):
        assert not works(step, hours)
        step += timedelta(minutes=37)


@given(moment=moments, zone=zones, minutes=st.integers(1, 3000))
def test_working_time_to_a_deadline_is_the_requested_length(moment: datetime, zone: str, minutes: int) -> None:
    hours, length = WorkingHours(ZoneInfo(zone), time(9), time(17)), timedelta(minutes=minutes)
    deadline = after_working_time(moment, length, hours)
    assert working_time(moment, deadline, hours) == length
    assert works(deadline - timedelta(seconds=1), hours)


@pytest.mark.parametrize(
    ("start", "length", "hours", "end"),
    [
        # Over a weekend.
        (datetime(2026, 11, 27, 16, tzinfo=BERLIN), 4, NINE_TO_FIVE, datetime(2026, 11, 30, 12, tzinfo=BERLIN)),
        # To the end of a day, not to the start of the next one.
        (datetime(2026, 11, 24, 9, tzinfo=BERLIN), 8, NINE_TO_FIVE, datetime(2026, 11, 24, 17, tzinfo=BERLIN)),
        # Clocks change between Friday and Monday, outside working hours.
        (datetime(2026, 3, 27, 16, tzinfo=BERLIN), 4, NINE_TO_FIVE, datetime(2026, 3, 30, 12, tzinfo=BERLIN)),
        (datetime(2026, 10, 23, 16, tzinfo=BERLIN), 4, NINE_TO_FIVE, datetime(2026, 10, 26, 12, tzinfo=BERLIN)),
    ],
)
def test_deadlines(start: datetime, length: int, hours: WorkingHours, end: datetime) -> None:
    assert after_working_time(start, timedelta(hours=length), hours) == end


def test_clock_change_within_working_hours_counts_real_time() -> None:
    """Cairo changes clocks on Friday, 24 April 2026, at 0:00, and back on 30 October at 0:00 summer time."""
    cairo = WorkingHours(ZoneInfo("Africa/Cairo"), time(0), time(4))
    friday = datetime(2026, 4, 24, 0, tzinfo=UTC)
    length = working_time(friday - timedelta(hours=6), friday + timedelta(hours=18), cairo)
    assert length == timedelta(hours=3)
    assert working_time(datetime(2026, 4, 22, 12, tzinfo=UTC), datetime(2026, 4, 23, 12, tzinfo=UTC), cairo) == timedelta(
        hours=4
    )


@pytest.mark.django_db
def test_person_without_hours_gets_the_organisations_hours_in_their_zone() -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"reporting_zone": "Europe/Berlin", "work_starts_at": time(7)})
    plain = Person.objects.create(display_name="Paula")
    abroad = Person.objects.create(display_name="Arun", time_zone="Asia/Kolkata")
    early = Person.objects.create(display_name="Elif", work_starts_at=time(5), work_ends_at=time(12))
    found = working_hours([plain.pk, abroad.pk, early.pk])
    assert found[plain.pk] == WorkingHours(BERLIN, time(7), time(18))
    assert found[abroad.pk] == WorkingHours(ZoneInfo("Asia/Kolkata"), time(7), time(18))
    assert found[early.pk] == WorkingHours(BERLIN, time(5), time(12))


@pytest.mark.django_db
def test_defaults_are_the_usual_hours_in_utc() -> None:
    Organisation.objects.all().delete()
    person = Person.objects.create(display_name="Person")
    assert working_hours([person.pk])[person.pk] == WorkingHours(ZoneInfo("UTC"), time(8), time(18))
