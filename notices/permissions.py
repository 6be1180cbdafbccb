"""Permissions on chat channels (domain section 10)."""

from people.identity import Role, User


def can_manage_channels(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)
