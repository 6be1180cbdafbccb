"""Confirmations by team members that they have read the latest update."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.actions.lock import CrisisIsOver, locked
from crisis.actions.updates import message_key
from crisis.models import Crisis, UpdateSeen
from crisis.queries.team import is_member
from crisis.queries.updates import is_the_latest
from people.actions import settle
from people.identity import User


class NewerUpdate(Refused):
    """Another update has replaced the one that was read."""


@transaction.atomic
def confirm_update(*, actor: User, crisis: Crisis, sequence: int) -> None:
    """Confirm the latest update. Idempotent, and not journalled."""
    confirming = locked(crisis.pk)
    if not is_member(actor, confirming):
        raise PermissionDenied
    if confirming.is_finished:
        raise CrisisIsOver(_("This crisis is over, so you can't confirm its updates any more."))
    if not is_the_latest(confirming, sequence):
        raise NewerUpdate(_("There's a newer update. Open the crisis to read it."))
    UpdateSeen.objects.get_or_create(
        crisis=confirming, sequence=sequence, person_id=actor.person_id, defaults={"seen_at": clock.now()}
    )
    settle(person_id=actor.person_id, keys=[message_key(confirming, sequence)])
