"""The people whom fields of a crisis accept; see `people.person_search`."""

from crisis.models import Crisis
from crisis.queries.buy_in import members_of
from people.identity import Role, User
from people.queries import holders_of
from recognition.permissions import can_nominate


def possible_leaders() -> dict[int, str]:
    """The supervisors, of whom one leads a crisis and another is the deputy."""
    return holders_of(Role.SUPERVISOR)


def possible_contacts() -> dict[int, str]:
    """The people whom agents can turn to during a crisis."""
    return holders_of(Role.SUPERVISOR, Role.TRAINER)


def team_to_nominate(user: User, crisis: Crisis) -> dict[int, str]:
    """The members of the team other than the user."""
    return {member.person_id: member.name for member in members_of(crisis) if member.person_id != user.person_id}


def leaders_for(user: User, _about: int) -> dict[int, str]:
    return possible_leaders() if user.has_role(Role.SUPERVISOR) else {}


def contacts_for(user: User, _about: int) -> dict[int, str]:
    return possible_contacts() if user.has_role(Role.SUPERVISOR) else {}


def team_for(user: User, crisis_id: int) -> dict[int, str]:
    crisis = Crisis.objects.visible_to(user).filter(pk=crisis_id).first()
    return team_to_nominate(user, crisis) if crisis and can_nominate(user) else {}
