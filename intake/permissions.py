"""Permissions for imports and webhooks (domain section 10)."""

from intake.models.kinds import IMPORTERS_OF, kinds_for
from people.identity import Role, User

# Everyone who imports anything.
IMPORTERS = tuple(dict.fromkeys(role for roles in IMPORTERS_OF.values() for role in roles))


def can_import(user: User, kind: str = "") -> bool:
    """True for those who import this kind of file, or (without one) any kind."""
    kinds = kinds_for(user)
    return kind in kinds if kind else bool(kinds)


def can_manage_webhooks(user: User | None) -> bool:
    """True for administrators, because webhooks have secrets, and for the system itself (None)."""
    return user is None or user.has_role(Role.ADMINISTRATOR)
