#!/bin/sh
# icalendar 7.3 (and recurring-ical-events 3.8 with it) reads valid calendars otherwise than RFC 5545 says: the hours of a duration are
# counted on the wall clock, so PT8H across the end of summer time lasts nine hours; PT24H and P1D are the same; an unknown TZID
# becomes a time without a zone; and a zone that one file defines is used for later files of the process that don't define it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 recurring-ical-events==3.8.2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from datetime import UTC, timedelta

import icalendar
import recurring_ical_events

ZONE = ["BEGIN:VTIMEZONE", "TZID:Our office", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0500",
        "TZOFFSETTO:+0500", "END:STANDARD", "END:VTIMEZONE"]


def read(start, duration, *zone):
    event = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", f"DTSTART;{start}", f"DURATION:{duration}", "END:VEVENT"]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", *zone, *event, "END:VCALENDAR", ""]
    return icalendar.Calendar.from_ical("\r\n".join(lines))


night = read("TZID=Europe/Berlin:20261024T220000", "PT8H")
(event,) = night.events
(expanded,) = recurring_ical_events.of(night).between((2026, 10, 24), (2026, 10, 26))
unknown = "TZID=Our office:20261021T080000"
found = {
    "PT8H from the library": event.end.astimezone(UTC) - event.start.astimezone(UTC),
    "PT8H expanded": expanded["DTEND"].dt.astimezone(UTC) - expanded["DTSTART"].dt.astimezone(UTC),
    "PT24H is P1D": read("TZID=Europe/Berlin:20261024T220000", "PT24H").events[0]["DURATION"].to_ical(),
    "unknown zone": read(unknown, "PT1H").events[0].start.tzinfo,
    "defined zone": read(unknown, "PT1H", *ZONE).events[0].start.utcoffset(),
    "unknown zone in the next file": read(unknown, "PT1H").events[0].start.utcoffset(),
}
print("icalendar", icalendar.__version__)
for name, value in found.items():
    print(f"{name}: {value!r}")
five = timedelta(hours=5)
expected = [timedelta(hours=9), timedelta(hours=9), b"P1D", None, five, five]
sys.exit(list(found.values()) != expected)
PYTHON
