"""Filters and row limits of the candidate list. They never affect the ranking."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from people.queries.colleagues import Colleague

# Rows of a group at first, and further rows with each "Show more".
STEP = 15
LONGEST_NUMBER = 6
_MORE = re.compile(rf"([a-z_]+)\.(\d{{1,{LONGEST_NUMBER}}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """Filters from the query string, empty where unset, and the number of rows wanted of each group."""

    name: str = ""
    team: str = ""
    shift: str = ""
    language: str = ""
    channel: str = ""
    more: Mapping[str, int] = field(default_factory=dict)
    step: int = STEP

    @property
    def is_filtered(self) -> bool:
        return any((self.name, self.team, self.shift, self.language, self.channel))

    def passes(self, person: Colleague) -> bool:
        return (
            self.name.casefold() in person.name.casefold()
            and (not self.team or int(self.team) in person.team_ids)
            and (not self.shift or self.shift == person.shift)
            and (not self.language or self.language in person.languages)
            and (not self.channel or self.channel in person.channels)
        )

    def most_of(self, key: str) -> int:
        """Number of rows of a group to show."""
        return max(self.step, self.more.get(key, 0))

    def with_more_of(self, key: str) -> str:
        """Addition to the query string for one step more of a group, keeping the others as they are."""
        wanted = {**self.more, key: self.most_of(key) + self.step}
        return "".join(f"&more={name}.{most}" for name, most in sorted(wanted.items()))


def wanted_more(parameters: Iterable[str]) -> dict[str, int]:
    """Rows wanted by group, parsed from the query string. Invalid values are ignored."""
    return {match[1]: int(match[2]) for text in parameters if (match := _MORE.fullmatch(text))}


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of the filters: teams by id, shifts, languages and channels."""

    teams: Sequence[tuple[str, str]]
    shifts: Sequence[str]
    languages: Sequence[str]
    channels: Sequence[str]


def options_of(people: Iterable[Colleague]) -> Options:
    known = list(people)
    # Deduplicated first, because many people share teams.
    divided = {(person.team_ids, person.team_names) for person in known}
    teams = {team for ids, names in divided for team in zip(ids, names, strict=True)}
    return Options(
        teams=[(str(number), name) for number, name in sorted(teams, key=lambda team: (team[1], team[0]))],
        shifts=sorted({person.shift for person in known if person.shift}),
        languages=sorted(set().union(*{person.languages for person in known})),
        channels=sorted(set().union(*{person.channels for person in known})),
    )
