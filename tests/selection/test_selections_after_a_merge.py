"""Merging two records of a person during a selection: cards, replies and leader input belong to one person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from crisis.models import Crisis
from journal.queries import lines
from people.models import Person, Role, Team, User
from selection import actions as choosing
from selection.models import Candidate, CardReply, LeaderInput, Selection
from selection.queries.leader_input import (
    Heard,
    LeaderInputCounts,
    counts_by_person,
    heard,
    leader_input_at,
    leader_input_of,
    leader_input_on_card,
    leaders_of_candidates,
    open_questions,
    own_leader_input,
    question_to,
    spoken_of,
)
from selection.queries.own_cards import own_candidate, own_standings, reply_of
from tests.factories import crisis as crises
from tests.factories.merging import merged, taken_apart
from tests.factories.people import Personas, PersonFactory, user_with

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
Standing = Candidate.Standing


@pytest.fixture
def other(personas: Personas) -> User:
    """Ana, under the record that will be merged."""
    crises.scored(personas.agent.person, 100, 95)
    return personas.agent


@pytest.fixture
def kept() -> Person:
    """The record of hers that will be kept."""
    return PersonFactory.create(display_name="Ana A")


@pytest.fixture
def crisis(personas: Personas, other: User) -> Crisis:
    return crises.draft(personas, team_size=1)


def url(name: str, crisis: Crisis, *arguments: int) -> str:
    return reverse(f"selection:{name}", args=[crisis.pk, *arguments])


def end_sign_in(user: User) -> None:
    user.is_active = False
    user.save()


def leader_of_north(name: str) -> User:
    return user_with(Role.SUPERVISOR, name=name, team=Team.objects.get(name="North"), leads=True)


def select_kept(crisis: Crisis, personas: Personas, kept: Person) -> Selection:
    """A selection after the merge, in which the kept record has the place."""
    crises.scored(kept, 100, 95)
    return crises.stored(crisis, personas)


def test_reply_before_the_merge_is_updated(
    crisis: Crisis, personas: Personas, other: User, kept: Person, sign_in: SignIn
) -> None:
    crises.stored(crisis, personas)
    choosing.reply_to_card(actor=other, crisis=crisis, text="I was ill.")
    merged(kept, other.person)
    select_kept(crisis, personas, kept)
    user = User.objects.get(pk=other.pk)
    candidate = own_candidate(user, crisis)
    assert candidate is not None
    assert candidate.person == kept
    client = sign_in(user)
    assert client.post(url("own_card", crisis), {"text": "I am well again."}).status_code == 302
    assert CardReply.objects.get().text == "I am well again."
    lead = sign_in(personas.supervisor).get(url("candidate", crisis, kept.pk)).content.decode()
    for page in (client.get(url("own_card", crisis)).content.decode(), lead):
        assert "I am well again." in page
        assert "I was ill." not in page


@pytest.mark.parametrize("last_under_kept", [True, False])
def test_newer_of_two_replies_is_shown_and_updated(
    last_under_kept: bool, crisis: Crisis, personas: Personas, other: User
) -> None:
    user = personas.other_agent
    crises.scored(user.person, 100, 90)
    crises.stored(crisis, personas)
    first, last = (other, user) if last_under_kept else (user, other)
    # Who replied first has the last word.
    for replying in (last, first):
        choosing.reply_to_card(actor=replying, crisis=crisis, text="Earlier.")
    with clock.travel(clock.now() + timedelta(minutes=5)):
        choosing.reply_to_card(actor=last, crisis=crisis, text="The last word.")
    end_sign_in(other)
    merged(user.person, other.person)
    # Under whichever record the card stands.
    for person_id in (user.person_id, other.person_id):
        reply = reply_of(crisis, person_id)
        assert reply is not None
        assert reply.text == "The last word."
    with clock.travel(clock.now() + timedelta(minutes=10)):
        choosing.reply_to_card(actor=user, crisis=crisis, text="Again.")
    assert CardReply.objects.get(person=last.person_id).text == "Again."
    assert CardReply.objects.get(person=first.person_id).text == "Earlier."


def test_own_card_is_that_of_the_kept_record(crisis: Crisis, personas: Personas, other: User, kept: Person) -> None:
    crises.scored(kept, 100, 85)
    selection = crises.stored(crisis, personas)
    assert selection.candidates.get(person=other.person_id).standing == Standing.IN
    merged(kept, other.person)
    user = User.objects.get(pk=other.pk)
    found = own_candidate(user, crisis)
    assert found is not None
    assert (found.person, found.standing) == (kept, Standing.RESERVE)
    assert [one.standing for one in own_standings(user)] == [found.standing]


def test_own_card_is_that_of_the_better_position(crisis: Crisis, personas: Personas, kept: Person) -> None:
    selection, user = crises.selected(crisis, []), personas.approver
    first, second, third = (PersonFactory.create() for _ in range(3))
    for person, standing, position in ((third, Standing.OUT, None), (second, "reserve", 2), (first, Standing.IN, 1)):
        Candidate.objects.create(selection=selection, person=person, standing=standing, position=position, rank=position)
        merged(user.person, person)
    found = own_candidate(user, crisis)
    assert found is not None
    assert found.person == first
    assert [one.standing for one in own_standings(user)] == [found.standing]


def test_input_on_the_merged_record_is_marked_warned_of_and_journalled(
    crisis: Crisis, personas: Personas, other: User, kept: Person, sign_in: SignIn
) -> None:
    crises.leader_input(crisis, personas.supervisor, other.person, objects=True, reason="Needs a rest.")
    first = crises.stored(crisis, personas)
    merged(kept, other.person)
    assert LeaderInput.objects.get().person == other.person
    crises.scored(kept, 100, 95)
    client = sign_in(personas.supervisor)
    page = client.get(url("detail", crisis), {"until": "2026-11-01"}).content.decode()
    assert "1 objection is about a person who has or may get a spot" in page
    assert "Needs a rest." in client.get(url("leader_input", crisis)).content.decode()
    assert "Your input on people who left your teams" not in client.get(url("leader_input", crisis)).content.decode()
    second = crises.stored(crisis, personas)
    assert lines(crisis.journal_id)[-1].data == {"number": 2, "objections_in": 1, "nominations_out": 0}
    assert [one.reason for one in leader_input_on_card(crisis, kept.pk, second)] == ["Needs a rest."]
    # The one of before says what was: it stays with the record that it names.
    for selection, named in ((first, other.person_id), (second, kept.pk)):
        assert list(leader_input_at(selection)) == [named]
        assert "1 objection" in client.get(url("stored", crisis, selection.number)).content.decode()


def test_later_input_replaces_that_on_the_merged_record(
    crisis: Crisis, personas: Personas, other: User, kept: Person, sign_in: SignIn
) -> None:
    first = crises.leader_input(crisis, personas.supervisor, other.person, objects=True, reason="Needs a rest.")
    crises.stored(crisis, personas)
    merged(kept, other.person)
    assert own_leader_input(crisis, personas.supervisor, kept.pk) == first
    form = sign_in(personas.supervisor).get(url("give_leader_input", crisis, kept.pk)).content.decode()
    assert "A new answer replaces it." in form
    # The same once more is nothing new.
    assert crises.leader_input(crisis, personas.supervisor, kept, objects=True, reason="Needs a rest.") == first
    second = crises.leader_input(crisis, personas.supervisor, kept, reason="Is rested.")
    assert LeaderInput.objects.get(withdrawn_at=None) == second
    assert counts_by_person(leader_input_of(crisis)) == {kept.pk: LeaderInputCounts(nominations=1)}


def test_input_can_be_withdrawn_under_the_kept_record(
    crisis: Crisis, personas: Personas, other: User, kept: Person, sign_in: SignIn
) -> None:
    crises.leader_input(crisis, personas.supervisor, other.person)
    crises.stored(crisis, personas)
    merged(kept, other.person)
    assert sign_in(personas.supervisor).post(url("withdraw_leader_input", crisis, kept.pk)).status_code == 302
    assert not LeaderInput.objects.filter(withdrawn_at=None).exists()


def test_last_input_of_a_leader_with_two_records_counts(
    crisis: Crisis, personas: Personas, other: User, sign_in: SignIn
) -> None:
    leader, second = (
        personas.supervisor,
        leader_of_north("S. Visor"),
    )
    mine = crises.leader_input(crisis, leader, other.person, reason="Calm.")
    theirs = crises.leader_input(crisis, second, other.person, objects=True, reason="Needs a rest.")
    end_sign_in(second)
    merge = merged(leader.person, second.person)
    theirs.refresh_from_db()
    assert theirs.leader == second.person
    # List, card, the leader's own pages and the warning agree.
    assert counts_by_person(leader_input_of(crisis)) == {other.person_id: LeaderInputCounts(objections=1)}
    card = leader_input_on_card(crisis, other.person_id, None)
    assert [(one.reason, one.withdrawn_at) for one in card] == [("Calm.", theirs.given_at), ("Needs a rest.", None)]
    assert own_leader_input(crisis, leader, other.person_id) == theirs
    [[said]] = spoken_of(crisis, leader).values()
    assert (said.reason, said.leader_id) == ("Needs a rest.", leader.person_id)
    assert "Needs a rest." in sign_in(leader).get(url("leader_input", crisis)).content.decode()
    [found] = [one for one in leaders_of_candidates(crisis) if one.person_id == leader.person_id]
    assert found.spoke_at == mine.given_at
    taken_apart(merge)
    assert counts_by_person(leader_input_of(crisis)) == {other.person_id: LeaderInputCounts(1, 1)}


def test_withdrawn_later_input_keeps_the_earlier_one(crisis: Crisis, personas: Personas, other: User) -> None:
    leader, second = personas.supervisor, leader_of_north("S. Visor")
    crises.leader_input(crisis, leader, other.person, reason="Calm.")
    crises.leader_input(crisis, second, other.person, objects=True)
    crises.stored(crisis, personas)
    choosing.withdraw_leader_input(actor=second, crisis=crisis, person_id=other.person_id)
    end_sign_in(second)
    merged(leader.person, second.person)
    assert counts_by_person(leader_input_of(crisis)) == {other.person_id: LeaderInputCounts(nominations=1)}
    [standing] = [
        one for one in leader_input_on_card(crisis, other.person_id, crisis.selections.get()) if one.withdrawn_at is None
    ]
    assert standing.reason == "Calm."


@pytest.mark.parametrize("kept_answered", [True, False])
def test_one_answer_is_enough_for_a_leader_asked_under_two_records(
    kept_answered: bool, crisis: Crisis, personas: Personas, other: User
) -> None:
    leader, second = leader_of_north("Sam Visor"), leader_of_north("S. Visor")
    both = [leader.person_id, second.person_id]
    choosing.ask_leaders(actor=personas.supervisor, crisis=crisis, leader_ids=both)
    choosing.add_nothing(actor=leader if kept_answered else second, crisis=crisis)
    end_sign_in(second)
    merged(leader.person, second.person)
    assert heard(crisis) == Heard(asked=1, answered=1)
    [found] = [one for one in leaders_of_candidates(crisis) if one.person_id in both]
    assert found.person_id == leader.person_id
    assert found.answered_at is not None
    question = question_to(leader, crisis)
    assert question is not None
    assert question.answered_at == found.answered_at
    assert not open_questions(leader).exists()


@pytest.mark.parametrize("speaks_again", [True, False])
def test_new_input_or_withdrawal_ends_both_inputs_of_a_leader_with_two_records(
    speaks_again: bool, crisis: Crisis, personas: Personas, other: User
) -> None:
    leader, second = (
        personas.supervisor,
        leader_of_north("S. Visor"),
    )
    for speaking in (leader, second):
        crises.leader_input(crisis, speaking, other.person)
    end_sign_in(second)
    merged(leader.person, second.person)
    if speaks_again:
        again = crises.leader_input(crisis, leader, other.person, objects=True)
        assert LeaderInput.objects.get(withdrawn_at=None) == again
    else:
        choosing.withdraw_leader_input(actor=leader, crisis=crisis, person_id=other.person_id)
        assert not LeaderInput.objects.filter(withdrawn_at=None).exists()
