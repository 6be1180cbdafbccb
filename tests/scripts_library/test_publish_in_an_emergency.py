"""Two people publish at once in an emergency, and a third reviews the version afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from people.models import Notification, Role, User
from scripts_library import actions
from scripts_library.actions.approval import ChecksNotMet, DraftIncomplete, IsEmergency, OwnText
from scripts_library.actions.emergency import (
    EmergencyReasonMissing,
    NotForAnEmergency,
    NothingToReviewAfterwards,
    ProblemMissing,
)
from scripts_library.actions.transitions import ChangedMeanwhile
from scripts_library.lifecycle import NotInThatState
from scripts_library.models import ScriptVersion
from scripts_library.needs import scripts_reviewed_afterwards, scripts_to_approve
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with

SignIn = Callable[[User], Client]
State = ScriptVersion.State


def publish(user: User, version: ScriptVersion, **details: Any) -> ScriptVersion:
    given = {"checks": scripts.ALL_MET, "ends_at": clock.now() + timedelta(days=7), "revision": version.revision, **details}
    return actions.publish_in_emergency(actor=user, version=version, **given)


def told(user: User, key: str) -> list[str]:
    return list(Notification.objects.filter(person=user.person_id, key__startswith=key).values_list("text", flat=True))


def test_the_second_person_publishes_at_once_although_the_kind_needs_two_approvals(personas: Personas) -> None:
    draft = scripts.draft(personas.supervisor)
    type(draft.script).objects.filter(pk=draft.script_id).update(kind=scripts.kind())
    asked = actions.ask_in_emergency(actor=personas.supervisor, version=draft, reason="The storm is here.")
    assert told(personas.approver, "script-emergency:") == ["Check and publish “Ferry cancelled” now: The storm is here."]
    assert scripts_to_approve(personas.trainer)[0].sign == "Emergency"
    live = publish(personas.approver, asked)
    assert (live.state, live.approver_id, live.is_emergency) == (State.PUBLISHED, personas.approver.person_id, True)
    assert ScriptVersion.objects.live(clock.now()).get() == live
    assert told(personas.agent, "script-published:")
    assert told(personas.trainer, "script-afterwards:")
    assert told(personas.approver, "script-afterwards:") == []


def test_nobody_publishes_their_own_text_in_an_emergency(personas: Personas) -> None:
    writer = scripts.both()
    asked = scripts.in_emergency(writer)
    with pytest.raises(OwnText):
        publish(writer, asked)
    with pytest.raises(PermissionDenied):
        publish(personas.supervisor, asked)
    asked.refresh_from_db()
    assert asked.state == State.IN_REVIEW


def test_all_checks_and_the_text_that_was_read_are_needed(personas: Personas) -> None:
    asked = scripts.in_emergency(personas.supervisor)
    with pytest.raises(ChecksNotMet):
        publish(personas.approver, asked, checks={**scripts.ALL_MET, "right": False})
    with pytest.raises(ChangedMeanwhile):
        publish(personas.approver, asked, revision=7)
    publish(personas.approver, asked)
    with pytest.raises(NotInThatState):
        publish(personas.trainer, asked)


def test_only_a_writer_asks_with_a_reason_for_a_complete_draft(personas: Personas) -> None:
    draft = scripts.draft(personas.supervisor)
    with pytest.raises(EmergencyReasonMissing):
        actions.ask_in_emergency(actor=personas.supervisor, version=draft, reason="  ")
    with pytest.raises(PermissionDenied):
        actions.ask_in_emergency(actor=personas.approver, version=draft, reason="Now.")
    empty = scripts.draft(personas.supervisor, what_to_say=" ", title="Empty")
    with pytest.raises(DraftIncomplete):
        actions.ask_in_emergency(actor=personas.supervisor, version=empty, reason="Now.")


def test_the_usual_ways_stay_apart(personas: Personas) -> None:
    with pytest.raises(NotForAnEmergency):
        publish(personas.approver, scripts.in_review(personas.supervisor))
    asked = scripts.in_emergency(personas.supervisor, title="Now")
    with pytest.raises(IsEmergency):
        actions.approve(actor=personas.approver, version=asked, checks=scripts.ALL_MET)
    back = actions.send_back(actor=personas.approver, version=asked, reason="The number is wrong.")
    assert (back.state, back.is_emergency, back.emergency_reason) == (State.DRAFT, False, "")
    usual = actions.submit_for_review(actor=personas.supervisor, version=back)
    assert actions.approve(actor=personas.approver, version=usual, checks=scripts.ALL_MET).state == State.APPROVED


def test_a_third_person_confirms_it_afterwards(personas: Personas) -> None:
    live = scripts.published_in_emergency(personas.supervisor, personas.approver)
    assert scripts_reviewed_afterwards(personas.approver) == []
    assert [need.sign for need in scripts_reviewed_afterwards(personas.trainer)] == ["To review"]
    with pytest.raises(NothingToReviewAfterwards):
        actions.review_afterwards(actor=personas.approver, version=live, checks=scripts.ALL_MET)
    actions.review_afterwards(actor=personas.trainer, version=live, checks=scripts.ALL_MET)
    assert scripts_reviewed_afterwards(personas.trainer) == []
    live.refresh_from_db()
    assert (live.afterwards_by_id, live.afterwards_problem) == (personas.trainer.person_id, "")
    with pytest.raises(NothingToReviewAfterwards):
        actions.review_afterwards(actor=user_with(Role.APPROVER, name="Fourth Person"), version=live, checks=scripts.ALL_MET)


def test_a_withdrawn_version_waits_for_no_review_and_an_expired_one_does(personas: Personas) -> None:
    gone = scripts.published_in_emergency(personas.supervisor, personas.approver)
    over = scripts.published_in_emergency(personas.supervisor, personas.approver, title="Over")
    actions.withdraw(actor=personas.supervisor, version=gone, reason="Wrong number.")
    with clock.travel(clock.now() + timedelta(days=8)):
        actions.expire_ended()
        assert [need.title for need in scripts_reviewed_afterwards(personas.trainer)] == ["Over"]
        with pytest.raises(NothingToReviewAfterwards):
            actions.review_afterwards(actor=personas.trainer, version=gone, checks=scripts.ALL_MET)
        actions.review_afterwards(actor=personas.trainer, version=over, checks=scripts.ALL_MET)


def test_the_review_is_overdue_after_two_working_days(personas: Personas) -> None:
    live = scripts.published_in_emergency(personas.supervisor, personas.approver)
    assert live.afterwards_due_at is not None
    assert timedelta(days=1) < live.afterwards_due_at - clock.now() <= timedelta(days=5)
    with clock.travel(live.afterwards_due_at):
        assert [need.sign for need in scripts_reviewed_afterwards(personas.trainer)] == ["Overdue"]


def test_a_problem_needs_words_and_reaches_owner_and_publisher(personas: Personas) -> None:
    live = scripts.published_in_emergency(personas.supervisor, personas.approver)
    wrong = {**scripts.ALL_MET, "right": False}
    with pytest.raises(ProblemMissing):
        actions.review_afterwards(actor=personas.trainer, version=live, checks=wrong)
    actions.review_afterwards(actor=personas.trainer, version=live, checks=wrong, problem="The number is another company's.")
    live.refresh_from_db()
    assert live.state == State.PUBLISHED
    for user in (personas.supervisor, personas.approver):
        assert "found a problem" in told(user, "script-problem:")[0]
        assert [need.sign for need in scripts_reviewed_afterwards(user)] == ["Problem"]
    actions.withdraw(actor=personas.supervisor, version=live, reason="Wrong number.", say_instead="Ask us to call back.")
    assert scripts_reviewed_afterwards(personas.supervisor) == []


def test_pages_lead_from_the_call_to_the_review_afterwards(personas: Personas, sign_in: SignIn) -> None:
    draft, ticked = scripts.draft(personas.supervisor), dict.fromkeys(scripts.ALL_MET, "on")
    writer, second, third = sign_in(personas.supervisor), sign_in(personas.approver), sign_in(personas.trainer)
    ask = reverse("scripts_library:ask_in_emergency", args=[draft.pk])
    assert writer.post(ask, {"reason": ""}).status_code == 422
    assert writer.post(ask, {"reason": "<b>Storm</b> {{ 7 }}"}).status_code == 302
    url = reverse("scripts_library:emergency", args=[draft.pk])
    shown = second.get(url).content.decode()
    assert "&lt;b&gt;Storm&lt;/b&gt; {{ 7 }}" in shown
    assert "Approve and publish now" in shown
    last_on = (clock.now() + timedelta(days=5)).date().isoformat()
    assert second.post(url, {"last_on": last_on, "revision": "1"}).status_code == 422
    assert second.post(url, {**ticked, "last_on": last_on, "revision": "1"}).status_code == 302
    after = reverse("scripts_library:afterwards", args=[draft.pk])
    assert "Save review" not in second.get(after).content.decode()
    assert "Save review" in third.get(after).content.decode()
    assert third.post(after, {"right": "on"}).status_code == 422
    assert third.post(after, {"problem": "Wrong."}).status_code == 302
    assert "found a problem:" in writer.get(reverse("scripts_library:version", args=[draft.pk])).content.decode()
