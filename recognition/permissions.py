"""Permissions on awards (domain section 10)."""

from people.identity import Role, User
from recognition import leads
from recognition.models import Award


def can_nominate(user: User) -> bool:
    """Whether the user may nominate colleagues and see the wall: everyone who works with customers or with agents."""
    return user.has_role(Role.AGENT, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER)


def can_decide(user: User) -> bool:
    """Whether the user can have nominations to review. For one nomination, see `can_approve_award`."""
    return user.has_role(Role.SUPERVISOR) or bool(leads.journals_led_by(user))


def can_approve_award(user: User, award: Award) -> bool:
    """Whether the user may decide on the award, never as nominator or nominee; see `AwardQuerySet.approvable_by`."""
    return Award.objects.filter(pk=award.pk).approvable_by(user).exists()


def can_cancel_award(user: User, award: Award) -> bool:
    return award.nominator_id == user.person_id


def can_read_ledger(user: User) -> bool:
    return user.has_role(Role.SUPERVISOR, Role.OPS, Role.ADMINISTRATOR)


def can_manage_budgets(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)
