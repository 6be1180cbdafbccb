"""Accepting takes three confirmations; declining takes none and leaves no record."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions, permissions
from crisis.models import Crisis, Invitation, TeamMember
from crisis.queries.invitations import all_invitations, own_invitations
from journal.queries import lines
from people.models import Notification, User
from people.own_data import copy_of
from tests.factories import crisis as crises
from tests.factories.people import Personas


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crises.ready(personas, team_size=2)


@pytest.fixture
def invitation(crisis: Crisis, personas: Personas) -> Invitation:
    """Ana's invitation."""
    return crises.invited(crisis, personas, 1)[0]


def written(crisis: Crisis) -> str:
    """All entries and texts of the journal."""
    return repr(lines(crisis.journal_id))


def test_accepting_joins_the_team_on_the_shown_terms(invitation: Invitation, personas: Personas) -> None:
    member = actions.accept(actor=personas.agent, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)
    invitation.refresh_from_db()
    assert (member.person_id, member.left_at) == (personas.agent.person_id, None)
    assert invitation.state == Invitation.State.ACCEPTED
    assert invitation.terms is not None
    assert invitation.terms.solution == crises.SOLUTION
    joined = lines(invitation.crisis.journal_id)[-1]
    assert joined.verb == "crisis.joined"
    assert joined.data == {"taken": 1, "team_size": 2, "terms_version": 1, "consent": member.consent.digest()}


@pytest.mark.parametrize("missing", ["solution", "training", "timing"])
def test_accepting_needs_all_three_confirmations(missing: str, invitation: Invitation, personas: Personas) -> None:
    given = {"solution": True, "training": True, "timing": True, missing: False}
    with pytest.raises(actions.NotConfirmed):
        actions.accept(
            actor=personas.agent, invitation=invitation, terms_version=1, confirmations=actions.Confirmations(**given)
        )
    assert not TeamMember.objects.exists()


def test_accepting_outdated_terms_is_refused(invitation: Invitation, crisis: Crisis, personas: Personas) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, solution="We repair it instead.")
    with pytest.raises(actions.TermsChanged):
        actions.accept(actor=personas.agent, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)
    actions.accept(actor=personas.agent, invitation=invitation, terms_version=2, confirmations=crises.ALL_THREE)
    told = Notification.objects.filter(person=personas.agent.person_id, key=f"invitation:{invitation.pk}:terms:2")
    assert told.exists()


AGREED: dict[str, Any] = {
    "training_hours": 3,
    "duration": "until mid-January",
    "shifts": "one Saturday a month",
    "reward": "a day off",
}


@pytest.mark.parametrize("name", AGREED)
def test_change_of_what_people_agree_to_makes_a_new_version(
    name: str, invitation: Invitation, crisis: Crisis, personas: Personas
) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, **{name: AGREED[name]})
    assert [terms.version for terms in crisis.terms.all()] == [1, 2]
    with pytest.raises(actions.TermsChanged):
        actions.accept(actor=personas.agent, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)


def test_invited_people_read_what_they_agree_to_and_can_export_it(
    invitation: Invitation, crisis: Crisis, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, **AGREED)
    page = sign_in(personas.agent).get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
    for said in ("about 3 hours", "until mid-January", "one Saturday a month", "Reward: a day off"):
        assert said in page
    crises.accept(invitation, personas.agent)
    # Later changes don't change what was agreed to.
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, reward="nothing")
    (exported,) = json.loads(copy_of(personas.agent.person_id))["invitations"]
    assert (exported["terms__version"], exported["terms__reward"], exported["terms__training_hours"]) == (2, "a day off", 3)


def test_edit_outside_the_terms_makes_no_new_version(invitation: Invitation, crisis: Crisis, personas: Personas) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, title="The kettles")
    assert crisis.terms.count() == 1


def test_reply_for_another_person_is_refused(invitation: Invitation, personas: Personas) -> None:
    for name, user in personas:
        if name != "agent":
            with pytest.raises(PermissionDenied):
                actions.accept(actor=user, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)
            with pytest.raises(PermissionDenied):
                actions.decline(actor=user, invitation=invitation)
            with pytest.raises(PermissionDenied):
                actions.withdraw(actor=user, invitation=invitation)


