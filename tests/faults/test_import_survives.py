"""An import whose worker is killed at any line, whose broker forgets everything, or whose work comes twice."""

import subprocess
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import transaction

from core import tick
from core.work import WorkRow, find, run_here
from feedback.models import Interaction
from feedback.queries.rollups import rollup_differences
from feedback.sql.rollups import LOCK, execute
from intake.actions.undo import undo
from intake.models import Import
from intake.verbs import Verb
from journal.models import Entry
from tests.conftest import environment_of_processes
from tests.factories import feedback
from tests.factories.people import organisation
from tests.faults.processes import KILLED, Process, forget_leases, process_on
from tests.intake.forms import FORMS
from tests.threads import wait_until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [
    *feedback.CALLS,
    # Answered again, broken, and without an id.
    "C1;Nia;04.01.2026;0.38400462962963;Billing;Y;Y;109;12:02:23 AM;5;Y;12",
    "C9;Nia;99.01.2026;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;",
    ";Omar;05.01.2026;0.6;Billing;Y;Y;1;12:00:01 AM;2;Y;",
    ";Omar;05.01.2026;0.6;Billing;Y;Y;1;12:00:01 AM;2;Y;",
]
# Two rows in each step, so that there are several steps to be killed between.
TWO_ROWS = {"intake.actions.file_reading.ROWS_PER_STEP": 2, "intake.actions.file_reading.LONGER_STEPS": {}}


def worker_on(imported: Import, *, fault: str = "") -> Process:
    return process_on(find(imported.work_key), fault=fault, constants=TWO_ROWS)


def fault_free() -> dict[str, Any]:
    organisation()
    feedback.imported(feedback.calls(ROWS))
    state = feedback.end_state()
    feedback.forget_everything()
    return state


def has_work(imported: Import) -> bool:
    """True until the import is published or undone. It must not wait for a person, because then its work would never end."""
    imported.refresh_from_db()
    assert imported.state in {*Import.MOVING, Import.State.PUBLISHED, Import.State.UNDONE}
    return imported.is_moving


def healed(imported: Import) -> Import:
    """What the tick and the next worker make of it."""
    while has_work(imported):
        forget_leases()
        work = find(imported.work_key)
        assert work is not None
        run_here(work)
    return imported


@pytest.mark.parametrize(
    "fault",
    [
        "import.staged:1",
        "import.staged:3",
        "work.before_commit:2",
        "work.between_steps:2",
        "import.before_publish:1",
        "import.after_merge:1",
    ],
)
def test_a_worker_killed_at_any_point_loses_nothing_and_does_nothing_twice(fault: str) -> None:
    expected = fault_free()
    imported = feedback.received(feedback.calls(ROWS))
    killed = None
    while killed is None and has_work(imported):
        code = worker_on(imported, fault=fault).wait()
        assert code in {0, KILLED}
        killed = code if code == KILLED else None
    assert killed == KILLED, "the fault was never reached"
    assert not Interaction.objects.exists(), "nothing is visible before it is published"
    healed(imported)
    assert (imported.counts["rows"], imported.counts["rejected"], imported.counts["superseded"]) == (9, 1, 1)
    assert feedback.end_state() == expected
    assert rollup_differences() == []
    assert imported.rejections.count() == 1


AGAIN = ["C1;Nia;04.01.2026;0.5;Returns;Y;Y;9;12:02:23 AM;1;Y;", "C8;Nia;04.01.2026;0.5;Returns;Y;Y;9;12:02:23 AM;1;Y;"]


@pytest.mark.parametrize("fault", ["import.before_undo:1", "import.after_undo:1", "work.before_commit:1"])
def test_undoing_that_is_killed_at_any_point_is_all_there_or_not_at_all(fault: str) -> None:
    expected = fault_free()
    feedback.imported(feedback.calls(ROWS))
    again = feedback.imported(feedback.calls(AGAIN))
    before = feedback.end_state()
    undo(actor=None, imported=again)
    assert worker_on(again, fault=fault).wait() == KILLED, "the fault was never reached"
    assert feedback.end_state() == before, "nothing of it is visible before all of it"
    healed(again)
    assert (again.counts["removed"], again.counts["put_back"], again.counts["responses_back"]) == (1, 1, 1)
    assert feedback.end_state() == expected
    assert rollup_differences() == []
    assert Entry.objects.filter(verb=Verb.IMPORT_UNDONE).count() == 1


def test_two_workers_undo_once() -> None:
    expected = fault_free()
    feedback.imported(feedback.calls(ROWS))
    again = feedback.imported(feedback.calls(AGAIN))
    undo(actor=None, imported=again)
    for process in [worker_on(again), worker_on(again)]:
        assert process.wait() == 0
    assert feedback.end_state() == expected
    assert Entry.objects.filter(verb=Verb.IMPORT_UNDONE).count() == 1


