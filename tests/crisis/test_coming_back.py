"""Coming back to a team after leaving, and the lead's message to a person who was released."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Consent, Crisis, Invitation, TeamMember
from crisis.queries.invitations import all_invitations, own_invitations
from crisis.queries.reply_links import url_of
from journal.queries import lines
from people.models import Leave, Notification, User
from people.own_data import copy_of
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
WORD = "You were a calm voice on a loud night."


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    """A crisis with one spot, which was Ana's."""
    return crises.ready(personas, team_size=1)


@pytest.fixture
def invitation(crisis: Crisis, personas: Personas) -> Invitation:
    """The invitation of Ana, who joined."""
    (found,) = crises.invited(crisis, personas, 1)
    crises.accept(found, personas.agent)
    return found


def withdrawn(invitation: Invitation, personas: Personas) -> Invitation:
    return actions.withdraw(actor=personas.agent, invitation=invitation, reason="My father is ill.")


def released(invitation: Invitation, personas: Personas) -> Invitation:
    return actions.release(
        actor=personas.supervisor, crisis=invitation.crisis, person_id=personas.agent.person_id, message=WORD
    )


Leaving = Callable[[Invitation, Personas], Invitation]
BOTH_WAYS = pytest.mark.parametrize("leave", [withdrawn, released])


