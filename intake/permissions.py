"""Permissions for imports and webhooks (domain section 10)."""

from people.identity import Role, User

IMPORTERS = (Role.OPS, Role.ADMINISTRATOR)


def can_import(user: User) -> bool:
    return user.has_role(*IMPORTERS)


def can_manage_webhooks(user: User | None) -> bool:
    """True for administrators, because webhooks have secrets, and for the system itself (None)."""
    return user is None or user.has_role(Role.ADMINISTRATOR)
