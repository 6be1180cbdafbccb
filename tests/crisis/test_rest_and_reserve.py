"""Rest between crises, one active crisis at a time, and people on the reserve list."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, Invitation, SupportContact, TeamMember
from crisis.queries.invitations import all_invitations
from crisis.queries.unavailable_people import end_of_rest
from feedback.sustained import Criteria
from people.models import User
from selection import actions as choosing
from selection.queries.next_people import next_people
from selection.queries.own_cards import reserves_of
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def served_elsewhere(personas: Personas, *, days_ago: int, **details: object) -> Crisis:
    """Ana was on the team of another crisis, which she left so many days ago."""
    other = crises.draft(personas, title="Storm", **details)
    left_at = clock.now() - timedelta(days=days_ago)
    TeamMember.objects.create(
        crisis=other, person=personas.agent.person, joined_at=left_at, left_at=left_at, is_drill=other.is_drill
    )
    return other


@pytest.fixture
def invitation(personas: Personas) -> Invitation:
    """Ana's invitation, from before she was on another team."""
    return crises.invited(crises.ready(personas, team_size=2), personas, 1)[0]


@pytest.mark.parametrize(("days_ago", "is_refused"), [(13, True), (14, False)])
def test_rest_is_checked_again_when_someone_accepts(
    days_ago: int, is_refused: bool, invitation: Invitation, personas: Personas
) -> None:
    served_elsewhere(personas, days_ago=days_ago, rest_days=14)
    if is_refused:
        with pytest.raises(actions.Resting, match="You're resting after another crisis until"):
            crises.accept(invitation, personas.agent)
    else:
        crises.accept(invitation, personas.agent)
    assert TeamMember.objects.filter(crisis=invitation.crisis).exists() is not is_refused


@pytest.mark.parametrize("details", [{"is_drill": True}, {"rest_days": 0}])
def test_drills_and_crises_without_rest_days_ask_for_no_rest(
    details: dict[str, object], invitation: Invitation, personas: Personas
) -> None:
    served_elsewhere(personas, days_ago=0, **details)
    assert end_of_rest(personas.agent.person_id) is None
    crises.accept(invitation, personas.agent)


def test_cancelled_draft_asks_for_no_rest(invitation: Invitation, personas: Personas) -> None:
    actions.cancel(actor=personas.supervisor, crisis=served_elsewhere(personas, days_ago=1))
    crises.accept(invitation, personas.agent)


def test_drill_gives_way_to_rest_after_a_real_crisis(personas: Personas) -> None:
    drill = crises.ready(personas, team_size=2, is_drill=True)
    (invitation,) = crises.invited(drill, personas, 1)
    served_elsewhere(personas, days_ago=1)
    with pytest.raises(actions.Resting):
        crises.accept(invitation, personas.agent)


def test_lead_sees_why_an_invited_person_cannot_join(invitation: Invitation, personas: Personas, sign_in: SignIn) -> None:
    served_elsewhere(personas, days_ago=1)
    (row,) = all_invitations(invitation.crisis, personas.supervisor)
    assert row.absence == "resting after another crisis"
    url = reverse("crisis:buy_in", args=[invitation.crisis_id])
    assert "Can't join now: resting after another crisis." in sign_in(personas.supervisor).get(url).content.decode().replace(
        "&#x27;", "'"
    )
    TeamMember.objects.update(left_at=None)
    assert all_invitations(invitation.crisis, personas.supervisor)[0].absence == "on another crisis team"
    assert "another crisis" not in sign_in(personas.other_supervisor).get(url).content.decode()


def test_people_see_the_end_of_their_own_rest(personas: Personas, sign_in: SignIn) -> None:
    served_elsewhere(personas, days_ago=10, rest_days=14)
    served_elsewhere(personas, days_ago=20, rest_days=28)
    ends = end_of_rest(personas.agent.person_id)
    assert ends is not None
    # The later one of the two.
    assert timedelta(days=7) < ends - clock.now() <= timedelta(days=8)
    url = reverse("crisis:invitations")
    told = "You're resting after a crisis until"
    assert told in sign_in(personas.agent).get(url).content.decode()
    assert told not in sign_in(personas.other_agent).get(url).content.decode()
    with clock.travel(ends):
        assert end_of_rest(personas.agent.person_id) is None


def test_people_who_left_see_their_rest_on_their_invitation(
    invitation: Invitation, personas: Personas, sign_in: SignIn
) -> None:
    crises.accept(invitation, personas.agent)
    actions.withdraw(actor=personas.agent, invitation=invitation)
    page = sign_in(personas.agent).get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
    assert "resting after a crisis until" in page


