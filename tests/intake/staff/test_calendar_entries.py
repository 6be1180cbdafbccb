"""Calendar entries: repetitions, changes, cancellations, people, and whether they are work or leave."""

import pytest

from intake.reading.reasons import Unreadable
from intake.reading.staff import calendar_lines, recurrences
from intake.reading.staff.results import NotedSkip, StaffAsk
from tests.intake.staff.calendars import SHIFT_OF_ANA, days, entry, read, reasons, spans

START = "DTSTART;TZID=Europe/Berlin:20261102T080000"
LONG = "DURATION:PT8H"


def starts(*lines: str) -> list[str]:
    return [begin for begin, _end in spans(read(entry(START, LONG, *SHIFT_OF_ANA, *lines)))]


def test_rule_with_exceptions_and_extra_dates() -> None:
    found = starts(
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261111T070000Z",
        "EXDATE;TZID=Europe/Berlin:20261104T080000",
        "RDATE;TZID=Europe/Berlin:20261106T100000",
        "RDATE;VALUE=PERIOD:20261107T090000Z/PT3H",
    )
    assert sorted(found) == ["11-02 07:00", "11-06 09:00", "11-07 09:00", "11-09 07:00", "11-11 07:00"]


def test_until_a_day_includes_it_and_an_exception_can_be_a_day() -> None:
    assert starts("RRULE:FREQ=DAILY;UNTIL=20261104", "EXDATE;VALUE=DATE:20261103") == ["11-02 07:00", "11-04 07:00"]


def test_changed_and_cancelled_occurrences_replace_those_of_the_rule() -> None:
    content = read(
        entry(START, LONG, "RRULE:FREQ=DAILY;COUNT=4", *SHIFT_OF_ANA),
        entry("RECURRENCE-ID;TZID=Europe/Berlin:20261103T080000", "DTSTART:20261103T120000Z", LONG, *SHIFT_OF_ANA),
        entry("RECURRENCE-ID:20261104T070000Z", START.replace("02T", "04T"), LONG, "STATUS:CANCELLED", *SHIFT_OF_ANA),
        entry("RECURRENCE-ID:20261224T070000Z", "DTSTART:20261224T070000Z", LONG, *SHIFT_OF_ANA),
    )
    assert [begin for begin, _end in spans(content)] == ["11-02 07:00", "11-03 12:00", "11-05 07:00", "12-24 07:00"]
    assert content.notes[NotedSkip.CANCELLED] == 1


def test_series_whose_change_also_moves_all_later_ones_is_refused() -> None:
    content = read(
        entry(START, LONG, "RRULE:FREQ=DAILY;COUNT=4", *SHIFT_OF_ANA),
        entry("RECURRENCE-ID;RANGE=THISANDFUTURE:20261103T070000Z", "DTSTART:20261103T120000Z", LONG, *SHIFT_OF_ANA),
    )
    assert (content.shifts, reasons(content)) == ([], ["later_ones"])


def test_newest_version_of_an_entry_counts_and_entries_with_one_id_are_not_lost() -> None:
    content = read(
        entry(START, "SEQUENCE:2", LONG, *SHIFT_OF_ANA),
        entry(START, "SEQUENCE:1", "DURATION:PT1H", *SHIFT_OF_ANA),
        entry(START.replace("02T", "03T"), LONG, *SHIFT_OF_ANA),
    )
    assert spans(content) == [("11-02 07:00", "11-02 15:00"), ("11-03 07:00", "11-03 15:00")]


def test_only_occurrences_from_a_month_ago_to_a_year_ahead_are_read() -> None:
    content = read(entry("DTSTART:20250101T080000Z", LONG, "RRULE:FREQ=WEEKLY", *SHIFT_OF_ANA))
    assert (spans(content)[0][0], len(content.shifts)) == ("09-23 08:00", 61)
    assert content.notes[NotedSkip.BEFORE] > 50


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "too_often"),
        ("FREQ=HOURLY;COUNT=3", "too_often"),
        ("FREQ=DAILY;BYMINUTE=1,2,3", "too_often"),
        ("FREQ=DAILY;INTERVAL=0", "rule"),
        ("FREQ=DAILY;INTERVAL=-1", "rule"),
        ("FREQ=FORTNIGHTLY", "rule"),
        ("FREQ=WEEKLY;BYDAY=XX", "rule"),
        ("nonsense", "rule"),
    ],
)
def test_rules_that_never_end_or_make_no_sense_are_refused_with_their_entry(rule: str, reason: str) -> None:
    other = entry("DTSTART:20261103T080000Z", LONG, *SHIFT_OF_ANA, uid="other")
    content = read(entry(START, LONG, f"RRULE:{rule}", *SHIFT_OF_ANA), other)
    assert (len(content.shifts), reasons(content)) == (1, [reason])


