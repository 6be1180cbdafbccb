"""Permissions on suggestions. Everyone who can sign in may write one."""

from django.core.exceptions import PermissionDenied

from care.models import Suggestion
from people.identity import Role, User


def can_triage(user: User) -> bool:
    """Whether the user reads all suggestions as they were written, and answers them."""
    return user.has_role(Role.SUPERVISOR)


def can_decide_suggestion(user: User, suggestion: Suggestion) -> bool:
    """Whether the user may publish, answer or merge the suggestion: never its own author, nor that of one merged into it."""
    return can_triage(user) and suggestion.is_delivered and not _wrote_part_of(user, suggestion)


def is_own_suggestion(user: User, suggestion: Suggestion) -> bool:
    """Whether the user wrote the suggestion with their name. Nobody can know that of an anonymous one."""
    return suggestion.author_id == user.person_id


def _wrote_part_of(user: User, suggestion: Suggestion) -> bool:
    return is_own_suggestion(user, suggestion) or suggestion.merged.filter(author=user.person_id).exists()


def can_vote(user: User, suggestion: Suggestion) -> bool:
    return bool(suggestion.published_text) and not is_own_suggestion(user, suggestion)


def require_part_in_conversation(user: User, suggestion: Suggestion) -> None:
    """Refuse users who are neither the named author nor may answer."""
    if not (is_own_suggestion(user, suggestion) or can_decide_suggestion(user, suggestion)):
        raise PermissionDenied
