"""Votes for published suggestions: “this also matters to me”. They aren't journalled, because they decide nothing."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from care import permissions
from care.models import Suggestion, SuggestionVote, random_id
from people.identity import User


@transaction.atomic
def set_vote(*, actor: User, suggestion: Suggestion, matters: bool) -> None:
    """Set or take back the actor's vote. Authors with a name don't vote for their own."""
    locked = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if not permissions.can_vote(actor, locked):
        raise PermissionDenied
    if matters:
        SuggestionVote.objects.get_or_create(suggestion=locked, person_id=actor.person_id, defaults={"pk": random_id()})
    else:
        SuggestionVote.objects.filter(suggestion=locked, person=actor.person_id).delete()
