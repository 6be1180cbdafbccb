"""Two who change at once which version of a review counts do not miss each other's."""

import json
import threading

import pytest
from django.db import connection, transaction

from core.work import find, run
from quality.actions import external, external_reading
from quality.models import ExternalReview
from tests.factories import evaluations as make
from tests.factories.people import personas
from tests.threads import wait_until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("is_locked", [True, False], ids=["as it is", "negative control"])
def test_an_earlier_version_that_comes_while_the_later_one_is_undone_counts(
    is_locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ops = personas().ops
    later = make.taken(ops, [make.evaluation(id="a", changedDate="2026-05-01T00:00:00Z")])
    earlier = make.received(ops, json.dumps([make.evaluation(id="a")]).encode())
    work = find(earlier.work_key)
    assert work is not None
    if not is_locked:
        for module in (external, external_reading):
            monkeypatch.setattr(module, "one_at_a_time", lambda: None)

    def take() -> None:
        run(work.pk)
        connection.close()

    thread = threading.Thread(target=take)
    with transaction.atomic():
        external.undo_external(actor=ops, imported=later)
        thread.start()
        # Without the lock it is the journal that is waited for, when it has been decided already what counts.
        wait_until_somebody_waits_for_a_lock()
    thread.join(60)
    current = list(ExternalReview.objects.filter(is_current=True).values_list("external_id", flat=True))
    assert current == (["a"] if is_locked else [])
