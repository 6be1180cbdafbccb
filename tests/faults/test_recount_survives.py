"""A worker killed while it recalculates the rollups: readers see the previous ones, and the next worker finishes."""

import pytest
from django.db import connection

from core import tick
from core.work import latest, run_here
from feedback.actions import rollups
from feedback.models import DailyScore, MonthlyScore
from feedback.queries.rollups import are_rollups_current, are_scores_current, rollup_differences
from people.models import Membership, Organisation, Person
from tests.factories import feedback
from tests.factories.people import TeamFactory, organisation
from tests.faults.processes import forget_leases, kill_at, process_on
from tests.faults.test_import_survives import eventually


@pytest.mark.parametrize("point", ["rollups.counted:1", "rollups.counted:3", "work.before_commit:1"])
def test_a_killed_recount_leaves_nothing_and_is_done_again(transactional_db: None, point: str) -> None:
    organisation()
    feedback.imported(feedback.calls())
    before = list(MonthlyScore.objects.order_by("pk").values())
    Organisation.objects.update(reporting_zone="America/New_York")
    tick.run()
    work = latest(rollups.KIND, rollups.NO_SUBJECT)
    kill_at(point, work)
    assert list(MonthlyScore.objects.order_by("pk").values()) == before
    assert not are_scores_current()
    assert work is not None
    assert run_here(work).state == "done"
    assert are_scores_current()
    assert rollup_differences() == []


@pytest.mark.parametrize("point", ["rollups.moved:1", "work.before_commit:1"])
def test_a_killed_move_to_another_team_leaves_nothing_and_is_done_again(transactional_db: None, point: str) -> None:
    organisation()
    feedback.imported(feedback.calls())
    Membership.objects.create(person=Person.objects.get(display_name="Nia"), team=TeamFactory.create(), starts_on="2026-01-05")
    before = list(DailyScore.objects.order_by("pk").values())
    tick.run()
    work = latest(rollups.KIND, rollups.NO_SUBJECT)
    kill_at(point, work)
    assert list(DailyScore.objects.order_by("pk").values()) == before
    assert not are_rollups_current()
    assert work is not None
    assert run_here(work).state == "done"
    assert are_rollups_current()
    assert rollup_differences() == []


LONG_STATEMENT = "SELECT count(*) FROM generate_series(1, 100000000000)"


def test_a_worker_killed_in_the_middle_of_a_long_statement_keeps_no_lock(transactional_db: None) -> None:
    """The server would go on to the end of the statement, with all its locks, if it did not look for its client."""
    organisation()
    feedback.imported(feedback.calls())
    Organisation.objects.update(reporting_zone="America/New_York")
    tick.run()
    work = latest(rollups.KIND, rollups.NO_SUBJECT)
    assert work is not None
    process = process_on(work, constants={"feedback.actions.rollups.HOURS": LONG_STATEMENT})
    eventually(is_at_it, ticks=False)
    process.kill()
    eventually(lambda: not is_at_it(), ticks=False)
    forget_leases()
    assert run_here(work).state == "done"
    assert are_scores_current()


def is_at_it() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query = %s",
            [LONG_STATEMENT],
        )
        return bool(cursor.fetchone()[0])


def test_a_command_counts_anew_in_a_transaction_of_its_own(transactional_db: None) -> None:
    organisation()
    feedback.imported(feedback.calls())
    Organisation.objects.update(reporting_zone="America/New_York")
    rollups.catch_up()
    assert are_scores_current()
    assert rollup_differences() == []
