"""Coaches, and the people they coach."""

from django.db.models import QuerySet

from care.models import CoachOf
from care.models.coaches import COACHES
from core.version_tokens import Rows
from people.identity import User
from people.queries.persons import names
from people.queries.roles import holders_of
from people.queries.team_leaders import led_person_ids

# Rows behind `proposal_to`; for `core.version_tokens`.
COACHINGS = (Rows(CoachOf, "%(person)s IN (person_id, coach_id)"),)


def coach_of(user: User) -> CoachOf | None:
    """The user's present coach."""
    return CoachOf.objects.current().of(user).select_related("coach").first()


def is_able(coaching: CoachOf) -> bool:
    """Whether the coach can still be one: they haven't left, can sign in, and have a role of a coach."""
    return coaching.coach_id in holders_of(*COACHES)


def proposal_to(user: User) -> CoachOf | None:
    """The coach whom a team leader proposes to the user."""
    return CoachOf.objects.proposed().of(user).select_related("coach", "proposed_by").first()


def coachees_of(user: User) -> QuerySet[CoachOf]:
    """People whom the user coaches, by name."""
    return CoachOf.objects.current().by(user).select_related("person").order_by("person__display_name", "pk")


def possible_coaches(user: User, _about: int = 0) -> dict[int, str]:
    """People whom the user can choose as a coach, by id."""
    return {person_id: name for person_id, name in holders_of(*COACHES).items() if person_id != user.person_id}


def people_to_coach(user: User, _about: int = 0) -> dict[int, str]:
    """People to whom the user can propose a coach: those they lead, by id."""
    return names(led_person_ids(user) - {user.person_id})
