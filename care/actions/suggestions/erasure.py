"""Erasure of a person from the suggestion box. What they wrote anonymously can't be found, so it stays."""

from django.utils.translation import gettext as _

from care.models import Suggestion, SuggestionMessage
from people.erasure import Erased, rename_in


def forget(erased: Erased) -> None:
    """Erase the originals and messages of a named author, and the name everywhere. Published texts stay."""
    written = Suggestion.objects.filter(author__in=erased.records)
    SuggestionMessage.objects.filter(suggestion__in=written, sender=None).update(text=_("(erased)"))
    written.exclude(text="").update(text=_("(erased)"))
    SuggestionMessage.objects.filter(sender__in=erased.records).update(text=_("(erased)"))
    rename_in(erased, Suggestion.objects.all(), "text", "published_text", "answer")
    rename_in(erased, SuggestionMessage.objects.all(), "text")