def test_declining_needs_no_reason_and_is_not_journalled(invitation: Invitation, personas: Personas) -> None:
    before = written(invitation.crisis)
    actions.decline(actor=personas.agent, invitation=invitation)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == (Invitation.State.DECLINED, "")
    assert written(invitation.crisis) == before


def test_second_no_and_second_yes_are_refused(invitation: Invitation, personas: Personas) -> None:
    actions.decline(actor=personas.agent, invitation=invitation)
    with pytest.raises(actions.TooLate):
        actions.decline(actor=personas.agent, invitation=invitation)
    crises.accept(invitation, personas.agent)
    with pytest.raises(actions.TooLate):
        crises.accept(invitation, personas.agent)


def test_no_can_be_changed_to_yes_until_the_deadline(invitation: Invitation, personas: Personas) -> None:
    actions.decline(actor=personas.agent, invitation=invitation, reason="Exams this week.")
    with clock.travel(invitation.deadline_at), pytest.raises(actions.TooLate):
        crises.accept(invitation, personas.agent)
    crises.accept(invitation, personas.agent)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason, invitation.ended_at) == (Invitation.State.ACCEPTED, "", None)
    assert TeamMember.objects.filter(person=personas.agent.person_id, left_at=None).exists()
    assert "Exams" not in written(invitation.crisis)
    assert lines(invitation.crisis.journal_id)[-1].verb == "crisis.joined"


def test_no_is_not_changed_to_yes_if_all_spots_are_filled(personas: Personas) -> None:
    crisis = crises.ready(personas, team_size=1)
    first, second = crises.invited(crisis, personas, 2)
    actions.decline(actor=personas.agent, invitation=first)
    crises.accept(second, personas.other_agent)
    with pytest.raises(actions.TeamFull):
        crises.accept(first, personas.agent)


def test_late_no_is_told_of_the_deadline_even_if_all_spots_are_filled(personas: Personas) -> None:
    crisis = crises.ready(personas, team_size=1)
    first, second = crises.invited(crisis, personas, 2)
    actions.decline(actor=personas.agent, invitation=first)
    crises.accept(second, personas.other_agent)
    first.refresh_from_db()
    with clock.travel(first.deadline_at), pytest.raises(actions.TooLate):
        crises.accept(first, personas.agent)


def test_no_of_an_earlier_round_is_not_changed(invitation: Invitation, personas: Personas) -> None:
    actions.decline(actor=personas.agent, invitation=invitation)
    Crisis.objects.filter(pk=invitation.crisis_id).update(round=2)
    with pytest.raises(actions.TooLate):
        crises.accept(invitation, personas.agent)


def test_no_is_not_changed_after_resolution(invitation: Invitation, personas: Personas) -> None:
    actions.decline(actor=personas.agent, invitation=invitation)
    crisis = actions.activate(actor=personas.supervisor, crisis=invitation.crisis)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(actions.NotInviting):
        crises.accept(invitation, personas.agent)


def test_declined_invitations_are_listed_until_the_deadline(
    invitation: Invitation, personas: Personas, sign_in: Callable[[User], Client]
) -> None:
    actions.decline(actor=personas.agent, invitation=invitation)
    client = sign_in(personas.agent)
    assert "You said no." in client.get(reverse("crisis:invitations")).content.decode()
    page = client.get(reverse("crisis:invitation", args=[invitation.pk])).content.decode()
    assert "If you change your mind" in page
    assert reverse("crisis:decline", args=[invitation.pk]) not in page
    with clock.travel(invitation.deadline_at):
        assert own_invitations(personas.agent) == []


def test_reply_after_the_deadline_is_refused_before_the_tick(invitation: Invitation, personas: Personas) -> None:
    with clock.travel(invitation.deadline_at), pytest.raises(actions.TooLate):
        actions.accept(actor=personas.agent, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)
    with clock.travel(invitation.deadline_at - timedelta(seconds=1)):
        actions.accept(actor=personas.agent, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)


