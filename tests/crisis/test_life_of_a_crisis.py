"""Transitions of a crisis: legal and refused steps, and their journal entries."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from crisis import actions, lifecycle
from crisis.lifecycle import LIFECYCLE, IllegalStep, Step
from crisis.models import Crisis, Invitation, SupportContact, TeamMember
from journal.queries import lines
from people.models import Notification
from tests.factories import crisis as crises
from tests.factories.people import Personas

State = Crisis.State

ACTS: dict[Step, Callable[..., Crisis]] = {
    Step.ACTIVATE: actions.activate,
    Step.RESOLVE: actions.resolve,
    Step.REOPEN: actions.reopen,
    Step.BEGIN_REVIEW: actions.begin_review,
    Step.BACK_TO_RESOLVED: actions.back_to_resolved,
    Step.CLOSE: actions.close,
    Step.CANCEL: actions.cancel,
}

# Steps from a ready draft to each state.
WAYS: dict[State, list[Step]] = {
    State.DRAFT: [],
    State.ACTIVE: [Step.ACTIVATE],
    State.RESOLVED: [Step.ACTIVATE, Step.RESOLVE],
    State.IN_REVIEW: [Step.ACTIVATE, Step.RESOLVE, Step.BEGIN_REVIEW],
    State.CLOSED: [Step.ACTIVATE, Step.RESOLVE, Step.BEGIN_REVIEW, Step.CLOSE],
    State.CANCELLED: [Step.CANCEL],
}

LEGAL = {
    (State.DRAFT, Step.ACTIVATE): State.ACTIVE,
    (State.DRAFT, Step.CANCEL): State.CANCELLED,
    (State.ACTIVE, Step.RESOLVE): State.RESOLVED,
    (State.RESOLVED, Step.REOPEN): State.ACTIVE,
    (State.RESOLVED, Step.BEGIN_REVIEW): State.IN_REVIEW,
    (State.IN_REVIEW, Step.BACK_TO_RESOLVED): State.RESOLVED,
    (State.IN_REVIEW, Step.CLOSE): State.CLOSED,
}

# In the order in which pages offer them.
OFFERED: dict[State, tuple[Step, ...]] = {
    State.DRAFT: (Step.ACTIVATE, Step.CANCEL),
    State.ACTIVE: (Step.RESOLVE,),
    State.RESOLVED: (Step.REOPEN, Step.BEGIN_REVIEW),
    State.IN_REVIEW: (Step.BACK_TO_RESOLVED, Step.CLOSE),
    State.CLOSED: (),
    State.CANCELLED: (),
}


@pytest.mark.parametrize("state", State)
def test_each_state_offers_its_legal_steps(state: State) -> None:
    assert LIFECYCLE.steps_from(state) == OFFERED[state]


@pytest.fixture
def closing_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ignore obstacles from the protocol."""
    monkeypatch.setitem(lifecycle._obstacles, lifecycle.Step.CLOSE, [])


def brought_to(state: State, personas: Personas) -> Crisis:
    crisis = crises.ready(personas)
    for step in WAYS[state]:
        crisis = ACTS[step](actor=personas.supervisor, crisis=crisis)
    return crisis


def verbs(crisis: Crisis) -> list[str]:
    return [line.verb for line in lines(crisis.journal_id)]


@pytest.mark.parametrize(("state", "step"), list(itertools.product(State, Step)))
def test_every_step_from_every_state_succeeds_or_is_refused(
    state: State, step: Step, personas: Personas, closing_allowed: None
) -> None:
    crisis = brought_to(state, personas)
    before = len(verbs(crisis))
    if (state, step) in LEGAL:
        ACTS[step](actor=personas.supervisor, crisis=crisis)
        crisis.refresh_from_db()
        assert crisis.state == LEGAL[state, step]
        assert len(verbs(crisis)) > before
    else:
        with pytest.raises(IllegalStep) as refusal:
            ACTS[step](actor=personas.supervisor, crisis=crisis)
        assert str(State(state).label).lower() in str(refusal.value)
        crisis.refresh_from_db()
        assert crisis.state == state
        assert len(verbs(crisis)) == before


