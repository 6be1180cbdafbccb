"""Refreshers: start, change, publish and close. Lock order: the refresher, then its items."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record, require_open
from journal.queries import journal_with_id
from people.actions import notify_all, settle_for_everyone
from people.identity import User
from people.queries.organisation import today
from training import permissions
from training.lifecycle import REFRESHER_LIFECYCLE, RefresherStep
from training.models import Refresher
from training.queries.item_states import items_of, newest_versions, script_id_of
from training.queries.published import published_refresher
from training.trainees import trainees_of
from training.verbs import RefresherVerb

if TYPE_CHECKING:
    from journal.models import Journal


class CrisisUnknown(Refused):
    """There's no open crisis with this journal."""


class DueTooEarly(Refused):
    """The day by which the refresher is to be done is over."""


class RefresherIncomplete(Refused):
    """The refresher lacks something, or another one is published."""


@transaction.atomic
def start_refresher(*, actor: User, journal_id: int, title: str, due_on: date) -> Refresher:
    """Start a refresher for a crisis, as a draft. The actor is its trainer."""
    if not permissions.can_train(actor):
        raise PermissionDenied
    journal = journal_with_id(journal_id)
    if journal is None or journal.kind != journal.Kind.CASE:
        raise CrisisUnknown(_("This crisis doesn't exist any more. Choose another one."))
    require_open(journal)
    _check_day(due_on)
    started = Refresher.objects.create(journal=journal, title=title, trainer_id=actor.person_id, due_on=due_on)
    record(journal, RefresherVerb.CREATED, actor=actor, subject=started, texts={"title": title})
    return started


@transaction.atomic
def change_refresher(*, actor: User, refresher: Refresher, title: str, due_on: date) -> Refresher:
    """Change title and due day. Nothing opens again because of it."""
    changed = refresher_to_change(actor, refresher)
    if due_on != changed.due_on:
        _check_day(due_on)
    changed.title, changed.due_on = title, due_on
    changed.save(update_fields=["title", "due_on"])
    record(changed.journal, RefresherVerb.CHANGED, actor=actor, subject=changed, texts={"title": title})
    return changed


@transaction.atomic
def publish_refresher(*, actor: User, refresher: Refresher) -> Refresher:
    """Publish a refresher and tell the trainees. From now on only people who have done it count as ready."""
    published = refresher_to_change(actor, refresher)
    REFRESHER_LIFECYCLE.check(published, RefresherStep.PUBLISH)
    items = items_of(published)
    newest = newest_versions(items)
    missing = [item.title for item in items if script_id_of(item) is not None and item.pk not in newest]
    if not items:
        raise RefresherIncomplete(_("Add an item first."))
    if missing:
        text = _("These items are about a script that isn't live: %(items)s. Publish the script first, or remove the item.")
        raise RefresherIncomplete(text % {"items": ", ".join(missing)})
    _check_day(published.due_on)
    if Refresher.objects.published().filter(journal=published.journal).exists():
        raise RefresherIncomplete(_("Another refresher of this crisis is published. Close it first."))
    for item in items:
        item.told_version_id = newest[item.pk].version_id if item.pk in newest else None
        item.save(update_fields=["told_version_id"])
    REFRESHER_LIFECYCLE.move(published, RefresherStep.PUBLISH)
    published.published_at = clock.now()
    published.save(update_fields=["state", "published_at"])
    words, count = {"title": published.title}, {"items": len(items)}
    record(published.journal, RefresherVerb.PUBLISHED, actor=actor, subject=published, texts=words, data=count)
    _tell(published, trainees_of(published.journal_id).person_ids)
    return published


@transaction.atomic
def tell_new_trainee(*, journal: "Journal", person_id: int) -> None:
    """Tell a person who joins the team about the published refresher, if there is one. Called by the crisis."""
    refresher = published_refresher(journal.pk)
    if refresher is not None:
        _tell(refresher, [person_id])


@transaction.atomic
def close_refresher(*, actor: User, refresher: Refresher) -> Refresher:
    """Close a refresher. Readiness is no longer tracked until another one is published."""
    closed = refresher_to_change(actor, refresher)
    _close(closed, actor)
    return closed


@transaction.atomic
def close_refreshers_of(journal: "Journal") -> None:
    """Close all refreshers of a crisis that is over. Called by the crisis in its own transaction."""
    open_ = Refresher.objects.select_for_update(of=("self",)).exclude(state=Refresher.State.CLOSED)
    for refresher in open_.filter(journal=journal).order_by("pk"):
        _close(refresher, None)


def refresher_to_change(actor: User, refresher: Refresher) -> Refresher:
    """The locked refresher, if the actor may change it and it isn't closed."""
    if not permissions.can_train(actor):
        raise PermissionDenied
    locked = Refresher.objects.select_for_update(of=("self",)).select_related("journal").get(pk=refresher.pk)
    REFRESHER_LIFECYCLE.check(locked, RefresherStep.CLOSE)
    require_open(locked.journal)
    return locked


def published_key(refresher: Refresher) -> str:
    return f"refresher-published:{refresher.pk}"


def _tell(refresher: Refresher, person_ids: Collection[int]) -> None:
    notify_all(
        person_ids=person_ids,
        key=published_key(refresher),
        text=_("Your refresher “%(title)s” is ready. Please finish it by %(day)s.")
        % {"title": refresher.title, "day": date_format(refresher.due_on, "DATE_FORMAT")},
        url=reverse("training:mine"),
        journal=refresher.journal,
    )


def _close(refresher: Refresher, actor: User | None) -> None:
    REFRESHER_LIFECYCLE.move(refresher, RefresherStep.CLOSE)
    refresher.closed_at = clock.now()
    refresher.save(update_fields=["state", "closed_at"])
    settle_for_everyone(keys=[published_key(refresher)])
    record(refresher.journal, RefresherVerb.CLOSED, actor=actor, subject=refresher, texts={"title": refresher.title})


def _check_day(due_on: date) -> None:
    if due_on < today():
        raise DueTooEarly(_("This day is over. Choose today or a later day."))
