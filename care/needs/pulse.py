"""Needs about the pulse. Its questions are no need, because answering is up to the person: the home asks them instead."""

from django.urls import reverse
from django.utils.translation import gettext as _

from care.queries.breaks import breaks_to_settle
from care.queries.coaches import proposal_to
from care.queries.own_pulse import about
from care.queries.rounds import rounds_to_answer
from people.identity import User
from people.needs import Need, Urgency, at


def changes_to_say(user: User) -> list[Need]:
    """A need for each round that the user owns and after which nobody has said what changed."""
    return [
        Need(
            title=_("Say what changed after pulse round %(number)s") % {"number": each.number},
            url=reverse("care:round", args=[each.pk]),
            symbol="message-2",
            note=_("%(about)s. Everyone who was asked is waiting for it.") % {"about": about(each)},
        )
        for each in rounds_to_answer(user)
    ]


def breaks_asked_for(user: User) -> list[Need]:
    """A need for each person who asked the user for a break."""
    return [
        Need(
            title=_("%(person)s asks for a break") % {"person": wish.person},
            url=reverse("care:break", args=[wish.pk]),
            symbol="coffee",
            note=_("Since %(time)s. Please talk to them soon.") % {"time": at(wish.asked_at)},
            urgency=Urgency.ASKED,
        )
        for wish in breaks_to_settle(user)
    ]


def coach_proposed(user: User) -> list[Need]:
    """A need if a team leader proposes a coach to the user."""
    proposal = proposal_to(user)
    if proposal is None:
        return []
    return [
        Need(
            title=_("Do you want %(coach)s as your coach?") % {"coach": proposal.coach},
            url=reverse("care:pulse"),
            symbol="users",
            note=_("Your team leader proposes it. You decide, and nobody is told if you say no."),
            urgency=Urgency.ASKED,
        )
    ]
