"""Permissions on scripts (domain section 10)."""

from people.identity import Role, User
from scripts_library.models import KEEPERS, READERS, ScriptVersion

# They maintain the rules about harmful phrases.
PHRASE_KEEPERS = (Role.SUPERVISOR,)


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


def can_use(user: User) -> bool:
    """May use scripts in contacts, so that uses are counted. Others only read."""
    return user.has_role(Role.AGENT)


def can_release(user: User) -> bool:
    """May publish approved versions and withdraw published ones."""
    return user.has_role(*KEEPERS)


def can_withdraw(user: User, version: ScriptVersion) -> bool:
    """May withdraw this published version."""
    return version.state == version.State.PUBLISHED and can_release(user)


def can_keep_phrases(user: User) -> bool:
    return user.has_role(*PHRASE_KEEPERS)


def can_see_readers(user: User) -> bool:
    """May see the names of a version's readers. Other writers and approvers see only their number."""
    return user.has_role(Role.SUPERVISOR)


def can_keep_kinds(user: User) -> bool:
    """May add and edit kinds of scripts, and choose one for a script."""
    return user.has_role(*KEEPERS)


def can_comment(user: User) -> bool:
    """May comment on passages of versions, reply and resolve comments."""
    return user.has_role(*KEEPERS)


def can_review_afterwards(user: User, version: ScriptVersion) -> bool:
    """May review this version, which was published in an emergency: neither its writer nor the person who published it. Once
    it is withdrawn, there is nothing to review.
    """
    is_open = version.afterwards_due_at is not None and version.afterwards_at is None
    is_waiting = is_open and version.state != version.State.WITHDRAWN
    is_third = not wrote(user, version) and user.person_id != version.approver_id
    return is_waiting and is_third and can_approve(user)


def can_see_unfound_searches(user: User) -> bool:
    """May see which searches found no script, and mark them as done."""
    return user.has_role(*KEEPERS)
