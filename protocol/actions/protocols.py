"""Completion and review of the protocol by people."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from care.queries import published_about
from core import clock
from core.refusals import Refused
from crisis.public_models import locked
from journal.actions import record
from people.actions import notify
from people.identity import User
from protocol import permissions
from protocol.actions.due_improvements import settle_owner
from protocol.models import GoalRating, ImprovementAction, Protocol
from protocol.queries import possible_reviewers
from protocol.texts import TEXTS
from protocol.verbs import Verb


class EditedMeanwhile(Refused):
    """Another user saved the protocol after it was opened."""


class AlreadyReviewed(Refused):
    """The protocol has already been reviewed."""


class CannotReview(Refused):
    """The person was the last editor, or isn't allowed to review the protocol."""


class UnknownSuggestion(Refused):
    """The suggestion isn't a published one about the crisis."""


class NothingWritten(Refused):
    """The protocol has no summary, so it can't be reviewed yet."""


@transaction.atomic
def edit_protocol(
    *,
    actor: User,
    protocol: Protocol,
    version: int,
    texts: Mapping[str, str],
    owner_id: int | None,
    review_by_on: date | None,
) -> Protocol:
    """Save the texts that people write. `version` is the one that was opened; a reviewed protocol becomes a draft again."""
    changed = _to_write(actor, protocol, version)
    known = {text.key for text in TEXTS}
    changed.texts = {key: text.strip() for key, text in texts.items() if key in known and text.strip()}
    changed.owner_id, changed.review_by_on = owner_id, review_by_on
    return _saved(actor, changed)


@transaction.atomic
def rate_goals(*, actor: User, protocol: Protocol, version: int, ratings: Mapping[int, str]) -> Protocol:
    """Rate each goal (by id); an empty rating removes it."""
    changed = _to_write(actor, protocol, version)
    for goal in changed.crisis.goals.filter(pk__in=ratings):
        if rating := ratings[goal.pk]:
            GoalRating.objects.update_or_create(goal=goal, defaults={"protocol": changed, "rating": rating})
        else:
            GoalRating.objects.filter(goal=goal).delete()
    return _saved(actor, changed)


@transaction.atomic
def plan_improvement(
    *,
    actor: User,
    protocol: Protocol,
    version: int,
    action: str,
    owner_id: int | None,
    due_on: date | None,
    verification: str = "",
    changes: str = "",
    suggestion_id: int | None = None,
) -> ImprovementAction:
    """Add an improvement, which may come from a published suggestion about the crisis. Its owner and due date can follow later,
    but before the crisis is closed.
    """
    changed = _to_write(actor, protocol, version)
    known = {suggestion.id for suggestion in published_about(actor, changed.crisis.journal_id)}
    if suggestion_id is not None and suggestion_id not in known:
        raise UnknownSuggestion(_("This suggestion isn't on the board any more. Choose another one, or none."))
    improvement = changed.improvements.create(
        action=action,
        owner_id=owner_id,
        due_on=due_on,
        verification=verification,
        changes=changes,
        suggestion_id=suggestion_id,
    )
    _saved(actor, changed)
    return improvement


@transaction.atomic
def change_improvement(
    *, actor: User, improvement: ImprovementAction, version: int, owner_id: int | None, due_on: date | None
) -> None:
    """Set owner and due date of an improvement. The protocol stays reviewed, because this happens after the review."""
    changed = _to_write(actor, improvement.protocol, version)
    planned = changed.improvements.get(pk=improvement.pk)
    if (planned.owner_id, planned.due_on) != (owner_id, due_on):
        settle_owner(planned)
    planned.owner_id, planned.due_on = owner_id, due_on
    planned.save(update_fields=["owner", "due_on"])
    changed.version += 1
    changed.save(update_fields=["version"])
    data = {"version": changed.version}
    record(changed.crisis.journal, Verb.IMPROVEMENT_ASSIGNED, actor=actor, subject=changed.crisis, data=data)


