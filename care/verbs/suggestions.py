from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class SuggestionVerb(TextChoices):
    """Verbs about suggestions: what supervisors do with them. Writing one isn't recorded, because an entry has a time."""

    SUGGESTION_LOOKED_AT = "care.suggestion_looked_at", _("{actor} started to look at a suggestion")
    SUGGESTION_PUBLISHED = "care.suggestion_published", _("{actor} published a suggestion")
    SUGGESTION_ANSWERED = "care.suggestion_answered", _("{actor} answered a suggestion: {state}")
    SUGGESTION_MERGED = "care.suggestion_merged", _("{actor} merged a suggestion into another one")


SUGGESTION_AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.SUPERVISORS: {*SuggestionVerb},
}
