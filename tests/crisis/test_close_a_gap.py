"""One click invites the next person who closes a gap, after a preview by name."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from crisis import actions
from crisis.actions.invitations import ListChanged
from crisis.cells import CellKind, StaffingCell
from crisis.models import Crisis, Invitation
from people.models import Membership, Person, Team, User
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.threads import at_once

SignIn = Callable[[User], Client]
CHAT, DUTCH = StaffingCell(CellKind.CHANNEL, "chat"), StaffingCell(CellKind.LANGUAGE, "nl")
ASKED = {"dimension": "channel", "value": "chat"}


@pytest.fixture
def listed() -> list[int]:
    """Four people in the order of the selection: the first one handles the phone, the others chat; the last speaks Dutch."""
    people = [user.person_id for user in crises.agents(4, first=20)]
    Person.objects.filter(pk__in=people).update(channels=["chat"])
    Person.objects.filter(pk=people[0]).update(channels=["phone"])
    Person.objects.filter(pk=people[3]).update(languages=["nl"])
    return people


@pytest.fixture
def crisis(personas: Personas, listed: list[int]) -> Crisis:
    """Active crisis with one member, who handles phone, three spots, and one person needed for chat."""
    crisis, _members = crises.team(personas, 1, team_size=3)
    crises.selected(crisis, listed, in_count=2)
    need(crisis, personas, {CHAT: 1})
    return crisis


def need(crisis: Crisis, personas: Personas, needed: dict[StaffingCell, int | None]) -> None:
    actions.set_needed(actor=personas.supervisor, crisis=crisis, needed=needed)


def url_of(crisis: Crisis) -> str:
    return reverse("crisis:invite_for_cell", args=[crisis.pk])


def named_in(client: Client, crisis: Crisis) -> list[int]:
    return [invitee.person_id for invitee in client.get(url_of(crisis), ASKED).context["invitees"]]


def invited(crisis: Crisis) -> list[int]:
    return list(crisis.invitations.open().values_list("person_id", flat=True))


def test_first_person_on_the_list_who_helps_is_named_and_invited(
    crisis: Crisis, listed: list[int], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    page = client.get(reverse("crisis:staffing", args=[crisis.pk])).content.decode()
    assert f"{url_of(crisis)}?dimension=channel&amp;value=chat" in page
    assert named_in(client, crisis) == [listed[1]]
    assert "Agent 021" in client.get(url_of(crisis), ASKED).content.decode()
    assert not invited(crisis)
    answer = client.post(url_of(crisis), {**ASKED, "named": listed[1]})
    assert answer.headers["Location"] == reverse("crisis:staffing", args=[crisis.pk])
    assert invited(crisis) == [listed[1]]


def test_second_press_sends_nothing(crisis: Crisis, listed: list[int], personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    for status in (302, 409):
        assert client.post(url_of(crisis), {**ASKED, "named": listed[1]}).status_code == status
    need(crisis, personas, {CHAT: 2})
    with pytest.raises(ListChanged):
        actions.invite_for_cell(actor=personas.supervisor, crisis=crisis, cell=CHAT, named=[listed[1]])
    assert invited(crisis) == [listed[1]]


def test_nobody_is_said_to_be_invited_if_nobody_can_close_the_gap(
    crisis: Crisis, listed: list[int], personas: Personas, sign_in: SignIn
) -> None:
    Person.objects.filter(pk__in=listed).update(channels=["phone"])
    for named in ({}, {"named": listed[1]}):
        answer = sign_in(personas.supervisor).post(url_of(crisis), {**ASKED, **named})
        assert answer.status_code == 409
        assert "nobody who is still on the list" in answer.content.decode()


def test_list_that_changed_meanwhile_is_refused(crisis: Crisis, listed: list[int], personas: Personas, sign_in: SignIn) -> None:
    Person.objects.filter(pk=listed[1]).update(channels=["phone"])
    answer = sign_in(personas.supervisor).post(url_of(crisis), {**ASKED, "named": listed[1]})
    assert answer.status_code == 409
    assert "the list has changed" in answer.content.decode()
    assert not invited(crisis)


def test_person_who_closes_another_gap_too_comes_first_if_only_one_spot_is_left(
    crisis: Crisis, listed: list[int], personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    need(crisis, personas, {DUTCH: 1})
    assert named_in(client, crisis) == [listed[1]], "a spot is left for someone who speaks Dutch"
    Crisis.objects.filter(pk=crisis.pk).update(team_size=2)
    assert named_in(client, crisis) == [listed[3]]


def test_home_team_at_its_maximum_sends_nobody_more(
    crisis: Crisis, listed: list[int], personas: Personas, sign_in: SignIn
) -> None:
    selection = crisis.selections.last()
    assert selection is not None
    selection.criteria["coverage"] = {"minimums": [], "most_per_team": 1}
    selection.save()
    north = Team.objects.create(name="Far north")
    for person_id in (crisis.members.get().person_id, listed[1], listed[2]):
        Membership.objects.create(person_id=person_id, team=north, starts_on="2020-01-01")
    client = sign_in(personas.supervisor)
    assert named_in(client, crisis) == [listed[3]]
    Membership.objects.create(person_id=listed[3], team=north, starts_on="2020-01-01")
    answer = client.get(url_of(crisis), ASKED)
    assert answer.status_code == 409
    assert "Chat: nobody who is still on the list" in answer.content.decode()


@pytest.mark.parametrize("asked", [{}, {"dimension": "site", "value": "Porto"}, {"dimension": "language", "value": "nl"}])
def test_cell_without_a_gap_is_refused(asked: dict[str, str], crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    assert sign_in(personas.supervisor).get(url_of(crisis), asked).status_code == 409


def test_board_offers_no_invitation_while_all_spots_are_filled(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    Crisis.objects.filter(pk=crisis.pk).update(team_size=1)
    page = sign_in(personas.supervisor).get(reverse("crisis:staffing", args=[crisis.pk])).content.decode()
    assert "Chat: 1 more needed" in page
    assert "All spots are filled" in page
    assert url_of(crisis) not in page


def test_only_lead_and_deputy_invite(crisis: Crisis, listed: list[int], personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        actions.invite_for_cell(actor=personas.other_supervisor, crisis=crisis, cell=CHAT, named=[listed[1]])
    actions.invite_for_cell(actor=crises.deputy(), crisis=crisis, cell=CHAT, named=[listed[1]])


@pytest.mark.django_db(transaction=True)
def test_pressed_at_once_sends_one_invitation(personas: Personas, crisis: Crisis, listed: list[int]) -> None:
    def press() -> None:
        actions.invite_for_cell(actor=personas.supervisor, crisis=crisis, cell=CHAT, named=[listed[1]])

    raised = at_once(press, press, press)
    assert [type(error).__name__ for error in raised if error] == ["NobodyForTheCell"] * 2
    assert Invitation.objects.open().count() == 1
