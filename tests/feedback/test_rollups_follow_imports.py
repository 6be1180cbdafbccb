"""Rollups match their rows after any sequence of imports."""

import random
from datetime import date

import pytest
from django.db import connection
from django.db.models import Model

from feedback.actions.rollups import rebuild
from feedback.models import DailyScore, MonthlyContacts, MonthlyScore, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.actions.undo import undo
from people.models import Membership, Organisation, Person
from tests.factories import feedback
from tests.factories.people import TeamFactory, organisation
from tests.seeds import seeds

pytestmark = pytest.mark.django_db


def random_file(chance: random.Random) -> bytes:
    """Calls with few ids, so that files overlap, change each other's rows and answer again."""
    return feedback.calls(
        f"C{chance.randrange(12)};{chance.choice(['Nia', 'Omar', ''])};{chance.choice([30, 31])}.01.2026;"
        f"{chance.choice(['0.01', '0.5', '0.99'])};{chance.choice(['Billing', 'Delivery'])};Y;{chance.choice(['Y', 'N', ''])};"
        f"{chance.choice(['5', '9', ''])};12:00:0{chance.randrange(10)} AM;{chance.choice(['', '1', '3', '5'])};Y;"
        for _ in range(chance.randrange(1, 15))
    )


@pytest.mark.parametrize("seed", seeds(3))
def test_any_sequence_of_imports_keeps_them_equal(seed: int) -> None:
    organisation()
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    team = TeamFactory.create()
    for number in range(4):
        feedback.imported(random_file(chance))
        if number == 0:
            for person in Person.objects.all():
                Membership.objects.create(person=person, team=team, starts_on=date(2020, 1, 1), ends_on=date(2026, 1, 31))
            rebuild()
        assert rollup_differences() == []


def test_difference_is_found_and_fixed_by_a_rebuild() -> None:
    organisation()
    feedback.imported(feedback.calls())
    MonthlyScore.objects.filter(n5=1).update(n5=7)
    DailyScore.objects.first().delete()  # type: ignore[union-attr]
    assert {(found.table, found.side) for found in rollup_differences()} == {
        ("feedback_monthlyscore", "kept"),
        ("feedback_monthlyscore", "counted"),
        ("feedback_dailyscore", "counted"),
    }
    rebuild()
    assert rollup_differences() == []


@pytest.mark.parametrize("rollup", [MonthlyScore, DailyScore, MonthlyContacts])
def test_counts_that_would_become_negative_are_counted_anew(rollup: type[Model]) -> None:
    """Rows that are missing, although the file to undo was counted in them."""
    organisation()
    first = feedback.imported(feedback.calls())
    feedback.imported(random_file(random.Random(1)))  # noqa: S311 - a seeded test
    rollup._default_manager.all().delete()
    feedback.worked(undo(actor=None, imported=first))
    assert rollup_differences() == []


def test_the_zone_may_change_between_two_imports() -> None:
    organisation()
    feedback.imported(feedback.calls())
    Organisation.objects.update(reporting_zone="America/New_York")
    # C4 counts in January, so everything is recalculated before it can be removed from there.
    feedback.imported(feedback.calls([feedback.CALLS[3].replace(";4;Y", ";1;Y")]))
    assert rollup_differences() == []


def test_scores_are_of_the_team_on_the_day() -> None:
    organisation()
    feedback.imported(feedback.calls(feedback.CALLS[:1]))
    nia, team = Person.objects.get(display_name="Nia"), TeamFactory.create()
    Membership.objects.create(person=nia, team=team, starts_on=date(2026, 2, 1))
    feedback.imported(feedback.calls(feedback.CALLS[3:4]))
    assert list(DailyScore.objects.order_by("day_on").values_list("team", "n3", "n4")) == [(None, 1, 0), (team.pk, 0, 1)]


def test_suspected_answers_and_drills_do_not_count() -> None:
    organisation()
    feedback.imported(feedback.calls())
    SurveyResponse.objects.filter(interaction__external_id="C1").update(state="suspected")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE feedback_interaction SET is_drill = true WHERE external_id = 'C2'")
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, responses FROM feedback_leftout ORDER BY reason")
        assert cursor.fetchall() == [("drill", 1), ("suspected", 1), ("unassigned", 1)]
    assert MonthlyScore.objects.count() == 1