@transaction.atomic
def drop_improvement(*, actor: User, improvement: ImprovementAction, version: int) -> None:
    changed = _to_write(actor, improvement.protocol, version)
    dropped = changed.improvements.get(pk=improvement.pk)
    settle_owner(dropped)
    dropped.delete()
    _saved(actor, changed)


@transaction.atomic
def request_review(*, actor: User, protocol: Protocol, version: int, reviewer_id: int) -> Protocol:
    """Ask a colleague to review the protocol and notify them. Others who may review it still can."""
    asking = _to_write(actor, protocol, version)
    if asking.state == Protocol.State.REVIEWED:
        raise AlreadyReviewed(_("This protocol has already been reviewed."))
    if not asking.texts.get("summary"):
        raise NothingWritten(_("The protocol has no summary yet. Write one before the review."))
    if reviewer_id not in possible_reviewers(asking):
        raise CannotReview(_("This person can't review the protocol. Choose another supervisor, the lead or the deputy."))
    asking.review_requested_from_id, asking.review_requested_at = reviewer_id, clock.now()
    asking.save(update_fields=["review_requested_from", "review_requested_at"])
    notify(
        person_id=reviewer_id,
        key=f"protocol:{asking.pk}:review:{asking.version}",
        text=_("Please review the protocol of “%(title)s”.") % {"title": asking.crisis.title},
        url=reverse("protocol:detail", args=[asking.crisis_id]),
        journal=asking.crisis.journal,
    )
    data = {"person": reviewer_id, "version": asking.version}
    record(asking.crisis.journal, Verb.REVIEW_REQUESTED, actor=actor, subject=asking.crisis, data=data)
    return asking


@transaction.atomic
def review_protocol(*, actor: User, protocol: Protocol, version: int) -> Protocol:
    """Mark the protocol as reviewed. The last editor can't do this."""
    locked(protocol.crisis_id)
    reviewed = Protocol.objects.select_for_update(of=["self"]).select_related("crisis").get(pk=protocol.pk)
    if not permissions.can_review(actor, reviewed.crisis, reviewed.written_by_id):
        raise PermissionDenied
    _refuse_old(reviewed, version)
    if not reviewed.texts.get("summary"):
        raise NothingWritten(_("The protocol has no summary yet. Write one before the review."))
    reviewed.state, reviewed.reviewed_by_id, reviewed.reviewed_at = Protocol.State.REVIEWED, actor.person_id, clock.now()
    reviewed.review_requested_from, reviewed.review_requested_at = None, None
    reviewed.save(update_fields=["state", "reviewed_by", "reviewed_at", "review_requested_from", "review_requested_at"])
    record(
        reviewed.crisis.journal,
        Verb.REVIEWED,
        actor=actor,
        subject=reviewed.crisis,
        data={"version": reviewed.version},
    )
    return reviewed


def _to_write(actor: User, protocol: Protocol, version: int) -> Protocol:
    locked(protocol.crisis_id)
    changed = Protocol.objects.select_for_update(of=["self"]).select_related("crisis").get(pk=protocol.pk)
    if not permissions.can_write(actor, changed.crisis):
        raise PermissionDenied
    _refuse_old(changed, version)
    return changed


def _refuse_old(protocol: Protocol, version: int) -> None:
    if protocol.version != version:
        raise EditedMeanwhile(
            _("Someone else saved the protocol after you opened it. Copy your changes, reload the page and add them again.")
        )


def begin_new_version(protocol: Protocol) -> None:
    """Count up the version and make the protocol a draft again. Part of an action."""
    protocol.version += 1
    protocol.state, protocol.reviewed_by, protocol.reviewed_at = Protocol.State.DRAFT, None, None


def _saved(actor: User, protocol: Protocol) -> Protocol:
    begin_new_version(protocol)
    protocol.written_by_id = actor.person_id
    protocol.save()
    data = {"version": protocol.version}
    record(protocol.crisis.journal, Verb.EDITED, actor=actor, subject=protocol.crisis, data=data)
    return protocol
