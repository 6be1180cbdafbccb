"""Nominations and objections of team leaders: shown with their reasons, without effect on the result."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crisis import actions
from crisis.models import Crisis
from desk import homes
from feedback.sustained import Criteria
from journal.queries import lines
from people.models import Membership, Role, Team, User
from selection import actions as choosing
from selection.actions import leader_input
from selection.models import LeaderAsked, LeaderInput
from selection.queries.leader_input import Outweighed, leader_input_at
from tests.factories import crisis as crises
from tests.factories.people import Personas, personas, user_with
from tests.threads import at_once

SignIn = Callable[[User], Client]
Kind = LeaderInput.Kind


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


def test_leaders_give_input_on_their_own_teams_only(crisis: Crisis, personas: Personas) -> None:
    given = crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person, reason="  Knows the east.  ")
    assert (given.kind, given.reason, given.withdrawn_at) == (Kind.NOMINATION, "Knows the east.", None)
    assert crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True).kind == Kind.OBJECTION
    for name, user in personas:
        for person in (personas.agent.person, personas.other_agent.person):
            if (name, person) in {("supervisor", personas.agent.person), ("other_supervisor", personas.other_agent.person)}:
                continue
            with pytest.raises(PermissionDenied):
                crises.leader_input(crisis, user, person)


def test_leaders_cannot_give_input_on_themselves(crisis: Crisis, personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        crises.leader_input(crisis, personas.supervisor, personas.supervisor.person)


def test_former_leader_cannot_give_input(crisis: Crisis, personas: Personas) -> None:
    Membership.objects.filter(person=personas.other_supervisor.person_id).update(ends_on=date(2026, 1, 1))
    with pytest.raises(PermissionDenied):
        crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person)


def test_a_reason_is_needed(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    with pytest.raises(choosing.NoReason):
        crises.leader_input(crisis, personas.supervisor, personas.agent.person, reason="   ")
    address = url("give_leader_input", crisis, personas.agent.person_id)
    for data in ({"kind": "nomination"}, {"reason": "Calm"}, {"kind": "praise", "reason": "Calm"}):
        assert sign_in(personas.supervisor).post(address, data).status_code == 422
    assert not LeaderInput.objects.exists()


def test_new_input_replaces_the_earlier_one_and_keeps_it(crisis: Crisis, personas: Personas) -> None:
    first = crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    second = crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True, reason="Is moving house.")
    first.refresh_from_db()
    assert first.withdrawn_at == second.given_at
    assert LeaderInput.objects.get(withdrawn_at=None) == second
    # The same once more is nothing new.
    assert (
        crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True, reason="Is moving house.")
        == second
    )
    assert verbs(crisis).count("crisis.leader_objected") == 1


def test_input_can_be_withdrawn_once(crisis: Crisis, personas: Personas) -> None:
    crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    with pytest.raises(choosing.NothingToWithdraw):
        choosing.withdraw_leader_input(actor=personas.other_supervisor, crisis=crisis, person_id=personas.agent.person_id)
    given = choosing.withdraw_leader_input(actor=personas.supervisor, crisis=crisis, person_id=personas.agent.person_id)
    assert given.withdrawn_at is not None
    with pytest.raises(choosing.NothingToWithdraw):
        choosing.withdraw_leader_input(actor=personas.supervisor, crisis=crisis, person_id=personas.agent.person_id)
    assert verbs(crisis)[-1] == "crisis.leader_input_withdrawn"


def test_journal_has_neither_the_person_nor_the_reason(crisis: Crisis, personas: Personas) -> None:
    before = len(lines(crisis.journal_id))
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, reason="Was ill in spring.")
    crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person, objects=True)
    new = lines(crisis.journal_id)[before:]
    assert [line.verb for line in new] == ["crisis.leader_nominated", "crisis.leader_objected"]
    assert all(line.data == {} and line.texts == {} for line in new)
    assert {(line.subject_type, line.subject_id) for line in new} == {("crisis.Crisis", crisis.pk)}


def test_input_changes_neither_ranking_nor_choice(crisis: Crisis, personas: Personas) -> None:
    before = crises.stored(crisis, personas)
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True)
    after = crises.stored(crisis, personas)
    assert (after.inputs, after.result) == (before.inputs, before.result)
    places = [list(selection.candidates.values_list("person", "standing", "position")) for selection in (before, after)]
    assert places[0] == places[1]


def test_saved_selection_shows_input_given_until_then(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    person = personas.agent.person
    crises.leader_input(crisis, personas.supervisor, person)
    first = crises.stored(crisis, personas)
    crises.leader_input(crisis, personas.supervisor, person, objects=True, reason="On second thoughts.")
    second = crises.stored(crisis, personas)
    choosing.withdraw_leader_input(actor=personas.supervisor, crisis=crisis, person_id=person.pk)
    assert [[one.kind for one in leader_input_at(selection)[person.pk]] for selection in (first, second)] == [
        [Kind.NOMINATION],
        [Kind.OBJECTION],
    ]
    client = sign_in(personas.supervisor)
    pages = [client.get(url("stored", crisis, number)).content.decode() for number in (1, 2)]
    assert "1 nomination" in pages[0]
    assert "1 objection" not in pages[0]
    assert "1 objection" in pages[1]
    # What was withdrawn stays on the card of the selection it was said for, marked as such.
    card = client.get(url("candidate", crisis, person.pk)).content.decode()
    assert "On second thoughts." in card
    assert "withdrawn on" in card


def test_overruled_objections_are_shown_and_journalled(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True)
    client = sign_in(personas.supervisor)
    page = client.get(url("detail", crisis), {"until": "2026-11-01"}).content.decode()
    assert "1 objection is about a person who has or may get a spot" in page
    assert "nomination is for" not in page
    selection = crises.stored(crisis, personas)
    stored, told = lines(crisis.journal_id)[-2:]
    assert (stored.data["objections_in"], stored.data["nominations_out"]) == (1, 0)
    assert told.verb == "crisis.leader_input_outweighed"
    assert told.data == {"number": selection.number, "objections_in": 1, "nominations_out": 0}


def test_nominations_of_unselected_people_are_journalled(personas: Personas) -> None:
    crises.scored(personas.agent.person, 100, 98)
    crises.scored(personas.other_agent.person, 100, 85)
    crisis = crises.draft(personas, team_size=1)
    crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person)
    crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    crises.stored(crisis, personas)
    assert lines(crisis.journal_id)[-1].data == {"number": 1, "objections_in": 0, "nominations_out": 1}


def test_page_warns_of_possible_conflicts_and_journal_has_the_decided_ones(personas: Personas, sign_in: SignIn) -> None:
    people = crises.agents(3)
    north = Team.objects.get(name="North")
    for user in people:
        crises.scored(user.person, 100, 90)
        Membership.objects.create(person=user.person, team=north, starts_on=date(2020, 1, 1))
    crisis = crises.draft(personas, team_size=1)
    crises.leader_input(crisis, personas.supervisor, people[0].person, objects=True)
    crises.leader_input(crisis, personas.supervisor, people[1].person)
    page = sign_in(personas.supervisor).get(url("detail", crisis), {"until": "2026-11-01"}).content.decode()
    assert "1 objection is about" in page
    assert "1 nomination is for a person who may not be on this team" in page
    criteria = Criteria(until=date(2026, 11, 1), team_size=1)
    choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=criteria, places=[people[1].person_id], reason="Nominated."
    )
    stored = lines(crisis.journal_id)[-1]
    # Nobody was passed over, so nothing more is said.
    assert stored.verb == "crisis.selection_stored"
    assert (stored.data["objections_in"], stored.data["nominations_out"]) == (0, 0)


def test_other_leaders_see_no_marks_of_other_teams(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True, reason="Only for her card.")
    client = sign_in(personas.other_supervisor)
    for name in ("detail", "leader_input"):
        page = client.get(url(name, crisis), {"until": "2026-11-01"}).content.decode()
        assert "objection is about" not in page
        assert "1 objection" not in page
        assert "Only for her card." not in page


def test_form_says_who_can_read_the_input(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, address = sign_in(personas.supervisor), url("give_leader_input", crisis, personas.agent.person_id)
    assert "Ana Agent and everyone who can open their card will see your input" in client.get(address).content.decode()
    answer = client.post(address, {"kind": "nomination", "reason": "Calm on the worst day."})
    assert answer["Location"] == url("leader_input", crisis)
    assert "Calm on the worst day." in client.get(answer["Location"]).content.decode()
    again = client.get(address).content.decode()
    assert "A new answer replaces it" in again
    assert "Calm on the worst day." in again


def test_forged_ids_are_refused(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.other_supervisor)
    said = {"kind": "objection", "reason": "Not mine."}
    for person_id in (personas.agent.person_id, personas.other_supervisor.person_id, 10**9):
        assert client.post(url("give_leader_input", crisis, person_id), said).status_code == 404
        assert client.post(url("withdraw_leader_input", crisis, person_id)).status_code == 404
    asked = sign_in(personas.supervisor).post(url("ask_leaders", crisis), {"leaders": [personas.agent.person_id]})
    assert asked.status_code == 422
    with pytest.raises(choosing.NobodyToAsk):
        choosing.ask_leaders(actor=personas.supervisor, crisis=crisis, leader_ids=[personas.agent.person_id, 10**9])
    assert not LeaderInput.objects.exists()
    assert not LeaderAsked.objects.exists()


def test_input_is_read_only_after_resolution(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    crisis = crises.active(personas)
    ask(crisis, personas)
    crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    for act in (
        lambda: crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True),
        lambda: choosing.withdraw_leader_input(actor=personas.supervisor, crisis=crisis, person_id=personas.agent.person_id),
        lambda: choosing.add_nothing(actor=personas.other_supervisor, crisis=crisis),
        lambda: ask(crisis, personas),
    ):
        with pytest.raises(choosing.NoLongerHeard):
            act()
    client = sign_in(personas.supervisor)
    page = client.get(url("leader_input", crisis))
    assert page.status_code == 200
    assert "no longer being selected" in page.content.decode()
    assert "Calm when it is loud." in page.content.decode()
    assert url("give_leader_input", crisis, personas.agent.person_id) not in page.content.decode()
    assert client.get(url("give_leader_input", crisis, personas.agent.person_id)).status_code == 409
    assert homes.home_of(personas.other_supervisor).needs.items == []


def test_page_without_people_or_leaders_explains_why(personas: Personas, sign_in: SignIn) -> None:
    alone = user_with(Role.SUPERVISOR, name="Alone Here")
    crisis = crises.draft(personas)
    assert "None of your people are candidates" in sign_in(alone).get(url("leader_input", crisis)).content.decode()
    User.objects.exclude(pk__in=[personas.supervisor.pk, alone.pk]).update(is_active=False)
    Membership.objects.all().delete()
    page = sign_in(personas.supervisor).get(url("leader_input", crisis)).content.decode()
    assert "No supervisor with an account leads one of the candidates' teams" in page


def test_input_on_a_person_who_changed_teams_can_be_withdrawn(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    crises.leader_input(crisis, personas.other_supervisor, personas.other_agent.person, objects=True, reason="Is new here.")
    Membership.objects.filter(person=personas.other_agent.person_id).update(ends_on=date(2026, 1, 1))
    client = sign_in(personas.other_supervisor)
    page = client.get(url("leader_input", crisis)).content.decode()
    assert "Is new here." in page
    assert "570 of 600" not in page
    assert client.post(url("withdraw_leader_input", crisis, personas.other_agent.person_id)).status_code == 302
    assert not LeaderInput.objects.filter(withdrawn_at=None).exists()


def test_the_number_of_queries_does_not_grow_with_people_and_leader_input(
    crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    ask(crisis, personas)
    crises.leader_input(crisis, personas.supervisor, personas.agent.person)
    names = ("leader_input", "detail")

    def count(name: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(url(name, crisis), {"until": "2026-11-01"}).status_code == 200
        return len(made)

    few = [count(name) for name in names for _ in range(2)]
    north = Team.objects.get(name="North")
    for number in range(8):
        person = user_with(Role.AGENT, name=f"Member {number}", team=north).person
        crises.scored(person, 100, 90)
        crises.leader_input(crisis, personas.supervisor, person, objects=number % 2 == 0)
        user_with(Role.SUPERVISOR, name=f"Leader {number}", team=north, leads=True)
    assert [count(name) for name in names for _ in range(2)] == few


@pytest.mark.django_db(transaction=True)
def test_simultaneous_input_and_requests_are_stored_once() -> None:
    everybody = personas()
    crisis = crises.draft(everybody)

    def speak(number: int) -> Callable[[], object]:
        return lambda: crises.leader_input(crisis, everybody.supervisor, everybody.agent.person, reason=f"Reason {number}")

    raised = at_once(*[speak(number) for number in range(6)], *[lambda: ask(crisis, everybody)] * 4)
    assert raised == [None] * 10
    assert LeaderInput.objects.count() == 6
    assert LeaderInput.objects.filter(withdrawn_at=None).count() == 1
    assert LeaderAsked.objects.count() == 1
    assert verbs(crisis).count("crisis.leaders_asked") == 1


@pytest.mark.django_db(transaction=True)
def test_simultaneous_input_conflicts_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = personas()
    crisis = crises.draft(everybody)
    both, create = threading.Barrier(2), LeaderInput.objects.create

    def create_together(**fields: Any) -> LeaderInput:
        both.wait(timeout=20)
        return create(**fields)

    monkeypatch.setattr(leader_input, "locked", lambda crisis_id: Crisis.objects.get(pk=crisis_id))
    monkeypatch.setattr(LeaderInput.objects, "create", create_together)

    def speak(reason: str) -> Callable[[], object]:
        return lambda: crises.leader_input(crisis, everybody.supervisor, everybody.agent.person, reason=reason)

    raised = at_once(speak("One"), speak("Another"))
    assert [type(one) for one in raised if one] == [IntegrityError]


def test_protocol_has_numbers_of_input_only(crisis: Crisis, personas: Personas) -> None:
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, objects=True, reason="Never in the protocol.")
    crises.stored(crisis, personas)
    crisis.support_contacts.create(name="Night desk", reach="77")
    protocol = str(crises.protocol_of(actions.activate(actor=personas.supervisor, crisis=crisis), personas).compiled)
    assert "nominations: 0, objections: 1" in protocol
    assert "overruled" not in protocol
    assert "Never in the protocol." not in protocol


def test_outweighed_is_true_if_any_count_is() -> None:
    assert Outweighed(1, 0)
    assert Outweighed(0, 1)
    assert not Outweighed(0, 0)
