"""What changed because of a round of the pulse, said by its owner to everyone who was asked."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from care import permissions
from care.models import PulseRound
from care.verbs import PulseVerb
from core import clock
from core.refusals import Refused
from journal.actions import record
from people.identity import User


class RoundNotEnded(Refused):
    """The round still takes answers."""


class ChangeSaid(Refused):
    """Someone has already said what changed."""


@transaction.atomic
def say_change(*, actor: User, pulse_round: PulseRound, change: str) -> None:
    """Say what changed because of a round. Everyone who was asked can read it, and it can't be replaced afterwards."""
    if not permissions.can_say_change(actor, pulse_round):
        raise PermissionDenied
    locked = PulseRound.objects.select_for_update(of=("self",)).select_related("journal").get(pk=pulse_round.pk)
    if locked.ended_at is None:
        raise RoundNotEnded(_("This round hasn't ended yet. Wait for its figures, then say what changes."))
    if locked.change:
        raise ChangeSaid(_("Someone else has just said what changed after this round. Open the round to read it."))
    locked.change, locked.change_by_id, locked.change_at = change, actor.person_id, clock.now()
    locked.save(update_fields=["change", "change_by", "change_at"])
    record(
        locked.journal,
        PulseVerb.CHANGE_SAID,
        actor=actor,
        subject=locked,
        data={"number": locked.number},
        texts={"change": change},
        follows_through=True,
    )
