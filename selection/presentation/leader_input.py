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
    """A candidate of a team that the reader leads: how they stand by the figures, and what the reader has said of them."""

    shown: Shown
    standing: str
    mine: ShownLeaderInput | None


def own_people(listed: Listing, leader_input: LeaderInputs, leader_id: int) -> list[OwnPerson]:
    """The people of this list in their order, each with this leader's standing given."""
    mine = {one.person_id: one for said in leader_input.values() for one in said if one.leader_id == leader_id}
    return [OwnPerson(shown, group.title, mine.get(shown.person_id)) for group in listed.groups for shown in group.candidates]


def before_giving_input(name: str, mine: LeaderInput | None) -> list[str]:
    """What a leader should know before they write about a person."""
    readers = _("%(name)s can read what you write, with your name. So can everyone who may read their card.") % {"name": name}
    known = [readers, _("It doesn't change any rank or spot automatically.")]
    if mine is None:
        return known
    at = date_format(localtime(mine.given_at), "SHORT_DATETIME_FORMAT")
    return [*known, _("You answered on %(at)s. A new answer replaces it.") % {"at": at}]
