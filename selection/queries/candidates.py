"""Candidates of a crisis: ranked by the rule of sustained CSAT, among those who are available."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import isclose
from uuid import UUID

from core.request_cache import once
from crisis.frame import Crisis
from crisis.queries.exclusions import Exclusion, unavailable
from feedback.queries.ranking import rankings
from feedback.queries.rollups import are_scores_current, scores_version
from feedback.sustained import RULES, Criteria, RankedCsp, Ranking
from people.identity import User
from people.queries.colleagues import Colleague, colleagues
from people.queries.persons import names
from people.queries.team_leaders import led_person_ids
from people.queries.version_tokens import people_version_token
from selection import permissions, serialisation
from selection.choice import Choice, choice_of, listed, program_of
from selection.coverage import Costs, Coverage, CoverageFacts, Dimension, costs, coverable, follower
from selection.fairness import Comparison, comparisons
from selection.models import Candidate, Selection

# How many of these a process keeps: some 4 MB each with 5,000 people, besides the rankings they hold.
REMEMBERED = 4


@dataclass(frozen=True, eq=False)
class Candidates:
    """`ranking` and `choice` are among the available; `excluded` are the others, with the figures they have among
    `everybody`. `known` is what colleagues see of all of them. Unless `is_current`, the figures are being counted anew, and
    these are those of before.
    """

    criteria: Criteria
    everybody: Ranking
    ranking: Ranking
    choice: Choice
    excluded: tuple[tuple[RankedCsp, Exclusion], ...]
    known: Mapping[int, Colleague]
    is_current: bool

    def inputs(self) -> serialisation.Json:
        """What a selection stores of all this, and is replayed from: anew each time, because these are shared."""
        away = {row.csp: reason for row, reason in self.excluded}
        return serialisation.inputs_as_json(self.everybody, away, self.choice.facts)

    @cached_property
    def coverable(self) -> Mapping[Dimension, Collection[str]]:
        """What at least one of them covers."""
        return coverable(self.choice.facts.values())

    def covering(self, coverage: Coverage) -> "Candidates":
        """The same people, chosen so that the team covers this."""
        return replace(self, choice=_covered(self, coverage))

    @property
    def person_ids(self) -> set[int]:
        return {row.csp for row in self.ranking.rows} | {row.csp for row, _reason in self.excluded}


@dataclass(frozen=True, slots=True)
class Replay:
    """What running the rule again on a stored selection's inputs gives, and whether it is what was stored."""

    everybody: Ranking
    ranking: Ranking
    choice: Choice
    are_inputs_intact: bool
    is_same_answer: bool

    @property
    def holds(self) -> bool:
        return self.are_inputs_intact and self.is_same_answer


def candidates_for(crisis: Crisis, criteria: Criteria) -> Candidates:
    """Rank everybody who is available now. What is drawn towards which average comes from everybody.

    As long as scores, people and who is away stay as they are, what was asked last is remembered.

    It is what `stored.rank_inputs` answers to the inputs that are stored, without the way through them.
    """
    away = unavailable(crisis)
    # Before the version tokens: figures that are current now are no older in a version token that is read later.
    is_current = are_scores_current()
    version_tokens = scores_version(), people_version_token()
    return _candidates(version_tokens, criteria, frozenset(away.items()), is_current=is_current)


@lru_cache(maxsize=REMEMBERED)
def _candidates(
    _version_tokens: tuple[UUID | None, str],
    criteria: Criteria,
    excluded: frozenset[tuple[int, Exclusion]],
    *,
    is_current: bool,
) -> Candidates:
    away = dict(excluded)
    everybody, ranking = rankings(criteria, absent=away)
    known = colleagues(row.csp for row in everybody.rows)
    choice = choice_of(ranking, Coverage(), _facts(known))
    absent = tuple((row, away[row.csp]) for row in everybody.rows if row.csp in away)
    return Candidates(criteria, everybody, ranking, choice, absent, known, is_current)


@lru_cache(maxsize=REMEMBERED)
def _covered(candidates: Candidates, coverage: Coverage) -> Choice:
    """Of these very candidates: `Candidates` are equal to themselves alone. The solver takes longer than all the rest."""
    return choice_of(candidates.ranking, coverage, candidates.choice.facts)


def replay(selection: Selection) -> Replay:
    """Run the version of the rule that it was made with again on what was stored."""
    inputs, criteria, rule = (
        selection.inputs,
        serialisation.criteria_from_json(selection.criteria),
        RULES[selection.rule_version],
    )
    ranking = serialisation.rank_inputs(inputs, criteria, rule)
    result = {key: value for key, value in selection.result.items() if key != serialisation.COVERAGE}
    answered = selection.result.get(serialisation.COVERAGE)
    coverage, facts = serialisation.coverage_of(selection.criteria), serialisation.facts_of(inputs)
    choice = choice_of(ranking, coverage, facts)
    is_as_good = _is_as_good(choice, answered)
    if answered is not None and is_as_good:
        choice = choice_of(ranking, coverage, facts, team=answered["team"])
    return Replay(
        everybody=serialisation.rank_inputs({**inputs, "excluded": {}}, criteria, rule),
        ranking=ranking,
        choice=choice,
        are_inputs_intact=serialisation.digest_of(inputs, selection.criteria) == selection.inputs_digest,
        is_same_answer=serialisation.result_as_json(ranking) == result and is_as_good and _are_lists_of(choice, selection),
    )


