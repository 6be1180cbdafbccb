"""Permissions on people, roles, settings and tokens (domain section 10)."""

from people.models import Role, User


def can_manage_people(user: User | None) -> bool:
    """True for administrators, and for the system (None): imports and the demo."""
    return user is None or user.has_role(Role.ADMINISTRATOR)


def can_add_agents(user: User) -> bool:
    """True for users who import files. The agents get no account and no other role."""
    return user.has_role(Role.OPS, Role.ADMINISTRATOR)


def can_manage_tokens(user: User | None) -> bool:
    """True for administrators, and for the system (None): the demo and tests."""
    return can_manage_people(user)
