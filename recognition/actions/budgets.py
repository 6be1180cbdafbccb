"""Award types and budgets. The lock order is the same as for awards."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people.identity import User
from recognition import permissions
from recognition.models import AwardType, Budget
from recognition.verbs import Verb


class BudgetsOverlap(Refused):
    """Another budget of the type overlaps the period."""


class BelowSpending(Refused):
    """The budget would be lower than the amount spent."""


class TypeExists(Refused):
    """An award with this name exists."""


@transaction.atomic
def add_budget(*, actor: User, type_id: int, first_on: date, last_on: date, amount: Decimal) -> Budget:
    """Add a budget for an award type from the first to the last day."""
    if not permissions.can_manage_budgets(actor):
        raise PermissionDenied
    kind = AwardType.objects.select_for_update().get(pk=type_id)
    other = Budget.objects.filter(type=kind, first_on__lte=last_on, last_on__gte=first_on).first()
    if other is not None:
        raise BudgetsOverlap(
            _("There's already a budget for some of these days: %(budget)s. Change it, or choose other days.")
            % {"budget": other}
        )
    budget = Budget.objects.create(type=kind, first_on=first_on, last_on=last_on, amount=amount)
    _record_budget(budget, actor=actor)
    return budget


@transaction.atomic
def change_budget(*, actor: User, budget: Budget, amount: Decimal) -> Budget:
    """Change the amount of a budget. It can't be lower than the amount spent."""
    if not permissions.can_manage_budgets(actor):
        raise PermissionDenied
    locked = Budget.objects.select_for_update().get(pk=budget.pk)
    if amount < locked.spent:
        raise BelowSpending(_("Already spent: %(spent)s. Enter at least this amount.") % {"spent": locked.spent})
    locked.amount = amount
    locked.save(update_fields=["amount"])
    _record_budget(locked, actor=actor)
    return locked


@transaction.atomic
def add_type(*, actor: User, kind: str, name: str, unit: str) -> AwardType:
    """Add an award type. With a unit, it costs something and needs a budget."""
    if not permissions.can_manage_budgets(actor):
        raise PermissionDenied
    if AwardType.objects.filter(name__iexact=name).exists():
        raise TypeExists(_("There's already an award called %(name)s. Choose another name.") % {"name": name})
    added = AwardType.objects.create(kind=kind, name=name, unit=unit, needs_budget=bool(unit))
    record(house_journal(), Verb.TYPE_ADDED, actor=actor, subject=added, texts={"award": name})
    return added


@transaction.atomic
def retire_type(*, actor: User, award_type: AwardType) -> AwardType:
    """Stop offering an award type. Open nominations stay open."""
    if not permissions.can_manage_budgets(actor):
        raise PermissionDenied
    locked = AwardType.objects.select_for_update().get(pk=award_type.pk)
    if locked.is_offered:
        locked.is_offered = False
        locked.save(update_fields=["is_offered"])
        record(house_journal(), Verb.TYPE_RETIRED, actor=actor, subject=locked, texts={"award": locked.name})
    return locked


@transaction.atomic
def offer_type_again(*, actor: User, award_type: AwardType) -> AwardType:
    """Offer a retired award type again."""
    if not permissions.can_manage_budgets(actor):
        raise PermissionDenied
    locked = AwardType.objects.select_for_update().get(pk=award_type.pk)
    if not locked.is_offered:
        locked.is_offered = True
        locked.save(update_fields=["is_offered"])
        record(house_journal(), Verb.TYPE_OFFERED_AGAIN, actor=actor, subject=locked, texts={"award": locked.name})
    return locked


def _record_budget(budget: Budget, *, actor: User) -> None:
    data = {"first_on": budget.first_on.isoformat(), "last_on": budget.last_on.isoformat(), "amount": str(budget.amount)}
    record(house_journal(), Verb.BUDGET_SET, actor=actor, subject=budget, data=data, texts={"award": budget.type.name})
