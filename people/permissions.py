"""Who may do what with people. Domain section 10: users, roles and settings belong to administrators."""

from people.models import Role, User


def can_manage_people(user: User | None) -> bool:
    """Administrators, and the system itself (None), for imports and the demo."""
    return user is None or user.has_role(Role.ADMINISTRATOR)


def can_add_agents(user: User) -> bool:
    """Whoever imports files may add the agents they name, without sign-in and with no other role."""
    return user.has_role(Role.OPS, Role.ADMINISTRATOR)


def can_manage_tokens(user: User | None) -> bool:
    """What other systems may do is decided by administrators; the system itself (None) may, for the demo and tests."""
    return can_manage_people(user)
