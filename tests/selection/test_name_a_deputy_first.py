"""Candidates' scores are only shown once a deputy is named, and both people are told about each other."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from crisis import actions
from crisis.models import Crisis
from feedback.sustained import Criteria
from people.actions import end_sign_in
from people.identity import User
from people.models import Notification
from selection import actions as choosing
from selection.permissions import can_see_candidates
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
NOTICE = "Name a deputy to see the candidates."


def text_for(user: User) -> str:
    return Notification.objects.get(person=user.person, key__contains=":leaders:").text


@pytest.fixture
def alone(personas: Personas) -> Crisis:
    """Sofia leads without a deputy. Ana is in her team, Otto is not."""
    crises.scored(personas.agent.person, 100, 95)
    crises.scored(personas.other_agent.person, 100, 95)
    return crises.draft(personas, deputy_id=None)


def test_lead_without_deputy_sees_only_their_own_team(alone: Crisis, personas: Personas, sign_in: SignIn) -> None:
    lead = sign_in(personas.supervisor)
    page = lead.get(reverse("selection:detail", args=[alone.pk])).content.decode()
    assert NOTICE in page
    assert "Ana Agent" in page
    assert "Otto Otheragent" not in page
    for name in ("rules", "coverage", "fairness"):
        assert lead.get(reverse(f"selection:{name}", args=[alone.pk])).status_code == 404
    assert lead.get(reverse("selection:candidate", args=[alone.pk, personas.other_agent.person_id])).status_code == 404


def test_a_lead_without_a_deputy_saves_no_team(alone: Crisis, personas: Personas, sign_in: SignIn) -> None:
    with pytest.raises(choosing.NoDeputy, match="Name a deputy"):
        crises.stored(alone, personas)
    criteria = {"until": "2026-11-01", "months": "6", "min_responses": "10", "floor_percent": "80", "team_size": "2"}
    answer = sign_in(personas.supervisor).post(reverse("selection:store", args=[alone.pk]), criteria)
    assert answer.status_code == 409
    assert "Otto Otheragent" not in answer.content.decode()
    assert not alone.selections.exists()


def test_both_are_told_about_each_other_when_a_deputy_is_named(alone: Crisis, personas: Personas, sign_in: SignIn) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=alone, deputy_id=personas.other_supervisor.person_id)
    told = "You're the deputy for “Kettle recall”. You and Sofia Supervisor can now see every candidate's figures."
    assert text_for(personas.other_supervisor) == told
    assert "You're the lead" in text_for(personas.supervisor)
    page = sign_in(personas.supervisor).get(reverse("selection:detail", args=[alone.pk])).content.decode()
    assert NOTICE not in page
    assert "Otto Otheragent" in page


def test_scores_are_hidden_again_when_the_deputy_steps_down(alone: Crisis, personas: Personas, sign_in: SignIn) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=alone, deputy_id=personas.other_supervisor.person_id)
    crises.stored(alone, personas)
    export = reverse("selection:export", args=[alone.pk, 1])
    assert sign_in(personas.supervisor).get(export).status_code == 200
    end_sign_in(actor=None, person=personas.other_supervisor.person)
    assert sign_in(personas.supervisor).get(export).status_code == 404
    assert not can_see_candidates(personas.supervisor, alone)


def test_agent_cannot_be_the_second_person(alone: Crisis, personas: Personas) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=alone, deputy_id=personas.reviewer.person_id)
    assert not can_see_candidates(personas.supervisor, alone)
    criteria = Criteria(until=date(2026, 11, 1), team_size=2)
    with pytest.raises(choosing.NoDeputy):
        choosing.store_selection(actor=personas.supervisor, crisis=alone, criteria=criteria)


def test_a_crisis_that_is_opened_with_both_tells_both(personas: Personas) -> None:
    crises.draft(personas, deputy_id=personas.other_supervisor.person_id)
    assert "Sofia Supervisor" in text_for(personas.other_supervisor)
    assert "Omar Othersupervisor" in text_for(personas.supervisor)
