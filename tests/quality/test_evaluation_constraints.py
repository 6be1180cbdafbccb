"""Each database constraint of imported evaluations: valid rows pass and invalid rows are refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from intake.models import Import
from quality.models import ImportedEvaluation
from tests.constraints import refused_by
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def ops(personas: Personas) -> int:
    return personas.ops.person_id


def make_file(ops: int, **fields: Any) -> Import:
    values = {"kind": "evaluations", "source": "genesys", "file_name": "a.json", "path": "imports/a", "size_bytes": 1}
    return Import.objects.create(**{**values, "uploaded_by_id": ops, **fields})


def make_review(file: Import, **fields: Any) -> ImportedEvaluation:
    values = {
        "file": file,
        "line": ImportedEvaluation.objects.count() + 1,
        "source": "genesys",
        "external_id": "a",
        "identity": "x",
        "agent": "Nia",
        "total_score": 80,
        "changed_at": NOW,
    }
    values = {**values, **fields}
    return ImportedEvaluation.objects.create(**{"context_id": values["external_id"] or "a", **values})


def test_line_has_one_evaluation(ops: int) -> None:
    file = make_file(ops)
    make_review(file, line=1)
    make_review(file, line=2)
    make_review(make_file(ops), line=1)
    with refused_by("imported_evaluation_once_per_line"):
        make_review(file, line=1)


def test_rows_are_found_by_file_with_one_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s",
            [ImportedEvaluation._meta.db_table, "%(file_id%"],
        )
        assert len(cursor.fetchall()) == 1


def test_one_version_of_an_evaluation_is_current(ops: int) -> None:
    file = make_file(ops)
    make_review(file, is_current=True)
    make_review(file)
    make_review(file, is_current=True, external_id="b")
    make_review(file, is_current=True, source="other")
    with refused_by("imported_evaluation_one_current"):
        make_review(file, is_current=True)


def test_one_version_of_an_evaluation_with_several_ids_is_current(ops: int) -> None:
    file = make_file(ops)
    make_review(file, external_id="a1", context_id="a", is_current=True)
    make_review(file, external_id="a2", context_id="a")
    make_review(file, external_id="a2", context_id="a", is_current=True, source="other")
    with refused_by("imported_evaluation_one_version_current"):
        make_review(file, external_id="a2", context_id="a", is_current=True)


def test_evaluation_has_a_context(ops: int) -> None:
    with refused_by("imported_evaluation_has_a_context"):
        make_review(make_file(ops), context_id="")


def test_evaluation_is_joined_to_another_context_than_its_own(ops: int) -> None:
    make_review(make_file(ops), context_id="chain", is_joined=True)
    make_review(make_file(ops), context_id="a")
    with refused_by("imported_evaluation_joined_to_another"):
        make_review(make_file(ops), context_id="a", is_joined=True)


def test_retracted_version_is_withheld_and_never_current(ops: int) -> None:
    file = make_file(ops)
    nothing = {"is_withheld": True, "identity": "", "agent": "", "total_score": None}
    make_review(file, is_retracted=True, **nothing)
    with refused_by("imported_evaluation_retracted_never_current"):
        make_review(file, is_retracted=True)
    with refused_by("imported_evaluation_retracted_never_current"):
        make_review(file, is_retracted=True, is_current=True, **nothing)


@pytest.mark.parametrize("field", ["identity", "agent"])
def test_evaluation_has_an_agent(field: str, ops: int) -> None:
    with refused_by("imported_evaluation_of_somebody"):
        make_review(make_file(ops), **{field: ""})


def test_evaluation_has_an_id(ops: int) -> None:
    with refused_by("imported_evaluation_called_something"):
        make_review(make_file(ops), external_id="")


@pytest.mark.parametrize("fields", [{"total_score": 0}, {"critical_score": 0}, {"comment": "Calm."}, {"person_id": 0}])
def test_withheld_version_has_no_content(fields: dict[str, Any], ops: int) -> None:
    file = make_file(ops)
    nothing = {"is_withheld": True, "identity": "", "agent": "", "total_score": None}
    make_review(file, **nothing)
    with refused_by("imported_evaluation_withheld_says_nothing"):
        make_review(file, **{**nothing, **fields, **({"person_id": ops} if "person_id" in fields else {})})
    with refused_by("imported_evaluation_withheld_says_nothing"):
        make_review(file, total_score=None)


def test_scores_are_percentages(ops: int) -> None:
    file = make_file(ops)
    make_review(file, total_score=0, critical_score=100)
    make_review(file, total_score=100, critical_score=0)
    for score in (-0.01, 100.01):
        with refused_by("imported_evaluation_score_on_scale"):
            make_review(file, total_score=score)
        with refused_by("imported_evaluation_critical_score_on_scale"):
            make_review(file, critical_score=score)