def _is_as_good(choice: Choice, answered: serialisation.Json | None) -> bool:
    """Whether the team that was suggested covers what it had to, and none that does is better. Of several teams that are
    equally good another version of the solver may name another one.
    """
    covered = choice.covered
    if answered is None or covered is None:
        return answered is None and choice.answer is None
    rates = {row.csp: row.adjusted_rate_percent or 0.0 for row in choice.eligible}
    team = set(answered["team"])
    if len(team) != len(covered.team) or len(answered["team"]) != len(team) or not team <= rates.keys():
        return False
    means = sum(rates[csp] for csp in team) / len(team), answered["mean_percent"]
    is_mean = all(isclose(mean, covered.mean_percent, abs_tol=1e-6) for mean in means)
    is_price = isclose(answered["mean_without_percent"], covered.mean_without_percent, abs_tol=1e-6)
    return is_mean and is_price and not choice.coverage.unmet([choice.facts[csp] for csp in team])


def _are_lists_of(choice: Choice, selection: Selection) -> bool:
    """Whether the team and the reserve list are those of the choice, with what a person decided inside the band."""
    rows = selection.candidates.order_by("position").values_list("person_id", "standing")
    kept = {standing: [csp for csp, stood in rows if stood == standing] for standing in Candidate.Standing}
    places = set(kept[Candidate.Standing.IN]) & {row.csp for row in choice.band}
    lists = ([row.csp for row in part] for part in listed(choice, places))
    return choice.is_complete(places) and [kept[Candidate.Standing.IN], kept[Candidate.Standing.RESERVE]] == list(lists)


def costs_of(choice: Choice, criteria: Criteria) -> Costs | None:
    """What each requirement costs; None if nothing is covered. The solver runs once for each."""
    if choice.covered is None:
        return None
    return costs(program_of(choice.eligible, criteria.team_size, choice.coverage, choice.facts), choice.covered)


def document_of(selection: Selection) -> serialisation.Json:
    """A stored selection as one document: what was asked, what was known, what the rule answered, and who got which place."""
    rows = list(selection.candidates.order_by("position", "pk"))
    name_of = names(row.person_id for row in rows)
    return {
        "crisis": selection.crisis.title,
        "is_drill": selection.crisis.is_drill,
        "number": selection.number,
        "stored_by": selection.stored_by.display_name,
        "stored_at": selection.stored_at.isoformat(),
        "rule_version": selection.rule_version,
        "criteria": selection.criteria,
        "inputs": selection.inputs,
        "inputs_digest": selection.inputs_digest,
        "result": selection.result,
        "band_reason": selection.band_reason,
        "candidates": [
            {
                "csp": row.person_id,
                "name": name_of[row.person_id],
                "standing": row.standing,
                "position": row.position,
                "rank": row.rank,
                "reasons": row.reasons,
            }
            for row in rows
        ],
    }


def followers(rows: Iterable[Candidate], replay: Replay) -> dict[int, int]:
    """Who of a stored selection is asked if somebody in it says no, where what the team must cover decides that."""
    choice, kept = replay.choice, list(rows)
    if choice.covered is None:
        return {}
    team, reserve = (
        [row.person_id for row in kept if row.standing == standing]
        for standing in (Candidate.Standing.IN, Candidate.Standing.RESERVE)
    )
    found = {csp: follower(csp, team, reserve, choice.coverage, choice.facts) for csp in team}
    return {csp: next_one for csp, next_one in found.items() if next_one is not None}


def fairness(ranking: Ranking, chosen: Collection[int], facts: Mapping[int, CoverageFacts]) -> tuple[Comparison, ...]:
    """How the places are spread over the eligible."""
    return comparisons([row for row in ranking.rows if row.eligible], chosen, facts)


def fairness_of_stored(selection: Selection, replay: Replay, chosen: Collection[int]) -> tuple[Comparison, ...]:
    """The same, by what was known of people when it was stored; selections of before that was kept use what is known today."""
    return fairness(
        replay.ranking,
        chosen,
        serialisation.facts_of(selection.inputs) or _facts(colleagues(row.csp for row in replay.ranking.rows)),
    )


def _facts(known: Mapping[int, Colleague]) -> dict[int, CoverageFacts]:
    return {
        csp: CoverageFacts(one.shift, one.channels, one.languages, one.sites, one.team_names, one.contract_hours)
        for csp, one in known.items()
    }


@once
def latest_selection(crisis: Crisis) -> Selection | None:
    """Without the inputs and the result, which are large and seldom looked at."""
    return crisis.selections.select_related("stored_by").defer("inputs", "result").last()


def readable_candidates(user: User, crisis: Crisis, person_ids: set[int]) -> set[int]:
    """Whose figures the user may read here: all for who runs the crisis until closing, else one's own teams'."""
    return person_ids if permissions.can_see_candidates(user, crisis) else person_ids & led_person_ids(user)
