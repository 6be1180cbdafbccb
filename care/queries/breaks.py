"""Wishes for a break."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from care import rest
from care.models import BreakRequest
from care.queries.coaches import coach_of, is_able
from core.version_tokens import Rows
from people.identity import User

# Rows behind `breaks_to_settle`; for `core.version_tokens`.
BREAKS = (Rows(BreakRequest, "to_id = %(person)s AND settled_at IS NULL"),)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Person whom someone can ask for a break."""

    person_id: int
    name: str
    role: str


def receivers_for(user: User) -> list[Receiver]:
    """The user's coach, and the people who can give them a break: those who can sign in and read it."""
    coach = coach_of(user)
    known = [Receiver(coach.coach_id, str(coach.coach), _("your coach"))] if coach and is_able(coach) else []
    givers = [Receiver(giver.person_id, giver.name, giver.role) for giver in rest.givers_for(user.person_id)]
    return known + [giver for giver in givers if giver.person_id not in {each.person_id for each in known}]


def own_breaks(user: User) -> QuerySet[BreakRequest]:
    """The user's wishes that nobody has settled yet."""
    return BreakRequest.objects.filter(person=user.person_id, settled_at=None).select_related("to")


def breaks_to_settle(user: User) -> QuerySet[BreakRequest]:
    """Wishes for a break that were sent to the user."""
    return BreakRequest.objects.filter(to=user.person_id, settled_at=None).select_related("person").order_by("asked_at")


def break_for(user: User) -> QuerySet[BreakRequest]:
    """Wishes that the user may open: those sent to them."""
    return BreakRequest.objects.filter(to=user.person_id).select_related("person")
