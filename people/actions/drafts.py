"""Drafts of forms. They aren't journalled; only submitted forms are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.deletion import delete_some, kept_since
from core.refusals import Refused
from people.models import FormDraft, User

# More than the longest form can have, a protocol with all texts at their maximum.
LONGEST_DRAFT = 400_000


class DraftRefused(Refused):
    """The draft wasn't saved. The text is still on the page."""


def save_draft(
    *, actor: User, key: str, rendered_at: datetime, fields: Mapping[str, Sequence[str]], saved: Mapping[str, str]
) -> datetime:
    """Save the contents of a form. Refused if the form was submitted after this page was rendered."""
    kept = {name: [value.replace("\x00", "") for value in values] for name, values in fields.items()}
    if sum(len(name) + sum(map(len, values)) for name, values in kept.items()) > LONGEST_DRAFT:
        raise DraftRefused(_("This text is too long to save as a draft. Submit the form before you leave the page."))
    now = clock.now()
    mine = FormDraft.objects.filter(person=actor.person_id, key=key)
    draft = FormDraft(person_id=actor.person_id, key=key, fields=kept, saved=dict(saved), saved_at=now)
    # Of two concurrent inserts, the second waits for the first, and the update then sees its row.
    FormDraft.objects.bulk_create([draft], ignore_conflicts=True)
    not_sent = Q(sent_at=None) | Q(sent_at__lt=rendered_at)
    if not mine.filter(not_sent).update(fields=kept, saved=dict(saved), saved_at=now, sent_at=None):
        raise DraftRefused(_("You sent this form from another window, so this text isn't saved as a draft. Reload the page."))
    return now


def settle_draft(*, actor: User, key: str) -> None:
    """Clear the draft of a submitted form. Later saves from pages rendered before now are refused."""
    now = clock.now()
    draft = FormDraft(person_id=actor.person_id, key=key, saved_at=now, sent_at=now)
    FormDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["person", "key"],
        update_fields=["fields", "saved", "saved_at", "sent_at"],
    )


def discard_draft(*, actor: User, key: str) -> None:
    """Delete the draft, so that the form shows the saved values again."""
    FormDraft.objects.filter(person=actor.person_id, key=key).delete()


def forget_drafts_of_forms(keys: Iterable[str]) -> None:
    """Delete all users' drafts of these forms. Part of an action."""
    FormDraft.objects.filter(key__in=list(keys)).delete()


def forget_drafts() -> int:
    """Delete drafts after their retention time. Part of the tick."""
    before = kept_since(settings.RETENTION_DRAFTS_DAYS)
    return delete_some(FormDraft.objects.filter(saved_at__lt=before).order_by("saved_at")) if before is not None else 0
