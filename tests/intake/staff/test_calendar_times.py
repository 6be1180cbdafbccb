"""Times of calendar entries: zones, clock changes, durations, and times without a zone."""

import pytest

from intake.reading.staff.results import StaffAsk
from tests.intake.staff.calendars import SHIFT_OF_ANA, calendar, days, entry, read, reasons, spans

NIGHT = "DTSTART;TZID=Europe/Berlin:20261024T220000"
STRANGE_ZONE = """BEGIN:VTIMEZONE
TZID:Our office
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0500
TZOFFSETTO:+0500
END:STANDARD
END:VTIMEZONE""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("duration", "end"),
    [
        # The clock goes back by an hour in this night: eight hours end at 5:00, and a day at 22:00 (21:00 UTC).
        ("PT8H", "10-25 04:00"),
        ("PT480M", "10-25 04:00"),
        ("PT24H", "10-25 20:00"),
        ("P0DT8H", "10-25 04:00"),
    ],
)
def test_hours_of_a_duration_are_exact_across_a_clock_change(duration: str, end: str) -> None:
    content = read(entry(NIGHT, f"DURATION:{duration}", *SHIFT_OF_ANA))
    assert spans(content) == [("10-24 20:00", end)]


def test_a_day_of_a_duration_lasts_as_long_as_the_calendar_says() -> None:
    content = read(entry(NIGHT, "DURATION:P1D", "SUMMARY:Leave", "ATTENDEE:mailto:ana@example.org"))
    # Until 22:00 on the next day, which is 25 hours later.
    assert days(content) == [("2026-10-24", "2026-10-25")]
    assert reasons(read(entry(NIGHT, "DURATION:P1D", *SHIFT_OF_ANA))) == ["too_long"]


def test_in_spring_eight_hours_end_later_on_the_clock() -> None:
    content = read(entry("DTSTART;TZID=Europe/Berlin:20270327T220000", "DURATION:PT8H", *SHIFT_OF_ANA))
    assert spans(content) == [("03-27 21:00", "03-28 05:00")]


def test_repeated_shift_keeps_its_wall_clock_start_and_its_exact_length() -> None:
    rule = "RRULE:FREQ=DAILY;COUNT=3"
    by_duration = read(entry("DTSTART;TZID=Europe/Berlin:20261023T220000", "DURATION:PT8H", rule, *SHIFT_OF_ANA))
    by_end = read(
        entry("DTSTART;TZID=Europe/Berlin:20261023T220000", "DTEND;TZID=Europe/Berlin:20261024T060000", rule, *SHIFT_OF_ANA)
    )
    expected = [("10-23 20:00", "10-24 04:00"), ("10-24 20:00", "10-25 04:00"), ("10-25 21:00", "10-26 05:00")]
    assert spans(by_duration) == spans(by_end) == expected


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", "10-21 06:00"),
        ("W. Europe Standard Time", "10-21 06:00"),
        ('"Eastern Standard Time"', "10-21 12:00"),
        ("/freeassociation.sourceforge.net/America/New_York", "10-21 12:00"),
    ],
)
def test_zones_are_known_by_their_iana_windows_or_vendor_name(zone: str, start: str) -> None:
    content = read(entry(f"DTSTART;TZID={zone}:20261021T080000", "DURATION:PT1H", *SHIFT_OF_ANA))
    assert not content.questions
    assert [begin for begin, _end in spans(content)] == [start]


def test_zone_that_the_file_defines_is_used_for_this_file_only() -> None:
    shift = entry("DTSTART;TZID=Our office:20261021T080000", "DURATION:PT1H", *SHIFT_OF_ANA)
    assert spans(read(STRANGE_ZONE, shift)) == [("10-21 03:00", "10-21 04:00")]
    without = read(shift)
    assert [(question.kind, question.about) for question in without.questions] == [(StaffAsk.ZONE, "Our office")]
    assert not without.shifts


def test_unknown_zone_is_asked_about_and_the_answer_is_used() -> None:
    shift = entry("DTSTART;TZID=Head office:20261021T080000", "DURATION:PT1H", *SHIFT_OF_ANA)
    (question,) = read(shift).questions
    assert (question.kind, question.about, question.count) == (StaffAsk.ZONE, "Head office", 1)
    answered = read(shift, answers={question.key: "Asia/Kolkata"})
    assert (spans(answered), answered.questions) == ([("10-21 02:30", "10-21 03:30")], [])


def test_times_without_a_zone_are_asked_about_and_the_guess_is_the_calendars_or_the_usual_zone() -> None:
    shift = entry("DTSTART:20261021T080000", "DTEND:20261021T160000", *SHIFT_OF_ANA)
    (question,) = read(shift, zone="Europe/Paris").questions
    assert (question.kind, question.about, question.guess) == (StaffAsk.ZONE, "", "Europe/Paris")
    (question,) = read("X-WR-TIMEZONE:America/New_York", shift).questions
    assert question.guess == "America/New_York"
    assert spans(read(shift, answers={question.key: "UTC"})) == [("10-21 08:00", "10-21 16:00")]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=0"])
def test_definition_of_a_zone_that_never_ends_is_not_used(rule: str) -> None:
    zone = STRANGE_ZONE.replace("END:STANDARD", f"RRULE:{rule}\r\nEND:STANDARD")
    content = read(zone, entry("DTSTART;TZID=Our office:20261021T080000", "DURATION:PT1H", *SHIFT_OF_ANA))
    assert [question.kind for question in content.questions] == [StaffAsk.ZONE]


def test_time_that_a_clock_change_skips_is_read_as_before_the_change() -> None:
    content = read(entry("DTSTART;TZID=Europe/Berlin:20270328T023000", "DURATION:PT1H", *SHIFT_OF_ANA))
    assert spans(content) == [("03-28 01:30", "03-28 02:30")]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:20261332T080000Z", "DURATION:PT1H"), "date"),
        (("DTSTART:tomorrow", "DURATION:PT1H"), "date"),
        (("DTSTART:20261021T080000Z", "DURATION:-PT1H"), "date"),
        (("DTSTART:20261021T080000Z", "DTEND;VALUE=DATE:20261022"), "date"),
        (("DTSTART:20261021T080000Z",), "no_end"),
        (("DTSTART:20261021T080000Z", "DTEND:20261021T080000Z"), "no_end"),
        (("DTSTART:20261021T080000Z", "DTEND:20261023T080000Z"), "too_long"),
        (("DTSTART;VALUE=DATE:20261021",), "all_day"),
        (("SUMMARY:without a start",), "date"),
    ],
)
def test_entries_that_are_no_shift_are_listed_with_the_reason(lines: tuple[str, ...], reason: str) -> None:
    content = read(entry(*lines, *SHIFT_OF_ANA))
    assert (content.shifts, reasons(content)) == ([], [reason])


def test_line_that_is_no_property_costs_only_its_entry() -> None:
    good = entry("DTSTART:20261021T080000Z", "DURATION:PT1H", *SHIFT_OF_ANA, uid="good")
    content = read(entry("DTSTART:20261022T080000Z", "nonsense", *SHIFT_OF_ANA), good)
    assert (len(content.shifts), reasons(content)) == (1, ["not_readable"])
    assert content.unread[0].line == calendar(entry("DTSTART:20261022T080000Z", "nonsense")).splitlines().index("nonsense") + 1