def test_withdrawal_is_journalled_without_a_name(invitation: Invitation, personas: Personas) -> None:
    crises.accept(invitation, personas.agent)
    crisis = invitation.crisis
    actions.withdraw(actor=personas.agent, invitation=invitation, reason="My father is ill")
    left = lines(crisis.journal_id)[-1]
    assert (left.verb, left.actor_id) == ("crisis.place_freed", None)
    assert left.data == {"taken": 0, "team_size": 2}
    assert "father" not in written(crisis)
    assert TeamMember.objects.get().left_at is not None


def test_release_is_journalled_like_a_withdrawal(invitation: Invitation, personas: Personas) -> None:
    crises.accept(invitation, personas.agent)
    actions.release(actor=personas.supervisor, crisis=invitation.crisis, person_id=personas.agent.person_id)
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.RELEASED
    left = lines(invitation.crisis.journal_id)[-1]
    assert (left.verb, left.actor_id) == ("crisis.place_freed", None)


def test_only_the_lead_and_the_deputy_release(invitation: Invitation, personas: Personas) -> None:
    crises.accept(invitation, personas.agent)
    for user in (personas.other_supervisor, personas.agent, personas.administrator):
        with pytest.raises(PermissionDenied):
            actions.release(actor=user, crisis=invitation.crisis, person_id=personas.agent.person_id)


def test_leaving_is_refused_for_people_outside_the_team(invitation: Invitation, personas: Personas) -> None:
    with pytest.raises(actions.NotInTheTeam):
        actions.withdraw(actor=personas.agent, invitation=invitation)


def test_member_of_one_team_cannot_join_another(invitation: Invitation, personas: Personas) -> None:
    crises.accept(invitation, personas.agent)
    # The other crisis sent its invitations before Ana joined this team.
    second = crises.ready(personas, [personas.agent.person_id], title="Storm")
    terms = second.terms.create(version=1, solution=crises.SOLUTION, review_factor=3)
    now = clock.now()
    asked = second.invitations.create(person=personas.agent.person, invited_at=now, deadline_at=now + timedelta(hours=1))
    with pytest.raises(actions.AlreadyServing):
        actions.accept(actor=personas.agent, invitation=asked, terms_version=terms.version, confirmations=crises.ALL_THREE)
    asked.refresh_from_db()
    assert asked.state == Invitation.State.INVITED


def test_replies_by_name_are_for_lead_and_deputy_only(personas: Personas) -> None:
    crisis = crises.ready(personas, lead_id=personas.other_supervisor.person_id)
    with pytest.raises(PermissionDenied):
        crises.invited(crisis, personas, 2)
    actions.send_invitations(actor=personas.other_supervisor, crisis=crisis, count=2)
    assert len(all_invitations(crisis, personas.other_supervisor)) == 2
    # Sofia opened it and runs the draft, but is neither lead nor deputy.
    for name, user in personas:
        if name != "other_supervisor":
            assert all_invitations(crisis, user) == []


def test_invitations_and_replies_are_refused_after_resolution(invitation: Invitation, personas: Personas) -> None:
    crisis = actions.activate(actor=personas.supervisor, crisis=invitation.crisis)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(actions.TooLate):
        actions.accept(actor=personas.agent, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)
    with pytest.raises(actions.NotInviting):
        actions.send_invitations(actor=personas.supervisor, crisis=crisis, count=1)


def test_only_lead_and_deputy_release_a_team_member(personas: Personas) -> None:
    crisis, (member,) = crises.team(personas)
    for actor in (personas.other_supervisor, personas.administrator, member):
        with pytest.raises(PermissionDenied):
            actions.release(actor=actor, crisis=crisis, person_id=member.person_id)
    assert TeamMember.objects.get(crisis=crisis).left_at is None


def test_lead_sees_replies_until_closing(personas: Personas, crisis: Crisis) -> None:
    assert permissions.can_see_invitations(personas.supervisor, crisis)
    crisis.state = Crisis.State.CLOSED
    assert not permissions.can_see_invitations(personas.supervisor, crisis)
