"""An administrator can't give themselves rights unnoticed."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from people import actions
from people.actions.own_rights import AskAnotherAdministrator
from people.models import Membership, Notification, Role, RoleGrant, Team, User
from tests.factories.people import Personas, user_with

SignIn = Callable[[User], Client]
BOTH = [Role.ADMINISTRATOR, Role.SUPERVISOR]


@pytest.fixture
def second(personas: Personas) -> User:
    return user_with(Role.ADMINISTRATOR, name="Bea Administrator")


def roles_of(user: User) -> set[str]:
    return set(RoleGrant.objects.filter(person=user.person).values_list("role", flat=True))


@pytest.mark.usefixtures("second")
def test_own_role_change_is_refused_if_another_administrator_can_make_it(personas: Personas, sign_in: SignIn) -> None:
    with pytest.raises(AskAnotherAdministrator, match="Bea Administrator"):
        actions.set_roles(actor=personas.administrator, person=personas.administrator.person, roles=BOTH)
    url = reverse("people:roles", args=[personas.administrator.person_id])
    answer = sign_in(personas.administrator).post(url, {"roles": ["administrator", "supervisor"]})
    assert answer.status_code == 409
    assert roles_of(personas.administrator) == {"administrator"}


def test_another_administrator_gives_the_role(personas: Personas, second: User) -> None:
    actions.set_roles(actor=second, person=personas.administrator.person, roles=BOTH)
    assert roles_of(personas.administrator) == {"administrator", "supervisor"}
    assert not Notification.objects.exists()


def test_administrator_without_an_account_does_not_count(personas: Personas, second: User) -> None:
    actions.end_sign_in(actor=personas.administrator, person=second.person)
    actions.set_roles(actor=personas.administrator, person=personas.administrator.person, roles=BOTH)
    assert "supervisor" in roles_of(personas.administrator)


def test_own_role_change_of_the_only_administrator_is_announced(personas: Personas) -> None:
    actions.set_roles(actor=personas.administrator, person=personas.administrator.person, roles=BOTH)
    text = "Adam Administrator, the only administrator, gave themselves new roles: Supervisor."
    told = dict(Notification.objects.values_list("person", "text"))
    assert told.keys() == {user.person_id for user in (personas.administrator, personas.supervisor, personas.other_supervisor)}
    assert set(told.values()) == {text}


@pytest.mark.usefixtures("second")
def test_administrators_can_remove_their_own_roles(personas: Personas) -> None:
    person = user_with(Role.ADMINISTRATOR, Role.SUPERVISOR, name="Cora Administrator")
    actions.set_roles(actor=person, person=person.person, roles=[Role.ADMINISTRATOR])
    assert roles_of(person) == {"administrator"}


def test_becoming_team_leader_follows_the_same_rules(personas: Personas, second: User) -> None:
    team, me = Team.objects.get(name="South"), personas.administrator
    with pytest.raises(AskAnotherAdministrator):
        actions.join_team(actor=me, person=me.person, team=team, starts_on=date(2026, 3, 1), is_lead=True)
    assert not Membership.objects.filter(person=me.person).exists()
    actions.join_team(actor=second, person=me.person, team=team, starts_on=date(2026, 3, 1))
    actions.end_sign_in(actor=me, person=second.person)
    other = Team.objects.get(name="North")
    actions.join_team(actor=me, person=me.person, team=other, starts_on=date(2026, 3, 1), is_lead=True)
    told = Notification.objects.filter(person=personas.supervisor.person).get()
    assert "became leader of North" in told.text


@pytest.mark.usefixtures("second")
def test_merge_into_an_own_record_needs_another_administrator(personas: Personas) -> None:
    me, other = personas.administrator.person, personas.supervisor.person
    for kept, merged in ((me, other), (other, me)):
        with pytest.raises(AskAnotherAdministrator):
            actions.merge_persons(actor=personas.administrator, kept=kept, merged=merged)
