"""Races: a team never has more members than spots, and steps and promotions happen once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from core import clock
from crisis import actions
from crisis.actions import invitation_answers, transitions
from crisis.lifecycle import IllegalStep
from crisis.models import Crisis, Invitation, TeamMember
from journal.queries import lines
from people.models import User
from tests.crisis.replies_at_once import check_exactly, crowd, reply_all
from tests.factories import crisis as crises
from tests.factories.people import Personas, personas
from tests.threads import at_once

PLACES = 3
ASKED = 24


def outcomes_of(acts: list[Callable[[], object]]) -> list[str]:
    """Run everything at once. Returns the names of raised exceptions, "" for none."""
    return [type(error).__name__ if error else "" for error in at_once(*acts)]


def asked(people: Personas) -> tuple[Crisis, list[Callable[[], object]]]:
    """A crisis with three spots, and twenty-four people about to accept."""
    users = crises.agents(ASKED)
    crisis = crises.ready(people, [user.person_id for user in users], team_size=PLACES)
    by_person: dict[int, User] = {user.person_id: user for user in users}
    invitations = crises.invited(crisis, people, ASKED)

    def accepting(invitation: Invitation) -> Callable[[], object]:
        user = by_person[invitation.person_id]
        return lambda: actions.accept(actor=user, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE)

    return crisis, [accepting(invitation) for invitation in invitations]


@pytest.mark.django_db(transaction=True)
def test_simultaneous_acceptances_fill_exactly_the_spots() -> None:
    crisis, acts = asked(personas())
    outcomes = Counter(outcomes_of(acts))
    assert outcomes == {"": PLACES, "TeamFull": ASKED - PLACES}
    assert TeamMember.objects.filter(crisis=crisis, left_at=None).count() == PLACES
    joined = [line.data["taken"] for line in lines(crisis.journal_id) if line.verb == "crisis.joined"]
    assert joined == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_simultaneous_replies_from_links_fill_exactly_the_spots() -> None:
    """`make soak` does this with ten thousand people, see tests/soak/test_answers.py."""
    there = crowd(ASKED, PLACES)
    assert reply_all(there.links) == {302: PLACES, 409: ASKED - PLACES}
    check_exactly(there.crisis, PLACES)


@contextmanager
def without_the_lock(monkeypatch: pytest.MonkeyPatch, parties: int) -> Iterator[None]:
    """Read the crisis without a lock, and let everyone count before anyone goes on."""
    counted = threading.Barrier(parties)

    def read_and_wait(crisis_id: int) -> Crisis:
        crisis = Crisis.objects.get(pk=crisis_id)
        counted.wait(timeout=20)
        return crisis

    with monkeypatch.context() as patch:
        patch.setattr(invitation_answers, "locked", read_and_wait)
        patch.setattr(transitions, "locked", read_and_wait)
        yield


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_team_is_oversold(monkeypatch: pytest.MonkeyPatch) -> None:
    crisis, acts = asked(personas())
    with without_the_lock(monkeypatch, PLACES + 2):
        at_once(*acts[: PLACES + 2])
    assert TeamMember.objects.filter(crisis=crisis, left_at=None).count() > PLACES


@pytest.mark.django_db(transaction=True)
def test_simultaneous_activations_activate_once() -> None:
    people = personas()
    crisis = crises.ready(people)
    outcomes = outcomes_of([lambda: actions.activate(actor=people.supervisor, crisis=crisis)] * 2)
    assert sorted(outcomes) == ["", IllegalStep.__name__]
    assert [line.verb for line in lines(crisis.journal_id)].count("crisis.activated") == 1


@pytest.mark.django_db(transaction=True)
def test_simultaneous_activations_without_the_lock_both_succeed(monkeypatch: pytest.MonkeyPatch) -> None:
    people = personas()
    crisis = crises.ready(people)
    with without_the_lock(monkeypatch, 2):
        outcomes = outcomes_of([lambda: actions.activate(actor=people.supervisor, crisis=crisis)] * 2)
    assert outcomes == ["", ""]
    assert [line.verb for line in lines(crisis.journal_id)].count("crisis.activated") == 2


@pytest.mark.django_db(transaction=True)
def test_accepting_two_crises_at_once_joins_one() -> None:
    people = personas()
    both = []
    for title in ("Storm", "Launch"):
        crisis = crises.ready(people, [people.agent.person_id], title=title)
        both += crises.invited(crisis, people, 1)

    def accepting(invitation: Invitation) -> Callable[[], object]:
        return lambda: actions.accept(
            actor=people.agent, invitation=invitation, terms_version=1, confirmations=crises.ALL_THREE
        )

    outcomes = outcomes_of([accepting(invitation) for invitation in both])
    assert sorted(outcomes) == ["", "AlreadyServing"]
    assert TeamMember.objects.get().left_at is None


@pytest.mark.django_db(transaction=True)
def test_simultaneous_ticks_invite_the_next_person_once() -> None:
    people = personas()
    users = crises.agents(3)
    crisis = crises.ready(people, [user.person_id for user in users], team_size=1)
    [first] = crises.invited(crisis, people, 1)
    actions.decline(actor=users[0], invitation=first)
    moment = crises.at_work()

    def tick() -> int:
        with clock.travel(moment):
            return actions.keep_up_invitations()

    assert outcomes_of([tick] * 2) == ["", ""]
    assert Invitation.objects.open().count() == 1
