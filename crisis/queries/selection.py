"""Candidates of a crisis: ranked by the rule of sustained CSAT, among those who are available."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from crisis import permissions, stored
from crisis.choosing import Choice, choice_of
from crisis.fairness import Comparison, comparisons
from crisis.models import Crisis, Selection
from crisis.queries.exclusions import Exclusion, unavailable
from feedback.queries.ranking import rankings
from feedback.queries.rollups import are_scores_current
from feedback.sustained import RULES, Criteria, RankedCsp, Ranking
from people.identity import User
from people.queries import Colleague, led_person_ids


@dataclass(frozen=True)
class Candidates:
    """`ranking` and `choice` are among the available; `excluded` are the others, with the figures they have among
    `everybody`. Unless `is_current`, the figures are being counted anew, and these are those of before.
    """

    criteria: Criteria
    everybody: Ranking
    ranking: Ranking
    choice: Choice
    excluded: tuple[tuple[RankedCsp, Exclusion], ...]
    is_current: bool

    @cached_property
    def inputs(self) -> stored.Json:
        """What a selection stores of all this, and is replayed from."""
        return stored.inputs_as_json(self.everybody, {row.csp: reason for row, reason in self.excluded})

    @property
    def person_ids(self) -> set[int]:
        return {row.csp for row in self.ranking.rows} | {row.csp for row, _reason in self.excluded}


@dataclass(frozen=True, slots=True)
class Replay:
    """What running the rule again on a stored selection's inputs gives, and whether it is what was stored."""

    everybody: Ranking
    ranking: Ranking
    are_inputs_intact: bool
    is_same_answer: bool

    @property
    def holds(self) -> bool:
        return self.are_inputs_intact and self.is_same_answer


def candidates_for(crisis: Crisis, criteria: Criteria) -> Candidates:
    """Rank everybody who is available now. What is drawn towards which average comes from everybody.

    It is what `stored.rank_inputs` answers to the inputs that are stored, without the way through them.
    """
    is_current = are_scores_current()
    away = unavailable(crisis)
    everybody, ranking = rankings(criteria, absent=away)
    excluded = tuple((row, away[row.csp]) for row in everybody.rows if row.csp in away)
    return Candidates(criteria, everybody, ranking, choice_of(ranking), excluded, is_current)


def replay(selection: Selection) -> Replay:
    """Run the version of the rule that it was made with again on what was stored."""
    criteria, rule = stored.criteria_from_json(selection.criteria), RULES[selection.rule_version]
    ranking = stored.rank_inputs(selection.inputs, criteria, rule)
    return Replay(
        everybody=stored.rank_inputs({**selection.inputs, "excluded": {}}, criteria, rule),
        ranking=ranking,
        are_inputs_intact=stored.digest_of(selection.inputs, selection.criteria) == selection.inputs_digest,
        is_same_answer=stored.result_as_json(ranking) == selection.result,
    )


def fairness(ranking: Ranking, chosen: Collection[int], known: Mapping[int, Colleague]) -> tuple[Comparison, ...]:
    """How the places are spread over the eligible, by what their colleagues see of them today."""
    return comparisons([row for row in ranking.rows if row.eligible], chosen, known)


def latest_selection(crisis: Crisis) -> Selection | None:
    """Without what it was made from and what came out, which are large."""
    return crisis.selections.select_related("stored_by").defer("inputs", "result").last()


def readable_candidates(user: User, crisis: Crisis, person_ids: set[int]) -> set[int]:
    """Whose figures the user may read here: all for who runs the crisis until closing, else one's own teams'."""
    return person_ids if permissions.can_see_candidates(user, crisis) else person_ids & led_person_ids(user)
