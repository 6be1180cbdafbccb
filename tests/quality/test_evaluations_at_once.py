"""Concurrent actions on imported evaluations see each other's changes."""

import json
import threading

import pytest
from django.db import connection, transaction

from core.work import find, run_here
from intake.actions import steps
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from people.actions import merge_persons, merges
from quality.actions import evaluation_publication, evaluation_reading
from quality.models import ImportedEvaluation
from tests.factories import evaluations as make
from tests.factories.people import PersonFactory, personas
from tests.threads import wait_until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("is_locked", [True, False], ids=["as it is", "negative control"])
def test_earlier_version_imported_while_the_later_one_is_undone_is_current(
    is_locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ops = personas().ops
    later = make.taken(ops, [make.evaluation(id="a", changedDate="2026-05-01T00:00:00Z")])
    earlier = make.finished(make.received(ops, json.dumps([make.evaluation(id="a")]).encode()))
    work = find(request_publication(actor=ops, imported=earlier).work_key)
    undoing = find(undo(actor=ops, imported=later).work_key)
    assert work is not None
    assert undoing is not None
    if not is_locked:
        monkeypatch.setattr(evaluation_publication, "one_file_for_step", lambda: None)

    def take() -> None:
        run_here(work)
        connection.close()

    thread = threading.Thread(target=take)
    with transaction.atomic():
        steps.step(undoing)
        thread.start()
        # Without the lock, the wait happens at the journal, after the current versions have been chosen.
        wait_until_somebody_waits_for_a_lock()
    thread.join(60)
    current = list(ImportedEvaluation.objects.filter(is_current=True).values_list("external_id", flat=True))
    assert current == (["a"] if is_locked else [])


@pytest.mark.parametrize("is_locked", [True, False], ids=["as it is", "negative control"])
def test_evaluations_imported_during_a_merge_belong_to_the_kept_record(
    is_locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ops = personas().ops
    kept, other = PersonFactory.create(), PersonFactory.create()
    make.known(ops, other)
    merge = merge_persons(actor=None, kept=kept, merged=other)
    merging = find(merge.work_key)
    reading = find(make.received(ops, json.dumps([make.evaluation()]).encode()).work_key)
    assert merging is not None
    assert reading is not None
    if not is_locked:
        monkeypatch.setattr(evaluation_reading, "identities_for_step", lambda: None)

    def take() -> None:
        run_here(reading)
        connection.close()

    thread = threading.Thread(target=take)
    with transaction.atomic():
        merges.step(merging)
        thread.start()
        # Without the lock, the wait happens at the journal, after the evaluations have been stored.
        wait_until_somebody_waits_for_a_lock()
    thread.join(60)
    assert ImportedEvaluation.objects.get().person == (kept if is_locked else other)
