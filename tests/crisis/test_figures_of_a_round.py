"""Lead and deputy see each ending of invitations; others only totals that don't reveal a reply."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crisis import actions
from crisis.models import Crisis
from crisis.queries.invitations import counts_of, may_be_told, totals_of
from people.models import User
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def round_of(personas: Personas, *, size: int, joining: int) -> tuple[Crisis, list[User]]:
    """An active crisis with this many invited people, of whom the first have joined."""
    users = crises.agents(size)
    crisis = crises.active(personas, [user.person_id for user in users], team_size=size)
    for invitation, user in zip(crises.invited(crisis, personas, size), users[:joining], strict=False):
        crises.accept(invitation, user)
    crisis.refresh_from_db()
    return crisis, users


def buy_in_page(client: Client, crisis: Crisis) -> str:
    return client.get(reverse("crisis:buy_in", args=[crisis.pk])).content.decode()


def test_each_ending_of_an_invitation_is_counted_separately(personas: Personas, sign_in: SignIn) -> None:
    crisis, users = round_of(personas, size=4, joining=3)
    actions.withdraw(actor=users[0], invitation=crisis.invitations.get(person=users[0].person_id))
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=users[1].person_id)
    crises.expire(crisis)
    crises.selected(crisis, [personas.agent.person_id])
    crises.invited(crisis, personas)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    crisis.refresh_from_db()
    assert dict(counts_of(crisis).endings) == {
        "Declined": 0,
        "No reply in time": 1,
        "Ended with the crisis": 1,
        "Released": 1,
        "Withdrawn": 1,
    }
    for_lead = buy_in_page(sign_in(personas.supervisor), crisis)
    for_others = buy_in_page(sign_in(personas.other_supervisor), crisis)
    assert "<dt>Declined</dt>" not in for_lead
    for kind in ("No reply in time", "Ended with the crisis", "Withdrawn"):
        assert kind in for_lead
        assert kind not in for_others
    assert "Left the team" in for_others
    assert users[0].person.display_name in for_others


@pytest.mark.parametrize(
    ("figures", "told"),
    [([], True), ([0, 0], True), ([5], True), ([4], False), ([1], False), ([10, 5], True), ([10, 6], False), ([7, 7], True)],
)
def test_totals_are_shown_if_figures_and_differences_are_zero_or_at_least_five(figures: list[int], told: bool) -> None:
    assert may_be_told(figures) is told


@pytest.mark.parametrize(("joining", "shown"), [(5, True), (6, False), (10, True)])
def test_others_see_totals_after_resolution_only(joining: int, shown: bool, personas: Personas, sign_in: SignIn) -> None:
    crisis, _users = round_of(personas, size=10, joining=joining)
    client = sign_in(personas.other_supervisor)
    assert "People invited" not in buy_in_page(client, crisis)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    crisis.refresh_from_db()
    assert totals_of(crisis) == ({"invited": 10, "served": joining} if shown else {})
    assert ("People invited" in buy_in_page(client, crisis)) is shown


def test_room_shows_counts_of_invitations_to_the_lead_only(personas: Personas, sign_in: SignIn) -> None:
    crisis, users = round_of(personas, size=3, joining=1)
    url = reverse("crisis:detail", args=[crisis.pk])
    assert "3 invited" in sign_in(personas.supervisor).get(url).content.decode()
    for other in (personas.other_supervisor, users[0]):
        assert "3 invited" not in sign_in(other).get(url).content.decode()
