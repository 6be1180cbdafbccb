"""Awards of a drill: decided as usual, without budget, ledger or wall, by participants only."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from people.identity import User
from people.models import Notification
from recognition import actions, queries
from recognition.models import Award, Budget, LedgerEntry
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.factories.recognition import AwardFactory, BudgetFactory

SignIn = Callable[[User], Client]


@pytest.fixture
def drill(personas: Personas) -> Crisis:
    """A drill led by Omar, who doesn't lead Ana's team. Ana is invited."""
    led_by_omar = replace(personas, supervisor=personas.other_supervisor)
    crisis = crises.ready(led_by_omar, is_drill=True)
    crises.invited(crisis, led_by_omar, 1)
    return crisis


def nominated(drill: Crisis, personas: Personas, budget: Budget) -> Award:
    return actions.nominate(
        actor=personas.reviewer,
        journal=drill.journal,
        nominee_id=personas.agent.person_id,
        type_id=budget.type_id,
        amount=Decimal(60),
        reason="Calm throughout.",
    )


def test_an_award_of_a_drill_spends_nothing_and_enters_no_ledger(drill: Crisis, personas: Personas) -> None:
    budget = BudgetFactory.create(amount=Decimal(50))
    award = actions.approve(actor=personas.other_supervisor, award=nominated(drill, personas, budget))
    assert award.state == Award.State.ISSUED
    budget.refresh_from_db()
    assert budget.spent == 0
    assert not LedgerEntry.objects.exists()
    assert actions.issue_approved() == 0


def test_an_award_of_a_drill_is_neither_on_the_wall_nor_on_the_home(drill: Crisis, personas: Personas, sign_in: SignIn) -> None:
    award = nominated(drill, personas, BudgetFactory.create())
    actions.approve(actor=personas.other_supervisor, award=award)
    assert not queries.wall().exists()
    home, mine = (sign_in(personas.agent).get(reverse(name)).content.decode() for name in ("desk:home", "recognition:mine"))
    assert "Calm throughout." not in home.replace("Drill: You received an award", "")
    assert "Calm throughout." in mine
    assert "Drill" in mine


def test_only_participants_of_a_drill_decide_and_are_told(drill: Crisis, personas: Personas, sign_in: SignIn) -> None:
    award = nominated(drill, personas, BudgetFactory.create())
    # Sofia leads Ana's team, so she decides on Ana's everyday nominations.
    assert not queries.to_decide(personas.supervisor).exists()
    assert not Notification.objects.filter(person=personas.supervisor.person).exists()
    assert sign_in(personas.supervisor).get(reverse("recognition:decide", args=[award.pk])).status_code == 404
    assert sign_in(personas.supervisor).post(reverse("recognition:approve", args=[award.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.approve(actor=personas.supervisor, award=award)
    page = sign_in(personas.other_supervisor).get(reverse("recognition:decide", args=[award.pk])).content.decode()
    assert "This is a drill." in page
    home = sign_in(personas.other_supervisor).get(reverse("desk:home")).content.decode()
    assert "Drill: 1 nomination to review" in home


def test_everyday_award_counts_during_a_drill(drill: Crisis, personas: Personas) -> None:
    award = AwardFactory.create(nominee=personas.agent.person, nominator=personas.reviewer.person)
    actions.approve(actor=personas.supervisor, award=award)
    assert list(queries.wall()) == [award]
    assert LedgerEntry.objects.get().award == award


def test_nominations_of_a_drill_keep_no_award_type_in_use(drill: Crisis, personas: Personas, sign_in: SignIn) -> None:
    """The warning before retiring an award type doesn't count nominations of drills."""
    budget = BudgetFactory.create()
    nominated(drill, personas, budget)
    client, page = sign_in(personas.administrator), reverse("recognition:budgets")
    assert "1 open nomination can still be approved" not in client.get(page).content.decode()
    AwardFactory.create(nominee=personas.agent.person, nominator=personas.reviewer.person, type=budget.type, amount=Decimal(5))
    assert "1 open nomination can still be approved" in client.get(page).content.decode()
