"""A team leader's own people, and what to know before giving input."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from people.queries.colleagues import Colleague
from selection.models import LeaderInput
from selection.presentation.candidate_list import Listing, Shown
from selection.presentation.unranked import pool_lines
from selection.queries.leader_input import LeaderInputs, ShownLeaderInput
from selection.queries.pools import Pool


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A candidate in a team that the reader leads, with the reader's own input. `shown` has the figures; it is None while they
    are hidden, and then `said` is all input about the person. `note` is the standing, or the availability without a ranking.
    """

    person: Colleague
    shown: Shown | None
    note: str
    mine: ShownLeaderInput | None
    said: Sequence[ShownLeaderInput]

    @property
    def where(self) -> str:
        """Teams and shift."""
        return " · ".join(filter(None, (", ".join(self.person.team_names), self.person.shift)))


def own_people(listed: Listing, leader_input: LeaderInputs, leader_id: int) -> list[OwnPerson]:
    """The people of this list in its order, each with this leader's current input."""
    return [
        _own(one.person, None if one.hides_figures else one, one.standing, leader_input, leader_id) for one in listed.people
    ]


def own_people_by_name(pool: Pool, own: Collection[int], leader_input: LeaderInputs, leader_id: int) -> list[OwnPerson]:
    """The leader's own people of this pool, the available ones first and then by name, without figures."""
    lines = [line for line in pool_lines(pool, leader_input) if line.person.id in own]
    return [_own(line.person, None, line.result, leader_input, leader_id) for line in lines]


def _own(person: Colleague, shown: Shown | None, note: str, leader_input: LeaderInputs, leader_id: int) -> OwnPerson:
    said = leader_input.get(person.id, ())
    mine = next((one for one in said if one.leader_id == leader_id), None)
    return OwnPerson(person, shown, note, mine, () if shown else said)


def before_giving_input(name: str, mine: LeaderInput | None) -> list[str]:
    """Notes above the form for leader input: who can read it and what it does."""
    readers = _("%(name)s and everyone who can open their card will see your input and your name.") % {"name": name}
    known = [readers, _("Your input doesn't change any rank or spot automatically.")]
    if mine is None:
        return known
    at = date_format(localtime(mine.given_at), "SHORT_DATETIME_FORMAT")
    return [*known, _("You answered on %(at)s. A new answer replaces it.") % {"at": at}]
