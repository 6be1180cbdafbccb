"""Corrections of updates and decisions: a new entry supersedes the old one, which stays in the journal."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from crisis import permissions
from crisis.actions.lock import CrisisIsOver, locked
from crisis.actions.setup import NothingToTell
from crisis.actions.updates import tell_team
from crisis.models import Crisis
from crisis.queries.timeline import update_of
from crisis.verbs import Verb
from journal.actions import record
from people.identity import User


class NoSuchUpdate(Refused):
    """The entry is not an update of this crisis."""


@transaction.atomic
def correct_update(*, actor: User, crisis: Crisis, sequence: int, text: str) -> None:
    """Correct the text of an update or decision, given by its number in the journal, and tell the team."""
    corrected = locked(crisis.pk)
    update = update_of(corrected, sequence)
    if update is None:
        raise NoSuchUpdate(_("This update doesn't exist. Open the crisis again to see the latest ones."))
    if not permissions.can_correct_update(actor, corrected, update.writer_id):
        raise PermissionDenied
    if corrected.is_finished:
        raise CrisisIsOver(_("This crisis is over and can't be changed any more."))
    if not text or text == update.text:
        raise NothingToTell(_("Change the text before you save it."))
    data = {"corrects": sequence, "given_at": update.given_at.isoformat()}
    entry = record(corrected.journal, Verb.UPDATE_CORRECTED, actor=actor, subject=corrected, data=data, texts={"text": text})
    tell_team(corrected, actor=actor, sequence=entry.sequence, text=text, is_correction=True)
