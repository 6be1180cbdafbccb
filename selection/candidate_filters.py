"""The filter and the row limits of lists of candidates. They never affect the ranking."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crisis.cells import value_name
from people.queries.colleagues import Colleague
from selection.coverage import Dimension

# Rows of a group at first, and further rows with each “Show more”.
FIRST, STEP = 12, 100
# More rows than any list has.
EVERYONE = 1_000_000
LONGEST_NUMBER = 6
_MORE = re.compile(rf"([a-z_]+)\.(\d{{1,{LONGEST_NUMBER}}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """Words to filter by, and the number of rows wanted of each group. `first` has groups that begin with another number."""

    words: str = ""
    more: Mapping[str, int] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)
    step: int = FIRST

    def passes(self, person: Colleague) -> bool:
        """True if each word is in the person's name, teams, shift, languages, channels or sites."""
        known = _words_of(person)
        return all(word in known for word in self.words.casefold().split())

    def most_of(self, key: str) -> int:
        """Number of rows of a group to show. A filter shows as many of each group."""
        first = self.step if self.words else self.first.get(key, self.step)
        return max(first, self.more.get(key, 0))

    def with_more_of(self, key: str) -> str:
        """Addition to the query string for more of a group, keeping the others as they are."""
        wanted = {**self.more, key: self.most_of(key) + STEP}
        return "".join(f"&more={name}.{most}" for name, most in sorted(wanted.items()))


def wanted_more(parameters: Iterable[str]) -> dict[str, int]:
    """Rows wanted by group, parsed from the query string. Invalid values are ignored."""
    return {match[1]: int(match[2]) for text in parameters if (match := _MORE.fullmatch(text))}


def _words_of(person: Colleague) -> str:
    languages = (value_name(Dimension.LANGUAGE, language) for language in person.languages)
    channels = (value_name(Dimension.CHANNEL, channel) for channel in person.channels)
    return "\n".join((person.name, *person.team_names, person.shift, *languages, *channels, *person.sites)).casefold()
