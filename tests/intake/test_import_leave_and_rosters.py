"""Leave and rosters from files: comparison with what is known, publishing, and undoing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock
from intake.actions.staff_files import decide_staff_names
from intake.kinds import NameDecisions
from intake.models import Import, Rejection
from intake.queries.staff import read_so_far, staff_names_waiting, staff_preview
from people.models import Leave, Person, RosteredShift
from tests.factories import staff as make
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db
HEADER = "Employee,Leave type,From,To\n"
OCTOBER = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.fixture
def ida() -> Person:
    return Person.objects.create(display_name="Ida Holm", email="ida@example.org")


def leave_of(person: Person) -> list[tuple[str, str]]:
    found = Leave.objects.filter(person=person).order_by("first_on")
    return [(leave.first_on.isoformat(), leave.last_on.isoformat()) for leave in found]


def shifts_of(person: Person) -> list[str]:
    return [f"{shift.starts_at:%m-%d %H}–{shift.ends_at:%H}" for shift in RosteredShift.objects.filter(person=person)]


def shift(start: str, hours: int = 8, who: str = "ida@example.org") -> str:
    return f"DTSTART:{start}Z|DURATION:PT{hours}H|SUMMARY:Shift|ATTENDEE:mailto:{who}"


def taken(personas: Personas, text: str) -> Import:
    return make.published(personas.administrator, make.uploaded(personas.administrator, text))


def test_overlapping_leave_becomes_one_period_and_undoing_restores_the_old_ones(personas: Personas, ida: Person) -> None:
    Leave.objects.create(person=ida, first_on=date(2026, 12, 1), last_on=date(2026, 12, 4))
    Leave.objects.create(person=ida, first_on=date(2026, 12, 20), last_on=date(2026, 12, 21))
    rows = "Ida Holm,Vacation,2026-12-03,2026-12-08\nIda Holm,Sick,2026-12-08,2026-12-09\nIda Holm,Sick,2026-12-20,2026-12-20\n"
    imported = taken(personas, HEADER + rows)
    assert leave_of(ida) == [("2026-12-01", "2026-12-09"), ("2026-12-20", "2026-12-21")]
    assert imported.counts["leaves"] == 1
    again = make.uploaded(personas.administrator, HEADER + rows)
    preview = staff_preview(again)
    assert preview is not None
    assert preview.people == ()
    make.undone(personas.administrator, imported)
    assert leave_of(ida) == [("2026-12-01", "2026-12-04"), ("2026-12-20", "2026-12-21")]


def test_leave_that_was_changed_since_stays_when_undoing(personas: Personas, ida: Person) -> None:
    imported = taken(personas, f"{HEADER}Ida Holm,Vacation,2026-12-03,2026-12-08\nIda Holm,Vacation,2026-12-10,2026-12-11\n")
    Leave.objects.filter(first_on=date(2026, 12, 3)).update(last_on=date(2026, 12, 7))
    make.undone(personas.administrator, imported)
    assert leave_of(ida) == [("2026-12-03", "2026-12-07")]
    assert (imported.counts["gone_back"], imported.counts["stayed"]) == (1, 1)


def test_unknown_people_in_a_list_of_leave_are_never_added_without_a_decision(personas: Personas, ida: Person) -> None:
    imported = make.uploaded(
        personas.administrator, f"{HEADER}Ida Holm,Vacation,2026-12-03,2026-12-08\nI. Holm,Sick,2026-12-10,2026-12-10\n"
    )
    assert [name.label for name in staff_names_waiting(imported, personas.administrator)] == ["I. Holm"]
    decide_staff_names(personas.administrator, imported, NameDecisions({"I. Holm": ida.pk}))
    make.published(personas.administrator, imported)
    assert leave_of(ida) == [("2026-12-03", "2026-12-08"), ("2026-12-10", "2026-12-10")]
    assert not Person.objects.filter(display_name="I. Holm").exists()


def test_roster_is_replaced_from_the_first_to_the_last_shift_of_the_file(personas: Personas, ida: Person) -> None:
    with clock.travel(OCTOBER):
        first = taken(personas, make.calendar(shift("20261102T060000"), shift("20261103T060000"), shift("20261120T060000")))
        assert (shifts_of(ida), first.counts["rostered"]) == (["11-02 06–14", "11-03 06–14", "11-20 06–14"], 3)
        second = taken(personas, make.calendar(shift("20261102T060000"), shift("20261104T060000")))
        assert shifts_of(ida) == ["11-02 06–14", "11-04 06–14", "11-20 06–14"]
        assert (second.counts["rostered"], second.counts["unrostered"]) == (1, 1)
        make.undone(personas.administrator, second)
        assert shifts_of(ida) == ["11-02 06–14", "11-03 06–14", "11-20 06–14"]


def test_overlapping_shifts_of_a_person_are_cut(personas: Personas, ida: Person) -> None:
    with clock.travel(OCTOBER):
        taken(personas, make.calendar(shift("20261102T060000"), shift("20261102T080000", 2), shift("20261102T120000", 4)))
        assert shifts_of(ida) == ["11-02 06–14", "11-02 14–16"]


def test_calendar_waits_for_its_questions(personas: Personas, ida: Person) -> None:
    text = make.calendar("DTSTART:20261102T060000|DURATION:PT8H|SUMMARY:Shift|ATTENDEE:mailto:ida@example.org")
    with clock.travel(OCTOBER):
        imported = make.uploaded(personas.administrator, text)
        known = read_so_far(imported)
        assert known is not None
        assert (imported.state, [question.kind for question in known[1].questions]) == ("uploaded", ["zone"])
        imported = make.answered(personas.administrator, imported, "Asia/Kolkata")
        assert imported.state == "checked"
        make.published(personas.administrator, imported)
    assert RosteredShift.objects.get().starts_at == datetime(2026, 11, 2, 0, 30, tzinfo=UTC)


def test_entries_that_cannot_be_read_are_rejected_with_their_line(personas: Personas, ida: Person) -> None:
    with clock.travel(OCTOBER):
        imported = make.uploaded(personas.administrator, make.calendar(shift("20261102T060000"), shift("20261102T060000", 25)))
    assert list(Rejection.objects.filter(file=imported).values_list("line", "reason")) == [(9, "staff_too_long")]
    assert (imported.state, imported.counts["rows"], imported.counts["rejected"]) == ("checked", 2, 1)


def test_list_of_dates_that_could_be_employment_or_leave_is_asked_about(personas: Personas) -> None:
    imported = make.uploaded(personas.administrator, "Employee,Start date,End date\nIda Holm,2026-12-01,2026-12-04\n")
    known = read_so_far(imported)
    assert known is not None
    assert [question.kind for question in known[1].questions] == ["kind"]


def test_shift_that_was_moved_since_stays_when_undoing(personas: Personas, ida: Person) -> None:
    with clock.travel(OCTOBER):
        imported = taken(personas, make.calendar(shift("20261102T060000")))
        RosteredShift.objects.update(ends_at=datetime(2026, 11, 2, 13, tzinfo=UTC))
        make.undone(personas.administrator, imported)
    assert shifts_of(ida) == ["11-02 06–13"]
    assert imported.counts["stayed"] == 1
    assert RosteredShift.objects.get().ends_at - RosteredShift.objects.get().starts_at == timedelta(hours=7)
