"""Own cards of a saved selection say what really decided, and never how far a colleague's score is exactly."""

import re
from typing import Any

import pytest

from crisis.models import Crisis
from feedback.sustained import Criteria
from people.models import Leave, Shift, User
from people.queries.organisation import today
from selection import actions as choosing
from selection.coverage import Coverage, Dimension
from selection.methods import Method
from selection.models import Candidate, Selection
from selection.presentation.cards import card
from selection.presentation.own_cards import own_card
from selection.queries.candidates import candidates_for
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.selection.coverage import least
from tests.selection.test_select_a_team import UNTIL

pytestmark = pytest.mark.django_db

SIZE = 2
# One is clearly in, all the others but the last can't be told apart, the last one is clearly out.
CLOSE = [990, *[900] * 11, 700]
# All differ clearly.
APART = [990, 960, 950, 925, 800]
NIGHT = Coverage((least(Dimension.SHIFT, "Night", 1),))
CLOSE_BUT_NOT_ONE = "the scores around the last spot were too close to call, and yours wasn't one of them."
COVERAGE_DECIDED = "Coverage rules decided some of the spots, so there is no single score to compare with."


def people(satisfied: list[int]) -> list[User]:
    """Agents with so many satisfied of 1,000 responses in each month."""
    users = crises.agents(len(satisfied))
    for user, count in zip(users, satisfied, strict=True):
        crises.scored(user.person, 1000, count)
    return users


def at_night(user: User) -> None:
    user.person.shift, _is_new = Shift.objects.get_or_create(name="Night", defaults={"starts_at": "22:00", "ends_at": "06:00"})
    user.person.save(update_fields=["shift"])


def store(crisis: Crisis, personas: Personas, method: Method = Method.SCORES, **details: Any) -> Selection:
    said = {"criteria": Criteria(until=UNTIL, team_size=SIZE, floor_percent=50.0), **details}
    return choosing.store_selection(actor=personas.supervisor, crisis=crisis, method=method, **said)


def changes(selection: Selection, user: User) -> tuple[str, ...]:
    """What the own card says would have changed the result. No figure on it compares scores exactly."""
    shown = own_card(Candidate.objects.get(selection=selection, person=user.person_id), selection.crisis)
    assert shown.holds
    assert shown.card is not None
    assert not re.search(r"\d\.\d.*(yours|above|below)", " ".join(shown.card.changes))
    return shown.card.changes


@pytest.mark.parametrize(
    ("method", "decided"),
    [
        (Method.SCORES, "No figure: scores were too close to call, so the crisis lead chose."),
        (Method.WILLINGNESS, "No figure: scores were too close to call, so the crisis lead picked from a list without scores."),
        (Method.DRAW, "No figure: scores were too close to call, so lots were drawn."),
    ],
)
def test_own_card_names_how_spots_too_close_to_call_were_filled(method: Method, decided: str, personas: Personas) -> None:
    users = people(CLOSE)
    crisis = crises.draft(personas, team_size=SIZE)
    # Not whom the order of the ranking would choose.
    places = [] if method is Method.DRAW else [users[11].person_id]
    selection = store(crisis, personas, method, places=places, reason="Secret of the lead.")
    assert changes(selection, users[0]) == (f"A lower score: {CLOSE_BUT_NOT_ONE}",)
    for user in users[1:12]:
        assert changes(selection, user) == (decided,)
    assert changes(selection, users[12]) == (f"A higher score: {CLOSE_BUT_NOT_ONE}",)


def test_own_card_has_a_rough_distance_where_rank_decided(personas: Personas) -> None:
    users = people(APART)
    selection = store(crises.draft(personas, team_size=SIZE), personas)
    said = [" ".join(changes(selection, user)) for user in users]
    assert "A lower score" in said[0]
    assert "1 to 3 percentage points below yours" in said[0] or "more than 3 percentage points below yours" in said[0]
    assert said[2:] == [
        "A higher score: the last spot went to an adjusted CSAT less than 1 percentage point above yours.",
        "A higher score: the last spot went to an adjusted CSAT more than 3 percentage points above yours.",
        "A higher score: the last spot went to an adjusted CSAT more than 3 percentage points above yours.",
    ]


def test_own_card_compares_no_scores_where_coverage_moved_spots(personas: Personas) -> None:
    users = people(APART)
    at_night(users[3])
    selection = store(crises.draft(personas, team_size=SIZE), personas, coverage=NIGHT)
    assert [changes(selection, user) for user in users] == [
        (f"A lower score. {COVERAGE_DECIDED}",),
        ("Without the coverage rules you would have a spot.",),
        (f"A higher score. {COVERAGE_DECIDED}",),
        ("Without the coverage rules you would have no spot.",),
        (f"A higher score. {COVERAGE_DECIDED}",),
    ]


def test_own_card_does_not_claim_a_spot_that_the_lead_would_have_decided(personas: Personas) -> None:
    """Coverage takes the only spot for which scores are too close to call."""
    users = people([990, *[900] * 3, 700])
    at_night(users[4])
    selection = store(crises.draft(personas, team_size=SIZE), personas, coverage=NIGHT)
    said = [changes(selection, user) for user in users]
    by_standing = {row.person_id: row.reasons for row in selection.candidates.all()}
    displaced = [at for at in (1, 2, 3) if by_standing[users[at].person_id]]
    assert len(displaced) == 1
    assert said[displaced[0]] == ("Without the coverage rules, your score would have been too close to call.",)
    assert said[4] == ("Without the coverage rules you would have no spot.",)
    assert said[0] == (f"A lower score. {COVERAGE_DECIDED}",)


def test_own_card_of_a_person_who_is_away_compares_no_scores(personas: Personas) -> None:
    """Before and after saving, also if coverage moves spots."""
    users = people(APART)
    at_night(users[3])
    Leave.objects.create(person=users[2].person, first_on=today(), last_on=today())
    crisis = crises.draft(personas, team_size=SIZE)
    available = ("Being available. People who are away aren't considered, whatever their score.",)
    candidates = candidates_for(crisis, Criteria(until=UNTIL, team_size=SIZE, floor_percent=50.0)).covering(NIGHT)
    shown = card(crisis, candidates, users[2].person_id, is_own=True)
    assert shown is not None
    assert (shown[0].changes, shown[0].has_place, shown[0].chance) == (available, False, "")
    assert changes(store(crisis, personas, coverage=NIGHT), users[2]) == available


@pytest.mark.parametrize(("at", "said"), [(0, "A lower score. "), (4, "A higher score. ")])
def test_own_card_before_saving_compares_no_scores_where_coverage_moves_spots(at: int, said: str, personas: Personas) -> None:
    users = people(APART)
    at_night(users[3])
    crisis = crises.draft(personas, team_size=SIZE)
    candidates = candidates_for(crisis, Criteria(until=UNTIL, team_size=SIZE, floor_percent=50.0)).covering(NIGHT)
    own, other = (card(crisis, candidates, users[at].person_id, is_own=is_own) for is_own in (True, False))
    assert own is not None
    assert other is not None
    assert own[0].changes == (said + COVERAGE_DECIDED,)
    # Leaders see the number of customers, which says how close it was.
    assert "customer" in other[0].changes[0]
