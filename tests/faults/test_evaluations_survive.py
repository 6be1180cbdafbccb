"""A file of evaluations whose worker is killed at any line is imported once and whole, and never half."""

import json

import pytest

from core.work import find
from intake.models import Rejection
from journal.models import Entry
from quality.models import ImportedEvaluation
from quality.verbs import Verb
from tests.factories import evaluations as make
from tests.factories.people import personas
from tests.faults.processes import kill_at

pytestmark = pytest.mark.django_db(transaction=True)

TWO_ROWS = {"quality.actions.evaluation_reading.ROWS_PER_STEP": 2}


@pytest.mark.parametrize(
    "fault", ["evaluations.stored:1", "evaluations.stored:2", "work.between_steps:1", "evaluations.taken:1"]
)
def test_taking_in_that_is_killed(fault: str) -> None:
    ops = personas().ops
    rows = [*(make.evaluation(id=f"{number}") for number in range(3)), 7, make.evaluation(id="last")]
    imported = make.received(ops, json.dumps(rows).encode())
    kill_at(fault, find(imported.work_key), constants=TWO_ROWS)
    assert not ImportedEvaluation.objects.filter(is_current=True).exists()
    make.worked(imported)
    current = ImportedEvaluation.objects.filter(is_current=True).values_list("external_id", flat=True)
    assert sorted(current) == ["0", "1", "2", "last"]
    assert ImportedEvaluation.objects.count() == 4
    assert Rejection.objects.count() == 1
    assert (imported.counts["rows"], imported.counts["added"], imported.counts["rejected"]) == (5, 4, 1)
    assert Entry.objects.filter(verb=Verb.EVALUATIONS_TAKEN).count() == 1