@BOTH_WAYS
def test_person_who_left_can_come_back_on_the_same_invitation(
    leave: Leaving, invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    before = invitation.deadline_at
    leave(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    later = crises.at_work() + timedelta(days=7)
    with clock.travel(later):
        again = actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
        assert (again.pk, again.state, again.terms, again.reason, again.farewell) == (invitation.pk, "invited", None, "", "")
        assert again.deadline_at > before
        crises.accept(again, personas.agent)
    assert TeamMember.objects.filter(crisis=crisis).count() == 2
    assert Consent.objects.count() == 2
    assert Invitation.objects.get().state == "accepted"


@BOTH_WAYS
def test_only_lead_and_deputy_are_told_and_only_once(
    leave: Leaving, invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    leave(invitation, personas)
    before = lines(crisis.journal_id)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    told = Notification.objects.filter(key__contains=":wants-back:")
    assert {each.person_id for each in told} == {personas.supervisor.person_id, crises.deputy().person_id}
    assert told.count() == 2
    # Not even they get the name by e-mail.
    assert not [each for each in told if personas.agent.person.display_name in each.text]
    assert lines(crisis.journal_id) == before


def test_second_invitation_is_journalled_like_the_first(invitation: Invitation, crisis: Crisis, personas: Personas) -> None:
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
    entry = lines(crisis.journal_id)[-1]
    assert (entry.verb, entry.data, entry.subject_id) == ("crisis.invited", {"count": 1}, crisis.pk)


def test_nobody_is_asked_back_without_asking(invitation: Invitation, crisis: Crisis, personas: Personas) -> None:
    """A no is a safe answer: who left is not pressed to come back."""
    withdrawn(invitation, personas)
    with pytest.raises(actions.CannotComeBack):
        actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)


def test_only_the_person_asks_and_only_lead_and_deputy_invite(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    withdrawn(invitation, personas)
    for name, user in personas:
        if name != "agent":
            with pytest.raises(PermissionDenied):
                actions.ask_to_come_back(actor=user, invitation=invitation)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    for name, user in personas:
        if name != "supervisor":
            with pytest.raises(PermissionDenied):
                actions.invite_again(actor=user, crisis=crisis, invitation_id=invitation.pk)


def test_people_who_have_not_left_cannot_ask(crisis: Crisis, invitation: Invitation, personas: Personas) -> None:
    with pytest.raises(actions.CannotComeBack):
        actions.ask_to_come_back(actor=personas.agent, invitation=invitation)


def test_no_spot_no_second_invitation(invitation: Invitation, crisis: Crisis, personas: Personas) -> None:
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    second = crises.invited(crisis, personas, 1)[-1]
    crises.accept(second, personas.other_agent)
    with pytest.raises(actions.CannotComeBack, match="All spots are filled"):
        actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
    # Invited in time, but the spot is gone when they accept.
    Crisis.objects.update(team_size=2)
    again = actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
    Crisis.objects.update(team_size=1)
    with pytest.raises(actions.TeamFull):
        crises.accept(again, personas.agent)


def test_lead_sees_why_nobody_can_be_invited_again_and_previews_it_otherwise(
    invitation: Invitation, crisis: Crisis, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    client = sign_in(personas.supervisor)
    url, buy_in = reverse("crisis:invite_again", args=[crisis.pk, invitation.pk]), reverse("crisis:buy_in", args=[crisis.pk])
    assert f'href="{url}"' in client.get(buy_in).content.decode()
    assert "Invite Ana Agent again" in client.get(url).content.decode()
    assert Invitation.objects.get(pk=invitation.pk).state == "withdrawn", "a look sends nothing"
    today = clock.now().date()
    leave = Leave.objects.create(person=personas.agent.person, first_on=today - timedelta(1), last_on=today + timedelta(1))
    page = client.get(buy_in).content.decode()
    assert "come back now: on leave today" in page
    assert url not in page
    leave.delete()
    crises.accept(crises.invited(crisis, personas, 1)[-1], personas.other_agent)
    page = client.get(buy_in).content.decode()
    assert "all spots are filled" in page
    assert url not in page
    assert client.get(url).status_code == 409


def test_ending_deletes_the_wish_for_leaders_who_were_replaced(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    Crisis.objects.update(deputy=personas.other_supervisor.person)
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    assert not Notification.objects.filter(key__contains=":wants-back:").exists()


def test_person_who_is_away_or_on_another_team_is_not_invited_again(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    today = clock.now().date()
    leave = Leave.objects.create(person=personas.agent.person, first_on=today - timedelta(1), last_on=today + timedelta(1))
    with pytest.raises(actions.CannotComeBack, match="on leave today"):
        actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
    leave.delete()
    other = crises.draft(personas, title="Storm")
    TeamMember.objects.create(crisis=other, person=personas.agent.person, joined_at=clock.now())
    with pytest.raises(actions.CannotComeBack, match="on another crisis team"):
        actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)


def test_nobody_comes_back_after_the_crisis_or_in_another_round(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    crisis = actions.resolve(actor=personas.supervisor, crisis=actions.activate(actor=personas.supervisor, crisis=crisis))
    with pytest.raises(actions.NotInviting):
        actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    with pytest.raises(actions.NotInviting):
        actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
    actions.reopen(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(actions.CannotComeBack):
        actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)


def test_old_link_stays_dead_and_the_new_invitation_has_its_own(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    old = url_of(invitation, personas.agent.email)
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    with clock.travel(crises.at_work() + timedelta(days=7)):
        again = actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
        assert Client().get(old).status_code == 410
        assert Client().get(url_of(again, personas.agent.email)).status_code == 200


@BOTH_WAYS
def test_pages_of_the_person_and_of_the_lead(
    leave: Leaving, invitation: Invitation, crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    leave(invitation, personas)
    own, url = sign_in(personas.agent), reverse("crisis:invitation", args=[invitation.pk])
    assert [one.pk for one in own_invitations(personas.agent)] == [invitation.pk]
    assert "Ask to come back" in own.get(url).content.decode()
    own.post(reverse("crisis:come_back", args=[invitation.pk]))
    page = own.get(url).content.decode()
    assert "You asked to come back" in page
    assert "Ask to come back" not in page
    lead, buy_in = sign_in(personas.supervisor), reverse("crisis:buy_in", args=[crisis.pk])
    assert "Would like to come back" in lead.get(buy_in).content.decode()
    assert "Would like" not in sign_in(personas.other_supervisor).get(buy_in).content.decode()
    lead.post(reverse("crisis:invite_again", args=[crisis.pk, invitation.pk]))
    assert [row.state for row in all_invitations(crisis, personas.supervisor)] == ["invited"]


def test_message_is_for_the_released_person_alone(
    invitation: Invitation, crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    lead = sign_in(personas.supervisor)
    answer = lead.post(reverse("crisis:release", args=[crisis.pk, personas.agent.person_id]), {"message": WORD})
    assert answer.status_code == 302
    assert WORD in sign_in(personas.agent).get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
    assert WORD in json.loads(copy_of(personas.agent.person_id))["invitations"][0]["farewell"]
    told = Notification.objects.get(person=personas.agent.person_id, key__contains=":released:")
    assert "There's a message for you." in told.text
    assert WORD not in told.text + repr(lines(crisis.journal_id))
    for user in (personas.supervisor, personas.other_supervisor):
        assert WORD not in sign_in(user).get(reverse("crisis:buy_in", args=[crisis.pk])).content.decode()


def test_release_without_a_message_says_nothing_of_one(invitation: Invitation, crisis: Crisis, personas: Personas) -> None:
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=personas.agent.person_id)
    assert "message" not in Notification.objects.get(key__contains=":released:").text


def test_person_released_twice_is_told_twice(invitation: Invitation, crisis: Crisis, personas: Personas) -> None:
    released(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    with clock.travel(crises.at_work() + timedelta(days=7)):
        crises.accept(
            actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk), personas.agent
        )
        released(invitation, personas)
    assert Notification.objects.filter(key__contains=":released:").count() == 2


@BOTH_WAYS
def test_ending_deletes_the_message_and_the_wish_to_come_back(
    leave: Leaving, invitation: Invitation, crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    leave(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    kept = Invitation.objects.get()
    assert (kept.state, kept.reason, kept.farewell, kept.wants_back_at) == ("released", "", "", None)
    assert not Notification.objects.filter(key__startswith="invitation:").exists()
    page = sign_in(personas.agent).get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
    assert "Ask to come back" not in page


def test_served_person_who_said_no_to_coming_back_keeps_their_consent_and_no_invitation(
    invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    withdrawn(invitation, personas)
    actions.ask_to_come_back(actor=personas.agent, invitation=invitation)
    again = actions.invite_again(actor=personas.supervisor, crisis=crisis, invitation_id=invitation.pk)
    actions.decline(actor=personas.agent, invitation=again)
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    assert not Invitation.objects.exists()
    assert Consent.objects.get().left_as == ""
    assert TeamMember.objects.get().left_at is not None
