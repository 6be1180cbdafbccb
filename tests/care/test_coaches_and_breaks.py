"""Coaches, chosen by the person or proposed by a team leader, and wishes for a break."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from care import actions, rest
from care.models import AboutMe, BreakRequest, CoachOf
from care.needs import breaks_asked_for, coach_proposed
from care.queries.breaks import receivers_for
from care.queries.coaches import coach_of, possible_coaches
from core import clock
from people.identity import Role, User
from people.models import Notification, RoleGrant
from people.queries.organisation import today
from tests.factories import crisis as crises
from tests.factories.care import coaching, strained_rounds
from tests.factories.merging import merged
from tests.factories.people import Personas, user_with

SignIn = Callable[[User], Client]


def propose(personas: Personas) -> CoachOf:
    return actions.propose_coach(
        actor=personas.supervisor, person_id=personas.agent.person_id, coach_id=personas.reviewer.person_id
    )


def test_person_chooses_and_changes_their_coach(personas: Personas) -> None:
    first = coaching(personas.agent, personas.reviewer)
    assert coaching(personas.agent, personas.reviewer) == first
    second = coaching(personas.agent, personas.trainer)
    first.refresh_from_db()
    assert first.ended_at is not None
    assert coach_of(personas.agent) == second


def test_agents_and_oneself_cannot_be_chosen(personas: Personas) -> None:
    for coach in (personas.other_agent, personas.ops):
        with pytest.raises(actions.NotACoach):
            coaching(personas.agent, coach)
    with pytest.raises(actions.NotACoach):
        coaching(personas.reviewer, personas.reviewer)
    assert personas.reviewer.person_id not in possible_coaches(personas.reviewer)


def test_team_leader_proposes_and_the_person_decides(personas: Personas, sign_in: SignIn) -> None:
    proposal = propose(personas)
    assert coach_of(personas.agent) is None
    assert [need.title for need in coach_proposed(personas.agent)] == ["Do you want Rita Reviewer as your coach?"]
    assert sign_in(personas.reviewer).get(reverse("care:coachee", args=[proposal.pk])).status_code == 404
    actions.accept_coach(actor=personas.agent, proposal=proposal)
    assert coach_of(personas.agent) == proposal
    assert coach_proposed(personas.agent) == []
    with pytest.raises(actions.ProposalOver):
        actions.decline_coach(actor=personas.agent, proposal=proposal)


def test_team_leader_is_told_nothing_and_a_no_leaves_nothing(personas: Personas) -> None:
    actions.decline_coach(actor=personas.agent, proposal=propose(personas))
    assert not CoachOf.objects.exists()
    assert set(Notification.objects.values_list("person", flat=True)) == {personas.agent.person_id}


def test_leader_of_another_team_cannot_propose(personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        actions.propose_coach(
            actor=personas.other_supervisor, person_id=personas.agent.person_id, coach_id=personas.reviewer.person_id
        )


def test_new_coach_sees_no_earlier_answers(personas: Personas, sign_in: SignIn) -> None:
    rounds = strained_rounds(personas.supervisor, personas.agent, [5])
    with clock.travel(rounds[0].closes_at + (rounds[0].closes_at - rounds[0].opens_at)):
        found = coaching(personas.agent, personas.reviewer)
        client = sign_in(personas.reviewer)
        assert "No answers." in client.get(reverse("care:coachee", args=[found.pk])).content.decode()
        assert client.get(reverse("care:coachee", args=[found.pk])).content.decode().count("<circle") == 0
        strained_rounds(personas.supervisor, personas.agent, [4])
    with clock.travel(rounds[0].closes_at + 3 * (rounds[0].closes_at - rounds[0].opens_at)):
        assert "Very" in client.get(reverse("care:coachee", args=[found.pk])).content.decode()
        actions.end_coaching(actor=personas.agent, coaching=found)
        assert client.get(reverse("care:coachee", args=[found.pk])).status_code == 404


def test_third_person_cannot_end_coaching(personas: Personas) -> None:
    found = coaching(personas.agent, personas.reviewer)
    with pytest.raises(PermissionDenied):
        actions.end_coaching(actor=personas.supervisor, coaching=found)


def test_break_can_be_asked_of_the_coach_and_the_lead(personas: Personas) -> None:
    _crisis, members = crises.team(personas, 1)
    coaching(members[0], personas.reviewer)
    assert [(each.name, each.role) for each in receivers_for(members[0])] == [
        ("Rita Reviewer", "your coach"),
        ("Sofia Supervisor", "lead of Kettle recall"),
    ]
    assert rest.givers_for(personas.agent.person_id) == []


def test_asking_twice_is_asking_once_and_only_the_chosen_person_is_told(personas: Personas) -> None:
    coaching(personas.agent, personas.reviewer)
    for _time in range(2):
        wish = actions.ask_for_break(actor=personas.agent, to_id=personas.reviewer.person_id)
    assert BreakRequest.objects.count() == 1
    assert [need.title for need in breaks_asked_for(personas.reviewer)] == ["Ana Agent asks for a break"]
    told = Notification.objects.filter(key__startswith="break:")
    assert [row.person_id for row in told] == [personas.reviewer.person_id]
    with pytest.raises(PermissionDenied):
        actions.settle_break(actor=personas.supervisor, wish=wish)
    actions.settle_break(actor=personas.reviewer, wish=wish)
    assert breaks_asked_for(personas.reviewer) == []


def test_wish_for_a_break_can_be_taken_back_by_its_author_only(personas: Personas) -> None:
    coaching(personas.agent, personas.reviewer)
    wish = actions.ask_for_break(actor=personas.agent, to_id=personas.reviewer.person_id)
    with pytest.raises(PermissionDenied):
        actions.take_back_break(actor=personas.reviewer, wish=wish)
    actions.take_back_break(actor=personas.agent, wish=wish)
    assert not BreakRequest.objects.exists()
    assert not Notification.objects.filter(key__startswith="break:").exists()


def test_nobody_else_can_be_asked_for_a_break(personas: Personas) -> None:
    with pytest.raises(actions.NotAReceiver):
        actions.ask_for_break(actor=personas.agent, to_id=personas.supervisor.person_id)


def test_coach_who_lost_the_role_sees_nothing_and_cannot_be_asked(personas: Personas, sign_in: SignIn) -> None:
    found = coaching(personas.agent, personas.reviewer)
    session = actions.plan_session(actor=personas.agent, coaching=found, planned_on=today())
    person, coach = sign_in(personas.agent), sign_in(personas.reviewer)
    urls = [reverse("care:coachee", args=[found.pk]), reverse("care:session", args=[session.pk])]
    assert [coach.get(url).status_code for url in urls] == [200, 200]
    RoleGrant.objects.filter(person=personas.reviewer.person_id).delete()
    assert [coach.get(url).status_code for url in urls] == [404, 404]
    assert receivers_for(personas.agent) == []
    assert "Rita Reviewer can no longer be your coach." in person.get(reverse("care:pulse")).content.decode()


def test_people_who_cannot_sign_in_are_not_asked_for_a_break(personas: Personas) -> None:
    _crisis, members = crises.team(personas, 1)
    coaching(members[0], personas.reviewer)
    assert len(receivers_for(members[0])) == 2
    User.objects.filter(pk__in=[personas.reviewer.pk, personas.supervisor.pk]).update(is_active=False)
    assert receivers_for(members[0]) == []


def test_proposed_coach_who_lost_the_role_cannot_be_accepted(personas: Personas) -> None:
    proposal = propose(personas)
    RoleGrant.objects.filter(person=personas.reviewer.person_id).delete()
    with pytest.raises(actions.NotACoach):
        actions.accept_coach(actor=personas.agent, proposal=proposal)


def test_person_is_told_when_the_coach_ends_it_and_planned_sessions_are_cancelled(personas: Personas) -> None:
    for actor, told in ((personas.agent, []), (personas.reviewer, [personas.agent.person_id])):
        found = coaching(personas.agent, personas.reviewer)
        session = actions.plan_session(actor=personas.agent, coaching=found, planned_on=today())
        actions.end_coaching(actor=actor, coaching=found)
        session.refresh_from_db()
        assert session.state == "cancelled"
        assert list(Notification.objects.filter(key=f"coach:{found.pk}:ended").values_list("person", flat=True)) == told


def test_planned_sessions_with_a_former_coach_are_cancelled(personas: Personas) -> None:
    found = coaching(personas.agent, personas.reviewer)
    session = actions.plan_session(actor=personas.agent, coaching=found, planned_on=today())
    coaching(personas.agent, personas.trainer)
    session.refresh_from_db()
    assert session.state == "cancelled"


def test_repeated_proposal_tells_the_person_once_and_leaves_the_present_coach(personas: Personas) -> None:
    first = propose(personas)
    assert propose(personas) == first
    assert Notification.objects.filter(person=personas.agent.person_id).count() == 1
    actions.accept_coach(actor=personas.agent, proposal=first)
    assert propose(personas) == first
    assert coach_proposed(personas.agent) == []
    assert coach_of(personas.agent) == first


def test_merged_person_keeps_the_newer_coach_and_one_text_about_themselves(personas: Personas) -> None:
    double = user_with(Role.AGENT, name="Ana Agent again")
    older = coaching(double, personas.trainer)
    newer = coaching(personas.agent, personas.reviewer)
    for user in (double, personas.agent):
        actions.write_about_me(actor=user, feedback="In writing.", helps="", strengths="")
    User.objects.filter(pk=double.pk).update(is_active=False)
    merged(personas.agent.person, double.person)
    assert list(CoachOf.objects.current()) == [newer]
    assert CoachOf.objects.get(pk=older.pk).ended_at is not None
    actions.write_about_me(actor=personas.agent, feedback="", helps="", strengths="")
    assert not AboutMe.objects.exists()
