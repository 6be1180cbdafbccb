"""Permissions on scripts (domain section 10)."""

from people.identity import Role, User
from scripts_library.models import KEEPERS, READERS, ScriptVersion


def can_read(user: User) -> bool:
    return user.has_role(*READERS)


def sees_every_version(user: User) -> bool:
    return user.has_role(*KEEPERS)


def can_write(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR)


def can_approve(user: User) -> bool:
    """May approve texts of others; `wrote` says whether a text is their own."""
    return user.has_role(Role.APPROVER, Role.TRAINER)


def wrote(user: User, version: ScriptVersion) -> bool:
    return user.person_id in version.writer_ids


def can_release(user: User) -> bool:
    """May publish approved versions and withdraw published ones."""
    return user.has_role(*KEEPERS)


def can_withdraw(user: User, version: ScriptVersion) -> bool:
    """May withdraw this published version."""
    return version.state == version.State.PUBLISHED and can_release(user)


def can_keep_phrases(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR)


def can_see_readers(user: User) -> bool:
    """May see the names of a version's readers. Other writers and approvers see only their number."""
    return user.has_role(Role.SUPERVISOR)


def can_see_unfound_searches(user: User) -> bool:
    """May see which searches found no script, and mark them as done."""
    return user.has_role(*KEEPERS)
