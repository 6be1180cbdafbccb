"""Equal answers of two sources: duplicates only if they may answer the same question."""

from dataclasses import replace

import pytest
from django.db import connection

from feedback.actions import counting_state
from feedback.actions.rollups import begin_facts, bring_up_to_date
from feedback.models import SurveyResponse
from feedback.queries.audit_reasons import TWINS
from feedback.queries.questions import questions_by_file
from feedback.queries.rollups import rollup_differences
from intake.actions.file_reading import start_reading
from intake.actions.undo import undo
from intake.models import Import
from intake.reading.profiles import Field, Profile, RowFilter
from people.models import Person, SourceIdentity
from tests.factories import feedback
from tests.factories.people import organisation

COLUMNS = {Field.EXTERNAL_ID: "ticket", Field.AGENT: "agent", Field.STARTED: "date", Field.COMMENT: "comment"}
CSAT = Profile(name="generic", source="shop", columns={**COLUMNS, Field.RATING: "csat"})
EASE = replace(CSAT, source="ease", columns={**COLUMNS, Field.RATING: "ease"})
ELSEWHERE = replace(CSAT, source="warehouse", columns={**COLUMNS, Field.RATING: "rating"})

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_person_in_all_sources() -> None:
    organisation()
    nia = Person.objects.create(display_name="Nia")
    sources = ("shop", "ease", "warehouse", "csat")
    SourceIdentity.objects.bulk_create(SourceIdentity(source=source, label="Nia", person=nia) for source in sources)


def published(profile: Profile, *, head: str = "ticket,agent,date,csat,ease,comment", row: str = "") -> Import:
    rows = row or "1,Nia,2026-01-31 10:00:05,4,4,fine"
    received = feedback.received(f"{head}\n{rows}\n".encode(), profile_name="", goes_on=False)
    imported = feedback.worked(start_reading(actor=None, imported=received, profile=profile))
    is_asked = imported.state == Import.State.NEEDS_LOOK
    return feedback.published_as_it_is(imported) if is_asked else feedback.published(imported)


def states() -> dict[str, str]:
    return dict(SurveyResponse.objects.values_list("interaction__source", "state"))


def in_warehouse() -> Import:
    return published(ELSEWHERE, head="id,agent,date,rating,comment,ticket", row="9,Nia,2026-01-31 10:00:05,4,fine,99")


def test_equal_answers_to_two_questions_both_count() -> None:
    published(CSAT)
    published(EASE)
    assert states() == {"shop": "counted", "ease": "counted"}
    assert rollup_differences() == []


def test_equal_answers_of_two_tools_count_once_also_beside_another_question() -> None:
    published(EASE)
    first = published(CSAT)
    in_warehouse()
    assert states() == {"ease": "counted", "shop": "counted", "warehouse": "duplicate"}
    assert rollup_differences() == []
    with connection.cursor() as cursor:
        ids = list(SurveyResponse.objects.filter(state="duplicate").values_list("pk", flat=True))
        cursor.execute(TWINS, {"ids": ids, **questions_by_file()})
        assert [twin for _pk, twin in cursor.fetchall()] == ["shop 1"]
    feedback.worked(undo(actor=None, imported=first))
    assert states() == {"ease": "counted", "warehouse": "counted"}
    assert rollup_differences() == []


def test_answers_to_two_values_of_a_question_column_both_count() -> None:
    for metric in ("csat", "ease"):
        profile = replace(ELSEWHERE, source=metric, rows=(RowFilter("metric", "is", metric),))
        rows = "1,Nia,2026-01-31 10:00:05,4,fine,csat\n1,Nia,2026-01-31 10:00:05,4,fine,ease"
        published(profile, head="ticket,agent,date,rating,comment,metric", row=rows)
    assert states() == {"csat": "counted", "ease": "counted"}


def test_files_whose_question_is_not_known_may_answer_any() -> None:
    published(CSAT)
    imported = published(EASE)
    Import.objects.filter(pk=imported.pk).update(profile={})
    assert questions_by_file()["apart"] == []
    basis = bring_up_to_date()
    begin_facts(basis)
    counting_state.begin()
    counting_state.gather("SELECT id FROM feedback_interaction")
    counting_state.settle(basis, touched="concerned")
    assert states() == {"shop": "counted", "ease": "duplicate"}
