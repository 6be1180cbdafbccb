"""A file of reviews made elsewhere whose worker is killed at any line is taken in once and whole, and never half."""

import json
import subprocess
import sys

import pytest

from core.models import Work
from core.work import find
from journal.models import Entry
from quality.models import ExternalImport, ExternalRejection, ExternalReview
from quality.verbs import Verb
from tests.conftest import environment_of_processes
from tests.factories import evaluations as make
from tests.factories.people import personas

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import sys, django
django.setup()
from core import work
from quality.actions import external_reading
external_reading.ROWS_PER_STEP = 2
work.run(int(sys.argv[1]), seconds=60)
"""
KILLED = -9


def killed_at(imported: ExternalImport, fault: str) -> None:
    work = find(imported.work_key)
    assert work is not None
    environment = {**environment_of_processes(), "ECS_FAULT": fault}
    code = subprocess.run([sys.executable, "-c", WORKER, str(work.pk)], env=environment, timeout=60, check=False).returncode
    assert code == KILLED, "the fault was never reached"
    # As if the lease of the dead worker had run out.
    Work.objects.filter(lease_until_at__isnull=False).update(lease_until_at="2020-01-01T00:00Z")


@pytest.mark.parametrize(
    "fault", ["evaluations.stored:1", "evaluations.stored:2", "work.between_steps:1", "evaluations.taken:1"]
)
def test_taking_in_that_is_killed(fault: str) -> None:
    ops = personas().ops
    rows = [*(make.evaluation(id=f"{number}") for number in range(3)), 7, make.evaluation(id="last")]
    imported = make.received(ops, json.dumps(rows).encode())
    killed_at(imported, fault)
    assert not ExternalReview.objects.filter(is_current=True).exists()
    make.worked(imported)
    current = ExternalReview.objects.filter(is_current=True).values_list("external_id", flat=True)
    assert sorted(current) == ["0", "1", "2", "last"]
    assert ExternalReview.objects.count() == 4
    assert ExternalRejection.objects.count() == 1
    assert (imported.counts["rows"], imported.counts["added"], imported.counts["rejected"]) == (5, 4, 1)
    assert Entry.objects.filter(verb=Verb.EVALUATIONS_TAKEN).count() == 1
