"""Who may see the candidates of a crisis, and speak of them (domain section 10)."""

from crisis.frame import Crisis
from crisis.permissions import has_two_leaders, leads_crisis
from people.identity import User
from people.queries.team_leaders import leads


def can_see_candidates(user: User, crisis: Crisis) -> bool:
    """Figures and standings of every candidate: the lead and the deputy, from draft to closing and no longer, and only while
    both are there. With the standings, the person who opened the draft could tell who declined.
    """
    return not crisis.is_finished and leads_crisis(user, crisis) and has_two_leaders(crisis)


def can_speak_of(user: User, person_id: int) -> bool:
    """Nominate somebody or object to them: who leads a team of theirs today; never of oneself."""
    return person_id != user.person_id and leads(user, person_id)
