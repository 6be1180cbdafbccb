"""Suggestions as supervisors and their authors see them."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from care.models import Suggestion
from core.version_tokens import Rows
from people.identity import User

# Rows behind `new_for`; for `core.version_tokens`.
ROWS_OF_NEW_SUGGESTIONS = (Rows(Suggestion, "is_delivered AND state = 'new'"),)


def new_for(user: User) -> int:
    """Number of delivered suggestions that nobody has looked at, without those that the user wrote part of with their name."""
    own = Q(author=user.person_id) | Q(merged__author=user.person_id)
    return Suggestion.objects.new().exclude(own).count()


def to_triage(*, with_answered: bool = False) -> QuerySet[Suggestion]:
    """Delivered suggestions, new ones first, then those being looked at, by week."""
    place = Case(
        When(state=Suggestion.State.NEW, then=Value(0)),
        When(state=Suggestion.State.LOOKING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Suggestion.objects.delivered().annotate(place=place, votes_count=Count("votes"))
    if not with_answered:
        found = found.filter(state__in=[Suggestion.State.NEW, Suggestion.State.LOOKING])
    return found.select_related("author", "journal").order_by("place", "week_on", "pk")


def written_by(user: User) -> QuerySet[Suggestion]:
    """The user's suggestions with their name, latest week first."""
    return Suggestion.objects.filter(author=user.person_id).select_related("answered_by").order_by("-week_on", "pk")


def merge_targets(user: User, suggestion: Suggestion) -> dict[int, str]:
    """Suggestions about the same work or case that the user can merge this one into, by id, with their first words.

    Without the user's own ones and those with one of them merged in, because authors don't decide about their own.
    """
    others = Suggestion.objects.delivered().filter(journal=suggestion.journal_id).exclude(pk=suggestion.pk)
    of_others = others.exclude(author=user.person_id).exclude(merged__author=user.person_id)
    found = of_others.exclude(state=Suggestion.State.MERGED).order_by("-week_on", "pk")
    return {each.pk: each.heading or each.own_heading for each in found}
