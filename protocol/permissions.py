"""Permissions on the protocol of a crisis (domain section 10)."""

from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from people.identity import Role, User


def can_read(user: User, crisis: Crisis) -> bool:
    """Supervisors, who run crises, and operations, who hand the document over."""
    return user.has_role(Role.SUPERVISOR, Role.OPS) or leads_crisis(user, crisis)


def can_write(user: User, crisis: Crisis) -> bool:
    """The lead and the deputy, until the crisis is closed."""
    return leads_crisis(user, crisis) and not crisis.is_finished


def can_review(user: User, crisis: Crisis, written_by_id: int | None) -> bool:
    """Supervisors, lead and deputy, except the last editor."""
    may = user.has_role(Role.SUPERVISOR) or leads_crisis(user, crisis)
    return may and user.person_id != written_by_id and not crisis.is_finished
