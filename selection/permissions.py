"""Permissions to see the candidates of a crisis and to give input about them (domain section 10)."""

from crisis.permissions import has_two_leaders, leads_crisis
from crisis.public_models import Crisis
from people.identity import User
from people.queries.team_leaders import leads


def can_see_candidates(user: User, crisis: Crisis) -> bool:
    """True for the lead and the deputy, from draft to closing, and only while both are named. Anyone else could tell from the
    standings who declined.
    """
    return not crisis.is_finished and leads_crisis(user, crisis) and has_two_leaders(crisis)


def can_speak_of(user: User, person_id: int) -> bool:
    """True if the user may nominate this person or object: leaders of their teams today, never the person themselves."""
    return person_id != user.person_id and leads(user, person_id)
