"""Choices of the person fields of a crisis; see `people.person_search`."""

from crisis import permissions
from crisis.models import Crisis
from crisis.queries.team import members_of
from people.identity import Role, User
from people.queries.roles import holders_of
from recognition.permissions import can_nominate


def possible_leaders() -> dict[int, str]:
    """People who can be lead or deputy: supervisors."""
    return holders_of(Role.SUPERVISOR)


def possible_contacts() -> dict[int, str]:
    """People who can be support contacts: supervisors and trainers."""
    return holders_of(Role.SUPERVISOR, Role.TRAINER)


def team_to_nominate(user: User, crisis: Crisis) -> dict[int, str]:
    """Team members other than the user."""
    return {member.person_id: member.name for member in members_of(crisis) if member.person_id != user.person_id}


def leaders_for(user: User, crisis_id: int) -> dict[int, str]:
    """`possible_leaders` for people who run the crisis or may open one, else empty."""
    is_asked = _runs(user, crisis_id) if crisis_id else permissions.can_open_crisis(user)
    return possible_leaders() if is_asked else {}


def contacts_for(user: User, crisis_id: int) -> dict[int, str]:
    return possible_contacts() if _runs(user, crisis_id) else {}


def team_for(user: User, crisis_id: int) -> dict[int, str]:
    crisis = Crisis.objects.visible_to(user).filter(pk=crisis_id).first()
    return team_to_nominate(user, crisis) if crisis and can_nominate(user) else {}


def _runs(user: User, crisis_id: int) -> bool:
    crisis = Crisis.objects.visible_to(user).filter(pk=crisis_id).first()
    return crisis is not None and permissions.can_run(user, crisis)
