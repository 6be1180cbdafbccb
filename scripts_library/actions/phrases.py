"""The list of harmful phrases, which supervisors maintain."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people.identity import User
from scripts_library import permissions
from scripts_library.models import HarmfulPhrase
from scripts_library.verbs import Verb


class AlreadyListed(Refused):
    """The phrase is already on the list."""


@transaction.atomic
def add_phrase(*, actor: User, phrase: str, better: str) -> HarmfulPhrase:
    """Add a harmful phrase with a better wording."""
    if not permissions.can_keep_phrases(actor):
        raise PermissionDenied
    added = HarmfulPhrase(phrase=phrase, better=better)
    _save(added)
    record(house_journal(), Verb.PHRASE_ADDED, actor=actor, subject=added, texts={"phrase": phrase, "better": better})
    return added


@transaction.atomic
def change_phrase(*, actor: User, phrase_id: int, phrase: str, better: str) -> HarmfulPhrase:
    """Change an entry of the list."""
    if not permissions.can_keep_phrases(actor):
        raise PermissionDenied
    locked = HarmfulPhrase.objects.select_for_update().get(pk=phrase_id)
    locked.phrase, locked.better = phrase, better
    _save(locked)
    record(house_journal(), Verb.PHRASE_CHANGED, actor=actor, subject=locked, texts={"phrase": phrase, "better": better})
    return locked


@transaction.atomic
def remove_phrase(*, actor: User, phrase_id: int) -> None:
    """Remove an entry from the list. Idempotent."""
    if not permissions.can_keep_phrases(actor):
        raise PermissionDenied
    locked = HarmfulPhrase.objects.select_for_update().filter(pk=phrase_id).first()
    if locked is None:
        return
    record(house_journal(), Verb.PHRASE_REMOVED, actor=actor, subject=locked, texts={"phrase": locked.phrase})
    locked.delete()


def _save(phrase: HarmfulPhrase) -> None:
    try:
        with transaction.atomic():
            phrase.save()
    except IntegrityError as error:
        raise AlreadyListed(_("“%(phrase)s” is already on the list.") % {"phrase": phrase.phrase}) from error
