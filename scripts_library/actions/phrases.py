"""The rules about harmful phrases, which supervisors and approvers maintain."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people.identity import User
from scripts_library import permissions
from scripts_library.models import PhraseRule
from scripts_library.verbs import Verb


class AlreadyListed(Refused):
    """The phrase is already on the list."""


@transaction.atomic
def add_phrase(
    *,
    actor: User,
    pattern: str,
    better: str,
    reason: str = "",
    fine_in: Sequence[str] = (),
    theme: str = PhraseRule.Theme.OTHER,
    language: str = "en",
    is_on: bool = True,
) -> PhraseRule:
    """Add a rule about a harmful phrase, with a better wording."""
    if not permissions.can_keep_phrases(actor):
        raise PermissionDenied
    added = PhraseRule(
        pattern=pattern, better=better, reason=reason, fine_in=list(fine_in), theme=theme, language=language, is_on=is_on
    )
    _save(added)
    _write_down(added, Verb.PHRASE_ADDED, actor)
    return added


@transaction.atomic
def change_phrase(
    *,
    actor: User,
    phrase_id: int,
    pattern: str,
    better: str,
    reason: str = "",
    fine_in: Sequence[str] = (),
    theme: str = PhraseRule.Theme.OTHER,
    language: str = "en",
    is_on: bool = True,
) -> PhraseRule:
    """Change a rule. A rule that isn't in use marks nothing."""
    if not permissions.can_keep_phrases(actor):
        raise PermissionDenied
    locked = PhraseRule.objects.select_for_update().get(pk=phrase_id)
    locked.pattern, locked.better, locked.reason = pattern, better, reason
    locked.fine_in, locked.theme, locked.language, locked.is_on = list(fine_in), theme, language, is_on
    _save(locked)
    _write_down(locked, Verb.PHRASE_CHANGED, actor)
    return locked


@transaction.atomic
def remove_phrase(*, actor: User, phrase_id: int) -> None:
    """Remove a rule. Idempotent."""
    if not permissions.can_keep_phrases(actor):
        raise PermissionDenied
    locked = PhraseRule.objects.select_for_update().filter(pk=phrase_id).first()
    if locked is None:
        return
    record(house_journal(), Verb.PHRASE_REMOVED, actor=actor, subject=locked, texts={"phrase": locked.pattern})
    locked.delete()


def _save(rule: PhraseRule) -> None:
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise AlreadyListed(_("“%(phrase)s” is already on the list.") % {"phrase": rule.pattern}) from error


def _write_down(rule: PhraseRule, verb: Verb, actor: User) -> None:
    texts = {"phrase": rule.pattern, "better": rule.better, "reason": rule.reason, "fine_in": "\n".join(rule.fine_in)}
    data = {"theme": str(rule.theme), "language": rule.language, "is_on": rule.is_on}
    record(house_journal(), verb, actor=actor, subject=rule, data=data, texts=texts)
