"""Who may do what with reviews. Domain section 10."""

from intake.permissions import can_import
from people.identity import Role, User
from quality.models import Review, Slot


def can_manage_programmes(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR, Role.ADMINISTRATOR)


def can_see_board(user: User) -> bool:
    """Supervisors: the board names people and their scores, which administrators do not see."""
    return user.has_role(Role.SUPERVISOR)


def can_edit_scorecards(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR)


def can_read_scorecard(user: User) -> bool:
    """Everybody who reviews by it or is reviewed by it."""
    return user.has_role(Role.SUPERVISOR, Role.REVIEWER, Role.AGENT)


def can_review_at_all(user: User) -> bool:
    return user.has_role(Role.REVIEWER)


def is_reviewed(user: User) -> bool:
    return user.has_role(Role.AGENT)


def can_review(user: User, slot: Slot) -> bool:
    """True for the reviewer it is assigned to."""
    return can_review_at_all(user) and slot.reviewer_id == user.person_id


def may_correct(user: User, review: Review) -> bool:
    """True for the reviewer who made it. Until when is for the action to say."""
    return can_review_at_all(user) and review.reviewer_id == user.person_id


def can_acknowledge(user: User, review: Review) -> bool:
    return review.person_id == user.person_id and review.state == Review.State.COMPLETED


def can_import_evaluations(user: User) -> bool:
    """Roles that import feedback also import evaluations, without seeing what these say about anyone."""
    return can_import(user)
