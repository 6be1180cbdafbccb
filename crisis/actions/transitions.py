"""Transitions of a crisis: guarded, journalled, and with their follow-ups in one transaction."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis import permissions
from crisis.actions.extra_reviews import begin_extra_reviews, end_extra_reviews
from crisis.actions.goals import forget_final_progress, keep_final_progress
from crisis.actions.help_requests import forget_help
from crisis.actions.invitations import fill_places, forget_invitations
from crisis.actions.late_updates import settle_late_update
from crisis.actions.lock import locked
from crisis.actions.team import dissolve_team
from crisis.lifecycle import LIFECYCLE, Step, follow_up, obstacles
from crisis.models import Crisis
from crisis.queries.invitations import totals_of
from crisis.verbs import Verb
from journal.actions import close_journal, record
from people.identity import User
from training.actions import close_refreshers_of


class NotReady(Refused):
    """The step is the right one, but something is still missing."""


@transaction.atomic
def activate(*, actor: User, crisis: Crisis) -> Crisis:
    """Activate a crisis that has a lead, a solution, a support contact and a saved selection. Extra reviews start."""
    moved = _to_move(actor, crisis, Step.ACTIVATE)
    LIFECYCLE.move(moved, Step.ACTIVATE)
    moved.activated_at = clock.now()
    moved.save(update_fields=["state", "activated_at"])
    begin_extra_reviews(moved)
    record(moved.journal, Verb.ACTIVATED, actor=actor, subject=moved)
    follow_up(Step.ACTIVATE, moved)
    return moved


@transaction.atomic
def resolve(*, actor: User, crisis: Crisis) -> Crisis:
    """Resolve a crisis: release the team, end open invitations, stop extra reviews and keep where the goals stand."""
    moved = _to_move(actor, crisis, Step.RESOLVE)
    end_extra_reviews(moved)
    settle_late_update(moved)
    now = clock.now()
    keep_final_progress(moved, now)
    released = dissolve_team(moved, now)
    LIFECYCLE.move(moved, Step.RESOLVE)
    moved.resolved_at = now
    moved.next_update_at = None
    moved.save(update_fields=["state", "resolved_at", "next_update_at"])
    record(moved.journal, Verb.RESOLVED, actor=actor, subject=moved, data={"members": released})
    follow_up(Step.RESOLVE, moved)
    return moved


@transaction.atomic
def reopen(*, actor: User, crisis: Crisis) -> Crisis:
    """Reopen a crisis: start a new round of invitations to the people of the saved selection."""
    moved = _to_move(actor, crisis, Step.REOPEN)
    LIFECYCLE.move(moved, Step.REOPEN)
    moved.resolved_at, moved.round = None, moved.round + 1
    moved.save(update_fields=["state", "resolved_at", "round"])
    begin_extra_reviews(moved)
    forget_final_progress(moved)
    record(moved.journal, Verb.REOPENED, actor=actor, subject=moved, data={"round": moved.round})
    fill_places(moved, actor=actor)
    follow_up(Step.REOPEN, moved)
    return moved


@transaction.atomic
def begin_review(*, actor: User, crisis: Crisis) -> Crisis:
    """Start the crisis review. The protocol is compiled again."""
    moved = _to_move(actor, crisis, Step.BEGIN_REVIEW)
    LIFECYCLE.move(moved, Step.BEGIN_REVIEW)
    moved.review_began_at = clock.now()
    moved.save(update_fields=["state", "review_began_at"])
    record(moved.journal, Verb.REVIEW_BEGUN, actor=actor, subject=moved)
    follow_up(Step.BEGIN_REVIEW, moved)
    return moved


@transaction.atomic
def back_to_resolved(*, actor: User, crisis: Crisis) -> Crisis:
    """Move a crisis in review back to resolved, for instance to reopen it."""
    moved = _to_move(actor, crisis, Step.BACK_TO_RESOLVED)
    LIFECYCLE.move(moved, Step.BACK_TO_RESOLVED)
    moved.review_began_at = None
    moved.save(update_fields=["state", "review_began_at"])
    record(moved.journal, Verb.REVIEW_INTERRUPTED, actor=actor, subject=moved)
    follow_up(Step.BACK_TO_RESOLVED, moved)
    return moved


@transaction.atomic
def close(*, actor: User, crisis: Crisis) -> Crisis:
    """Close the crisis permanently. Replies and requests for help are deleted; totals are kept if they reveal none."""
    moved = _to_move(actor, crisis, Step.CLOSE)
    moved.closing_counts = totals_of(moved)
    forget_invitations(moved)
    forget_help(moved)
    LIFECYCLE.move(moved, Step.CLOSE)
    moved.closed_at = clock.now()
    moved.save(update_fields=["state", "closed_at", "closing_counts"])
    record(moved.journal, Verb.CLOSED, actor=actor, subject=moved, data=moved.closing_counts)
    close_refreshers_of(moved.journal)
    follow_up(Step.CLOSE, moved)
    close_journal(moved.journal)
    return moved


@transaction.atomic
def cancel(*, actor: User, crisis: Crisis) -> Crisis:
    """Cancel a draft: release the team, and delete all replies and requests for help."""
    moved = _to_move(actor, crisis, Step.CANCEL)
    now = clock.now()
    dissolve_team(moved, now)
    forget_invitations(moved)
    forget_help(moved)
    LIFECYCLE.move(moved, Step.CANCEL)
    moved.cancelled_at = now
    moved.save(update_fields=["state", "cancelled_at"])
    record(moved.journal, Verb.CANCELLED, actor=actor, subject=moved)
    close_refreshers_of(moved.journal)
    follow_up(Step.CANCEL, moved)
    close_journal(moved.journal)
    return moved


def _to_move(actor: User, crisis: Crisis, step: Step) -> Crisis:
    """The locked crisis, if the actor runs it, the step is legal and nothing is missing."""
    moved = locked(crisis.pk)
    if not permissions.can_run(actor, moved):
        raise PermissionDenied
    LIFECYCLE.check(moved, step)
    if missing := obstacles(step, moved):
        raise NotReady(_("Still needed: %(missing)s.") % {"missing": "; ".join(obstacle.text for obstacle in missing)})
    return moved
