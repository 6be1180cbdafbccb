"""Permissions on refreshers, role plays and readiness (domain section 10)."""

from people.identity import Role, User
from training.trainees import trainees_of

COLLEAGUES = (Role.AGENT, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER)


def can_train(user: User) -> bool:
    """Whether the user builds refreshers and role plays and sees what people have done."""
    return user.has_role(Role.TRAINER)


def has_own_training(user: User) -> bool:
    """Whether the user has the page about their own refresher."""
    return user.has_role(*COLLEAGUES)


def can_see_why(user: User, journal_id: int) -> bool:
    """Whether the user sees which items people lack: trainers, and lead and deputy of the crisis. They also send reminders."""
    return can_train(user) or user.person_id in trainees_of(journal_id).lead_ids


def can_see_readiness(user: User, journal_id: int) -> bool:
    """Whether the user sees who is ready: also supervisors, without the reasons."""
    return user.has_role(Role.SUPERVISOR) or can_see_why(user, journal_id)
