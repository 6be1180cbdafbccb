"""Candidates of a crisis: ranked by the rule of sustained CSAT, among those who are available."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isclose
from uuid import UUID

from core.request_cache import once
from crisis.public_models import Crisis
from crisis.queries.unavailable_people import Exclusion, unavailable
from feedback.queries.ranking import rankings
from feedback.queries.response_rates import response_rates
from feedback.queries.rollups import are_scores_current, scores_version
from feedback.sustained import RULES, Criteria, RankedCsp, Ranking
from feedback.sustained.response_rates import ResponseRate
from people.identity import User
from people.queries.colleagues import Colleague, colleagues
from people.queries.persons import names
from people.queries.team_leaders import led_person_ids
from people.queries.version_tokens import people_version_token
from selection import drawing, permissions, serialisation
from selection.choice import Choice, choice_of, listed, program_of
from selection.coverage import Costs, Coverage, CoverageFacts, Dimension, costs, coverable, follower
from selection.fairness import Comparison, comparisons
from selection.methods import Method
from selection.models import Candidate, Selection
from selection.saved_response_rates import response_rates_as_json

# Cache entries per process: some 4 MB each with 5,000 people, besides the rankings they hold.
REMEMBERED = 4


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidates of a crisis under some criteria. `ranking` and `choice` are among available people; `excluded` are the others,
    with their figures among `everybody`. `known` has what colleagues may see of all of them, `response_rates` those of the
    people who have one. `coverable` are the values that at least one candidate covers. `is_current` is false while scores are
    being recalculated.
    """

    criteria: Criteria
    everybody: Ranking
    ranking: Ranking
    choice: Choice
    excluded: tuple[tuple[RankedCsp, Exclusion], ...]
    known: Mapping[int, Colleague]
    coverable: Mapping[Dimension, Collection[str]]
    response_rates: Mapping[int, ResponseRate]
    is_current: bool

    def inputs(self) -> serialisation.Json:
        """The inputs that a selection saves and replays. Built on each call, because candidates are cached and shared."""
        away = {row.csp: reason for row, reason in self.excluded}
        inputs = serialisation.inputs_as_json(self.everybody, away, self.choice.facts)
        return inputs | response_rates_as_json(self.response_rates)

    def covering(self, coverage: Coverage) -> "Candidates":
        """The same candidates, chosen under these coverage rules."""
        return replace(self, choice=_covered(self, coverage))

    @property
    def person_ids(self) -> set[int]:
        return {row.csp for row in self.ranking.rows} | {row.csp for row, _reason in self.excluded}


@dataclass(frozen=True, slots=True)
class Replay:
    """The result of running the rule again on a saved selection's inputs, and whether it matches the saved one."""

    everybody: Ranking
    ranking: Ranking
    choice: Choice
    are_inputs_intact: bool
    is_same_answer: bool

    @property
    def holds(self) -> bool:
        return self.are_inputs_intact and self.is_same_answer


def candidates_for(crisis: Crisis, criteria: Criteria) -> Candidates:
    """Rank all people who are available now. Averages come from everyone, available or not.

    Cached while scores, people and absences stay the same. `serialisation.rank_inputs` gives the same result for the saved
    inputs.
    """
    away = unavailable(crisis)
    # Read before the version tokens: scores that are current now are still current in tokens read later.
    is_current = are_scores_current()
    version_tokens = scores_version(), people_version_token()
    return _candidates(version_tokens, criteria, frozenset(away.items()), is_current=is_current)


@lru_cache(maxsize=REMEMBERED)
def _candidates(
    version_tokens: tuple[UUID | None, str],
    criteria: Criteria,
    excluded: frozenset[tuple[int, Exclusion]],
    *,
    is_current: bool,
) -> Candidates:
    away = dict(excluded)
    everybody, ranking = rankings(criteria, absent=away)
    known, facts, covered = _people(version_tokens[1], frozenset(row.csp for row in everybody.rows))
    choice = choice_of(ranking, Coverage(), facts)
    absent = tuple((row, away[row.csp]) for row in everybody.rows if row.csp in away)
    rates = response_rates(criteria)
    return Candidates(criteria, everybody, ranking, choice, absent, known, covered, rates, is_current)


