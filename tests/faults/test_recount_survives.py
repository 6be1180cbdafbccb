"""A worker that is killed while it counts the rollups anew: readers see those of before, and the next worker counts them."""

import pytest

from core import tick
from core.work import latest, run_here
from feedback.actions import rollups
from feedback.models import DailyScore, MonthlyScore
from feedback.queries.rollups import are_rollups_current, are_scores_current, rollup_differences
from people.models import Membership, Organisation, Person
from tests.factories import feedback
from tests.factories.people import TeamFactory, organisation
from tests.faults.processes import kill_at


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


def test_a_command_counts_anew_in_a_transaction_of_its_own(transactional_db: None) -> None:
    organisation()
    feedback.imported(feedback.calls())
    Organisation.objects.update(reporting_zone="America/New_York")
    rollups.catch_up()
    assert are_scores_current()
    assert rollup_differences() == []
