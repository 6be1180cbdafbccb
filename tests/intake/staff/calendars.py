"""Calendars for tests: entries from a few lines."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

from intake.reading.staff.calendars import read_calendar
from intake.reading.staff.results import StaffContent

TODAY = date(2026, 10, 20)
SHIFT_OF_ANA = ("SUMMARY:Early shift", "ATTENDEE;CN=Ana Lund:mailto:ana@example.org")


def entry(*lines: str, uid: str = "one") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])


def read(
    *parts: str, answers: Mapping[str, str] | None = None, zone: str = "Europe/Berlin", known: Collection[str] = ()
) -> StaffContent:
    return read_calendar(calendar(*parts).splitlines(), answers or {}, today=TODAY, usual_zone=zone, known=known)


def spans(content: StaffContent) -> list[tuple[str, str]]:
    """Start and end of all shifts in UTC, such as “10-24 20:00”."""
    return [(_short(shift.starts_at), _short(shift.ends_at)) for shift in content.shifts]


def days(content: StaffContent) -> list[tuple[str, str]]:
    return [(leave.first_on, leave.last_on) for leave in content.leaves]


def reasons(content: StaffContent) -> list[str]:
    return [each.reason.removeprefix("staff_") for each in content.unread]


def _short(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%m-%d %H:%M}"
