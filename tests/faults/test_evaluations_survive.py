"""A file of evaluations whose worker is killed at any line is imported once and whole, and never half."""

import json

import pytest

from core.work import find
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.models import Import, Rejection
from journal.models import Entry
from quality.models import ImportedEvaluation
from quality.verbs import Verb
from tests.factories import evaluations as make
from tests.factories.people import personas
from tests.faults.processes import kill_at

pytestmark = pytest.mark.django_db(transaction=True)

TWO_ROWS = {"quality.actions.evaluation_reading.ROWS_PER_STEP": 2}


ROWS = [*(make.evaluation(id=f"{number}") for number in range(3)), 7, make.evaluation(id="last")]


@pytest.mark.parametrize("fault", ["evaluations.stored:1", "evaluations.stored:2", "work.between_steps:1"])
def test_reading_that_is_killed(fault: str) -> None:
    imported = make.received(personas().ops, json.dumps(ROWS).encode())
    kill_at(fault, find(imported.work_key), constants=TWO_ROWS)
    assert not ImportedEvaluation.objects.filter(is_current=True).exists()
    is_imported_once(make.worked(imported))


def test_publishing_that_is_killed() -> None:
    imported = make.finished(make.received(personas().ops, json.dumps(ROWS).encode()))
    request_publication(actor=None, imported=imported)
    kill_at("evaluations.taken:1", find(imported.work_key))
    assert not ImportedEvaluation.objects.filter(is_current=True).exists()
    is_imported_once(make.finished(imported))


def test_undoing_that_is_killed() -> None:
    ops = personas().ops
    imported = undo(actor=ops, imported=make.taken(ops, ROWS))
    kill_at("import.after_undo:1", find(imported.work_key))
    assert ImportedEvaluation.objects.count() == 4
    assert make.finished(imported).counts["removed"] == 4
    assert not ImportedEvaluation.objects.exists()


def is_imported_once(imported: Import) -> None:
    current = ImportedEvaluation.objects.filter(is_current=True).values_list("external_id", flat=True)
    assert sorted(current) == ["0", "1", "2", "last"]
    assert ImportedEvaluation.objects.count() == 4
    assert Rejection.objects.count() == 1
    assert (imported.counts["rows"], imported.counts["added"], imported.counts["rejected"]) == (5, 4, 1)
    assert Entry.objects.filter(verb=Verb.EVALUATIONS_TAKEN).count() == 1
