"""What of a ranking a page shows: who passes the filters, and how many of each group. It never says who is ranked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from people.queries.colleagues import Colleague

# Rows of a group that are shown at first, and added by each "Show more".
STEP = 15
LONGEST_NUMBER = 6
_MORE = re.compile(rf"([a-z_]+)\.(\d{{1,{LONGEST_NUMBER}}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """Filters as the address has them, empty where nothing is asked; and the groups of which more rows are wanted."""

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
        """How many rows of a group are shown."""
        return max(self.step, self.more.get(key, 0))

    def with_more_of(self, key: str) -> str:
        """What the address says further to see one step more of a group, with what it says of the others."""
        wanted = {**self.more, key: self.most_of(key) + self.step}
        return "".join(f"&more={name}.{most}" for name, most in sorted(wanted.items()))


def wanted_more(parameters: Iterable[str]) -> dict[str, int]:
    """The other way round: rows wanted by group. What is not understood is left out."""
    return {match[1]: int(match[2]) for text in parameters if (match := _MORE.fullmatch(text))}


@dataclass(frozen=True, slots=True)
class Options:
    """What there is to filter by: of some people, the teams by id, the shifts, the languages and the channels."""

    teams: Sequence[tuple[str, str]]
    shifts: Sequence[str]
    languages: Sequence[str]
    channels: Sequence[str]


def options_of(people: Iterable[Colleague]) -> Options:
    known = list(people)
    # What many have alike is looked at once.
    divided = {(person.team_ids, person.team_names) for person in known}
    teams = {team for ids, names in divided for team in zip(ids, names, strict=True)}
    return Options(
        teams=[(str(number), name) for number, name in sorted(teams, key=lambda team: (team[1], team[0]))],
        shifts=sorted({person.shift for person in known if person.shift}),
        languages=sorted(set().union(*{person.languages for person in known})),
        channels=sorted(set().union(*{person.channels for person in known})),
    )
