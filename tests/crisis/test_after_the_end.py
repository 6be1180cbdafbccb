"""Every action on a closed or cancelled crisis is refused, and its journal stays unchanged."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.refusals import Refused
from crisis import actions, lifecycle
from crisis.models import Crisis, Invitation
from feedback.sustained import Criteria
from journal.queries import lines
from people.models import User
from protocol import actions as protocols
from protocol.models import Protocol
from selection import actions as choosing
from tests.factories import crisis as crises
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas
from tests.factories.recognition import AwardTypeFactory

SignIn = Callable[[User], Client]
Act = Callable[[Personas, Crisis], object]

ACTS: dict[str, Act] = {
    "edit": lambda personas, crisis: actions.edit_crisis(actor=personas.supervisor, crisis=crisis, cause="Something else."),
    "add a contact": lambda personas, crisis: actions.add_contact(
        actor=personas.supervisor, crisis=crisis, name="Day desk", reach="extension 78"
    ),
    "remove a contact": lambda personas, crisis: actions.remove_contact(
        actor=personas.supervisor, contact=crisis.support_contacts.earliest("pk")
    ),
    "set a goal": lambda personas, crisis: actions.set_goal(
        actor=personas.supervisor, crisis=crisis, measure="CSAT", target="85 %", due_on=date(2030, 1, 1)
    ),
    "give an update": lambda personas, crisis: actions.give_update(
        actor=personas.supervisor, crisis=crisis, text="It is over.", next_update_at=None
    ),
    "store a selection": lambda personas, crisis: choosing.store_selection(
        actor=personas.supervisor, crisis=crisis, criteria=Criteria(until=date(2026, 11, 1), team_size=2)
    ),
    "invite": lambda personas, crisis: actions.send_invitations(actor=personas.supervisor, crisis=crisis, count=1),
    "accept": lambda personas, crisis: crises.accept(_invitation(personas, crisis), personas.agent),
    "withdraw": lambda personas, crisis: actions.withdraw(actor=personas.agent, invitation=_invitation(personas, crisis)),
    "release": lambda personas, crisis: actions.release(
        actor=personas.supervisor, crisis=crisis, person_id=personas.agent.person_id
    ),
    "ask leaders": lambda personas, crisis: choosing.ask_leaders(
        actor=personas.supervisor, crisis=crisis, leader_ids=[personas.other_supervisor.person_id]
    ),
    "nominate as a leader": lambda personas, crisis: crises.leader_input(crisis, personas.supervisor, personas.agent.person),
    "reply to a card": lambda personas, crisis: choosing.reply_to_card(actor=personas.agent, crisis=crisis, text="Hello"),
    "write a script": lambda personas, crisis: scripts.draft(personas.supervisor, journal=crisis.journal),
    **{
        step: lambda personas, crisis, act=act: act(actor=personas.supervisor, crisis=crisis)  # type: ignore[misc] # bound here
        for step, act in {
            "activate": actions.activate,
            "resolve": actions.resolve,
            "reopen": actions.reopen,
            "begin the review": actions.begin_review,
            "back to resolved": actions.back_to_resolved,
            "close": actions.close,
            "cancel": actions.cancel,
        }.items()
    },
}


def _invitation(personas: Personas, crisis: Crisis) -> Invitation:
    invitation = crisis.invitations.filter(person=personas.agent.person_id).first()
    if invitation is None:
        raise Refused("The answers of a crisis that is over are deleted.")
    return invitation


def _cancelled(personas: Personas) -> Crisis:
    crisis = crises.ready(personas)
    [invitation] = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    return actions.cancel(actor=personas.supervisor, crisis=crisis)


def _closed(personas: Personas) -> Crisis:
    crisis = crises.active(personas)
    [invitation] = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    crises.protocol_of(crisis, personas)
    actions.begin_review(actor=personas.supervisor, crisis=crisis)
    return actions.close(actor=personas.supervisor, crisis=crisis)


@pytest.fixture(scope="module")
def ended(module_db: None) -> tuple[Personas, dict[str, Crisis]]:
    """A crisis for each way in which one ends."""
    personas = make_personas()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(lifecycle._obstacles, lifecycle.Step.CLOSE, [])
        return personas, {"cancelled": _cancelled(personas), "closed": _closed(personas)}


@pytest.fixture
def personas(ended: tuple[Personas, dict[str, Crisis]], db: None) -> Personas:
    return deepcopy(ended[0])


@pytest.fixture(params=["cancelled", "closed"])
def over(
    request: pytest.FixtureRequest,
    ended: tuple[Personas, dict[str, Crisis]],
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Crisis:
    monkeypatch.setitem(lifecycle._obstacles, lifecycle.Step.CLOSE, [])
    return Crisis.objects.get(pk=ended[1][request.param].pk)


@pytest.mark.parametrize("name", ACTS)
def test_actions_on_a_finished_crisis_are_refused(name: str, over: Crisis, personas: Personas) -> None:
    before = lines(over.journal_id)
    with pytest.raises((Refused, PermissionDenied)):
        ACTS[name](personas, over)
    assert lines(over.journal_id) == before


def test_journal_of_a_finished_crisis_is_closed(over: Crisis) -> None:
    over.journal.refresh_from_db()
    assert over.journal.is_closed


def test_protocol_of_a_finished_crisis_can_be_exported_but_not_changed(
    ended: tuple[Personas, dict[str, Crisis]], personas: Personas
) -> None:
    protocol = Protocol.objects.get(crisis=ended[1]["closed"])
    with pytest.raises(PermissionDenied):
        crises.written(protocol, personas.supervisor)
    for _ in range(2):
        protocols.request_export(actor=personas.ops, protocol=protocol, format="json")
    assert [line.verb for line in lines(protocol.crisis.journal_id)][-2:] == ["crisis.closed", "crisis.protocol_exported"]


def test_nomination_form_of_a_finished_crisis_is_refused(over: Crisis, personas: Personas, sign_in: SignIn) -> None:
    client, address = sign_in(personas.supervisor), reverse("crisis:nominate", args=[over.pk])
    kind = AwardTypeFactory.create()
    form = {"nominee_id": personas.agent.person_id, "type_id": kind.pk, "reason": "Calm."}
    assert client.get(address).status_code == 409
    assert client.post(address, form).status_code == 409
    room = client.get(reverse("crisis:detail", args=[over.pk])).content.decode()
    step = client.get(reverse("crisis:recognition", args=[over.pk])).content.decode()
    assert address not in room + step
