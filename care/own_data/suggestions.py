"""Suggestions in a person's own data: those with their name, their votes and messages. Anonymous ones can't be found."""

from collections.abc import Collection

from django.db.models import Q

from care.models import Suggestion, SuggestionMessage, SuggestionVote
from people.own_data import OwnDataPart, Rows


def _written(records: Collection[int]) -> Rows:
    written = Suggestion.objects.filter(author__in=records)
    return written.values("topic", "text", "published_text", "state", "answer", "week_on")


def _answered(records: Collection[int]) -> Rows:
    return Suggestion.objects.filter(answered_by__in=records).values("published_text", "state", "answer", "answered_on")


def _voted(records: Collection[int]) -> Rows:
    return SuggestionVote.objects.filter(person__in=records).values("suggestion__published_text")


def _sent(records: Collection[int]) -> Rows:
    as_author = Q(sender=None, suggestion__author__in=records)
    return SuggestionMessage.objects.filter(Q(sender__in=records) | as_author).values("text")


SUGGESTION_PARTS = (
    OwnDataPart("suggestions_made_with_name", ("care.Suggestion",), _written),
    OwnDataPart("suggestions_answered", (), _answered),
    OwnDataPart("suggestions_that_also_matter", ("care.SuggestionVote",), _voted),
    OwnDataPart("messages_about_suggestions", ("care.SuggestionMessage",), _sent),
)
