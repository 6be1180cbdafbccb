"""Permissions on reviews (domain section 10)."""

from people.identity import Role, User
from quality.models import Review, Slot


def can_manage_programmes(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR, Role.ADMINISTRATOR)


def can_see_board(user: User) -> bool:
    """Supervisors only: the board shows people's scores, which administrators must not see."""
    return user.has_role(Role.SUPERVISOR)


def can_edit_scorecards(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR)


def can_read_scorecard(user: User) -> bool:
    """Everyone who reviews with the scorecard or is reviewed with it."""
    return user.has_role(Role.SUPERVISOR, Role.REVIEWER, Role.AGENT)


def can_review_at_all(user: User) -> bool:
    return user.has_role(Role.REVIEWER)


def is_reviewed(user: User) -> bool:
    return user.has_role(Role.AGENT)


def can_review(user: User, slot: Slot) -> bool:
    """True for the reviewer it is assigned to."""
    return can_review_at_all(user) and slot.reviewer_id == user.person_id


def may_correct(user: User, review: Review) -> bool:
    """True for the reviewer who made it. The action checks the deadline."""
    return can_review_at_all(user) and review.reviewer_id == user.person_id


def can_acknowledge(user: User, review: Review) -> bool:
    return review.person_id == user.person_id and review.state == Review.State.COMPLETED