@pytest.mark.parametrize("step", Step)
def test_each_step_runs_the_follow_ups_of_other_rooms(
    step: Step, personas: Personas, closing_allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[Crisis] = []
    monkeypatch.setitem(lifecycle._follow_ups, step, [])
    lifecycle.register_follow_up(step, followed.append)
    (source,) = LIFECYCLE.from_which(step)
    crisis = brought_to(source, personas)
    ACTS[step](actor=personas.supervisor, crisis=crisis)
    assert followed == [crisis]


def test_transitions_match_the_agreed_table() -> None:
    moves = LIFECYCLE.transitions.items()
    table = {(source, step): transition.target for step, transition in moves for source in transition.sources}
    assert table == LEGAL


def test_refused_activation_names_everything_missing(personas: Personas) -> None:
    crisis = crises.draft(personas, solution="", lead_id=None)
    with pytest.raises(actions.NotReady) as refusal:
        actions.activate(actor=personas.supervisor, crisis=crisis)
    for missing in ("a lead", "solution", "support contact", "saved selection"):
        assert missing in str(refusal.value)


@pytest.mark.parametrize(
    ("details", "has_contact", "has_selection", "missing"),
    [
        ({"lead_id": None}, True, True, "a lead"),
        ({"solution": ""}, True, True, "solution"),
        ({}, False, True, "support contact"),
        ({}, True, False, "saved selection"),
    ],
)
def test_each_missing_thing_alone_keeps_a_crisis_a_draft(
    details: dict[str, Any], has_contact: bool, has_selection: bool, missing: str, personas: Personas
) -> None:
    crisis = crises.draft(personas, **details)
    if has_contact:
        SupportContact.objects.create(crisis=crisis, name="Night desk", reach="extension 77")
    if has_selection:
        crises.selected(crisis, [personas.agent.person_id])
    with pytest.raises(actions.NotReady) as refusal:
        actions.activate(actor=personas.supervisor, crisis=crisis)
    assert missing in str(refusal.value)
    assert str(refusal.value).count(";") == 0
    crisis.refresh_from_db()
    assert crisis.state == State.DRAFT


def test_closing_is_refused_while_there_is_no_reviewed_protocol(personas: Personas) -> None:
    crisis = brought_to(State.IN_REVIEW, personas)
    with pytest.raises(actions.NotReady, match="protocol"):
        actions.close(actor=personas.supervisor, crisis=crisis)
    crisis.refresh_from_db()
    assert crisis.state == State.IN_REVIEW


def test_opening_resolving_reopening_and_closing_are_in_the_journal(personas: Personas, closing_allowed: None) -> None:
    crisis = brought_to(State.RESOLVED, personas)
    for act in (actions.reopen, actions.resolve, actions.begin_review, actions.close):
        act(actor=personas.supervisor, crisis=crisis)
    recorded = verbs(crisis)
    assert recorded[0] == "crisis.opened"
    assert recorded.count("crisis.resolved") == 2
    assert "crisis.reopened" in recorded
    assert recorded[-1] == "crisis.closed"


@pytest.mark.parametrize("step", Step)
def test_steps_are_refused_for_people_who_do_not_run_the_crisis(step: Step, personas: Personas) -> None:
    (source,) = LIFECYCLE.from_which(step)
    crisis = brought_to(source, personas)
    for name, user in personas:
        if name != "supervisor":
            with pytest.raises(PermissionDenied):
                ACTS[step](actor=user, crisis=crisis)


def test_opener_runs_a_draft_until_activation(personas: Personas) -> None:
    crisis = crises.ready(personas, lead_id=personas.other_supervisor.person_id)
    crisis = actions.activate(actor=personas.supervisor, crisis=crisis)
    with pytest.raises(PermissionDenied):
        actions.resolve(actor=personas.supervisor, crisis=crisis)
    actions.resolve(actor=personas.other_supervisor, crisis=crisis)


def test_the_deputy_stands_in_for_the_lead(personas: Personas) -> None:
    crisis = crises.active(personas, deputy_id=personas.other_supervisor.person_id)
    assert actions.resolve(actor=personas.other_supervisor, crisis=crisis).state == State.RESOLVED


def test_resolving_releases_the_team_and_ends_open_invitations(personas: Personas) -> None:
    crisis, [member] = crises.team(personas, 1, team_size=3)
    crises.selected(crisis, [personas.agent.person_id])
    crises.invited(crisis, personas, 1)
    actions.resolve(actor=personas.supervisor, crisis=crisis)
    crisis.refresh_from_db()
    assert TeamMember.objects.get(person=member.person_id).left_at == crisis.resolved_at
    states = dict(Invitation.objects.values_list("person_id", "state"))
    assert states == {member.person_id: "served", personas.agent.person_id: "ended"}


def test_reopening_invites_the_selected_people_anew(personas: Personas) -> None:
    crisis, [member] = crises.team(personas, 1, team_size=1)
    crisis = actions.resolve(actor=personas.supervisor, crisis=crisis)
    actions.reopen(actor=personas.supervisor, crisis=crisis)
    assert Invitation.objects.open().get().person_id == member.person_id


def test_cancelling_a_draft_releases_the_team_and_deletes_replies(personas: Personas) -> None:
    crisis = crises.ready(personas, team_size=2)
    first, second = crises.invited(crisis, personas, 2)
    crises.accept(first, personas.agent)
    actions.decline(actor=personas.other_agent, invitation=second)
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    assert not TeamMember.objects.filter(left_at=None).exists()
    assert [invitation.person_id for invitation in Invitation.objects.all()] == [personas.agent.person_id]


def test_closing_deletes_replies_and_how_people_left(personas: Personas, closing_allowed: None) -> None:
    users = crises.agents(5)
    crisis = crises.active(personas, [user.person_id for user in users], team_size=5)
    invitations = {invitation.person_id: invitation for invitation in crises.invited(crisis, personas, 5)}
    stays, declines, withdraws, released, _silent = users
    for user in (stays, withdraws, released):
        crises.accept(invitations[user.person_id], user)
    actions.decline(actor=declines, invitation=invitations[declines.person_id], reason="A private reason")
    actions.withdraw(actor=withdraws, invitation=invitations[withdraws.person_id], reason="A private reason")
    actions.release(actor=personas.supervisor, crisis=crisis, person_id=released.person_id)
    crises.expire(crisis)
    for act in (actions.resolve, actions.begin_review, actions.close):
        act(actor=personas.supervisor, crisis=crisis)
    crisis.refresh_from_db()
    kept = Invitation.objects.filter(person__in=[stays.person_id, withdraws.person_id, released.person_id])
    assert list(kept.values_list("state", "reason")) == [("released", "")] * 3
    assert not Invitation.objects.exclude(pk__in=kept).exists()
    assert not Notification.objects.filter(key__startswith="invitation:").exists()
    # Three team members are too few for totals.
    assert crisis.closing_counts == {}
    assert lines(crisis.journal_id)[-1].data == {}
