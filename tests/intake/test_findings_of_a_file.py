"""Findings of a file on its own: nothing usable, most ratings rejected, no agents, no ratings, odd dates."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core import clock
from intake.actions.decisions import NotDecided, decide_findings
from intake.actions.discards import abandon
from intake.actions.file_reading import start_reading
from intake.actions.file_tables import choose_table
from intake.actions.publication_request import request_publication
from intake.finding_sentences import described
from intake.lifecycle import WrongImportState
from intake.models import Finding, Import
from intake.queries.findings import findings_of
from intake.reading.layouts import TableChoice
from intake.reading.profiles import Field, Profile, RowFilter, Scale
from intake.verbs import Verb
from journal.models import Entry
from tests.factories import feedback
from tests.factories.people import Personas, organisation

pytestmark = pytest.mark.django_db

HEAD = "ticket,agent,date,rating"
COLUMNS = {Field.EXTERNAL_ID: "ticket", Field.AGENT: "agent", Field.STARTED: "date", Field.RATING: "rating"}
PROFILE = Profile(name="generic", source="shop", columns=COLUMNS)


def waiting(*rows: str, head: str = HEAD, profile: Profile = PROFILE) -> Import:
    """A file that was read with this profile. New names are added as agents."""
    organisation()
    content = "".join(f"{row}\n" for row in (head, *rows)).encode()
    imported = feedback.received(content, profile_name="", goes_on=False)
    return feedback.worked(start_reading(actor=None, imported=imported, profile=profile))


def without(*fields: Field) -> Profile:
    return replace(PROFILE, columns={field: title for field, title in COLUMNS.items() if field not in fields})


def found(imported: Import) -> list[tuple[str, str, int]]:
    return sorted(imported.findings.values_list("kind", "level", "count"))


def text_of(imported: Import) -> str:
    return " ".join(f"{each.title}. {each.text}" for each in described(findings_of(imported)))


def assert_blocked(imported: Import) -> None:
    """Neither publishing nor confirming everything goes past an obstacle."""
    with pytest.raises(WrongImportState):
        request_publication(actor=None, imported=imported)
    with pytest.raises(NotDecided):
        decide_findings(actor=None, imported=imported, decisions=dict.fromkeys(Finding.Kind, "publish"))
    imported.refresh_from_db()
    assert imported.state == Import.State.NEEDS_LOOK


def test_usual_file_is_ready_without_findings() -> None:
    imported = waiting("1,Nia,2026-01-31,4", "2,Nia,2026-02-28,9")
    assert (imported.state, found(imported)) == (Import.State.CHECKED, [])


def test_file_without_a_readable_row_cannot_be_published() -> None:
    imported = waiting("1,Nia,31/12/2026,4", "2,Nia,30/12/2026,5", "3,Nia,,5")
    assert found(imported) == [("nothing_read", "obstacle", 3)]
    assert "All 3 rows were rejected, 2 of them because of the column “date”, for example with “31/12/2026”." in text_of(
        imported
    )
    assert "Choose another date format" in text_of(imported)
    assert_blocked(imported)


def test_file_without_a_row_that_meets_the_conditions_cannot_be_published() -> None:
    shop = replace(PROFILE, rows=(RowFilter("agent", "is", "Omar"),))
    imported = waiting("1,Nia,2026-01-31,4", "2,Nia,2026-01-31,5", profile=shop)
    assert found(imported) == [("nothing_read", "obstacle", 2)]
    assert "No row meets your conditions." in text_of(imported)
    assert_blocked(imported)


def test_rows_that_are_left_out_have_no_agent_for_the_others() -> None:
    rated = replace(PROFILE, rows=(RowFilter("rating", "is", "4"),))
    assert ("no_agent", "note", 1) in found(waiting("1,,2026-01-31,4", "2,Nia,2026-01-31,5", profile=rated))


def test_file_whose_ratings_are_mostly_rejected_cannot_be_published() -> None:
    imported = waiting("1,Nia,2026-01-31,4", "2,Nia,2026-01-31,9", "3,Nia,2026-01-31,8", "4,Nia,2026-01-31,")
    assert found(imported) == [("ratings_rejected", "obstacle", 2)]
    assert "2 of 3 ratings in the column “rating” can't be read, such as “8” (1 row), “9” (1 row)." in text_of(imported)
    assert_blocked(imported)


@pytest.mark.parametrize("rows", [("2,Nia,2026-01-31,9",), ("2,Nia,soon,", "3,Nia,soon,5", "4,Nia,soon,5", "5,Nia,soon,9")])
def test_half_of_the_ratings_and_rows_with_other_faults_may_be_rejected(rows: tuple[str, ...]) -> None:
    assert waiting("1,Nia,2026-01-31,4", *rows).state == Import.State.CHECKED


DECLINED = ("1,Nia,2026-01-31,4", "2,Nia,2026-01-31,declined", "3,Nia,2026-01-31,Declined", "4,Nia,2026-01-31,asked later")


def test_words_that_are_no_ratings_can_be_confirmed_as_contacts_without_one(personas: Personas) -> None:
    imported = waiting(*DECLINED)
    assert found(imported) == [("ratings_rejected", "question", 3)]
    assert "“Declined” (1 row)" in text_of(imported)
    assert imported.findings.get().about["values"] == {"Declined": 1, "asked later": 1, "declined": 1}
    assert "If one of these is a rating, match the columns again" in text_of(imported)
    decide_findings(actor=personas.ops, imported=imported, decisions={"ratings_rejected": "unrated"})
    assert imported.state == Import.State.STAGING
    assert Entry.objects.get(verb=Verb.IMPORT_DECIDED).data["decision"] == "unrated"
    with pytest.raises(WrongImportState):
        decide_findings(actor=personas.ops, imported=imported, decisions={"ratings_rejected": "unrated"})
    feedback.worked(imported)
    assert (imported.state, found(imported)) == (Import.State.CHECKED, [])
    assert (imported.counts["rows"], imported.counts["with_rating"], imported.counts["rejected"]) == (4, 1, 0)


@pytest.mark.parametrize(
    "rows",
    [
        # Most are numbers of another scale, words for satisfaction, texts, or nothing can be read.
        (*DECLINED, "5,Nia,2026-01-31,8", "6,Nia,2026-01-31,9"),
        ("1,Nia,2026-01-31,4", "2,Nia,2026-01-31,very bad 😡 x", "3,Nia,2026-01-31,8", "4,Nia,2026-01-31,7"),
        ("1,Nia,2026-01-31,4", *(f"{number},Nia,2026-01-31,because {chr(96 + number)}" for number in range(2, 16))),
        (*DECLINED[1:], "5,Nia,2026-01-31,"),
    ],
)
def test_scale_that_does_not_fit_is_never_confirmed_away(rows: tuple[str, ...]) -> None:
    imported = waiting(*rows)
    assert found(imported)[0][:2] == ("ratings_rejected", "obstacle")
    assert_blocked(imported)


def test_file_read_again_with_the_right_scale_is_ready() -> None:
    imported = waiting("1,Nia,2026-01-31,40", "2,Nia,2026-01-31,90")
    assert_blocked(imported)
    percent = replace(PROFILE, scale=Scale(lowest=0, highest=100))
    feedback.worked(start_reading(actor=None, imported=imported, profile=percent))
    assert (imported.state, found(imported)) == (Import.State.CHECKED, [])


def test_missing_agents_are_a_question_if_another_column_may_have_them() -> None:
    imported = waiting("1,Nia,2026-01-31,4", head="ticket,agent_id,date,rating", profile=without(Field.AGENT))
    assert (imported.state, found(imported)) == (Import.State.NEEDS_LOOK, [("no_agent", "question", 1)])
    assert "No row has an agent. No column is chosen for it. Did you mean the column “agent_id”?" in text_of(imported)
    decide_findings(actor=None, imported=imported, decisions={"no_agent": "publish"})
    assert feedback.worked(request_publication(actor=None, imported=imported)).state == Import.State.PUBLISHED


@pytest.mark.parametrize(
    ("head", "row", "profile"),
    [
        (HEAD, "1,,2026-01-31,4", PROFILE),
        ("ticket,other,date,rating", "1,Nia,2026-01-31,4", without(Field.AGENT)),
        ("ticket,assignee,date,rating", "1,,2026-01-31,4", without(Field.AGENT)),
    ],
)
def test_missing_agents_are_only_noted_if_no_column_has_them(head: str, row: str, profile: Profile) -> None:
    imported = waiting(row, head=head, profile=profile)
    assert (imported.state, found(imported)) == (Import.State.CHECKED, [("no_agent", "note", 1)])


@pytest.mark.parametrize(
    ("names", "level"),
    [
        (("Nia Berg", "Omar Said", "Nia Berg", "Omar Said"), "question"),
        (("Nia Berg", "Omar Said", "Ana Lund", "Eva Holm"), "note"),
        (("Late parcel", "Late parcel", "Late parcel", "Late parcel"), "note"),
    ],
)
def test_column_with_names_that_come_again_may_have_the_agents(names: tuple[str, ...], level: str) -> None:
    rows = [f"{number},{name},2026-01-05,4" for number, name in enumerate(names)]
    imported = waiting(*rows, head="ticket,rep,date,rating", profile=without(Field.AGENT))
    assert found(imported) == [("no_agent", level, 4)]
    assert ("Did you mean the column “rep”?" in text_of(imported)) is (level == "question")


def test_contacts_without_ratings_can_be_imported_and_the_page_says_so() -> None:
    imported = waiting("1,Nia,2026-01-31,", "2,Nia,2026-01-31,-")
    assert (imported.state, found(imported)) == (Import.State.CHECKED, [("no_rating", "note", 2)])
    assert "The column “rating” has no rating in any row. Only contacts will be imported" in text_of(imported)


def test_missing_ratings_are_a_question_if_another_column_may_have_them() -> None:
    imported = waiting("1,Nia,2026-01-31,4", head="ticket,agent,date,CSAT answer", profile=without(Field.RATING))
    assert (imported.state, found(imported)) == (Import.State.NEEDS_LOOK, [("no_rating", "question", 1)])
    assert "Did you mean the column “CSAT answer”?" in text_of(imported)


def test_column_with_ratings_under_another_title_is_suggested() -> None:
    rows = [f"{number},Nia,2026-01-0{number},{score},{number}" for number, score in ((1, 4), (2, 5), (3, 2))]
    imported = waiting(*rows, head="ticket,agent,date,answer,transfers", profile=without(Field.RATING))
    assert found(imported) == [("no_rating", "question", 3)]
    assert "Did you mean the column “answer”?" in text_of(imported)


def test_rows_with_neither_agent_nor_rating_nor_id_are_useless() -> None:
    imported = waiting("x,y,2026-01-31,z", profile=without(Field.AGENT, Field.RATING, Field.EXTERNAL_ID))
    assert ("no_agent", "obstacle", 1) in found(imported)
    assert_blocked(imported)
    known_contact = waiting("x,y,2026-01-31,z", head="ticket,a,date,b", profile=without(Field.AGENT, Field.RATING))
    assert known_contact.state == Import.State.CHECKED


def test_dates_in_the_future_need_a_look() -> None:
    soon, tomorrow = (f"{clock.now() + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S+00:00}" for minutes in (20, 1500))
    assert waiting(f"1,Nia,{soon},4").state == Import.State.CHECKED
    imported = waiting(f"2,Nia,{tomorrow},4", "3,Nia,2026-01-31 09:00:00+00:00,4")
    assert found(imported) == [("in_future", "question", 1)]
    assert "(line 2)" in text_of(imported)
    assert "time zone" in text_of(imported)


def test_very_old_dates_need_a_look() -> None:
    imported = waiting("1,Nia,2001-01-01,4", "2,Nia,2010-01-01,4", "3,Nia,2026-01-31,4")
    assert found(imported) == [("long_ago", "question", 2)]
    assert "2 rows are more than ten years old. The earliest contact is of 1 Jan 2001" in text_of(imported)


def test_decision_is_stored_and_in_the_journal(personas: Personas) -> None:
    imported = waiting("1,Nia,2001-01-01,4")
    for answers in ({}, {"long_ago": "keep"}, {"in_future": "publish"}):
        with pytest.raises(NotDecided, match="no answer"):
            decide_findings(actor=personas.ops, imported=imported, decisions=answers)
    decide_findings(actor=personas.ops, imported=imported, decisions={"long_ago": "publish"})
    assert imported.state == Import.State.CHECKED
    finding = imported.findings.get()
    assert (finding.decision, finding.decided_by) == ("publish", personas.ops.person)
    entry = Entry.objects.get(verb=Verb.IMPORT_DECIDED)
    assert entry.data == {"kind": "long_ago", "decision": "publish", "count": 1}
    assert described(findings_of(imported))[0].decided == f"These dates are right (decided by {personas.ops.person})"


def test_only_importers_decide(personas: Personas) -> None:
    imported = waiting("1,Nia,2001-01-01,4")
    with pytest.raises(PermissionDenied):
        decide_findings(actor=personas.supervisor, imported=imported, decisions={"long_ago": "publish"})


def test_published_import_keeps_the_decision_without_examples() -> None:
    imported = waiting("1,Nia,2001-01-01,4")
    feedback.published_as_it_is(imported)
    finding = imported.findings.get()
    assert (imported.state, finding.decision, finding.about) == (Import.State.PUBLISHED, "publish", {})
    assert "This concerned 1 row." in text_of(imported)


def test_findings_are_forgotten_when_the_file_is_read_in_another_way_or_discarded(personas: Personas) -> None:
    imported = waiting("1,Nia,2001-01-01,4")
    start_reading(actor=None, imported=imported, profile=replace(PROFILE, columns={Field.STARTED: "agent"}))
    assert found(imported) == []
    feedback.worked(imported)
    assert found(imported) == [("nothing_read", "obstacle", 1)]
    Import.objects.filter(pk=imported.pk).update(lost_cells=[{"column": "date", "reason": "date", "count": 1, "example": "x"}])
    choose_table(actor=personas.ops, imported=imported, choice=TableChoice())
    assert (found(imported), imported.lost_cells) == ([], [])
    feedback.worked(start_reading(actor=None, imported=imported, profile=PROFILE))
    assert found(imported) == [("long_ago", "question", 1)]
    abandon(actor=personas.ops, imported=imported)
    assert found(imported) == []


def test_names_are_asked_for_only_if_something_can_be_published(personas: Personas) -> None:
    organisation()
    content = f"{HEAD}\n1,Nia,2026-01-31,9\n2,Nia,2026-01-31,8\n3,Nia,2026-01-31,4\n".encode()
    imported = feedback.received(content, goes_on=False, creates_people=False)
    feedback.worked(start_reading(actor=personas.ops, imported=imported, profile=PROFILE))
    assert imported.state == Import.State.NEEDS_LOOK
