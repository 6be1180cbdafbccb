"""The board of published suggestions."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from care.models import Suggestion, SuggestionVote
from care.models.suggestions import SuggestionQuerySet
from people.identity import User


def board(user: User, *, q: str = "", topic: str = "", state: str = "") -> SuggestionQuerySet:
    """Published suggestions that the user may read and that match, the latest answers first, with their votes."""
    found = Suggestion.objects.readable_on_the_board(user)
    if q:
        found = found.filter(Q(published_text__icontains=q) | Q(answer__icontains=q))
    if topic:
        found = found.filter(topic=topic)
    if state:
        found = found.filter(state=state)
    # Without an answer first: these can still be voted for. The id has no order, so it tells nothing.
    return with_votes(found, user).order_by("-answered_on", "pk")


def with_votes(suggestions: SuggestionQuerySet, user: User) -> SuggestionQuerySet:
    """The suggestions with `votes_count` and `has_my_vote`."""
    mine = SuggestionVote.objects.filter(suggestion=OuterRef("pk"), person=user.person_id)
    return suggestions.select_related("answered_by", "journal").annotate(
        votes_count=Count("votes", distinct=True), has_my_vote=Exists(mine)
    )


@dataclass(frozen=True, slots=True)
class PublishedSuggestion:
    """A suggestion on the board: its first words, state and page."""

    id: int
    text: str
    state: str
    url: str


def published_about(user: User, journal_id: int) -> list[PublishedSuggestion]:
    """Published suggestions about a case, for its other pages; empty for users who may not see the case."""
    found = Suggestion.objects.readable_on_the_board(user).filter(journal=journal_id).order_by("-answered_on", "pk")
    return [
        PublishedSuggestion(each.pk, each.heading, str(each.get_state_display()), reverse("care:suggestion", args=[each.pk]))
        for each in found
    ]
