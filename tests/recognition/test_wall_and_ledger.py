"""Visibility of issued awards: on the wall, on the nominee's page and in the ledger."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from journal import queries as journals
from journal.actions import open_journal
from people.models import User
from recognition import actions, queries
from recognition.models import AwardType, LedgerEntry
from tests.factories.people import Personas
from tests.factories.recognition import AwardFactory, AwardTypeFactory, BudgetFactory


def issue(personas: Personas, **fields: object) -> None:
    award = AwardFactory.create(nominee=personas.agent.person, nominator=personas.other_agent.person, **fields)
    actions.approve(actor=personas.supervisor, award=award)


def test_the_wall_shows_reasons_and_no_amounts(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    budget = BudgetFactory.create(type__unit="guilders")
    issue(personas, type=budget.type, amount=50, reason="Found the parcel.")
    answer = sign_in(personas.reviewer).get(reverse("recognition:wall")).content.decode()
    assert "Found the parcel." in answer
    assert "Ana Agent" in answer
    assert "guilders" not in answer


def test_nomination_is_not_on_the_wall_before_it_is_issued(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    AwardFactory.create(nominee=personas.agent.person, reason="Only proposed.")
    assert "Only proposed." not in sign_in(personas.reviewer).get(reverse("recognition:wall")).content.decode()


def test_discreet_person_is_not_on_the_wall(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    case = open_journal(title="Storm")
    client = sign_in(personas.agent)
    client.post(reverse("recognition:discretion"), {"is_shown": "no"})
    issue(personas, journal=case)
    assert list(queries.wall()) == []
    assert journals.lines(case.pk)[-1].texts["nominee"] == "A colleague"
    assert "reason" not in journals.lines(case.pk)[-1].texts
    assert [line.is_public for line in queries.awards_of(case.pk)] == [False]
    client.post(reverse("recognition:discretion"), {"is_shown": "yes"})
    client.post(reverse("recognition:discretion"), {"is_shown": "yes"})
    assert len(queries.wall()) == 1


def test_the_wish_is_journalled_when_it_changes(personas: Personas) -> None:
    for is_shown in (True, False, False, True):
        actions.set_discretion(actor=personas.agent, is_shown=is_shown)
    house = next(each for each in journals.journals() if each.kind == "house")
    assert [line.data["is_shown"] for line in journals.lines(house.pk)] == [False, True]


@pytest.mark.parametrize(
    ("reader", "entries"), [("ops", 1), ("administrator", 1), ("supervisor", 1), ("other_supervisor", 0), ("agent", 0)]
)
def test_each_role_sees_its_part_of_the_ledger(personas: Personas, reader: str, entries: int) -> None:
    issue(personas)
    assert queries.ledger(getattr(personas, reader)).count() == entries


def test_the_ledger_page(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    budget = BudgetFactory.create()
    issue(personas, type=budget.type, amount=50)
    answer = sign_in(personas.ops).get(reverse("recognition:ledger")).content.decode()
    assert "50 points" in answer
    assert "Sofia Supervisor" in answer
    assert "Ana Agent" in answer


def test_awards_of_a_case(personas: Personas) -> None:
    case = open_journal(title="Storm")
    issue(personas, journal=case, reason="Found the parcel.")
    issue(personas)
    (line,) = queries.awards_of(case.pk)
    entry = LedgerEntry.objects.get(award=line.id)
    assert (line.nominee_name, line.nominator_name, line.reason) == ("Ana Agent", "Otto Otheragent", "Found the parcel.")
    assert (line.state, line.issued_at, line.is_public) == ("issued", entry.issued_at, True)


@pytest.mark.django_db
def test_an_installation_starts_with_awards_and_thanks_cost_nothing() -> None:
    kinds = {offered.kind for offered in queries.types()}
    assert kinds == set(AwardType.Kind.values)
    assert {offered.needs_budget for offered in queries.types() if offered.kind == "thanks"} == {False}


@pytest.mark.django_db
def test_a_retired_type_is_not_offered() -> None:
    AwardTypeFactory.create(name="Old", is_offered=False)
    assert "Old" not in [offered.name for offered in queries.types()]
