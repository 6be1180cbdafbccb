"""The way of an emergency: a writer asks, a second person checks and publishes at once, and a third reviews it afterwards."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from people.actions import notify_all, settle_for_everyone
from people.identity import User
from people.queries.organisation import organisation
from scripts_library import permissions
from scripts_library.actions.approval import keep_answers, refuse_own_text, refuse_unmet, submit, under_review
from scripts_library.actions.reader_notifications import tell_readers
from scripts_library.actions.release import go_live
from scripts_library.actions.transitions import lock, write_down
from scripts_library.lifecycle import Step
from scripts_library.models import ScriptVersion
from scripts_library.queries.reviews import approvers_of
from scripts_library.review_days import working_days_after
from scripts_library.verbs import Verb

# Working days until a version published in an emergency has to be reviewed by a third person.
DAYS_TO_REVIEW = 2


class EmergencyReasonMissing(Refused):
    """Nobody publishes in an emergency without saying why."""


class NotForAnEmergency(Refused):
    """The writer didn't ask for a publication in an emergency."""


class NothingToReviewAfterwards(Refused):
    """The version wasn't published in an emergency, or was reviewed already."""


class ProblemMissing(Refused):
    """An answer is no, and the reviewer doesn't say what is wrong."""


@transaction.atomic
def ask_in_emergency(*, actor: User, version: ScriptVersion, reason: str) -> ScriptVersion:
    """Ask the approvers to publish a draft at once. One of them is enough, whatever the kind of the script."""
    if not permissions.can_write(actor):
        raise PermissionDenied
    locked = lock(version)
    if not reason.strip():
        raise EmergencyReasonMissing(_("Say why this can't wait for the usual approval."))
    submit(locked, approvals_needed=1)
    locked.is_emergency, locked.emergency_reason = True, reason
    locked.save(update_fields=["is_emergency", "emergency_reason"])
    write_down(locked, Verb.EMERGENCY_REQUESTED, actor=actor, texts={"reason": reason})
    notify_all(
        person_ids=approvers_of(locked),
        key=_asked_key(locked),
        text=_("Check and publish “%(title)s” now: %(reason)s") % {"title": locked.script.title, "reason": reason},
        url=reverse("scripts_library:emergency", args=[locked.pk]),
        journal=locked.script.journal,
    )
    return locked


@transaction.atomic
def publish_in_emergency(
    *,
    actor: User,
    version: ScriptVersion,
    checks: Mapping[str, bool],
    ends_at: datetime,
    revision: int,
    takes_effect: str = ScriptVersion.TakesEffect.AT_ONCE,
) -> ScriptVersion:
    """Approve a text written by others and publish it at once. It has to be reviewed afterwards by a third person."""
    locked = under_review(actor, version, revision, Step.PUBLISH_IN_EMERGENCY)
    if not locked.is_emergency:
        raise NotForAnEmergency(_("The author didn't ask to publish this version in an emergency. Review it as usual."))
    refuse_unmet(checks)
    now = clock.now()
    keep_answers(locked, actor, checks, approved_at=now)
    locked.approver_id, locked.approved_at, locked.takes_effect = actor.person_id, now, takes_effect
    locked.afterwards_due_at = working_days_after(now, DAYS_TO_REVIEW, organisation().zone)
    approved = ["approver", "approved_at", "afterwards_due_at"]
    go_live(locked, Step.PUBLISH_IN_EMERGENCY, now=now, ends_at=ends_at, review_by_on=None, actor=actor, also_save=approved)
    write_down(locked, Verb.EMERGENCY_PUBLISHED, actor=actor, data={"ends_at": ends_at.isoformat()})
    tell_readers(locked, actor=actor)
    settle_for_everyone(keys=[_asked_key(locked)])
    third = approvers_of(locked) - {actor.person_id}
    notify_all(
        person_ids=third,
        key=f"script-afterwards:{locked.pk}",
        text=_("Review “%(title)s”, which was published in an emergency.") % {"title": locked.script.title},
        url=reverse("scripts_library:afterwards", args=[locked.pk]),
        journal=locked.script.journal,
    )
    return locked


@transaction.atomic
def review_afterwards(*, actor: User, version: ScriptVersion, checks: Mapping[str, bool], problem: str = "") -> ScriptVersion:
    """Confirm a version that was published in an emergency, or say what is wrong with it. The third person decides.

    A problem doesn't end the version: its owner and the two who published it are told, and can withdraw it.
    """
    if not permissions.can_approve(actor):
        raise PermissionDenied
    locked = lock(version)
    refuse_own_text(actor, locked)
    if not permissions.can_review_afterwards(actor, locked):
        raise NothingToReviewAfterwards(_("This version doesn't wait for your review any more. Reload the page."))
    now = clock.now()
    if not problem.strip() and not all(checks.values()):
        raise ProblemMissing(_("Say what is wrong, so that the owner can correct or withdraw it."))
    if not problem.strip():
        refuse_unmet(checks)
    keep_answers(locked, actor, checks, approved_at=None if problem.strip() else now, is_afterwards=True)
    locked.afterwards_by_id, locked.afterwards_at, locked.afterwards_problem = actor.person_id, now, problem.strip()
    locked.save(update_fields=["afterwards_by", "afterwards_at", "afterwards_problem"])
    settle_for_everyone(keys=[f"script-afterwards:{locked.pk}"])
    if not locked.afterwards_problem:
        write_down(locked, Verb.REVIEWED_AFTERWARDS, actor=actor, follows_through=True)
        return locked
    write_down(locked, Verb.PROBLEM_FOUND, actor=actor, texts={"reason": problem}, follows_through=True)
    notify_all(
        person_ids={locked.script.owner_id, locked.author_id, locked.approver_id or 0} - {0, actor.person_id},
        key=f"script-problem:{locked.pk}",
        text=_("%(actor)s found a problem in “%(title)s”. Withdraw it or write a new version.")
        % {"actor": actor.person, "title": locked.script.title},
        url=reverse("scripts_library:version", args=[locked.pk]),
        journal=locked.script.journal,
    )
    return locked


def _asked_key(version: ScriptVersion) -> str:
    return f"script-emergency:{version.pk}:{version.revision}"
