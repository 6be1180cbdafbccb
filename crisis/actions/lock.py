"""The lock of this room: every change of a crisis, its team or its invitations locks the crisis's row first."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core.refusals import Refused
from crisis import permissions
from crisis.models import Crisis
from people.identity import User


class CrisisIsOver(Refused):
    """The crisis, or this part of it, can't be changed any more."""


def locked(crisis_id: int) -> Crisis:
    """The crisis as it is now, locked until the transaction ends."""
    return Crisis.objects.select_for_update().get(pk=crisis_id)


def crisis_to_change(actor: User, crisis: Crisis) -> Crisis:
    """The locked crisis, if the actor runs it and it isn't over."""
    edited = locked(crisis.pk)
    if not permissions.can_run(actor, edited):
        raise PermissionDenied
    if edited.is_finished:
        raise CrisisIsOver(_("This crisis is over and can't be changed any more."))
    return edited
