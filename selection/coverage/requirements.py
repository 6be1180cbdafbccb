"""Coverage rules: minimums per shift, channel, language and site, and a maximum per home team."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Dimension(TextChoices):
    """Attributes that can have minimums."""

    SHIFT = "shift", _("Shift")
    CHANNEL = "channel", _("Channel")
    LANGUAGE = "language", _("Language")
    SITE = "site", _("Site")


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """Facts about a person that matter for coverage. A person in two teams belongs to the sites of both and counts for both."""

    shift: str = ""
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    contract_hours: float | None = None

    def values(self, dimension: Dimension) -> tuple[str, ...]:
        """The values that the person covers in this dimension."""
        match dimension:
            case Dimension.SHIFT:
                return (self.shift,) if self.shift else ()
            case Dimension.CHANNEL:
                return self.channels
            case Dimension.LANGUAGE:
                return self.languages
        return self.sites


def coverable(people: Iterable[CoverageFacts]) -> dict[Dimension, set[str]]:
    """Values that at least one of these people covers, by dimension."""
    # Deduplicated first, because many people have the same facts.
    different = set(people)
    return {dimension: {value for facts in different for value in facts.values(dimension)} for dimension in Dimension}


@dataclass(frozen=True, slots=True)
class Minimum:
    """A rule that at least `count` people of the team cover a value."""

    dimension: Dimension
    value: str
    count: int

    def is_covered_by(self, facts: CoverageFacts) -> bool:
        return self.value in facts.values(self.dimension)


@dataclass(frozen=True, slots=True)
class TeamMaximum:
    """A rule that at most `count` people of the crisis team come from any one home team."""

    count: int


Requirement: TypeAlias = Minimum | TeamMaximum


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage rules of a team; none by default."""

    minimums: tuple[Minimum, ...] = ()
    team_maximum: TeamMaximum | None = None

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        return (*self.minimums, self.team_maximum) if self.team_maximum else self.minimums

    def unmet(self, team: Collection[CoverageFacts]) -> tuple[Requirement, ...]:
        """Requirements that a team of these people does not meet."""
        return tuple(requirement for requirement in self.requirements if missing(requirement, team))


def missing(requirement: Requirement, team: Collection[CoverageFacts]) -> int:
    """Number of people missing for a minimum, or too many from home teams; 0 if the requirement is met."""
    if isinstance(requirement, Minimum):
        return max(requirement.count - covering(requirement, team), 0)
    return sum(max(size - requirement.count, 0) for size in _home_teams(team).values())


def covering(requirement: Requirement, people: Collection[CoverageFacts]) -> int:
    """Number of people who cover a minimum; for a maximum, the number from the largest home team."""
    if isinstance(requirement, Minimum):
        return sum(map(requirement.is_covered_by, people))
    return max(_home_teams(people).values(), default=0)


def _home_teams(people: Collection[CoverageFacts]) -> Counter[str]:
    return Counter(team for facts in people for team in facts.teams)


def coverage_as_json(coverage: Coverage) -> dict[str, Any]:
    return {
        "minimums": [[str(minimum.dimension), minimum.value, minimum.count] for minimum in coverage.minimums],
        "most_per_team": coverage.team_maximum.count if coverage.team_maximum else None,
    }


def coverage_from_json(stored: Mapping[str, Any]) -> Coverage:
    minimums = (Minimum(Dimension(dimension), value, count) for dimension, value, count in stored["minimums"])
    most = stored["most_per_team"]
    return Coverage(tuple(minimums), TeamMaximum(most) if most is not None else None)


def facts_as_json(facts: CoverageFacts) -> list[Any]:
    return [
        facts.shift,
        *(list(values) for values in (facts.channels, facts.languages, facts.sites, facts.teams)),
        facts.contract_hours,
    ]


def facts_from_json(stored: list[Any]) -> CoverageFacts:
    shift, channels, languages, sites, teams, hours = stored
    return CoverageFacts(shift, tuple(channels), tuple(languages), tuple(sites), tuple(teams), hours)
