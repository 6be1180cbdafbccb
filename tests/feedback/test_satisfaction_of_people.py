"""CSAT of some people over a range of days: whole months from the rollup, the ends from rows."""

import random
from datetime import date, timedelta

import pytest

from feedback.models import Interaction
from feedback.queries.interactions import interaction
from feedback.queries.satisfaction import people_with_responses, satisfaction_of
from people.models import Person
from tests.factories import feedback
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db

FIRST = date(2025, 12, 1)


@pytest.fixture
def answers() -> list[tuple[date, str, int]]:
    """Four months of calls by two people, just around local midnight among other times."""
    organisation()
    chance = random.Random(7)  # noqa: S311 - a seeded test
    found = [
        (FIRST + timedelta(days=chance.randrange(120)), chance.choice(["Nia", "Omar"]), chance.randint(1, 5))
        for _ in range(150)
    ]
    feedback.imported(
        feedback.calls(
            f"C{number};{name};{day:%d.%m.%Y};{chance.choice(['0.001', '0.5', '0.999'])};T;Y;Y;1;12:00:01 AM;{value};Y;"
            for number, (day, name, value) in enumerate(found)
        )
    )
    return found


@pytest.mark.parametrize(
    ("first_on", "before_on"),
    [
        (date(2025, 12, 1), date(2026, 4, 1)),
        (date(2025, 12, 10), date(2026, 3, 20)),
        (date(2026, 1, 5), date(2026, 1, 9)),
        (date(2026, 1, 31), date(2026, 2, 1)),
        (date(2026, 1, 20), date(2026, 2, 10)),
        (date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_satisfaction_matches_a_count_of_rows(answers: list[tuple[date, str, int]], first_on: date, before_on: date) -> None:
    nia = Person.objects.get(display_name="Nia")
    values = [value for day, name, value in answers if name == "Nia" and first_on <= day < before_on]
    assert satisfaction_of([nia.pk], first_on, before_on) == (len(values), sum(value >= 4 for value in values))
    rated = {name for day, name, _value in answers if first_on <= day < before_on}
    everyone = Person.objects.values_list("pk", flat=True)
    assert people_with_responses(everyone, first_on, before_on) == len(rated)
    assert people_with_responses([nia.pk], first_on, before_on) == ("Nia" in rated)


def test_one_interaction_as_reviewers_see_it() -> None:
    organisation()
    feedback.imported(feedback.calls())
    by_id = {call.external_id: interaction(call.pk) for call in Interaction.objects.all()}
    assert [by_id[call].outcome for call in ("C1", "C2", "C3")] == ["not", "satisfied", "none"]  # type: ignore[union-attr]
    assert by_id["C5"] is None
