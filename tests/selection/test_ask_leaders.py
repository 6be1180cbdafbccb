"""Lead and deputy ask team leaders for input, once each, and see the answers."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from crisis import actions
from crisis.models import Crisis
from desk import homes
from journal.queries import lines
from people.models import Notification, Role, Team, User
from selection import actions as choosing
from selection.models import LeaderAsked
from selection.queries.leader_input import heard, leaders_of_candidates
from tests.factories import crisis as crises
from tests.factories.people import Personas, TeamFactory, user_with

SignIn = Callable[[User], Client]


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    """Sofia runs it; Ana of her team and Otto of Omar's are candidates with the same figures, for two places."""
    crises.scored(personas.agent.person, 100, 95)
    crises.scored(personas.other_agent.person, 100, 95)
    return crises.draft(personas, team_size=2)


def url(name: str, crisis: Crisis, *arguments: int) -> str:
    return reverse(f"selection:{name}", args=[crisis.pk, *arguments])


def verbs(crisis: Crisis) -> list[str]:
    return [line.verb for line in lines(crisis.journal_id)]


def ask(crisis: Crisis, personas: Personas) -> int:
    return choosing.ask_leaders(actor=personas.supervisor, crisis=crisis, leader_ids=[personas.other_supervisor.person_id])


def test_leaders_are_asked_once_and_told_where_to_answer(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    page = client.get(url("leader_input", crisis)).content.decode()
    assert "Omar Othersupervisor (South)" in page
    assert "(<span data-ticked>1</span>)" in page
    assert client.post(url("ask_leaders", crisis), {"leaders": [personas.other_supervisor.person_id]}).status_code == 302
    assert ask(crisis, personas) == 0
    assert LeaderAsked.objects.count() == 1
    assert Notification.objects.get(person=personas.other_supervisor.person_id).url == url("leader_input", crisis)
    assert [line.data for line in lines(crisis.journal_id) if line.verb == "crisis.leaders_asked"] == [{"count": 1}]
    assert "data-ticked" not in client.get(url("leader_input", crisis)).content.decode()
    assert "0 of 1 answered" in client.get(url("detail", crisis)).content.decode()


def test_only_leaders_of_candidates_other_than_the_asker_are_asked(crisis: Crisis, personas: Personas) -> None:
    user_with(Role.SUPERVISOR, name="Nobody Here", team=TeamFactory.create(name="Empty"), leads=True)
    user_with(Role.AGENT, name="No Supervisor", team=Team.objects.get(name="South"), leads=True)
    assert [leader.name for leader in leaders_of_candidates(crisis)] == ["Omar Othersupervisor", "Sofia Supervisor"]
    with pytest.raises(choosing.NobodyToAsk):
        choosing.ask_leaders(actor=personas.supervisor, crisis=crisis, leader_ids=[personas.supervisor.person_id])


def test_leader_who_already_gave_input_is_not_asked(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person)
    assert ask(crisis, personas) == 0
    page = sign_in(personas.supervisor).get(url("leader_input", crisis)).content.decode()
    assert "(not asked)" in page
    assert not Notification.objects.filter(person=personas.other_supervisor.person_id).exists()


@pytest.mark.parametrize("speaks", [True, False])
def test_input_or_nothing_to_add_counts_as_an_answer(speaks: bool, crisis: Crisis, personas: Personas) -> None:
    ask(crisis, personas)
    assert [item.sign for item in homes.home_of(personas.other_supervisor).needs.items] == ["Your input"]
    for _ in range(2):
        if speaks:
            crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person)
        else:
            choosing.add_nothing(actor=personas.other_supervisor, crisis=crisis)
    asked = LeaderAsked.objects.get()
    assert asked.answered_at is not None
    assert verbs(crisis).count("crisis.leader_answered") == 1
    assert (heard(crisis).asked, heard(crisis).answered) == (1, 1)
    assert homes.home_of(personas.other_supervisor).needs.items == []


def test_only_asked_leaders_can_answer(crisis: Crisis, personas: Personas) -> None:
    ask(crisis, personas)
    for name, user in personas:
        if name != "other_supervisor":
            with pytest.raises(PermissionDenied):
                choosing.add_nothing(actor=user, crisis=crisis)
            if name != "supervisor":
                with pytest.raises(PermissionDenied):
                    choosing.ask_leaders(actor=user, crisis=crisis, leader_ids=[personas.other_supervisor.person_id])


def test_the_deputy_asks_too_and_each_leader_sees_their_own_people(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, deputy_id=personas.other_supervisor.person_id)
    lead = personas.supervisor.person_id
    assert choosing.ask_leaders(actor=personas.other_supervisor, crisis=crisis, leader_ids=[lead]) == 1
    page = sign_in(personas.other_supervisor).get(url("leader_input", crisis), {"until": "2026-11-01"}).content.decode()
    assert url("give_leader_input", crisis, personas.other_agent.person_id) in page
    assert url("give_leader_input", crisis, personas.agent.person_id) not in page
    assert "570 of 600" in page
    assert sign_in(personas.other_supervisor).get(url("leader_input", crisis), {"months": "0"}).status_code == 422