def test_all_rules_of_a_file_share_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.reading.staff.calendars.RuleBudget", lambda: recurrences.RuleBudget(steps=5, empty=1))
    parts = [entry(START, LONG, "RRULE:FREQ=DAILY;COUNT=4", *SHIFT_OF_ANA, uid=str(number)) for number in range(3)]
    assert reasons(read(*parts)) == ["too_often", "too_often"]
    never = [
        entry(START, LONG, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", *SHIFT_OF_ANA, uid=str(number)) for number in range(2)
    ]
    assert reasons(read(*never)) == ["too_often"]


def test_more_entries_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_lines, "MOST_ENTRIES", 1)
    with pytest.raises(Unreadable):
        read(entry(START, LONG, *SHIFT_OF_ANA), entry(START, LONG, *SHIFT_OF_ANA))


def test_all_day_leave_ends_before_its_end_date_and_timed_leave_counts_in_days() -> None:
    content = read(
        entry("DTSTART;VALUE=DATE:20261102", "DTEND;VALUE=DATE:20261107", "SUMMARY:Urlaub Ana Lund", uid="1"),
        entry("DTSTART;VALUE=DATE:20261110", "SUMMARY:Ana Lund: krank", uid="2"),
        entry("DTSTART:20261112T080000Z", "DTEND:20261113T170000Z", "SUMMARY:Vacation - Ana Lund", uid="3"),
        entry("DTSTART:20261116T130000Z", "DTEND:20261116T170000Z", "SUMMARY:Vacation - Ana Lund", uid="4"),
    )
    assert days(content) == [("2026-11-02", "2026-11-06"), ("2026-11-10", "2026-11-10"), ("2026-11-12", "2026-11-13")]
    assert {leave.name for leave in content.leaves} == {"Ana Lund"}
    assert reasons(content) == ["part_day"]


def test_people_are_attendees_without_rooms_and_without_those_who_declined() -> None:
    content = read(
        entry(
            START,
            LONG,
            "SUMMARY:Shift",
            "ATTENDEE;CN=Room 4;CUTYPE=ROOM:mailto:room@example.org",
            "ATTENDEE;CN=Ana Lund:mailto:ana@example.org",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.org",
            "ATTENDEE:mailto:cem@example.org",
        )
    )
    assert [(shift.name, shift.email) for shift in content.shifts] == [
        ("Ana Lund", "ana@example.org"),
        ("", "cem@example.org"),
    ]


def test_calendar_of_one_person_is_known_by_titles_without_names() -> None:
    content = read("X-WR-CALNAME:Ana Lund", entry(START, LONG, "SUMMARY:Early shift"))
    assert [shift.name for shift in content.shifts] == ["Ana Lund"]
    assert not content.questions


def test_place_of_the_names_is_asked_if_titles_could_have_them_too() -> None:
    parts = (
        "X-WR-CALNAME:Roster",
        entry(START, LONG, "SUMMARY:Ana Lund shift"),
        entry(START, LONG, "SUMMARY:Bo Yilmaz", uid="2"),
    )
    (question,) = read(*parts).questions
    assert (question.kind, question.guess, question.choices) == (StaffAsk.PEOPLE, "title", ("title", "calendar"))
    content = read(*parts, answers={question.key: "title", "meaning:time": "work"})
    assert [shift.name for shift in content.shifts] == ["Ana Lund", "Bo Yilmaz"]


def test_unknown_words_are_asked_about_once_with_a_guess() -> None:
    parts = [entry(START.replace("02T", f"0{day}T"), LONG, "SUMMARY:Fluegel – Ana Lund", uid=str(day)) for day in (2, 3)] + [
        entry("DTSTART;VALUE=DATE:20261109", "SUMMARY:Ana Lund (Sabbatical)", uid="9")
    ]
    questions = read(*parts, known=["Ana Lund"]).questions
    assert [(each.about, each.guess, each.count) for each in questions] == [("Fluegel", "work", 2), ("Sabbatical", "leave", 1)]
    answers = {questions[0].key: "skip", questions[1].key: "leave"}
    content = read(*parts, answers=answers, known=["Ana Lund"])
    assert (content.shifts, days(content)) == ([], [("2026-11-09", "2026-11-09")])
    assert content.notes[NotedSkip.MEANING] == 2


def test_out_of_office_is_leave() -> None:
    content = read(
        entry("DTSTART;VALUE=DATE:20261109", "SUMMARY:Ana Lund", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"),
    )
    assert days(content) == [("2026-11-09", "2026-11-09")]


def test_alarms_and_tasks_are_not_entries_and_a_cut_off_file_is_said() -> None:
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDURATION:PT1M\r\nSUMMARY:Alarm\r\nEND:VALARM"
    content = read(entry(START, LONG, *SHIFT_OF_ANA, alarm), "BEGIN:VTODO\r\nSUMMARY:Call\r\nEND:VTODO")
    assert spans(content) == [("11-02 07:00", "11-02 15:00")]
    assert content.notes[NotedSkip.NO_EVENT] == 1
    cut = read(entry(START, LONG, *SHIFT_OF_ANA), "BEGIN:VEVENT\r\nSUMMARY:half")
    assert (len(cut.shifts), reasons(cut)) == (1, ["breaks_off"])
