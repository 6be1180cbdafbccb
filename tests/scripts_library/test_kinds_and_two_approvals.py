"""Kinds of scripts: one or two approvals, by different people who didn't write the text, and days between reviews."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from journal.queries import lines
from people.models import Notification, User
from scripts_library import actions, queries
from scripts_library.actions.approval import AlreadyApproved, OwnText
from scripts_library.actions.kinds import FewerApprovals, KindExists
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.models import Approval, ScriptKind, ScriptVersion
from scripts_library.needs import scripts_to_approve
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
State = ScriptVersion.State


def approve(user: User, version: ScriptVersion) -> ScriptVersion:
    return actions.approve(actor=user, version=version, checks=scripts.ALL_MET)


def test_two_different_people_approve_and_the_version_waits_for_the_second(personas: Personas) -> None:
    version = scripts.of_two_approvals(personas.supervisor)
    first = approve(personas.approver, version)
    assert (first.state, first.approver_id, first.approved_at) == (State.IN_REVIEW, None, None)
    with pytest.raises(AlreadyApproved):
        approve(personas.approver, version)
    second = approve(personas.trainer, version)
    assert (second.state, second.first_approver_id) == (State.APPROVED, personas.approver.person_id)
    assert second.approver_id == personas.trainer.person_id
    decisions = queries.decisions_on(second)
    assert [decision.name for decision in decisions] == [str(personas.approver.person), str(personas.trainer.person)]
    assert all(check.is_met for decision in decisions for check in decision.checks)
    assert [len(decision.checks) for decision in decisions] == [6, 6]
    (summary,) = queries.versions_of(second.script)
    assert summary.approver_name == f"{personas.approver.person}, {personas.trainer.person}"
    told = Notification.objects.filter(person=personas.supervisor.person_id, key__startswith="script-version:")
    assert sorted("first of two" in each.text for each in told) == [False, True]


def test_a_writer_gives_neither_approval(personas: Personas) -> None:
    writer = scripts.both()
    version = scripts.of_two_approvals(writer)
    with pytest.raises(OwnText):
        approve(writer, version)
    approve(personas.approver, version)
    with pytest.raises(OwnText):
        approve(writer, version)


def test_sending_back_voids_the_first_approval(personas: Personas) -> None:
    version = scripts.of_two_approvals(personas.supervisor)
    approve(personas.approver, version)
    back = actions.send_back(actor=personas.trainer, version=version, reason="Too long.", checks={"right": False})
    assert back.first_approver_id is None
    assert [(each.person_id, each.approved_at) for each in Approval.objects.all()] == [(personas.trainer.person_id, None)]
    again = actions.submit_for_review(actor=personas.supervisor, version=back)
    assert not Approval.objects.exists()
    assert approve(personas.approver, again).state == State.IN_REVIEW
    assert approve(personas.trainer, again).state == State.APPROVED


def test_lowering_the_approvals_of_a_kind_leaves_versions_in_review_alone(personas: Personas) -> None:
    version = scripts.of_two_approvals(personas.supervisor)
    kind = version.script.kind or ScriptKind.objects.get(name="Legal")
    actions.edit_kind(actor=personas.approver, kind_id=kind.pk, name="Legal", approvals_needed=1, review_every_days=30)
    assert approve(personas.approver, version).state == State.IN_REVIEW
    other = scripts.draft(personas.supervisor, title="Next")
    kind.refresh_from_db()
    actions.set_kind(actor=personas.supervisor, script=other.script, kind=kind, read=queries.default_kind().pk)
    other = actions.submit_for_review(actor=personas.supervisor, version=other)
    assert approve(personas.approver, other).state == State.APPROVED


def test_only_approvers_lower_the_number_of_approvals(personas: Personas) -> None:
    strict, default = scripts.kind(), queries.default_kind()
    change: dict[str, Any] = {"kind_id": strict.pk, "name": "Legal", "approvals_needed": 1, "review_every_days": 30}
    with pytest.raises(FewerApprovals):
        actions.edit_kind(actor=personas.supervisor, **change)
    script = scripts.draft(personas.supervisor).script
    actions.set_kind(actor=personas.supervisor, script=script, kind=strict, read=default.pk)
    with pytest.raises(FewerApprovals):
        actions.set_kind(actor=personas.supervisor, script=script, kind=default, read=strict.pk)
    assert actions.set_kind(actor=personas.trainer, script=script, kind=default, read=strict.pk).kind == default
    assert actions.edit_kind(actor=personas.approver, **change).approvals_needed == 1


def test_the_kind_of_a_script_is_changed_once_and_recorded(personas: Personas) -> None:
    strict, default = scripts.kind(), queries.default_kind()
    script = scripts.draft(personas.supervisor).script
    for _twice in range(2):
        read = queries.kind_of(type(script).objects.get(pk=script.pk)).pk
        actions.set_kind(actor=personas.supervisor, script=script, kind=strict, read=read)
    with pytest.raises(ChangedMeanwhile):
        actions.set_kind(actor=personas.supervisor, script=script, kind=strict, read=default.pk)
    assert len(lines(script.journal_id, verbs=["scripts.kind_changed"])) == 1


def test_a_name_of_a_kind_is_taken_once_in_any_case(personas: Personas) -> None:
    scripts.kind()
    with pytest.raises(KindExists):
        actions.add_kind(actor=personas.supervisor, name="LEGAL", approvals_needed=1, review_every_days=30)


def test_agents_neither_add_kinds_nor_choose_one(personas: Personas) -> None:
    kind, script = scripts.kind(), scripts.draft(personas.supervisor).script
    with pytest.raises(PermissionDenied):
        actions.add_kind(actor=personas.agent, name="Mine", approvals_needed=1, review_every_days=30)
    with pytest.raises(PermissionDenied):
        actions.edit_kind(actor=personas.agent, kind_id=kind.pk, name="Mine", approvals_needed=2, review_every_days=30)
    with pytest.raises(PermissionDenied):
        actions.set_kind(actor=personas.agent, script=script, kind=kind, read=queries.default_kind().pk)


def test_the_second_approval_waits_for_others_only(personas: Personas) -> None:
    version = scripts.of_two_approvals(personas.supervisor)
    approve(personas.approver, version)
    assert scripts_to_approve(personas.approver) == []
    (need,) = scripts_to_approve(personas.trainer)
    assert "One of two approvals" in need.note


def test_pages_show_the_first_approval_and_offer_the_second_to_others(personas: Personas, sign_in: SignIn) -> None:
    version = scripts.of_two_approvals(personas.supervisor)
    url = reverse("scripts_library:review", args=[version.pk])
    ticked = dict.fromkeys(scripts.ALL_MET, "on")
    client = sign_in(personas.approver)
    client.post(url, {**ticked, "decision": "approve", "revision": 1})
    assert 'value="approve"' not in client.get(url).content.decode()
    other = sign_in(personas.trainer)
    shown = other.get(reverse("scripts_library:version", args=[version.pk])).content.decode()
    assert f"{personas.approver.person} gave the first of two approvals" in shown
    assert 'value="approve"' in other.get(url).content.decode()


def test_pages_add_edit_and_choose_a_kind(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    added = {"name": "  Legal   matters ", "approvals_needed": "2", "review_every_days": "30"}
    assert client.post(reverse("scripts_library:kinds"), added).status_code == 302
    kind = ScriptKind.objects.get(name="Legal matters")
    for days in ("0", "731", "x", ""):
        assert (
            client.post(reverse("scripts_library:kinds"), {**added, "name": days, "review_every_days": days}).status_code == 422
        )
    assert client.post(reverse("scripts_library:kinds"), added).status_code == 422
    lower = {**added, "approvals_needed": "1"}
    assert client.post(reverse("scripts_library:kind", args=[kind.pk]), lower).status_code == 422
    script = scripts.draft(personas.supervisor).script
    chosen = {"kind": str(kind.pk), "read": str(queries.default_kind().pk)}
    assert client.post(reverse("scripts_library:choose_kind", args=[script.pk]), chosen).status_code == 302
    script.refresh_from_db()
    assert script.kind == kind
