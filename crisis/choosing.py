"""Who gets a place: the rule fills what it can decide, a person decides inside the band, everyone else is the reserve.

Pure functions on a ranking; nothing here reads a database.
"""

from collections.abc import Collection
from dataclasses import dataclass

from feedback.sustained import RankedCsp, Ranking


@dataclass(frozen=True, slots=True)
class Choice:
    """What the rule has decided and what it leaves to a person.

    `clear` have a place whoever decides. `band` cannot be told apart from the last one in, and `places` of them have a
    place. `reserve` are the other eligible ones, and `out` who is not eligible. All in the order of the ranking.
    """

    clear: tuple[RankedCsp, ...]
    band: tuple[RankedCsp, ...]
    places: int
    reserve: tuple[RankedCsp, ...]
    out: tuple[RankedCsp, ...]

    @property
    def needs_decision(self) -> bool:
        """Whether a person has to decide: more people in the band than places for them."""
        return len(self.band) > self.places

    @property
    def suggestion(self) -> frozenset[int]:
        """The places as the order of the ranking would fill them."""
        return frozenset(row.csp for row in self.band[: self.places])

    def team(self, places: Collection[int]) -> set[int]:
        """Who has a place, once it is decided who of the band gets one."""
        return {row.csp for row in self.clear} | {row.csp for row in self.band if row.csp in places}

    @property
    def possible_team(self) -> set[int]:
        """Who has a place, and who may be given one."""
        return {row.csp for row in (*self.clear, *self.band)}

    def is_complete(self, places: Collection[int]) -> bool:
        """Whether exactly the places of the band are given, and to people in the band."""
        chosen = set(places)
        return len(chosen) == self.places and chosen <= {row.csp for row in self.band}


def choice_of(ranking: Ranking) -> Choice:
    eligible = [row for row in ranking.rows if row.eligible]
    clear = tuple(row for row in eligible if row.in_team and not row.in_band)
    band = tuple(row for row in eligible if row.in_band)
    filled = min(ranking.criteria.team_size, len(eligible))
    return Choice(
        clear=clear,
        band=band,
        places=filled - len(clear),
        reserve=tuple(row for row in eligible if not row.in_team and not row.in_band),
        out=tuple(row for row in ranking.rows if not row.eligible),
    )


def listed(choice: Choice, places: Collection[int]) -> tuple[list[RankedCsp], list[RankedCsp]]:
    """The team and the reserve list, each in the order of the ranking, once it is decided who of the band is in."""
    chosen = choice.team(places)
    listed_rows = sorted((*choice.clear, *choice.band, *choice.reserve), key=_place)
    return [row for row in listed_rows if row.csp in chosen], [row for row in listed_rows if row.csp not in chosen]


def _place(row: RankedCsp) -> int:
    return row.place or 0