@pytest.fixture
def users(personas: Personas) -> list[User]:
    """Four people with the same scores."""
    found = crises.agents(4)
    for user in found:
        crises.scored(user.person, 100, 95)
    return found


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    """Two spots for the first two people; the others are on the reserve list."""
    crisis = crises.draft(personas, team_size=2)
    SupportContact.objects.create(crisis=crisis, name="Night desk", reach="extension 77")
    choosing.store_selection(
        actor=personas.supervisor,
        crisis=crisis,
        criteria=Criteria(until=date(2026, 11, 1), team_size=2),
        places=[user.person_id for user in users[:2]],
        reason="They know kettles.",
    )
    return crisis


def on_reserve(crisis: Crisis, users: list[User]) -> tuple[User, User]:
    """The two people on the reserve list, in the order in which they are invited."""
    by_person = {user.person_id: user for user in users}
    third, fourth = (by_person[person_id] for person_id in next_people(crisis)[2:])
    return third, fourth


def own_pages(client: Client, crisis: Crisis) -> list[str]:
    """What a person on the reserve list sees about the crisis, without what changes with each request."""
    urls = [
        reverse("desk:home"),
        reverse("crisis:invitations"),
        reverse("selection:own"),
        reverse("selection:own_card", args=[crisis.pk]),
    ]
    passing = r'(nonce|value|content)="[^"]*"|X-CSRFToken.*?}|\?seen=[^"]*'
    return [re.sub(passing, "", client.get(url).content.decode()) for url in urls]


def test_reserve_list_is_shown_without_a_number(crisis: Crisis, users: list[User], sign_in: SignIn) -> None:
    third, fourth = on_reserve(crisis, users)
    assert reserves_of(third) == reserves_of(fourth) == [crisis]
    assert reserves_of(users[0]) == []
    page = sign_in(fourth).get(reverse("crisis:invitations")).content.decode()
    assert "You're on the reserve list." in page
    assert "No invitations" not in page
    home = sign_in(fourth).get(reverse("desk:home")).content.decode()
    assert "You&#x27;re on the reserve list" in home


def test_pages_of_the_reserve_stay_the_same_when_others_reply(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    third, fourth = on_reserve(crisis, users)
    client = sign_in(fourth)
    before = own_pages(client, crisis)
    first, second = crises.invited(crisis, personas, 2)
    assert own_pages(client, crisis) == before
    by_person = {user.person_id: user for user in users}
    actions.decline(actor=by_person[first.person_id], invitation=first)
    crises.accept(second, by_person[second.person_id])
    with clock.travel(crises.at_work()):
        # The third person is invited, so the fourth would move up.
        actions.keep_up_invitations()
    assert Invitation.objects.filter(person=third.person_id).exists()
    assert own_pages(client, crisis) == before


def test_person_is_off_the_reserve_list_once_invited_or_when_the_crisis_ends(
    crisis: Crisis, users: list[User], personas: Personas
) -> None:
    third, fourth = on_reserve(crisis, users)
    crises.invited(crisis, personas, 3)
    assert reserves_of(third) == []
    assert reserves_of(fourth) == [crisis]
    actions.resolve(actor=personas.supervisor, crisis=actions.activate(actor=personas.supervisor, crisis=crisis))
    assert reserves_of(fourth) == []


def test_home_says_reserve_list_only_while_the_person_waits(
    crisis: Crisis, users: list[User], personas: Personas, sign_in: SignIn
) -> None:
    def says_it(user: User) -> bool:
        return "You&#x27;re on the reserve list" in sign_in(user).get(reverse("desk:home")).content.decode()

    third, fourth = on_reserve(crisis, users)
    assert says_it(third)
    invitation = crises.invited(crisis, personas, 3)[2]
    assert not says_it(third)
    actions.decline(actor=third, invitation=invitation)
    assert not says_it(third)
    assert says_it(fourth)
    actions.resolve(actor=personas.supervisor, crisis=actions.activate(actor=personas.supervisor, crisis=crisis))
    assert not says_it(fourth)


def test_invited_person_can_open_their_card(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    crisis = crises.draft(personas)
    crises.stored(crisis, personas)
    (invitation,) = crises.invited(crisis, personas, 1)
    client, card = sign_in(personas.agent), reverse("selection:own_card", args=[crisis.pk])
    assert card in client.get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
    assert client.get(card).status_code == 200
