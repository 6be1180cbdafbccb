"""The people for a selection without ranking: agents who are available now. No score is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from crisis.public_models import Crisis
from crisis.queries.unavailable_people import Exclusion, unavailable
from people.queries.colleagues import Colleague, colleagues
from people.queries.roles import agent_ids
from selection import drawing, serialisation
from selection.coverage import Clash, Contender, Coverage, CoverageFacts, Dimension, Program, cover, coverable
from selection.models import Candidate, Selection
from selection.queries.candidates import coverage_facts


@dataclass(frozen=True)
class Pool:
    """`known` has all agents; `excluded` are those who are not available, with the reason."""

    known: Mapping[int, Colleague]
    excluded: Mapping[int, Exclusion]

    @property
    def available(self) -> list[int]:
        return sorted(self.known.keys() - self.excluded.keys())

    @cached_property
    def facts(self) -> Mapping[int, CoverageFacts]:
        return coverage_facts(self.known)

    @property
    def coverable(self) -> Mapping[Dimension, Collection[str]]:
        """Values that at least one available person covers."""
        return coverable(self.facts[person_id] for person_id in self.available)

    def clash(self, team_size: int, coverage: Coverage) -> Clash:
        """The rules that no team of this size meets together. Only for rules that no team meets."""
        contenders = [Contender(person_id, 0.0, self.facts[person_id]) for person_id in self.available]
        found = cover(Program(contenders, team_size, coverage))
        assert isinstance(found, Clash)  # noqa: S101 - callers know that no team meets the rules
        return found

    def inputs(self) -> serialisation.Json:
        """The inputs that a selection saves and replays: people, exclusions and coverage facts."""
        return serialisation.unranked_inputs_as_json(self.known.keys(), self.excluded, self.facts)


@dataclass(frozen=True, slots=True)
class UnrankedReplay:
    """The result of repeating the draw of a saved selection without ranking, and whether it matches the saved one."""

    team_size: int
    coverage: Coverage
    facts: Mapping[int, CoverageFacts]
    are_inputs_intact: bool
    is_same_answer: bool

    @property
    def holds(self) -> bool:
        return self.are_inputs_intact and self.is_same_answer


def pool_of(crisis: Crisis) -> Pool:
    known, away = colleagues(agent_ids()), unavailable(crisis)
    return Pool(known, {person_id: away[person_id] for person_id in sorted(known) if person_id in away})


def replay_unranked(selection: Selection) -> UnrankedReplay:
    """Repeat the draw of a selection from its saved seed and inputs."""
    inputs, team_size = selection.inputs, int(selection.criteria["team_size"])
    coverage, facts = serialisation.coverage_of(selection.criteria), serialisation.facts_of(inputs) or {}
    excluded = {int(person_id) for person_id in inputs["excluded"]}
    order = drawing.drawn_order(selection.draw_seed, [csp for csp in inputs["people"] if csp not in excluded])
    team = drawing.drawn_people(order, min(team_size, len(order)), coverage, facts) or []
    reserve = [person_id for person_id in order if person_id not in set(team)]
    rows = list(selection.candidates.order_by("position").values_list("person_id", "standing"))
    kept = {standing: [csp for csp, stood in rows if stood == standing] for standing in Candidate.Standing}
    return UnrankedReplay(
        team_size,
        coverage,
        facts,
        are_inputs_intact=serialisation.digest_of(inputs, selection.criteria) == selection.inputs_digest,
        is_same_answer=kept[Candidate.Standing.IN] == team
        and kept[Candidate.Standing.RESERVE] == reserve
        and set(kept[Candidate.Standing.OUT]) == excluded,
    )
