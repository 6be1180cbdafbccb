"""Budgets of awards, which simultaneous approvals never overspend."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from core import clock, tick
from journal import queries as journals
from journal.actions import house_journal
from people.models import Role, User
from recognition import actions
from recognition.models import Award, AwardType, Budget, BudgetQuerySet, LedgerEntry
from tests.factories.people import Personas, PersonFactory, organisation, user_with
from tests.factories.recognition import AwardFactory, BudgetFactory, CostlyTypeFactory
from tests.threads import Meeting, at_once


def nomination(personas: Personas, budget_or_type: Budget | AwardType, amount: int) -> Award:
    award_type = budget_or_type.type if isinstance(budget_or_type, Budget) else budget_or_type
    people = {"nominee": personas.agent.person, "nominator": personas.other_agent.person}
    return AwardFactory.create(type=award_type, amount=Decimal(amount), **people)


def test_approval_spends_the_budget(personas: Personas) -> None:
    budget = BudgetFactory.create(amount=Decimal(100))
    award = actions.approve(actor=personas.supervisor, award=nomination(personas, budget, 60))
    budget.refresh_from_db()
    assert (award.state, budget.spent, budget.left) == ("issued", Decimal(60), Decimal(40))
    assert LedgerEntry.objects.get().budget_id == budget.pk


def test_approved_award_without_budget_waits_and_is_issued_by_the_tick(personas: Personas) -> None:
    budget = BudgetFactory.create(amount=Decimal(100))
    awards = [nomination(personas, budget, amount) for amount in (60, 50, 40)]
    states = [actions.approve(actor=personas.supervisor, award=award).state for award in awards]
    assert states == ["issued", "approved", "issued"], "50 waits, and does not keep 40 waiting"
    assert actions.issue_approved() == 0
    actions.change_budget(actor=personas.administrator, budget=budget, amount=Decimal(150))
    assert tick.run()["recognition.issue_approved"] == 1
    assert tick.run()["recognition.issue_approved"] == 0
    budget.refresh_from_db()
    assert (budget.spent, LedgerEntry.objects.count()) == (Decimal(150), 3)
    assert not Award.objects.filter(state=Award.State.APPROVED).exists()


def test_decision_page_warns_when_the_budget_is_too_small(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    budget = BudgetFactory.create(amount=Decimal(100))
    for amount, sentence in [(100, "gets the award straight away"), (101, "enough budget")]:
        page = reverse("recognition:decide", args=[nomination(personas, budget, amount).pk])
        assert sentence in sign_in(personas.supervisor).get(page).content.decode()


def test_only_the_budget_of_today_pays(personas: Personas) -> None:
    march = BudgetFactory.create(first_on=date(2026, 3, 1), last_on=date(2026, 3, 31))
    award = nomination(personas, march, 10)
    # It is already April in Berlin.
    with clock.travel(datetime(2026, 3, 31, 22, 30, tzinfo=UTC)):
        assert actions.approve(actor=personas.supervisor, award=award).state == "approved"
    with clock.travel(datetime(2026, 3, 31, 21, 30, tzinfo=UTC)):
        assert actions.issue_approved() == 1
    assert LedgerEntry.objects.get().issued_on == date(2026, 3, 31)


def test_only_administrators_manage_budgets(personas: Personas) -> None:
    budget, award_type = BudgetFactory.create(), CostlyTypeFactory.create()
    for _name, user in personas:
        if user != personas.administrator:
            with pytest.raises(PermissionDenied):
                actions.add_budget(
                    actor=user,
                    type_id=award_type.pk,
                    first_on=date(2026, 1, 1),
                    last_on=date(2026, 1, 2),
                    amount=Decimal(1),
                )
            with pytest.raises(PermissionDenied):
                actions.change_budget(actor=user, budget=budget, amount=Decimal(1))
            with pytest.raises(PermissionDenied):
                actions.add_type(actor=user, kind="gift", name="Book", unit="EUR")
            with pytest.raises(PermissionDenied):
                actions.retire_type(actor=user, award_type=award_type)


def test_budget_is_journalled_and_contradictory_ones_are_refused(personas: Personas) -> None:
    award_type = CostlyTypeFactory.create()
    values: dict[str, Any] = {"actor": personas.administrator, "type_id": award_type.pk, "amount": Decimal(100)}
    budget = actions.add_budget(first_on=date(2026, 3, 1), last_on=date(2026, 3, 31), **values)
    line = journals.lines(house_journal().pk)[-1]
    assert (line.verb, line.data["amount"], line.texts) == ("recognition.budget_set", "100", {"award": award_type.name})
    with pytest.raises(actions.BudgetsOverlap, match="already a budget"):
        actions.add_budget(first_on=date(2026, 3, 31), last_on=date(2026, 4, 30), **values)
    Budget.objects.filter(pk=budget.pk).update(spent=Decimal(30))
    with pytest.raises(actions.BelowSpending, match=r"Already spent: 30\.00"):
        actions.change_budget(actor=personas.administrator, budget=budget, amount=Decimal("29.99"))
    assert actions.change_budget(actor=personas.administrator, budget=budget, amount=Decimal(30)).amount == 30


def test_types_are_added_and_retired(personas: Personas) -> None:
    added = actions.add_type(actor=personas.administrator, kind="gift", name="A book", unit="EUR")
    assert added.needs_budget
    with pytest.raises(actions.TypeExists, match="called a BOOK"):
        actions.add_type(actor=personas.administrator, kind="gift", name="a BOOK", unit="EUR")
    for _twice in range(2):
        assert not actions.retire_type(actor=personas.administrator, award_type=added).is_offered
    verbs = [line.verb for line in journals.lines(house_journal().pk)]
    assert verbs == ["recognition.type_added", "recognition.type_retired"]
    for _twice in range(2):
        assert actions.offer_type_again(actor=personas.administrator, award_type=added).is_offered
    assert [line.verb for line in journals.lines(house_journal().pk)] == [*verbs, "recognition.type_offered_again"]
    with pytest.raises(PermissionDenied):
        actions.offer_type_again(actor=personas.supervisor, award_type=added)


def test_the_pages(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, award_type = sign_in(personas.administrator), CostlyTypeFactory.create()
    values = {"type_id": award_type.pk, "first_on": "2026-03-01", "last_on": "2026-03-31", "amount": "200"}
    assert client.post(reverse("recognition:budgets"), {**values, "last_on": "2026-02-01"}).status_code == 422
    assert client.post(reverse("recognition:budgets"), values).status_code == 302
    assert client.post(reverse("recognition:budgets"), values).status_code == 409
    page = reverse("recognition:budget", args=[Budget.objects.get().pk])
    assert client.post(page, {"amount": "0"}).status_code == 422
    assert client.post(page, {"amount": "250"}).status_code == 302
    assert "250" in client.get(reverse("recognition:budgets")).content.decode()
    assert client.post(reverse("recognition:add-type"), {"kind": "thanks", "name": "x", "unit": "EUR"}).status_code == 422
    assert client.post(reverse("recognition:add-type"), {"kind": "gift", "name": "x", "unit": "EUR"}).status_code == 302
    assert client.post(reverse("recognition:retire-type", args=[award_type.pk])).status_code == 302
    listed = client.get(reverse("recognition:budgets"))
    assert award_type.name not in [each.name for each in listed.context["types"]]
    assert reverse("recognition:offer-type-again", args=[award_type.pk]) in listed.content.decode()
    assert client.post(reverse("recognition:offer-type-again", args=[award_type.pk])).status_code == 302
    AwardFactory.create(type=award_type, amount=10)
    listed = client.get(reverse("recognition:budgets"))
    assert "1 open nomination can still be approved." in listed.content.decode()


def approve_two_at_once(monkeypatch: pytest.MonkeyPatch) -> tuple[Decimal, list[str]]:
    """Run two approvals of 60 from a budget of 100; each waits for the other between reading and writing."""
    organisation()
    leader = user_with(Role.SUPERVISOR, name="Lia Leader")
    budget = BudgetFactory.create(amount=Decimal(100))
    awards = [AwardFactory.create(type=budget.type, amount=Decimal(60), nominee=PersonFactory.create()) for _ in range(2)]
    meeting, save = Meeting(), Budget.save

    def save_after_both_have_read(self: Budget, **fields: object) -> None:
        meeting.wait()
        save(self, **fields)  # type: ignore[arg-type] # what the caller gave

    monkeypatch.setattr(Budget, "save", save_after_both_have_read)

    def approving(award: Award) -> Callable[[], object]:
        return lambda: actions.approve(actor=leader, award=award)

    assert at_once(*map(approving, awards)) == [None, None]
    issued = LedgerEntry.objects.aggregate(total=Sum("amount"))["total"]
    return issued, sorted(Award.objects.values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_never_overspend(monkeypatch: pytest.MonkeyPatch) -> None:
    assert approve_two_at_once(monkeypatch) == (Decimal(60), ["approved", "issued"])


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_without_the_lock_overspend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BudgetQuerySet, "select_for_update", lambda self, **_options: self)
    assert approve_two_at_once(monkeypatch) == (Decimal(120), ["issued", "issued"])
