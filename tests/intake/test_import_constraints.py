"""Database constraints of imports."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from intake.models import Finding, Import, Rejection, StagedRow

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def an_import(**fields: Any) -> Import:
    return Import.objects.create(**{"file_name": "a.csv", "path": "imports/a", "size_bytes": 1, "digest": "d", **fields})


def refused(name: str) -> Any:
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("import_state_known", {"state": "lost", "source": "s"}),
        ("import_kind_known", {"kind": "songs"}),
        ("import_published_at_matches_state", {"state": "published", "source": "s"}),
        ("import_published_at_matches_state", {"state": "checked", "source": "s", "published_at": NOON}),
        ("import_published_at_matches_state", {"state": "undoing", "source": "s"}),
        ("import_published_at_matches_state", {"state": "undone", "source": "s", "undone_at": NOON}),
        ("import_undone_at_matches_state", {"state": "undone", "source": "s", "published_at": NOON}),
        ("import_undone_at_matches_state", {"state": "undoing", "source": "s", "published_at": NOON, "undone_at": NOON}),
        ("import_read_with_a_source", {"state": "staging"}),
    ],
)
def test_invalid_imports_are_refused(constraint: str, fields: dict[str, Any]) -> None:
    with refused(constraint), transaction.atomic():
        an_import(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "uploaded"},
        {"state": "abandoned"},
        {"state": "staging", "source": "s"},
        {"state": "published", "source": "s", "published_at": NOON},
        {"state": "undoing", "source": "s", "published_at": NOON},
        {"state": "undone", "source": "s", "published_at": NOON, "undone_at": NOON},
    ],
)
def test_valid_imports_are_accepted(fields: dict[str, Any]) -> None:
    assert an_import(**fields).pk


def test_a_staged_row_is_identified_one_way_and_its_answer_has_a_time() -> None:
    imported = an_import()
    row: dict[str, Any] = {"file": imported, "started_at": NOON, "instrument": "csat", "channel": "phone"}
    StagedRow.objects.create(line=2, external_id="A", value=3, responded_at=NOON, **row)
    StagedRow.objects.create(line=3, digest="f" * 32, **row)
    identities: list[dict[str, Any]] = [{}, {"external_id": "A", "digest": "f" * 32}]
    for identity in identities:
        with refused("staged_row_identified_one_way"), transaction.atomic():
            StagedRow.objects.create(line=4, **identity, **row)
    answers: list[dict[str, Any]] = [{"value": 3}, {"responded_at": NOON}]
    for answer in answers:
        with refused("staged_row_answer_has_a_time"), transaction.atomic():
            StagedRow.objects.create(line=4, external_id="A", **answer, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        StagedRow.objects.create(line=3, external_id="again", **row)


def test_a_line_is_rejected_once() -> None:
    imported = an_import()
    Rejection.objects.create(file=imported, line=2, reason="date")
    Rejection.objects.create(file=an_import(), line=2, reason="date")
    with refused("rejection_once_per_line"), transaction.atomic():
        Rejection.objects.create(file=imported, line=2, reason="time")


DECIDED = {"decision": "publish", "decided_at": NOON}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "nothing_read", "level": "obstacle"},
        {"kind": "no_agent", "level": "obstacle"},
        {"kind": "no_rating", "level": "note"},
        {"kind": "in_future", "level": "question"},
        {"kind": "in_future", "level": "question", **DECIDED},
        {"kind": "reassigned", "level": "question", **DECIDED, "decision": "keep"},
        {"kind": "perhaps_known", "level": "question", **DECIDED, "decision": "same"},
        {"kind": "perhaps_known", "level": "question", **DECIDED},
        {"kind": "shared_ids", "level": "question", **DECIDED},
    ],
)
def test_valid_findings_are_accepted(fields: dict[str, Any]) -> None:
    assert Finding.objects.create(file=an_import(), count=1, **fields).pk


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("finding_level_known", {"kind": "no_agent", "level": "guess"}),
        ("finding_level_fits_kind", {"kind": "nothing_read", "level": "question"}),
        ("finding_level_fits_kind", {"kind": "no_rating", "level": "obstacle"}),
        ("finding_level_fits_kind", {"kind": "reassigned", "level": "note"}),
        ("finding_level_fits_kind", {"kind": "other", "level": "question"}),
        ("finding_level_fits_kind", {"kind": "ratings_rejected", "level": "note"}),
        ("finding_level_fits_kind", {"kind": "other_question", "level": "obstacle"}),
        ("finding_decision_fits_kind", {"kind": "in_future", "level": "question", **DECIDED, "decision": "keep"}),
        ("finding_decision_fits_kind", {"kind": "in_future", "level": "question", **DECIDED, "decision": "unrated"}),
        ("finding_decision_fits_kind", {"kind": "ratings_rejected", "level": "question", **DECIDED}),
        ("finding_level_fits_kind", {"kind": "shared_ids", "level": "note"}),
        ("finding_decision_fits_kind", {"kind": "shared_ids", "level": "question", **DECIDED, "decision": "same"}),
        ("finding_decision_fits_kind", {"kind": "reassigned", "level": "question", **DECIDED}),
        ("finding_decision_fits_kind", {"kind": "nothing_read", "level": "obstacle", **DECIDED}),
        ("finding_decision_fits_kind", {"kind": "no_agent", "level": "note", **DECIDED}),
        ("finding_decided_at_a_time", {"kind": "in_future", "level": "question", "decision": "publish"}),
        ("finding_decided_at_a_time", {"kind": "in_future", "level": "question", "decided_at": NOON}),
    ],
)
def test_invalid_findings_are_refused(constraint: str, fields: dict[str, Any]) -> None:
    imported = an_import()
    with refused(constraint), transaction.atomic():
        Finding.objects.create(file=imported, count=1, **fields)


def test_a_kind_is_found_once_per_import() -> None:
    imported = an_import()
    Finding.objects.create(file=imported, kind="in_future", level="question", count=1)
    Finding.objects.create(file=an_import(), kind="in_future", level="question", count=1)
    with refused("finding_once_per_kind"), transaction.atomic():
        Finding.objects.create(file=imported, kind="in_future", level="question", count=2)
