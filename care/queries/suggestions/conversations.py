"""The conversation about a suggestion, and the suggestion of a receipt."""

from django.db.models import QuerySet

from care.models import Suggestion, SuggestionMessage
from care.suggestion_receipts import digest_of


def of_receipt(code: str) -> Suggestion | None:
    """The anonymous suggestion with this receipt code, also before it is delivered."""
    anonymous = Suggestion.objects.filter(author=None, receipt_digest=digest_of(code))
    return anonymous.select_related("answered_by", "merged_into").first()


def conversation(suggestion: Suggestion, *, as_author: bool) -> QuerySet[SuggestionMessage]:
    """Messages in their order. Supervisors see those of the author once they are delivered."""
    messages = suggestion.messages.select_related("sender").order_by("number")
    return messages if as_author else messages.filter(is_delivered=True)
