"""Any calendar: whatever its lines are, it is read, asked about or refused, and never loses an entry silently."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.reasons import Unreadable
from intake.reading.staff.calendars import read_calendar
from tests.intake.staff.calendars import TODAY, entry, read

VALUES = st.one_of(
    st.sampled_from(
        ["20261102T080000", "20261102T080000Z", "20261102", "PT8H", "P1D", "-PT1H", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY", ""]
    ),
    st.text(max_size=20),
)
NAMES = st.sampled_from(
    ["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "UID", "SUMMARY", "ATTENDEE", "STATUS",
     "SEQUENCE", "DTSTART;TZID=Europe/Berlin", "DTSTART;VALUE=DATE", "CATEGORIES", "BEGIN", "END", "X-ANY"]
)  # fmt: skip
LINES = st.lists(st.tuples(NAMES, VALUES).map(":".join) | st.text(max_size=30), max_size=12)


@given(entries=st.lists(LINES, min_size=1, max_size=4))
def test_no_calendar_breaks_the_reader(entries: list[list[str]]) -> None:
    lines = ["BEGIN:VCALENDAR"]
    for entry_lines in entries:
        lines += ["BEGIN:VEVENT", *entry_lines, "END:VEVENT"]
    try:
        content = read_calendar(lines, {}, today=TODAY, usual_zone="UTC")
    except Unreadable:
        return
    assert type(content).from_json(content.as_json()) == content


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"])
@given(day=st.dates(date(2026, 9, 25), date(2027, 11, 1)), hours=st.integers(1, 23))
def test_hours_of_a_duration_are_exact_on_every_day(zone: str, day: date, hours: int) -> None:
    lines = (
        f"DTSTART;TZID={zone}:{day:%Y%m%d}T220000",
        f"DURATION:PT{hours}H",
        "SUMMARY:Shift",
        "ATTENDEE:mailto:a@example.org",
    )
    (shift,) = read(entry(*lines)).shifts
    start, end = (shift.starts_at, shift.ends_at)
    assert (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() == hours * 3600
