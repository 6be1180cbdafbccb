"""Approval: one or two people who didn't write the text check six points, and approve it or send it back."""

from collections.abc import Mapping
from datetime import datetime

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
from scripts_library.models import Approval, ApprovalCheck, ScriptVersion
from scripts_library.queries.kinds import kind_of
from scripts_library.queries.steps import findings_of
from scripts_library.verbs import Verb


class DraftIncomplete(Refused):
    """The draft lacks a required text."""


class StepsNotReady(Refused):
    """The check of the steps found errors."""


class OwnText(Refused):
    """The approver wrote part of the text."""


class AlreadyApproved(Refused):
    """The person has given the first approval, and someone else has to give the second one."""


class IsEmergency(Refused):
    """The version is to be published in an emergency, and approving it publishes it."""


class ChecksNotMet(Refused):
    """Not all six checks are met."""


class RejectionReasonMissing(Refused):
    """A version can't be sent back without a reason."""


@transaction.atomic
def submit_for_review(*, actor: User, version: ScriptVersion) -> ScriptVersion:
    """Request approval of a draft. It can't be edited any more unless it is sent back.

    The number of approvals is the one of the script's kind at this moment.
    """
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock(version)
    submit(locked, approvals_needed=kind_of(locked.script).approvals_needed)
    write_down(locked, Verb.SUBMITTED, actor=actor)
    return locked


def submit(locked: ScriptVersion, *, approvals_needed: int) -> None:
    """Move a locked draft to review, without the answers that sent it back."""
    check(locked, Step.SUBMIT)
    if not locked.situation.strip() or not locked.what_to_say.strip():
        raise DraftIncomplete(_("Fill in the situation and what to say first."))
    if errors := [finding.sentence for finding in findings_of(locked) if finding.is_error]:
        raise StepsNotReady(_("Correct the steps first. %(first)s") % {"first": errors[0]})
    locked.approvals.all().delete()
    move(locked, Step.SUBMIT)
    locked.submitted_at, locked.sent_back_reason, locked.approvals_needed = clock.now(), "", approvals_needed
    locked.save(update_fields=["state", "submitted_at", "sent_back_reason", "approvals_needed"])


def void_approvals(locked: ScriptVersion) -> None:
    """Delete the approvals of a version in review, because its text has changed. The caller saves `first_approver`."""
    locked.approvals.all().delete()
    locked.first_approver = None


@transaction.atomic
def approve(*, actor: User, version: ScriptVersion, checks: Mapping[str, bool], revision: int | None = None) -> ScriptVersion:
    """Approve a text written by others. `checks` answers each of the six questions, and all answers must be yes.

    `revision` is the one the approver read: a text that changed since then is refused. If the version needs two approvals, it
    stays in review after the first one.
    """
    locked = under_review(actor, version, revision, Step.APPROVE)
    if locked.is_emergency:
        raise IsEmergency(_("This version is for an emergency. Publish it with your checks, or send it back."))
    if locked.first_approver_id == actor.person_id:
        raise AlreadyApproved(_("You gave the first approval. Someone else has to give the second one."))
    now = clock.now()
    refuse_unmet(checks)
    keep_answers(locked, actor, checks, approved_at=now)
    if locked.approvals_needed > 1 and locked.first_approver_id is None:
        return _approve_first(locked, actor)
    move(locked, Step.APPROVE)
    locked.approver_id, locked.approved_at = actor.person_id, now
    locked.save(update_fields=["state", "approver", "approved_at"])
    write_down(locked, Verb.APPROVED, actor=actor, data={"revision": locked.revision})
    tell_author(locked, _("“%(title)s” was approved. It can be published now."))
    return locked


def _approve_first(locked: ScriptVersion, actor: User) -> ScriptVersion:
    move(locked, Step.FIRST_APPROVAL)
    locked.first_approver_id = actor.person_id
    locked.save(update_fields=["state", "first_approver"])
    write_down(locked, Verb.FIRST_APPROVED, actor=actor, data={"revision": locked.revision})
    tell_author(locked, _("“%(title)s” has the first of two approvals."))
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
    """Return a text to its writers as a draft, with the reason. A first approval is void, and so is a call for an emergency."""
    locked = under_review(actor, version, revision, Step.SEND_BACK)
    if not reason.strip():
        raise RejectionReasonMissing(_("Tell the author what needs to change."))
    answers = dict(checks or {})
    locked.approvals.all().delete()
    keep_answers(locked, actor, answers)
    move(locked, Step.SEND_BACK)
    locked.submitted_at, locked.sent_back_reason, locked.first_approver = None, reason, None
    locked.is_emergency, locked.emergency_reason = False, ""
    locked.save(
        update_fields=["state", "submitted_at", "sent_back_reason", "first_approver", "is_emergency", "emergency_reason"]
    )
    unmet = sorted(question for question, is_met in answers.items() if not is_met)
    write_down(locked, Verb.SENT_BACK, actor=actor, data={"unmet": unmet}, texts={"reason": reason})
    tell_author(locked, _("“%(title)s” was sent back to you. See what needs to change."))
    return locked


def under_review(actor: User, version: ScriptVersion, revision: int | None, step: Step) -> ScriptVersion:
    """The locked version, if the actor may decide about this revision of it."""
    if not permissions.can_approve(actor):
        raise PermissionDenied
    locked = lock(version)
    refuse_own_text(actor, locked)
    check(locked, step)
    if revision is not None and revision != locked.revision:
        raise ChangedMeanwhile(_("The text has changed since you opened it. Please read it again."))
    return locked


def refuse_own_text(actor: User, version: ScriptVersion) -> None:
    if permissions.wrote(actor, version):
        raise OwnText(_("You wrote part of this text, so someone else has to approve it."))


def refuse_unmet(checks: Mapping[str, bool]) -> None:
    if set(checks) != set(ApprovalCheck.Question.values) or not all(checks.values()):
        raise ChecksNotMet(_("All six checks must be met. If one isn't, send the version back and say what needs to change."))


def keep_answers(
    version: ScriptVersion,
    actor: User,
    checks: Mapping[str, bool],
    *,
    approved_at: datetime | None = None,
    is_afterwards: bool = False,
) -> None:
    """Record a person's decision with their answers. Without `approved_at` they didn't approve."""
    approval = Approval.objects.create(
        version=version, person_id=actor.person_id, approved_at=approved_at, is_afterwards=is_afterwards
    )
    ApprovalCheck.objects.bulk_create(
        ApprovalCheck(approval=approval, question=ApprovalCheck.Question(question), is_met=is_met)
        for question, is_met in checks.items()
    )


def tell_author(version: ScriptVersion, sentence: str) -> None:
    notify(
        person_id=version.author_id,
        key=f"script-version:{version.pk}:{version.state}:{version.revision}",
        text=sentence % {"title": version.script.title},
        url=reverse("scripts_library:version", args=[version.pk]),
        journal=version.script.journal,
    )
