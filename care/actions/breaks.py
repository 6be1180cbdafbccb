"""Wishes for a break: a message to one person, sent only because someone chose to. They aren't journalled."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from care.models import BreakRequest
from care.queries.breaks import receivers_for
from core import clock
from core.locks import wait_for
from core.refusals import Refused
from people.actions import notify, settle, withdraw
from people.identity import User


class NotAReceiver(Refused):
    """The person can't be asked for a break."""


@transaction.atomic
def ask_for_break(*, actor: User, to_id: int) -> BreakRequest:
    """Ask the coach, or someone who can give a break, for one. Asking twice is asking once."""
    if to_id not in {receiver.person_id for receiver in receivers_for(actor)}:
        raise NotAReceiver(_("You can't send this to that person any more. Choose someone from the list."))
    wait_for(f"care.break:{actor.person_id}")
    waiting = BreakRequest.objects.filter(person=actor.person_id, to=to_id, settled_at=None).first()
    if waiting is not None:
        return waiting
    asked = BreakRequest.objects.create(person_id=actor.person_id, to_id=to_id, asked_at=clock.now())
    notify(
        person_id=to_id,
        key=f"break:{asked.pk}:asked",
        text=_("%(person)s asks for a break. Please talk to them soon.") % {"person": asked.person},
        url=reverse("care:break", args=[asked.pk]),
    )
    return asked


@transaction.atomic
def settle_break(*, actor: User, wish: BreakRequest) -> None:
    """Record that the actor has talked to the person."""
    locked = BreakRequest.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if locked.to_id != actor.person_id:
        raise PermissionDenied
    if locked.settled_at is None:
        locked.settled_at = clock.now()
        locked.save(update_fields=["settled_at"])
    settle(person_id=actor.person_id, keys=[f"break:{locked.pk}:asked"])


@transaction.atomic
def take_back_break(*, actor: User, wish: BreakRequest) -> None:
    """Take a wish for a break back. Nothing of it is kept here, not even the notification. An e-mail may have been sent."""
    locked = BreakRequest.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if locked.person_id != actor.person_id:
        raise PermissionDenied
    withdraw(person_id=locked.to_id, keys=[f"break:{locked.pk}:asked"])
    locked.delete()
