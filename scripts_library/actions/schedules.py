"""Scheduled publication: planned, cancelled, and carried out by the tick."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from people.actions import notify_all
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.reader_notifications import tell_readers
from scripts_library.actions.release import go_live, refuse_release
from scripts_library.actions.transitions import check, lock, move, write_down
from scripts_library.lifecycle import Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.verbs import Verb


class TimeNotPossible(Refused):
    """The planned publication is in the past."""


class NotScheduled(Refused):
    """The version has no planned publication."""


@transaction.atomic
def schedule(
    *,
    actor: User,
    version: ScriptVersion,
    publish_at: datetime,
    ends_at: datetime,
    review_by_on: date | None = None,
    takes_effect: str = ScriptVersion.TakesEffect.AFTER_CONTACT,
) -> ScriptVersion:
    """Plan the publication of an approved version. A plan that it has already is replaced."""
    if not permissions.can_release(actor):
        raise PermissionDenied
    locked = lock(version)
    check(locked, Step.SCHEDULE)
    if publish_at <= clock.now():
        raise TimeNotPossible(_("Choose a time in the future, or publish now."))
    refuse_release(locked, now=publish_at, ends_at=ends_at, review_by_on=review_by_on)
    move(locked, Step.SCHEDULE)
    locked.publish_at, locked.ends_at, locked.publisher_id = publish_at, ends_at, actor.person_id
    locked.review_by_on, locked.takes_effect = review_by_on, takes_effect
    locked.save(update_fields=["state", "publish_at", "ends_at", "publisher", "review_by_on", "takes_effect"])
    times = {"publish_at": publish_at.isoformat(), "ends_at": ends_at.isoformat()}
    write_down(locked, Verb.SCHEDULED, actor=actor, data=times)
    _tell_owner(locked, _("“%(title)s” will be published as scheduled by %(actor)s."), actor=actor)
    return locked


@transaction.atomic
def cancel_schedule(*, actor: User, version: ScriptVersion) -> ScriptVersion:
    """Cancel the planned publication. The version stays approved."""
    if not permissions.can_release(actor):
        raise PermissionDenied
    locked = lock(version)
    check(locked, Step.CANCEL_SCHEDULE)
    if locked.publish_at is None:
        raise NotScheduled(_("This version isn't scheduled any more. Reload the page."))
    take_off(locked)
    write_down(locked, Verb.SCHEDULE_CANCELLED, actor=actor)
    _tell_owner(locked, _("%(actor)s cancelled the scheduled publication of “%(title)s”."), actor=actor)
    return locked


def take_off(locked: ScriptVersion) -> None:
    """Remove the plan of a locked version."""
    move(locked, Step.CANCEL_SCHEDULE)
    locked.publish_at = locked.ends_at = locked.publisher = locked.review_by_on = None
    locked.save(update_fields=["state", "publish_at", "ends_at", "publisher", "review_by_on"])


@transaction.atomic
def publish_scheduled() -> int:
    """Publish versions whose planned time has come. Part of the tick. Returns how many were published.

    A version that can't be published any more (a newer one is live, its end has passed, or its journal is closed) stays
    approved without a plan, and its owner and the person who planned it are told. Scripts are locked before journals, and
    journals in order.
    """
    due = ScriptVersion.objects.filter(state=ScriptVersion.State.APPROVED, publish_at__lte=clock.now())
    unlocked = Script.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("journal")
    scripts = {script.pk: script for script in unlocked.filter(pk__in=list(due.values_list("script", flat=True)))}
    published = 0
    for version in due.filter(script__in=scripts).order_by("script__journal", "script", "number"):
        version.script = scripts[version.script_id]
        published += _publish_as_planned(version)
    return published


def _publish_as_planned(version: ScriptVersion) -> bool:
    """Publish a locked version, or give up its plan. Says whether it was published."""
    journal, planned = version.script.journal, version.ends_at
    assert planned is not None  # noqa: S101 - a constraint
    try:
        if journal.is_closed:
            raise NotScheduled(_("The case it was written for has ended."))
        check(version, Step.PUBLISH)
        now = clock.now()
        go_live(version, Step.PUBLISH, now=now, ends_at=planned, review_by_on=version.review_by_on, actor=None)
    except Refused as refusal:
        tell = _interested(version)
        take_off(version)
        write_down(version, Verb.SCHEDULE_FAILED, actor=None, follows_through=True)
        _tell(version, tell, _("“%(title)s” wasn't published as scheduled. %(reason)s"), reason=str(refusal))
        return False
    write_down(version, Verb.PUBLISHED, actor=None, data={"ends_at": planned.isoformat()})
    tell_readers(version, actor=None)
    return True


def _interested(version: ScriptVersion) -> set[int]:
    return {version.script.owner_id, *([version.publisher_id] if version.publisher_id else [])}


def _tell_owner(version: ScriptVersion, sentence: str, *, actor: User) -> None:
    _tell(version, {version.script.owner_id} - {actor.person_id}, sentence, actor=str(actor.person))


def _tell(version: ScriptVersion, person_ids: set[int], sentence: str, **words: str) -> None:
    stamp = int(clock.now().timestamp() * 1_000_000)
    notify_all(
        person_ids=person_ids,
        key=f"script-schedule:{version.pk}:{stamp}",
        text=sentence % {"title": version.script.title, **words},
        url=reverse("scripts_library:version", args=[version.pk]),
        journal=version.script.journal,
    )
