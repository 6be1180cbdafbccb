"""Crises as subjects of suggestions; see `care.suggestion_subjects`. Drills are none."""

from django.urls import reverse

from care.suggestion_subjects import SuggestionSubject
from core.request_cache import once
from crisis.models import Crisis
from crisis.models.crises import in_the_team
from people.identity import Role, User
from people.queries.roles import holders_of


@once
def subjects_seen_by(user: User) -> list[SuggestionSubject]:
    """Crises that the user may see, latest first. One query."""
    crises = Crisis.objects.visible_to(user).filter(is_drill=False).order_by("-opened_at", "-pk")
    return [
        SuggestionSubject(
            crisis.journal_id, crisis.title, reverse("crisis:detail", args=[crisis.pk]), is_open=not crisis.is_finished
        )
        for crisis in crises
    ]


def readers_of_crisis(journal_id: int) -> set[int]:
    """Ids of the people who may see the crisis with this journal: supervisors, lead, deputy and team."""
    crisis = Crisis.objects.filter(journal=journal_id)
    leads = {person_id for pair in crisis.values_list("lead", "deputy") for person_id in pair if person_id is not None}
    team = crisis.filter(in_the_team(), members__isnull=False).values_list("members__person_id", flat=True)
    return leads | set(team) | set(holders_of(Role.SUPERVISOR))
