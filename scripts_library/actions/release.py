"""Release of versions: publishing, and their end by expiry, replacement or withdrawal."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from people.identity import User
from people.queries.organisation import reporting_zone
from scripts_library import permissions
from scripts_library.actions.reader_notifications import settle_reading, tell_of_withdrawal, tell_readers
from scripts_library.actions.transitions import check, lock, move, write_down
from scripts_library.lifecycle import Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.queries.kinds import next_review_on
from scripts_library.verbs import Verb


class EndNotPossible(Refused):
    """The end is in the past."""


class ReviewNotPossible(Refused):
    """The review is planned for after the end."""


class Outdated(Refused):
    """A newer version has already been published."""


class ReplacementNotLive(Refused):
    """The replacement isn't live, or is the withdrawn script itself."""


class WithdrawalReasonMissing(Refused):
    """A version can't be withdrawn without a reason."""


@transaction.atomic
def publish(
    *,
    actor: User,
    version: ScriptVersion,
    ends_at: datetime,
    review_by_on: date | None = None,
    takes_effect: str = ScriptVersion.TakesEffect.AFTER_CONTACT,
) -> ScriptVersion:
    """Publish an approved version from now until its end. It replaces the version that was live.

    Agents who are using that version keep it until they finish, unless the new one takes effect at once. `review_by_on`
    is the day by which its owner has to confirm it, by default the one of the script's kind. A plan to publish the version
    later is used up.
    """
    if not permissions.can_release(actor):
        raise PermissionDenied
    locked = lock(version)
    check(locked, Step.PUBLISH)
    now = clock.now()
    locked.takes_effect = takes_effect
    go_live(locked, Step.PUBLISH, now=now, ends_at=ends_at, review_by_on=review_by_on, actor=actor)
    write_down(locked, Verb.PUBLISHED, actor=actor, data={"ends_at": ends_at.isoformat()})
    tell_readers(locked, actor=actor)
    return locked


def go_live(
    locked: ScriptVersion,
    step: Step,
    *,
    now: datetime,
    ends_at: datetime,
    review_by_on: date | None,
    actor: User | None,
    also_save: Collection[str] = (),
) -> None:
    """Make a locked version live and end the one that was live. Saves the fields of the release, and those named; the caller
    records it.
    """
    refuse_release(locked, now=now, ends_at=ends_at, review_by_on=review_by_on)
    siblings = ScriptVersion.objects.filter(script=locked.script)
    replaced = siblings.filter(state=ScriptVersion.State.PUBLISHED).first()
    if replaced is not None:
        move(replaced, Step.EXPIRE)
        replaced.ended_at = min(now, replaced.ends_at or now)
        replaced.save(update_fields=["state", "ended_at"])
    move(locked, step)
    locked.starts_at, locked.ends_at = now, ends_at
    locked.publish_at = locked.publisher = None
    locked.review_by_on = review_by_on or next_review_on(locked.script, last_day_of(ends_at))
    released = ["state", "starts_at", "ends_at", "publish_at", "publisher", "review_by_on", "takes_effect"]
    locked.save(update_fields=[*released, *also_save])
    if replaced is not None:
        replaced.script = locked.script
        settle_reading(replaced)
        write_down(replaced, Verb.REPLACED, actor=actor, data={"by": locked.number})


def refuse_release(locked: ScriptVersion, *, now: datetime, ends_at: datetime, review_by_on: date | None) -> None:
    """Refuse what can't go live at this moment: an older version, an end in the past, or a review after the end."""
    newer = ScriptVersion.objects.released().filter(script=locked.script, number__gt=locked.number).first()
    if newer:
        raise Outdated(_("A newer version (%(number)s) has already been published.") % {"number": newer.number})
    if ends_at <= now:
        raise EndNotPossible(_("Choose an end in the future."))
    if review_by_on is not None and review_by_on > last_day_of(ends_at):
        raise ReviewNotPossible(_("Choose a review day on or before the last day."))


def last_day_of(ends_at: datetime) -> date:
    """The last day of a period, in the organisation's zone."""
    return (ends_at - timedelta(microseconds=1)).astimezone(reporting_zone()).date()


@transaction.atomic
def withdraw(
    *, actor: User, version: ScriptVersion, reason: str, say_instead: str = "", replacement: Script | None = None
) -> ScriptVersion:
    """Withdraw a published version from every screen, even after its case is closed, and name a replacement.

    `say_instead` is shown to agents in its place. It may be empty, because nothing may hold up a withdrawal. People who have
    read the version are asked to acknowledge the withdrawal.
    """
    if not permissions.can_release(actor):
        raise PermissionDenied
    locked = lock(version)
    check(locked, Step.WITHDRAW)
    if not reason.strip():
        raise WithdrawalReasonMissing(_("Give a reason, so that agents know why to stop using this script."))
    now = clock.now()
    _refuse_as_replacement(replacement, locked, now)
    move(locked, Step.WITHDRAW)
    locked.ended_at, locked.withdrawal_reason, locked.replacement = now, reason, replacement
    locked.say_instead = say_instead
    locked.save(update_fields=["state", "ended_at", "withdrawal_reason", "say_instead", "replacement"])
    data = {"replacement": replacement.pk} if replacement else {}
    write_down(
        locked,
        Verb.WITHDRAWN,
        actor=actor,
        data=data,
        texts={"reason": reason, "say_instead": say_instead},
        follows_through=True,
    )
    tell_of_withdrawal(locked, actor=actor)
    return locked


def _refuse_as_replacement(replacement: Script | None, version: ScriptVersion, now: datetime) -> None:
    if replacement is None:
        return
    is_live = ScriptVersion.objects.live(now).filter(script=replacement).exists()
    # Only people who take part in a drill can open its scripts.
    is_for_fewer = replacement.journal.is_drill and not version.script.journal.is_drill
    if replacement.pk == version.script_id or not is_live or is_for_fewer:
        raise ReplacementNotLive(_("Choose another script that is live now, or leave the replacement blank."))


@transaction.atomic
def expire_ended() -> int:
    """Expire versions whose end has passed. Part of the tick; readers don't depend on it, see `live`.

    All scripts are locked before the first journal, and journals in order, which prevents deadlocks with actions. Scripts that
    an action holds are left to the next tick.
    """
    ended = ScriptVersion.objects.filter(state=ScriptVersion.State.PUBLISHED, ends_at__lte=clock.now())
    unlocked = Script.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("journal")
    scripts = {script.pk: script for script in unlocked.filter(pk__in=list(ended.values_list("script", flat=True)))}
    versions = list(ended.filter(script__in=scripts).order_by("script__journal", "pk"))
    for version in versions:
        version.script = scripts[version.script_id]
        move(version, Step.EXPIRE)
        version.ended_at = version.ends_at
        version.save(update_fields=["state", "ended_at"])
        settle_reading(version)
        write_down(version, Verb.EXPIRED, actor=None, follows_through=True)
    return len(versions)
