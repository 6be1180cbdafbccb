"""The next people to invite after a draw: the first by lot with whom the coverage rules are met, whatever their scores."""

from datetime import date

import pytest

from crisis.models import Crisis
from crisis.selection_registry import next_people
from feedback.sustained import Criteria
from people.models import Leave, Person
from people.queries.organisation import today
from selection import actions as choosing
from selection import drawing
from selection.coverage import Coverage, Dimension
from selection.methods import Method
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.selection.coverage import least

SIZE, WHY, SEED = 2, "Nobody can compare them.", f"{7:032x}"
# The languages of the first people by lot; the others speak none of these.
LANGUAGES: tuple[list[str], ...] = (["pl"], ["tr"], [], ["pl"], ["tr"], [], ["pl", "tr"])
RULES = Coverage((least(Dimension.LANGUAGE, "pl", 1), least(Dimension.LANGUAGE, "tr", 1)))


@pytest.fixture
def order(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Twelve people who are too close to call, in the order of a known seed."""
    monkeypatch.setattr(drawing, "new_seed", lambda: SEED)
    people = [user.person for user in crises.agents(12)]
    for person in people:
        crises.scored(person, 100, 95)
    order = drawing.drawn_order(SEED, [person.pk for person in people])
    for person_id, languages in zip(order, LANGUAGES, strict=False):
        Person.objects.filter(pk=person_id).update(languages=languages)
    return order


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    # Agents without scores are only in the pool of a selection without ranking.
    away = (personas.agent.person, personas.other_agent.person)
    Leave.objects.bulk_create(Leave(person=person, first_on=today(), last_on=today()) for person in away)
    return crises.draft(personas, team_size=SIZE)


def store(crisis: Crisis, personas: Personas, method: Method) -> None:
    if method is Method.UNRANKED:
        choosing.store_unranked_selection(actor=personas.supervisor, crisis=crisis, team_size=SIZE, coverage=RULES, reason=WHY)
        return
    criteria = Criteria(until=date(2026, 11, 1), team_size=SIZE, floor_percent=0)
    choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=criteria, coverage=RULES, method=method, reason=WHY
    )


@pytest.mark.parametrize("method", [Method.DRAW, Method.UNRANKED])
def test_open_spots_go_to_the_first_by_lot(method: Method, crisis: Crisis, order: list[int], personas: Personas) -> None:
    store(crisis, personas, method)
    assert next_people(crisis) == order
    Leave.objects.bulk_create(Leave(person_id=person_id, first_on=today(), last_on=today()) for person_id in order[:SIZE])
    # The third by lot gets the first open spot, so the last one needs both languages. The fourth and the fifth would also
    # meet the rules, but neither comes before the third.
    assert next_people(crisis) == [order[at] for at in (2, 6, 3, 4, 5, *range(7, 12))]


@pytest.mark.parametrize("method", [Method.DRAW, Method.UNRANKED])
def test_without_a_team_that_meets_the_rules_the_closest_comes_first(
    method: Method, crisis: Crisis, order: list[int], personas: Personas
) -> None:
    store(crisis, personas, method)
    away = [order[at] for at in (0, 1, 3, 6)]
    Leave.objects.bulk_create(Leave(person_id=person_id, first_on=today(), last_on=today()) for person_id in away)
    # Nobody speaks Polish any more.
    assert next_people(crisis) == [order[at] for at in (2, 4, 5, *range(7, 12))]
