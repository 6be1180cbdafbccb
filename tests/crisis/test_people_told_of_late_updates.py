"""Whom a late update is told to: vacant posts, new and former leaders, and drills."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis, Invitation, UpdateEscalation
from crisis.verbs import Verb
from people.identity import Role, User
from people.models import Notification, RoleGrant
from tests.crisis.late_updates import (
    ALL_LEVELS,
    DUE,
    ESCALATIONS,
    MORNING,
    crisis_with_update_due,
    journalled,
    promised,
    tick_at,
    told,
)
from tests.factories import crisis as crises
from tests.factories.people import Personas, user_with

SignIn = Callable[[User], Client]


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crisis_with_update_due(personas)


def test_vacant_deputy_gives_the_turn_to_the_supervisors(crisis: Crisis) -> None:
    Crisis.objects.update(deputy=None)
    tick_at(9)
    assert told() == {"lead": ["Sofia Supervisor"]}
    tick_at(10)
    assert told() == {"lead": ["Sofia Supervisor"], "supervisors": ["Dora Deputy", "Omar Othersupervisor"]}
    assert journalled(crisis) == [Verb.ESCALATED_TO_SUPERVISORS]


def test_lead_and_deputy_who_cannot_sign_in_give_their_turn_to_the_supervisors(crisis: Crisis, personas: Personas) -> None:
    User.objects.filter(person__in=[crisis.lead_id, crisis.deputy_id]).update(is_active=False)
    tick_at(0)
    assert told() == {"supervisors": ["Omar Othersupervisor"]}


def name_leaders(crisis: Crisis, personas: Personas, minutes: float, **leaders: Any) -> None:
    with clock.travel(DUE + timedelta(minutes=minutes)):
        actions.edit_crisis(actor=personas.supervisor, crisis=crisis, **leaders)


def unread() -> list[str]:
    late = Notification.objects.filter(key__contains=":late-update:", read_at=None).order_by("person__display_name")
    return list(late.values_list("person__display_name", flat=True))


@pytest.mark.parametrize(("minutes", "is_told"), [(5, False), (12, True), (300, True)])
def test_new_deputy_is_told_at_once_if_it_is_the_deputys_turn(
    minutes: float, is_told: bool, crisis: Crisis, personas: Personas
) -> None:
    newcomer = user_with(Role.AGENT, name="Nia Newcomer")
    tick_at(minutes)
    name_leaders(crisis, personas, minutes, deputy_id=newcomer.person_id)
    assert ("Nia Newcomer" in told().get("deputy", [])) == is_told
    before = journalled(crisis)
    tick_at(400)
    assert "Nia Newcomer" in told()["deputy"]
    assert set(before) <= set(journalled(crisis)) == set(ESCALATIONS)
    assert UpdateEscalation.objects.count() == 3


def test_former_lead_and_deputy_are_not_told_again_as_supervisors(crisis: Crisis, personas: Personas) -> None:
    tick_at(12)
    newcomers = [user_with(Role.AGENT, name=name).person_id for name in ("Nia Newcomer", "Noa Newcomer")]
    name_leaders(crisis, personas, 13, lead_id=newcomers[0], deputy_id=newcomers[1])
    tick_at(30)
    assert told() == {
        "lead": ["Nia Newcomer", "Sofia Supervisor"],
        "deputy": ["Dora Deputy", "Noa Newcomer"],
        "supervisors": ["Omar Othersupervisor"],
    }


def test_level_of_people_who_were_all_told_before_is_not_recorded(crisis: Crisis, personas: Personas) -> None:
    tick_at(12)
    name_leaders(crisis, personas, 13, deputy_id=personas.other_supervisor.person_id)
    assert tick_at(30) == 0
    assert told() == {"lead": ["Sofia Supervisor"], "deputy": ["Dora Deputy", "Omar Othersupervisor"]}
    assert journalled(crisis) == [Verb.ESCALATED_TO_DEPUTY]


def test_notification_of_a_former_deputy_is_settled(crisis: Crisis, personas: Personas) -> None:
    tick_at(12)
    name_leaders(crisis, personas, 13, deputy_id=personas.other_supervisor.person_id)
    assert unread() == ["Omar Othersupervisor", "Sofia Supervisor"]


def test_deputy_who_becomes_the_lead_keeps_the_notification(crisis: Crisis, personas: Personas) -> None:
    tick_at(12)
    deputy_id, lead_id = crisis.deputy_id, crisis.lead_id
    assert deputy_id is not None
    assert lead_id is not None
    name_leaders(crisis, personas, 13, lead_id=deputy_id, deputy_id=lead_id)
    assert unread() == ["Dora Deputy", "Sofia Supervisor"]


def test_update_settles_notifications_of_former_supervisors_too(crisis: Crisis, personas: Personas) -> None:
    tick_at(21)
    assert "Omar Othersupervisor" in unread()
    RoleGrant.objects.filter(person=personas.other_supervisor.person, role=Role.SUPERVISOR).delete()
    with clock.travel(DUE + timedelta(minutes=22)):
        promised(crisis, personas, None)
    assert unread() == []


def test_new_leaders_of_a_crisis_that_is_not_active_are_not_told(crisis: Crisis, personas: Personas) -> None:
    Crisis.objects.update(state="draft", activated_at=None)
    name_leaders(crisis, personas, 30, deputy_id=personas.other_supervisor.person_id)
    assert told() == {}


def test_drill_reaches_its_participants_only(personas: Personas) -> None:
    with clock.travel(MORNING):
        drill, _team = crises.team(personas, 1, is_drill=True)
        promised(drill, personas, DUE)
    tick_at(60)
    assert told() == {"lead": ["Sofia Supervisor"], "deputy": ["Dora Deputy"]}
    assert journalled(drill) == [Verb.ESCALATED_TO_DEPUTY]
    assert all(
        text.startswith("Drill: ") for text in Notification.objects.filter(key__contains=":late").values_list("text", flat=True)
    )


@pytest.mark.parametrize("is_invited", [True, False])
def test_declined_invitation_to_a_drill_does_not_show(is_invited: bool, personas: Personas, sign_in: SignIn) -> None:
    """A supervisor who was invited and declined, in one of two worlds that are otherwise equal."""
    with clock.travel(MORNING):
        drill, _team = crises.team(personas, 1, is_drill=True, team_size=2)
        if is_invited:
            invitation = Invitation.objects.create(
                crisis=drill,
                person=personas.other_supervisor.person,
                invited_at=MORNING,
                deadline_at=MORNING + timedelta(days=2),
            )
            actions.decline(actor=personas.other_supervisor, invitation=invitation)
        promised(drill, personas, DUE)
    tick_at(60)
    assert journalled(drill) == [Verb.ESCALATED_TO_DEPUTY]
    assert list(drill.escalations.values_list("level", flat=True)) == ["lead", "deputy"]
    with clock.travel(DUE + timedelta(hours=1)):
        page = sign_in(personas.supervisor).get(reverse("crisis:detail", args=[drill.pk])).content.decode()
    assert "The deputy was told" in page
    assert "The supervisors were told" not in page


def test_supervisors_who_take_part_in_a_drill_are_told(personas: Personas) -> None:
    with clock.travel(MORNING):
        drill, _team = crises.team(personas, 1, is_drill=True)
        actions.add_contact(actor=personas.supervisor, crisis=drill, reach="77", person_id=personas.other_supervisor.person_id)
        promised(drill, personas, DUE)
    tick_at(60)
    assert told() == ALL_LEVELS
