"""Requests for a review of the protocol, and changes of its owner afterwards, which keep the review."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from journal.queries import lines
from people.models import Notification, Role, User
from protocol import actions as protocols
from protocol.models import Protocol
from tests.factories import crisis as crises
from tests.factories.people import Personas, user_with

SignIn = Callable[[User], Client]


@pytest.fixture
def protocol(personas: Personas) -> Protocol:
    """Written by Sofia, who leads."""
    return crises.written(crises.protocol_of(crises.active(personas), personas), personas.supervisor)


def ask(protocol: Protocol, actor: User, reviewer: User) -> Protocol:
    return protocols.request_review(actor=actor, protocol=protocol, version=protocol.version, reviewer_id=reviewer.person_id)


def test_requested_reviewer_is_notified_and_shown(personas: Personas, sign_in: SignIn, protocol: Protocol) -> None:
    url = reverse("protocol:detail", args=[protocol.crisis_id])
    client, reviewer = sign_in(personas.supervisor), personas.other_supervisor
    assert "Request a review from" in client.get(url).content.decode()
    assert "Request a review from" not in sign_in(reviewer).get(url).content.decode()
    said = {"version": protocol.version, "reviewer_id": reviewer.person.display_name}
    assert client.post(reverse("protocol:request_review", args=[protocol.crisis_id]), said)["Location"] == url
    assert "Review requested from Omar Othersupervisor on" in client.get(url).content.decode()
    told = Notification.objects.get(person=reviewer.person_id)
    assert (told.url, told.text) == (url, f"Please review the protocol of “{protocol.crisis.title}”.")
    assert lines(protocol.crisis.journal_id)[-1].data["person"] == reviewer.person_id


def test_completed_review_is_no_longer_requested(personas: Personas, protocol: Protocol) -> None:
    ask(protocol, personas.supervisor, personas.other_supervisor)
    protocols.review_protocol(actor=personas.other_supervisor, protocol=protocol, version=protocol.version)
    protocol.refresh_from_db()
    assert (protocol.state, protocol.review_requested_from, protocol.review_requested_at) == ("reviewed", None, None)
    with pytest.raises(protocols.AlreadyReviewed):
        ask(protocol, personas.supervisor, personas.other_supervisor)


def test_last_editor_and_people_without_the_role_cannot_be_requested(personas: Personas, protocol: Protocol) -> None:
    for other in (personas.supervisor, personas.agent):
        with pytest.raises(protocols.CannotReview):
            ask(protocol, personas.supervisor, other)
    with pytest.raises(PermissionDenied):
        ask(protocol, personas.other_supervisor, personas.supervisor)
    Protocol.objects.update(texts={})
    with pytest.raises(protocols.NothingWritten):
        ask(protocol, personas.supervisor, personas.other_supervisor)


def test_setting_an_owner_keeps_the_review(personas: Personas, protocol: Protocol) -> None:
    improvement = protocols.plan_improvement(
        actor=personas.supervisor, protocol=protocol, version=protocol.version, action="Call back", owner_id=None, due_on=None
    )
    protocol.refresh_from_db()
    version = protocol.version
    protocols.review_protocol(actor=personas.other_supervisor, protocol=protocol, version=version)
    Crisis.objects.filter(pk=protocol.crisis_id).update(deputy=personas.other_supervisor.person_id)
    # Set by the deputy, who was the reviewer.
    protocols.change_improvement(
        actor=personas.other_supervisor,
        improvement=improvement,
        version=version,
        owner_id=personas.agent.person_id,
        due_on=date(2030, 1, 2),
    )
    protocol.refresh_from_db()
    assert (protocol.state, protocol.reviewed_by_id) == ("reviewed", personas.other_supervisor.person_id)
    # Files of the earlier version have no owner.
    assert protocol.version == version + 1
    with pytest.raises(protocols.EditedMeanwhile):
        protocols.drop_improvement(actor=personas.supervisor, improvement=improvement, version=version)
    protocols.drop_improvement(actor=personas.supervisor, improvement=improvement, version=version + 1)
    protocol.refresh_from_db()
    assert protocol.state == "draft"


def test_review_of_a_drill_is_requested_from_participants(personas: Personas) -> None:
    drill = crises.active(personas, is_drill=True, deputy_id=personas.other_supervisor.person_id)
    protocol = crises.written(crises.protocol_of(drill, personas), personas.supervisor)
    bystander = user_with(Role.SUPERVISOR, name="Bella Bystander")
    with pytest.raises(protocols.CannotReview):
        ask(protocol, personas.supervisor, bystander)
    ask(protocol, personas.supervisor, personas.other_supervisor)
    told = Notification.objects.get(person=personas.other_supervisor.person_id, key__startswith="protocol:")
    assert told.text.startswith("Drill: ")
