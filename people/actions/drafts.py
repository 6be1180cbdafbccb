"""Drafts of forms. They are not journalled: only what is sent becomes part of the record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.deletion import delete_some, kept_since
from core.refusals import Refused
from people.models import FormDraft, User

# More characters than the longest form may have: the texts of a protocol, all of them full.
LONGEST_DRAFT = 400_000


class DraftRefused(Refused):
    """The text is not kept as a draft. The page still holds it."""


def save_draft(
    *, actor: User, key: str, rendered_at: datetime, fields: Mapping[str, Sequence[str]], saved: Mapping[str, str]
) -> datetime:
    """Keep what is in a form now. Refused if the form was sent after this page of it was rendered."""
    kept = {name: [value.replace("\x00", "") for value in values] for name, values in fields.items()}
    if sum(len(name) + sum(map(len, values)) for name, values in kept.items()) > LONGEST_DRAFT:
        raise DraftRefused(_("This text is too long to save as a draft. Submit the form before you leave the page."))
    now = clock.now()
    mine = FormDraft.objects.filter(person=actor.person_id, key=key)
    draft = FormDraft(person_id=actor.person_id, key=key, fields=kept, saved=dict(saved), saved_at=now)
    # One of two inserts at once waits for the other, and the update then sees what the other has left.
    FormDraft.objects.bulk_create([draft], ignore_conflicts=True)
    not_sent = Q(sent_at=None) | Q(sent_at__lt=rendered_at)
    if not mine.filter(not_sent).update(fields=kept, saved=dict(saved), saved_at=now, sent_at=None):
        raise DraftRefused(_("You sent this form from another window, so this text isn't saved as a draft. Reload the page."))
    return now


def settle_draft(*, actor: User, key: str) -> None:
    """The form was sent: its draft is emptied, and saves from pages rendered before now are refused."""
    now = clock.now()
    draft = FormDraft(person_id=actor.person_id, key=key, saved_at=now, sent_at=now)
    FormDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["person", "key"],
        update_fields=["fields", "saved", "saved_at", "sent_at"],
    )


def discard_draft(*, actor: User, key: str) -> None:
    """The writer starts again from what is saved."""
    FormDraft.objects.filter(person=actor.person_id, key=key).delete()


def forget_drafts_of_forms(keys: Iterable[str]) -> None:
    """Delete what anyone has typed in these forms and not sent. Part of an action."""
    FormDraft.objects.filter(key__in=list(keys)).delete()


def forget_drafts() -> int:
    """Delete drafts that nobody has touched for a long time: part of the tick."""
    before = kept_since(settings.RETENTION_DRAFTS_DAYS)
    return delete_some(FormDraft.objects.filter(saved_at__lt=before).order_by("saved_at")) if before is not None else 0
