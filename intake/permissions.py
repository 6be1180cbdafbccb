"""Who may do what with feedback (domain section 10)."""

from people.identity import Role, User

IMPORTERS = (Role.OPS, Role.ADMINISTRATOR)


def can_import(user: User) -> bool:
    return user.has_role(*IMPORTERS)


def can_manage_webhooks(user: User | None) -> bool:
    """Secrets belong to administrators; the system itself (None) may."""
    return user is None or user.has_role(Role.ADMINISTRATOR)
