"""Awards for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from journal.actions import house_journal
from people.models import Person
from recognition.models import Award, AwardType, Budget
from tests.factories.people import PersonFactory


class AwardTypeFactory(DjangoModelFactory[AwardType]):
    """Something that costs nothing."""

    class Meta:
        model = AwardType

    kind = AwardType.Kind.BADGE
    name = Sequence(lambda n: f"Badge {n}")


class CostlyTypeFactory(DjangoModelFactory[AwardType]):
    class Meta:
        model = AwardType

    kind = AwardType.Kind.POINTS
    name = Sequence(lambda n: f"Points {n}")
    needs_budget = True
    unit = "points"


class BudgetFactory(DjangoModelFactory[Budget]):
    class Meta:
        model = Budget

    type = SubFactory(CostlyTypeFactory)
    first_on = date(2020, 1, 1)
    last_on = date(2039, 12, 31)
    amount = Decimal(100)


class AwardFactory(DjangoModelFactory[Award]):
    """A nomination that nobody has decided on."""

    class Meta:
        model = Award

    journal = LazyFunction(house_journal)
    type = SubFactory(AwardTypeFactory)
    nominee = SubFactory(PersonFactory)
    nominator = SubFactory(PersonFactory)
    reason = "Stayed calm for an hour, and the customer thanked us."


def issued(*, decided_by: Person, **fields: Any) -> Award:
    """An award that was issued."""
    at = "2026-03-02T10:00:00Z"
    return AwardFactory.create(state=Award.State.ISSUED, decided_by=decided_by, decided_at=at, issued_at=at, **fields)


def approved(*, decided_by: Person, **fields: Any) -> Award:
    """An approved award that has not been issued."""
    return AwardFactory.create(state=Award.State.APPROVED, decided_by=decided_by, decided_at="2026-03-02T10:00:00Z", **fields)
