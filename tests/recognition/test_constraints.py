"""Constraints of the recognition tables, with accepted and refused rows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from people.models import Person
from recognition.models import Award, AwardType, Discretion, Evidence, LedgerEntry
from tests.constraints import refused_by, refused_by_trigger
from tests.factories.people import PersonFactory
from tests.factories.recognition import AwardFactory, AwardTypeFactory, BudgetFactory, CostlyTypeFactory, approved

pytestmark = pytest.mark.django_db
NOON = "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("award_type_kind_known", {"kind": "medal"}),
        ("award_type_thanks_need_no_budget", {"kind": "thanks", "needs_budget": True, "unit": "EUR"}),
        ("award_type_unit_if_it_costs", {"kind": "gift", "needs_budget": True, "unit": ""}),
        ("award_type_unit_if_it_costs", {"kind": "gift", "needs_budget": False, "unit": "EUR"}),
    ],
)
def test_contradictory_award_type_is_refused_by_the_database(constraint: str, fields: dict[str, Any]) -> None:
    with refused_by(constraint):
        AwardTypeFactory.create(**fields)


def test_every_kind_is_known_and_thanks_cost_nothing() -> None:
    for kind in AwardType.Kind:
        AwardTypeFactory.create(kind=kind)
    CostlyTypeFactory.create(kind="gift", unit="EUR")


def test_type_names_are_unique_in_any_case() -> None:
    AwardTypeFactory.create(name="Golden headset")
    AwardTypeFactory.create(name="Silver headset")
    with refused_by("award_type_name_unique"):
        AwardTypeFactory.create(name="GOLDEN headset")


def test_a_budget_lasts_at_least_a_day() -> None:
    BudgetFactory.create(first_on=date(2026, 3, 1), last_on=date(2026, 3, 1))
    with refused_by("budget_days_in_order"):
        BudgetFactory.create(first_on=date(2026, 3, 2), last_on=date(2026, 3, 1))


def test_a_budget_is_never_overspent() -> None:
    BudgetFactory.create(amount=Decimal(100), spent=Decimal(100))
    for spent in ("100.01", "-0.01"):
        with refused_by("budget_not_overspent"):
            BudgetFactory.create(amount=Decimal(100), spent=Decimal(spent))


def test_a_type_has_one_budget_at_a_time() -> None:
    march = BudgetFactory.create(first_on=date(2026, 3, 1), last_on=date(2026, 3, 31))
    BudgetFactory.create(type=march.type, first_on=date(2026, 4, 1), last_on=date(2026, 4, 30))
    BudgetFactory.create(first_on=date(2026, 3, 31), last_on=date(2026, 4, 30))
    with refused_by("budget_one_at_a_time"):
        BudgetFactory.create(type=march.type, first_on=date(2026, 2, 1), last_on=date(2026, 3, 1))


def test_self_nomination_is_refused() -> None:
    person = PersonFactory.create()
    AwardFactory.create(nominee=person)
    with refused_by("award_not_for_oneself"):
        AwardFactory.create(nominee=person, nominator=person)


def test_a_nomination_has_a_reason_and_a_positive_amount_or_none() -> None:
    AwardFactory.create(amount=Decimal("0.01"))
    AwardFactory.create(amount=None)
    with refused_by("award_has_a_reason"):
        AwardFactory.create(reason="")
    with refused_by("award_amount_positive"):
        AwardFactory.create(amount=Decimal(0))


def test_neither_nominator_nor_nominee_decides() -> None:
    nominee, nominator, other = PersonFactory.create_batch(3)
    approved(nominee=nominee, nominator=nominator, decided_by=other)
    for partial in (nominee, nominator):
        with refused_by("award_decided_by_somebody_else"):
            approved(nominee=nominee, nominator=nominator, decided_by=partial)


@pytest.mark.parametrize("state", [*Award.State.values, "promised"])
@pytest.mark.parametrize("has_decider", [True, False])
@pytest.mark.parametrize("has_time", [True, False])
def test_a_decision_belongs_to_its_state(state: str, has_decider: bool, has_time: bool) -> None:
    fields: dict[str, Any] = {
        "state": state,
        "decided_by": PersonFactory.create() if has_decider else None,
        "decided_at": NOON if has_time else None,
        "issued_at": NOON if state == "issued" else None,
        "decline_reason": "Too early." if state == "declined" else "",
    }
    decided = {"approved", "issued", "declined"}
    allowed = (
        (state == "nominated" and not has_decider and not has_time)
        or (state == "cancelled" and not has_decider and has_time)
        or (state in decided and has_decider and has_time)
    )
    if allowed:
        AwardFactory.create(**fields)
    else:
        with refused_by("award_decision_matches_state"):
            AwardFactory.create(**fields)


def test_issued_has_a_time_and_declined_a_reason() -> None:
    decider = PersonFactory.create()
    decided: dict[str, Any] = {"decided_by": decider, "decided_at": NOON}
    AwardFactory.create(state="issued", issued_at=NOON, **decided)
    AwardFactory.create(state="declined", decline_reason="Too early.", **decided)
    with refused_by("award_issued_at_matches_state"):
        AwardFactory.create(state="issued", **decided)
    with refused_by("award_issued_at_matches_state"):
        AwardFactory.create(state="approved", issued_at=NOON, **decided)
    with refused_by("award_declined_with_a_reason"):
        AwardFactory.create(state="declined", **decided)
    with refused_by("award_declined_with_a_reason"):
        AwardFactory.create(state="approved", decline_reason="Too early.", **decided)


def test_evidence_has_a_text_and_names_a_record_whole_or_not_at_all() -> None:
    award = AwardFactory.create()
    Evidence.objects.create(award=award, text="the call of Tuesday")
    Evidence.objects.create(award=award, text="review 12", subject_type="quality.Review", subject_id=12)
    with refused_by("evidence_has_a_text"):
        Evidence.objects.create(award=award, text="")
    for half in ({"subject_type": "quality.Review"}, {"subject_id": 12}):
        with refused_by("evidence_subject_whole"):
            Evidence.objects.create(award=award, text="half", **half)


def entry_for(award: Award, **fields: Any) -> LedgerEntry:
    values = {"person": award.nominee, "type": award.type, "issued_on": date(2026, 3, 2), "issued_at": NOON, **fields}
    return LedgerEntry.objects.create(award=award, **values)


def test_an_award_is_in_the_ledger_once() -> None:
    first, second = AwardFactory.create_batch(2)
    entry_for(first)
    entry_for(second)
    with refused_by("ledger_award_issued_once"):
        entry_for(first)


def test_a_ledger_amount_comes_from_a_budget() -> None:
    budget = BudgetFactory.create()
    entry_for(AwardFactory.create(), budget=budget, amount=Decimal(5))
    for wrong in ({"amount": Decimal(5)}, {"budget": budget}, {"budget": budget, "amount": Decimal(0)}):
        with refused_by("ledger_amount_from_a_budget"):
            entry_for(AwardFactory.create(), **wrong)


def test_the_ledger_is_append_only() -> None:
    entry = entry_for(AwardFactory.create())
    with refused_by_trigger("never changed or deleted"):
        LedgerEntry.objects.filter(pk=entry.pk).update(issued_on=date(2026, 3, 3))
    with refused_by_trigger("never changed or deleted"):
        entry.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE recognition_ledgerentry DISABLE TRIGGER USER")
    assert LedgerEntry.objects.filter(pk=entry.pk).update(issued_on=date(2026, 3, 3)) == 1


def test_one_wish_for_discretion_each() -> None:
    one, other = PersonFactory.create_batch(2)
    for person in (one, other):
        Discretion.objects.create(person=person)
    with refused_by("recognition_discretion_person_id_key"):
        Discretion.objects.create(person=Person.objects.get(pk=one.pk))
