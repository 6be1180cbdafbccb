"""Lists of leave: whole days, states of requests, kinds of absence, and what is no leave."""

import pytest

from intake.reading.staff.results import NotedSkip, StaffAsk, StaffContent
from tests.intake.staff.test_staff_lists import read, reasons


def days(content: StaffContent) -> list[tuple[str, str, str]]:
    return [(leave.name, leave.first_on, leave.last_on) for leave in content.leaves]


def test_first_and_last_day_are_both_included() -> None:
    content = read("Employee,Leave type,From,To\nAna,Vacation,2026-12-01,2026-12-04\nBo,Krank,2026-12-02,2026-12-02\n")
    assert days(content) == [("Ana", "2026-12-01", "2026-12-04"), ("Bo", "2026-12-02", "2026-12-02")]
    assert not content.questions


def test_list_with_one_row_for_each_day() -> None:
    content = read("Employee,Absence,Date\nAna,Urlaub,24.12.2026\nAna,Urlaub,25.12.2026\n")
    assert days(content) == [("Ana", "2026-12-24", "2026-12-24"), ("Ana", "2026-12-25", "2026-12-25")]


def test_rejected_requests_are_left_out_and_unknown_states_are_asked_about() -> None:
    text = (
        "Employee,Leave type,From,To,Status\nAna,Vacation,2026-12-01,2026-12-04,Approved\n"
        "Bo,Vacation,2026-12-01,2026-12-04,Declined\nCem,Vacation,2026-12-01,2026-12-04,Pending\n"
    )
    content = read(text)
    assert [(each.kind, each.about) for each in content.questions] == [(StaffAsk.STATUS, "Pending")]
    taken = read(text, {content.questions[0].key: "take"})
    assert ([name for name, _first, _last in days(taken)], taken.notes[NotedSkip.STATUS]) == (["Ana", "Cem"], 1)


def test_kinds_of_absence_that_may_be_work_are_asked_about() -> None:
    text = "Employee,Absence type,From,To\nAna,Home office,2026-12-01,2026-12-04\nBo,Sick leave,2026-12-01,2026-12-01\n"
    (question,) = read(text).questions
    assert (question.kind, question.about) == (StaffAsk.MEANING, "Home office")
    content = read(text, {question.key: "skip"})
    assert ([name for name, _first, _last in days(content)], content.notes[NotedSkip.MEANING]) == (["Bo"], 1)


@pytest.mark.parametrize(
    ("title", "amount"),
    [("Days", "0.5"), ("Days", "0,5"), ("Duration", "4 h"), ("Half day", "AM"), ("Halber Tag", "Vormittag")],
)
def test_part_of_a_day_is_no_leave(title: str, amount: str) -> None:
    content = read(f"Employee;Leave type;From;To;{title}\nAna;Vacation;2026-12-01;2026-12-01;{amount}\n")
    assert (content.leaves, reasons(content)) == ([], [(2, title, "part_day")])


def test_times_of_part_of_a_day_are_no_leave_but_longer_ones_are_days() -> None:
    content = read(
        "Employee,Absence,From,To\nAna,Vacation,2026-12-01 13:00,2026-12-01 17:00\n"
        "Bo,Vacation,2026-12-01 08:00,2026-12-01 17:00\nCem,Vacation,2026-12-01T00:00:00,2026-12-02T00:00:00\n"
    )
    assert days(content) == [("Bo", "2026-12-01", "2026-12-01"), ("Cem", "2026-12-01", "2026-12-02")]
    assert [reason for _line, _column, reason in reasons(content)] == ["part_day"]


def test_half_days_at_the_end_of_a_period_are_counted() -> None:
    content = read("Employee,Leave type,From,To,Days\nAna,Vacation,2026-12-01,2026-12-03,2.5\n")
    assert days(content) == [("Ana", "2026-12-01", "2026-12-03")]
    assert content.notes[NotedSkip.PART_ENDS] == 1


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("", "2026-12-01", "date_missing"),
        ("2026-12-01", "", "date_missing"),
        ("2026-12-02", "2026-12-01", "dates_swapped"),
        ("2026-12-02", "2036-12-01", "too_long"),
        ("2026-13-02", "2026-12-01", "date"),
    ],
)
def test_impossible_days_are_listed(first: str, last: str, reason: str) -> None:
    content = read(f"Employee,Leave type,From,To\nAna,Vacation,{first},{last}\nBo,Vacation,2026-12-01,2026-12-01\n")
    assert ([name for name, _first, _last in days(content)], [each[2] for each in reasons(content)]) == (["Bo"], [reason])
