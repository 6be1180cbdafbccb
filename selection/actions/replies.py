"""Replies of people to their own card."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.actions.lock import CrisisIsOver
from crisis.public_models import Crisis, locked
from people.actions import notify
from people.identity import User
from selection.models import CardReply
from selection.queries.own_cards import own_candidate, reply_of


class NothingSaid(Refused):
    """A reply must not be empty."""


@transaction.atomic
def reply_to_card(*, actor: User, crisis: Crisis, text: str) -> CardReply:
    """Reply to one's own card, until the crisis is finished. A new reply replaces the earlier one, also one under a merged
    record; the lead is notified of the first. Not journalled, because only readers of the card may see it.
    """
    replied = locked(crisis.pk)
    candidate = own_candidate(actor, replied)
    if candidate is None:
        raise PermissionDenied
    if replied.is_finished:
        raise CrisisIsOver(
            _("This crisis is %(state)s, so you can't reply any more. Talk to your team leader.")
            % {"state": replied.get_state_display().lower()}
        )
    if not text.strip():
        raise NothingSaid(_("Write your reply before you send it."))
    now = clock.now()
    reply = reply_of(replied, candidate.person_id)
    if reply is None:
        reply = CardReply.objects.create(
            crisis=replied, person_id=candidate.person_id, text=text.strip(), given_at=now, updated_at=now
        )
        _tell_the_lead(replied, actor, reply)
        return reply
    reply.text, reply.updated_at = text.strip(), now
    reply.save(update_fields=["text", "updated_at"])
    return reply


def _tell_the_lead(crisis: Crisis, actor: User, reply: CardReply) -> None:
    if crisis.lead_id is None or crisis.lead_id == actor.person_id:
        return
    notify(
        person_id=crisis.lead_id,
        key=f"crisis:{crisis.pk}:card-reply:{reply.pk}",
        text=_("%(name)s replied to their card for “%(title)s”.") % {"name": actor.person.display_name, "title": crisis.title},
        url=reverse("selection:candidate", args=[crisis.pk, actor.person_id]),
        journal=crisis.journal,
    )
