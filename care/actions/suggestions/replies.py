"""Messages about a suggestion, between supervisors and its author. The lock is the suggestion's row."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from care import permissions
from care.actions.suggestions.writing import BoxRefused
from care.models import Suggestion, SuggestionMessage, random_id
from care.models.suggestions import MOST_MESSAGES
from care.suggestion_receipts import code_of_form, digest_of
from people.actions import notify
from people.identity import User


@transaction.atomic
def reply_by_receipt(*, code: str, form_key: str, text: str) -> None:
    """Add a message of an anonymous author. The receipt's code is the permission, so there is no actor to know."""
    suggestion = Suggestion.objects.select_for_update().filter(author=None, receipt_digest=digest_of(code)).first()
    if suggestion is None:
        raise PermissionDenied
    _add_of_author(suggestion, form_key, text)


@transaction.atomic
def reply_as_author(*, actor: User, suggestion: Suggestion, form_key: str, text: str) -> None:
    """Add a message of a named author. It is delivered with the next suggestions."""
    if not permissions.is_own_suggestion(actor, suggestion):
        raise PermissionDenied
    _add_of_author(Suggestion.objects.select_for_update().get(pk=suggestion.pk), form_key, text)


@transaction.atomic
def reply_to_author(*, actor: User, suggestion: Suggestion, text: str) -> None:
    """Add a message of a supervisor. A named author is notified; an anonymous one sees it with the receipt."""
    locked = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if not permissions.can_decide_suggestion(actor, locked):
        raise PermissionDenied
    number = _next_number(locked)
    SuggestionMessage.objects.create(
        pk=random_id(), suggestion=locked, number=number, sender_id=actor.person_id, text=text, is_delivered=True
    )
    if locked.author_id is not None:
        notify(
            person_id=locked.author_id,
            key=f"suggestion:{locked.pk}:message-{number}",
            text=_("There's a message about your suggestion."),
            url=reverse("care:suggestion", args=[locked.pk]),
        )


def _add_of_author(locked: Suggestion, form_key: str, text: str) -> None:
    digest = digest_of(code_of_form(form_key, locked.receipt_digest, text))
    if SuggestionMessage.objects.filter(form_digest=digest).exists():
        return
    SuggestionMessage.objects.create(
        pk=random_id(), suggestion=locked, number=_next_number(locked), text=text, form_digest=digest
    )


def _next_number(locked: Suggestion) -> int:
    if not locked.text:
        raise BoxRefused(_("This conversation has been deleted, because the suggestion was answered some time ago."))
    last = locked.messages.order_by("-number").values_list("number", flat=True).first() or 0
    if last >= MOST_MESSAGES:
        raise BoxRefused(_("This conversation has as many messages as it can have. Make a new suggestion instead."))
    return last + 1