@lru_cache(maxsize=2)
def _people(
    _version_token: str, person_ids: frozenset[int]
) -> tuple[Mapping[int, Colleague], Mapping[int, CoverageFacts], Mapping[Dimension, Collection[str]]]:
    """These people as colleagues know them, the facts for coverage rules, and the covered values. Cached by the
    version of people, because other criteria ask for the same.
    """
    known = colleagues(person_ids)
    facts = coverage_facts(known)
    return known, facts, coverable(facts.values())


@lru_cache(maxsize=REMEMBERED)
def _covered(candidates: Candidates, coverage: Coverage) -> Choice:
    """The choice under coverage rules, cached by identity of the candidates, because the solver is the slowest part."""
    return choice_of(candidates.ranking, coverage, candidates.choice.facts)


def replay(selection: Selection) -> Replay:
    """Run the selection's rule version again on its saved inputs."""
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
    """True if the saved team meets the coverage rules and no other team that does is better. Among equally good teams,
    another version of the solver may find a different one.
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
    """True if the saved team and reserve list match the choice, given what the lead chose or what the seed draws."""
    rows = selection.candidates.order_by("position").values_list("person_id", "standing")
    kept = {standing: [csp for csp, stood in rows if stood == standing] for standing in Candidate.Standing}
    places: Collection[int] = set(kept[Candidate.Standing.IN]) & {row.csp for row in choice.band}
    order: list[int] = []
    if selection.method == Method.DRAW:
        order = drawing.drawn_order(selection.draw_seed, (row.csp for row in choice.band))
        places = drawing.drawn_places(choice, order)
    lists = ([row.csp for row in part] for part in listed(choice, places, order))
    return choice.is_complete(places) and [kept[Candidate.Standing.IN], kept[Candidate.Standing.RESERVE]] == list(lists)


def costs_of(choice: Choice, criteria: Criteria) -> Costs | None:
    """The cost of each requirement; None without coverage rules. The solver runs once for each."""
    if choice.covered is None:
        return None
    return costs(program_of(choice.eligible, criteria.team_size, choice.coverage, choice.facts), choice.covered)


def document_of(selection: Selection) -> serialisation.Json:
    """A saved selection as one document: criteria, inputs, result and candidates with their positions."""
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
        "method": selection.method,
        "draw": _draw_of(selection),
        "band_reason": selection.band_reason,
        "candidates": [
            {
                "csp": row.person_id,
                "name": name_of[row.person_id],
                "standing": row.standing,
                "position": row.position,
                "rank": row.rank,
                "in_band": row.in_band,
                "reasons": row.reasons,
            }
            for row in rows
        ],
    }


def _draw_of(selection: Selection) -> serialisation.Json | None:
    if not selection.draw_seed:
        return None
    return {"seed": selection.draw_seed, "how_to_repeat": drawing.how_to_repeat(Method(selection.method))}


def followers(rows: Iterable[Candidate], replay: Replay) -> dict[int, int]:
    """Next person to invite if a team member declines, by member, where coverage rules decide it."""
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
    """Selection rates of the eligible people by group."""
    return comparisons([row for row in ranking.rows if row.eligible], chosen, facts)


def fairness_of_stored(selection: Selection, replay: Replay, chosen: Collection[int]) -> tuple[Comparison, ...]:
    """Selection rates by group from the saved facts; selections saved before facts were kept use today's."""
    return fairness(
        replay.ranking,
        chosen,
        serialisation.facts_of(selection.inputs) or coverage_facts(colleagues(row.csp for row in replay.ranking.rows)),
    )


def coverage_facts(known: Mapping[int, Colleague]) -> dict[int, CoverageFacts]:
    """The facts about these people that count for coverage rules."""
    return {
        csp: CoverageFacts(one.shift, one.channels, one.languages, one.sites, one.team_names, one.contract_hours)
        for csp, one in known.items()
    }


@once
def latest_selection(crisis: Crisis) -> Selection | None:
    """The latest saved selection, without its large inputs and result."""
    return crisis.selections.select_related("stored_by").defer("inputs", "result").last()


def readable_candidates(user: User, crisis: Crisis, person_ids: AbstractSet[int]) -> AbstractSet[int]:
    """Ids of the people whose figures the user may read: everyone for lead and deputy until closing, else their own teams."""
    return person_ids if permissions.can_see_candidates(user, crisis) else person_ids & led_person_ids(user)