def test_undoing_while_another_file_speaks_of_the_same_loses_neither() -> None:
    organisation()
    first = feedback.imported(feedback.calls(ROWS))
    second = feedback.received(feedback.calls(AGAIN))
    while second.state != Import.State.PUBLISHING:
        work = find(second.work_key)
        assert work is not None
        run_here(work)
        second.refresh_from_db()
    undo(actor=None, imported=first)
    for process in [worker_on(first), worker_on(second)]:
        assert process.wait() == 0
    healed(first)
    healed(second)
    assert sorted(Interaction.objects.values_list("external_id", "file")) == [("C1", second.pk), ("C8", second.pk)]
    assert rollup_differences() == []


def test_reading_goes_on_where_it_was_killed() -> None:
    organisation()
    imported = feedback.received(feedback.calls(ROWS))
    assert worker_on(imported, fault="work.between_steps:2").wait() == KILLED
    work = find(imported.work_key)
    assert work is not None
    assert (work.done_units, work.cursor["line"]) == (4, 5)


@pytest.mark.parametrize("form", ["json", "json_lines", "workbook"])
@pytest.mark.parametrize("fault", ["import.staged:3", "work.between_steps:2"])
def test_a_killed_reading_of_any_form_ends_as_the_text_file_does(form: str, fault: str) -> None:
    expected = fault_free()
    imported = feedback.received(FORMS[form](feedback.HEADER.split(";"), [row.split(";") for row in ROWS]))
    assert worker_on(imported, fault=fault).wait() == KILLED
    healed(imported)
    assert imported.rejections.count() == 1
    assert feedback.end_state() == expected


def test_two_workers_on_one_import_do_it_once() -> None:
    expected = fault_free()
    imported = feedback.received(feedback.calls(ROWS))
    while has_work(imported):
        for process in [worker_on(imported), worker_on(imported)]:
            assert process.wait() == 0
    assert feedback.end_state() == expected


def test_two_overlapping_files_at_once_are_each_counted_once() -> None:
    organisation()
    both = [feedback.received(feedback.calls(ROWS[:5])), feedback.received(feedback.calls(ROWS[2:5]))]
    while moving := [imported for imported in both if has_work(imported)]:
        for process in [worker_on(imported) for imported in moving]:
            assert process.wait() == 0
    assert Interaction.objects.count() == 5
    assert sum(imported.counts["added"] for imported in both) == 5
    assert rollup_differences() == []


def test_a_broker_that_forgets_everything_only_delays(worker: subprocess.Popen[bytes]) -> None:
    expected = fault_free()
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushdb()
    imported = feedback.received(feedback.calls(ROWS))
    broker.flushdb()
    # Two ticks at once repeat every hint, and one of them twice.
    tick.run()
    tick.run()
    eventually(lambda: Import.objects.get(pk=imported.pk).state != Import.State.STAGING)
    broker.flushdb()
    tick.run()
    eventually(lambda: Import.objects.get(pk=imported.pk).state == Import.State.PUBLISHED)
    assert feedback.end_state() == expected


def eventually(holds: Callable[[], bool], *, seconds: float = 40, ticks: bool = True) -> None:
    """Look ten times a second, and tick once a second."""
    deadline = time.monotonic() + seconds
    for looked in count():
        if holds():
            return
        assert time.monotonic() < deadline, "it never came about"
        if ticks and looked % 10 == 0:
            tick.run()
        time.sleep(0.1)


def to_be_published() -> Import:
    imported = feedback.received(feedback.calls(ROWS))
    assert worker_on(imported).wait() == 0
    imported.refresh_from_db()
    assert imported.state == Import.State.PUBLISHING
    return imported


def test_publishing_waits_for_the_one_before_it() -> None:
    """The negative control of the lock: a transaction that holds it keeps a second publishing from starting to merge."""
    organisation()
    imported = to_be_published()
    with transaction.atomic():
        execute(LOCK)
        process = worker_on(imported)
        wait_until_somebody_waits_for_a_lock()
        assert not Interaction.objects.exists()
    assert process.wait() == 0
    healed(imported)
    assert Interaction.objects.count() == 7


def test_an_import_that_has_to_wait_leaves_its_worker_to_other_work(worker: subprocess.Popen[bytes]) -> None:
    """The worker has one slot, and another transaction publishes for as long as it likes."""
    organisation()
    imported = to_be_published()
    with psycopg.connect(environment_of_processes()["DATABASE_URL"]) as publishing:
        publishing.execute(LOCK.encode())
        eventually(lambda: find_work(imported).waits_for != "")
        # A file that still has to be read is read meanwhile.
        other = feedback.received(feedback.calls(AGAIN))
        eventually(lambda: Import.objects.get(pk=other.pk).state == Import.State.PUBLISHING)
        assert find_work(imported).attempts <= 1
        assert not Interaction.objects.exists()
    eventually(lambda: set(Import.objects.values_list("state", flat=True)) == {Import.State.PUBLISHED})
    assert rollup_differences() == []


def find_work(imported: Import) -> WorkRow:
    work = find(imported.work_key)
    assert work is not None
    return work
