"""A team leader's own people, and what to know before giving input."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from selection.models import LeaderInput
from selection.presentation.candidate_list import Listing, Shown
from selection.queries.leader_input import LeaderInputs, ShownLeaderInput


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A candidate in a team that the reader leads, with the reader's own input."""

    shown: Shown
    mine: ShownLeaderInput | None


def own_people(listed: Listing, leader_input: LeaderInputs, leader_id: int) -> list[OwnPerson]:
    """The people of this list in its order, each with this leader's current input."""
    mine = {one.person_id: one for said in leader_input.values() for one in said if one.leader_id == leader_id}
    return [OwnPerson(shown, mine.get(shown.person_id)) for shown in listed.people]


def before_giving_input(name: str, mine: LeaderInput | None) -> list[str]:
    """Notes above the form for leader input: who can read it and what it does."""
    readers = _("%(name)s and everyone who can open their card will see your input and your name.") % {"name": name}
    known = [readers, _("Your input doesn't change any rank or spot automatically.")]
    if mine is None:
        return known
    at = date_format(localtime(mine.given_at), "SHORT_DATETIME_FORMAT")
    return [*known, _("You answered on %(at)s. A new answer replaces it.") % {"at": at}]
