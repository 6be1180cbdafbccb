"""Approval with six checks by a person who didn't write the text: in the action, on the page and in the database."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from core import clock
from people.models import Notification, User
from scripts_library import actions
from scripts_library.actions.approval import ChecksNotMet, OwnText, RejectionReasonMissing
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.models import ApprovalCheck, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
State = ScriptVersion.State

TICKED = dict.fromkeys(scripts.ALL_MET, "on")


def decide(client: Client, version: ScriptVersion, decision: str, **data: str) -> int:
    url = reverse("scripts_library:review", args=[version.pk])
    return client.post(url, {"decision": decision, "revision": version.revision, **data}).status_code


def answers(version: ScriptVersion) -> QuerySet[ApprovalCheck]:
    return ApprovalCheck.objects.filter(approval__version=version)


def test_the_action_refuses_the_authors_own_text(personas: Personas) -> None:
    writer = scripts.both()
    version = scripts.in_review(writer)
    with pytest.raises(OwnText):
        actions.approve(actor=writer, version=version, checks=scripts.ALL_MET)
    with pytest.raises(OwnText):
        actions.send_back(actor=writer, version=version, reason="x")
    assert actions.approve(actor=personas.approver, version=version, checks=scripts.ALL_MET).state == State.APPROVED


def test_action_refuses_approval_by_a_co_writer(personas: Personas) -> None:
    helper = scripts.both()
    version = scripts.draft(personas.supervisor)
    version = actions.edit_draft(actor=helper, version=version, revision=1, tone="Calmly.")
    version = actions.submit_for_review(actor=personas.supervisor, version=version)
    with pytest.raises(OwnText):
        actions.approve(actor=helper, version=version, checks=scripts.ALL_MET)


def test_page_refuses_approval_of_an_own_text(personas: Personas, sign_in: SignIn) -> None:
    writer = scripts.both()
    version, client = scripts.in_review(writer), sign_in(writer)
    shown = client.get(reverse("scripts_library:review", args=[version.pk])).content.decode()
    assert 'value="approve"' not in shown
    assert "someone else has to approve" in shown
    assert (
        reverse("scripts_library:review", args=[version.pk])
        not in client.get(reverse("scripts_library:version", args=[version.pk])).content.decode()
    )
    assert decide(client, version, "approve", **TICKED) == 409
    version.refresh_from_db()
    assert version.state == State.IN_REVIEW


def test_database_refuses_approval_of_an_own_text(personas: Personas) -> None:
    version = scripts.in_review(personas.supervisor)
    rows = ScriptVersion.objects.filter(pk=version.pk)
    with pytest.raises(IntegrityError, match="does_not_approve"), transaction.atomic():
        rows.update(state="approved", approver_id=personas.supervisor.person_id, approved_at=clock.now())
    assert rows.update(state="approved", approver_id=personas.approver.person_id, approved_at=clock.now()) == 1


@pytest.mark.parametrize("unmet", list(scripts.ALL_MET))
def test_each_of_the_six_checks_is_needed(personas: Personas, sign_in: SignIn, unmet: str) -> None:
    version = scripts.in_review(personas.supervisor)
    for checks in ({**scripts.ALL_MET, unmet: False}, {k: v for k, v in scripts.ALL_MET.items() if k != unmet}):
        with pytest.raises(ChecksNotMet):
            actions.approve(actor=personas.approver, version=version, checks=checks)
    ticked = {question: "on" for question in TICKED if question != unmet}
    assert decide(sign_in(personas.approver), version, "approve", **ticked) == 422


def test_approving_on_the_page_keeps_the_answers_and_tells_the_author(personas: Personas, sign_in: SignIn) -> None:
    version = scripts.in_review(personas.supervisor)
    assert decide(sign_in(personas.approver), version, "approve", **TICKED) == 302
    version.refresh_from_db()
    assert (version.state, version.approver_id) == (State.APPROVED, personas.approver.person_id)
    assert dict(answers(version).values_list("question", "is_met")) == scripts.ALL_MET
    told = Notification.objects.get(person=personas.supervisor.person)
    assert "approved" in told.text
    assert told.url == reverse("scripts_library:version", args=[version.pk])


def test_sending_back_needs_a_reason_and_shows_the_author_what_to_change(personas: Personas, sign_in: SignIn) -> None:
    version, client = scripts.in_review(personas.supervisor), sign_in(personas.approver)
    assert decide(client, version, "send_back", right="on") == 422
    with pytest.raises(RejectionReasonMissing):
        actions.send_back(actor=personas.approver, version=version, reason=" ")
    assert decide(client, version, "send_back", right="on", reason="The number is not confirmed.") == 302
    version.refresh_from_db()
    assert (version.state, version.submitted_at) == (State.DRAFT, None)
    assert set(answers(version).filter(is_met=True).values_list("question", flat=True)) == {"right"}
    page = sign_in(personas.supervisor).get(reverse("scripts_library:edit", args=[version.pk])).content.decode()
    assert "The number is not confirmed." in page
    again = actions.submit_for_review(actor=personas.supervisor, version=version)
    assert actions.approve(actor=personas.approver, version=again, checks=scripts.ALL_MET).sent_back_reason == ""


def test_a_text_that_changed_is_not_approved_unread(personas: Personas, sign_in: SignIn) -> None:
    version = scripts.in_review(personas.supervisor)
    version = actions.send_back(actor=personas.trainer, version=version, reason="Shorter.")
    changed = actions.edit_draft(actor=personas.supervisor, version=version, revision=1, what_to_say="Bad words.")
    actions.submit_for_review(actor=personas.supervisor, version=changed)
    with pytest.raises(ChangedMeanwhile):
        actions.approve(actor=personas.approver, version=version, checks=scripts.ALL_MET, revision=1)
    assert decide(sign_in(personas.approver), version, "approve", **TICKED) == 409


def test_only_approvers_and_trainers_approve(personas: Personas) -> None:
    for name, user in personas:
        if name not in {"approver", "trainer"}:
            with pytest.raises(PermissionDenied):
                actions.approve(actor=user, version=scripts.in_review(personas.supervisor), checks=scripts.ALL_MET)


def test_the_approver_sees_what_changed_since_the_version_readers_know(personas: Personas, sign_in: SignIn) -> None:
    first = scripts.published(personas.supervisor, personas.approver, what_to_say="You get it in five days.")
    draft = actions.revise(actor=personas.supervisor, version=first)
    draft = actions.edit_draft(actor=personas.supervisor, version=draft, revision=1, what_to_say="You get it in ten days.")
    actions.submit_for_review(actor=personas.supervisor, version=draft)
    page = sign_in(personas.approver).get(reverse("scripts_library:review", args=[draft.pk])).content.decode()
    assert "since version 1" in page
    assert "five</del>" in page
    assert "ten</ins>" in page
