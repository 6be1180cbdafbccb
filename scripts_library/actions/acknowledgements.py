"""Acknowledgements of a script version or of its withdrawal."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from people.actions import settle
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.reader_notifications import published_key, withdrawn_key
from scripts_library.actions.transitions import lock, write_down
from scripts_library.models import Acknowledgement, ScriptVersion
from scripts_library.verbs import Verb


class NoLongerLive(Refused):
    """The version ended after it was shown and before it was acknowledged."""


class NotWithdrawn(Refused):
    """The version isn't withdrawn, so there is nothing to acknowledge."""


@transaction.atomic
def acknowledge(*, actor: User, version: ScriptVersion) -> Acknowledgement:
    """Record that the person has read this exact version. Idempotent."""
    if not permissions.can_read(actor):
        raise PermissionDenied
    locked = lock(version)
    if (earlier := _earlier(actor, locked, Acknowledgement.What.READ)) is not None:
        return earlier
    if not ScriptVersion.objects.live(clock.now()).filter(pk=locked.pk).exists():
        raise NoLongerLive(_("This version is no longer live. Open the script again to see the current version."))
    settle(person_id=actor.person_id, keys=[published_key(locked)])
    return _keep(actor, locked, Acknowledgement.What.READ, Verb.ACKNOWLEDGED)


@transaction.atomic
def acknowledge_withdrawal(*, actor: User, version: ScriptVersion) -> Acknowledgement:
    """Record that the person knows this exact version is withdrawn. Idempotent."""
    if not permissions.can_read(actor):
        raise PermissionDenied
    locked = lock(version)
    if (earlier := _earlier(actor, locked, Acknowledgement.What.WITHDRAWAL)) is not None:
        return earlier
    if locked.state != ScriptVersion.State.WITHDRAWN:
        raise NotWithdrawn(_("This version isn't withdrawn. Open the script again to see the current version."))
    settle(person_id=actor.person_id, keys=[withdrawn_key(locked)])
    return _keep(actor, locked, Acknowledgement.What.WITHDRAWAL, Verb.WITHDRAWAL_ACKNOWLEDGED)


def _earlier(actor: User, version: ScriptVersion, what: Acknowledgement.What) -> Acknowledgement | None:
    return Acknowledgement.objects.filter(version=version, person_id=actor.person_id, what=what).first()


def _keep(actor: User, version: ScriptVersion, what: Acknowledgement.What, verb: Verb) -> Acknowledgement:
    kept = Acknowledgement.objects.create(version=version, person_id=actor.person_id, what=what, acknowledged_at=clock.now())
    write_down(version, verb, actor=actor, follows_through=True)
    return kept
