"""Pinned scripts of a person. A preference that concerns nobody else, so no journal records it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.locks import wait_for
from core.refusals import Refused
from people.identity import User
from scripts_library import permissions
from scripts_library.models import MOST_PINNED, PinnedScript, Script


class TooManyPinned(Refused):
    """The person has pinned as many scripts as fit on the first screen."""


@transaction.atomic
def pin_script(*, actor: User, script: Script) -> None:
    """Pin a script to the person's first screen. Idempotent."""
    _lock(actor)
    pinned = PinnedScript.objects.filter(person_id=actor.person_id)
    if pinned.filter(script=script).exists():
        return
    taken = set(pinned.values_list("position", flat=True))
    if len(taken) >= MOST_PINNED:
        raise TooManyPinned(_("You can pin %(most)d scripts. Unpin one first.") % {"most": MOST_PINNED})
    free = next(position for position in range(1, MOST_PINNED + 1) if position not in taken)
    PinnedScript.objects.create(person_id=actor.person_id, script=script, position=free)


@transaction.atomic
def unpin_script(*, actor: User, script: Script) -> None:
    """Unpin a script. Idempotent."""
    _lock(actor)
    PinnedScript.objects.filter(person_id=actor.person_id, script=script).delete()


def _lock(actor: User) -> None:
    """Let one change of a person's pins wait for the other."""
    if not permissions.can_read(actor):
        raise PermissionDenied
    wait_for(f"scripts_library.pins:{actor.person_id}")
