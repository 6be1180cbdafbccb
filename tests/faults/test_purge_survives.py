"""A worker that is killed while it deletes what is too old: the next one goes on, and scores stay as they were."""

import pytest

from core import tick
from core.work import WorkRow, find, run_here
from feedback.actions import rollups
from feedback.models import Purge
from feedback.queries.rollups import rollup_differences
from feedback.verbs import Verb
from intake.models import Import
from journal.models import Entry
from tests.factories import feedback
from tests.factories.people import organisation
from tests.faults.processes import kill_at, process_on

pytestmark = pytest.mark.django_db(transaction=True)

OLD = [row.replace(".2026;", ".2021;") for row in feedback.CALLS]
YOUNG = ["Y1;Nia;04.11.2026;0.5;Billing;Y;Y;9;12:02:23 AM;4;Y;"]
TWO_CONTACTS = {"feedback.actions.retention.CONTACTS_PER_STEP": 2}


def asked_for() -> WorkRow:
    organisation()
    feedback.imported(feedback.calls([*OLD, *YOUNG]))
    Import.objects.update(published_at="2021-05-01T00:00Z")
    tick.run()
    work = find(Purge.objects.get().work_key)
    assert work is not None
    return work


def all_is_as_it_should_be(before: dict[str, list[tuple[object, ...]]]) -> None:
    after = feedback.end_state()
    assert [line[1] for line in after["interactions"]] == ["Y1"]
    assert len(after["responses"]) == 1
    for table in feedback.TABLES:
        assert after[table] == before[table]
    assert Purge.objects.get().counts == {"responses": 4, "contacts": 5}
    assert Entry.objects.filter(verb=Verb.FEEDBACK_PURGED).count() == 1
    rollups.rebuild()
    assert feedback.end_state()["monthlyscore"] == before["monthlyscore"]
    assert rollup_differences() == []


@pytest.mark.parametrize(
    "fault", ["purge.step:1", "purge.step:2", "purge.step:4", "work.between_steps:1", "work.before_commit:3", "purge.step:6"]
)
def test_a_killed_purge_is_gone_on_with(fault: str) -> None:
    work = asked_for()
    before = feedback.end_state()
    kill_at(fault, work, constants=TWO_CONTACTS)
    # Whatever was deleted already, scores say what they said and nothing is counted again.
    rollups.rebuild()
    assert feedback.end_state()["dailyscore"] == before["dailyscore"]
    tick.run()
    assert run_here(work).state == "done"
    all_is_as_it_should_be(before)


def test_two_workers_purge_once() -> None:
    work = asked_for()
    before = feedback.end_state()
    for process in [process_on(work, constants=TWO_CONTACTS) for _worker in range(2)]:
        assert process.wait() == 0
    run_here(work)
    all_is_as_it_should_be(before)
