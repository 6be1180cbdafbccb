"""Approval: a person who didn't write the text checks six points, and approves it or sends it back."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from people.actions import notify
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.transitions import ChangedMeanwhile, check, lock, move, write_down
from scripts_library.lifecycle import Step
from scripts_library.models import ApprovalCheck, ScriptVersion
from scripts_library.queries.steps import findings_of
from scripts_library.verbs import Verb


class DraftIncomplete(Refused):
    """The draft lacks a required text."""


class StepsNotReady(Refused):
    """The check of the steps found errors."""


class OwnText(Refused):
    """The approver wrote part of the text."""


class ChecksNotMet(Refused):
    """Not all six checks are met."""


class RejectionReasonMissing(Refused):
    """A version can't be sent back without a reason."""


@transaction.atomic
def submit_for_review(*, actor: User, version: ScriptVersion) -> ScriptVersion:
    """Request approval of a draft. It can't be edited any more unless it is sent back."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock(version)
    check(locked, Step.SUBMIT)
    if not locked.situation.strip() or not locked.what_to_say.strip():
        raise DraftIncomplete(_("Fill in the situation and what to say first."))
    if errors := [finding.sentence for finding in findings_of(locked) if finding.is_error]:
        raise StepsNotReady(_("Correct the steps first. %(first)s") % {"first": errors[0]})
    move(locked, Step.SUBMIT)
    locked.submitted_at, locked.sent_back_reason = clock.now(), ""
    locked.save(update_fields=["state", "submitted_at", "sent_back_reason"])
    write_down(locked, Verb.SUBMITTED, actor=actor)
    return locked


@transaction.atomic
def approve(*, actor: User, version: ScriptVersion, checks: Mapping[str, bool], revision: int | None = None) -> ScriptVersion:
    """Approve a text written by others. `checks` answers each of the six questions, and all answers must be yes.

    `revision` is the one the approver read: a text that changed since then is refused.
    """
    locked = _under_review(actor, version, revision, Step.APPROVE)
    if set(checks) != set(ApprovalCheck.Question.values) or not all(checks.values()):
        raise ChecksNotMet(_("All six checks must be met. If one isn't, send the version back and say what needs to change."))
    _keep_answers(locked, checks)
    move(locked, Step.APPROVE)
    locked.approver_id, locked.approved_at = actor.person_id, clock.now()
    locked.save(update_fields=["state", "approver", "approved_at"])
    write_down(locked, Verb.APPROVED, actor=actor, data={"revision": locked.revision})
    _tell_author(locked, _("“%(title)s” was approved. It can be published now."))
    return locked


@transaction.atomic
def send_back(
    *,
    actor: User,
    version: ScriptVersion,
    reason: str,
    checks: Mapping[str, bool] | None = None,
    revision: int | None = None,
) -> ScriptVersion:
    """Return a text to its writers as a draft, with the reason."""
    locked = _under_review(actor, version, revision, Step.SEND_BACK)
    if not reason.strip():
        raise RejectionReasonMissing(_("Tell the author what needs to change."))
    answers = dict(checks or {})
    _keep_answers(locked, answers)
    move(locked, Step.SEND_BACK)
    locked.submitted_at, locked.sent_back_reason = None, reason
    locked.save(update_fields=["state", "submitted_at", "sent_back_reason"])
    unmet = sorted(question for question, is_met in answers.items() if not is_met)
    write_down(locked, Verb.SENT_BACK, actor=actor, data={"unmet": unmet}, texts={"reason": reason})
    _tell_author(locked, _("“%(title)s” was sent back to you. See what needs to change."))
    return locked


def _under_review(actor: User, version: ScriptVersion, revision: int | None, step: Step) -> ScriptVersion:
    if not permissions.can_approve(actor):
        raise PermissionDenied
    locked = lock(version)
    if permissions.wrote(actor, locked):
        raise OwnText(_("You wrote part of this text, so someone else has to approve it."))
    check(locked, step)
    if revision is not None and revision != locked.revision:
        raise ChangedMeanwhile(_("The text has changed since you opened it. Please read it again."))
    return locked


def _keep_answers(version: ScriptVersion, checks: Mapping[str, bool]) -> None:
    version.checks.all().delete()
    ApprovalCheck.objects.bulk_create(
        ApprovalCheck(version=version, question=ApprovalCheck.Question(question), is_met=is_met)
        for question, is_met in checks.items()
    )


def _tell_author(version: ScriptVersion, sentence: str) -> None:
    notify(
        person_id=version.author_id,
        key=f"script-version:{version.pk}:{version.state}:{version.revision}",
        text=sentence % {"title": version.script.title},
        url=reverse("scripts_library:version", args=[version.pk]),
        journal=version.script.journal,
    )
