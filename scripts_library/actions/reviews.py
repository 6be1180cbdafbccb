"""Reviews of live texts: confirmed with one click, and reminders to the owner."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from people.actions import notify, settle_for_everyone
from people.identity import User
from people.queries.organisation import today
from scripts_library import permissions
from scripts_library.actions.release import last_day_of
from scripts_library.actions.transitions import ChangedMeanwhile, check, lock, move, write_down
from scripts_library.lifecycle import Step
from scripts_library.models import Script, ScriptVersion
from scripts_library.queries.kinds import next_review_on
from scripts_library.review_days import reminded_from
from scripts_library.verbs import Verb

# Working days before the review at which the owner is reminded.
DAYS_BEFORE = 5
# No reminder is further ahead than these calendar days, so that a tick reads few rows.
MOST_DAYS_BEFORE = 14


class EndsAnyway(Refused):
    """The version can't be reviewed later than now, because it ends first."""


@transaction.atomic
def confirm_still_right(*, actor: User, version: ScriptVersion, read: date | None) -> ScriptVersion:
    """Confirm that a live text is still right. The next review is due as the script's kind says, never after the end.

    `read` is the review day that the user saw, so that two people don't confirm one after the other without noticing.
    """
    if not permissions.can_release(actor):
        raise PermissionDenied
    locked = lock(version)
    check(locked, Step.CONFIRM)
    if locked.review_by_on != read:
        raise ChangedMeanwhile(_("Someone has just confirmed this version. Reload the page to see the new review day."))
    ends_at = locked.ends_at
    if ends_at is None or ends_at <= clock.now():
        raise EndsAnyway(_("This version has ended. Create a new version instead."))
    later = next_review_on(locked.script, last_day_of(ends_at))
    if read is not None and later <= read:
        raise EndsAnyway(_("The next review can't be later than it is. To use the text longer, create a new version."))
    move(locked, Step.CONFIRM)
    locked.review_by_on, locked.review_reminder = later, ScriptVersion.NO_REMINDER
    locked.save(update_fields=["state", "review_by_on", "review_reminder"])
    write_down(locked, Verb.STILL_RIGHT, actor=actor, data={"review_by_on": later.isoformat()})
    settle_for_everyone(keys=[f"script-review:{locked.pk}:{read}:{kind}" for kind in ("soon", "late")])
    return locked


@transaction.atomic
def remind_of_reviews() -> int:
    """Remind the owners of live scripts: some working days before the review, and once it is overdue. Part of the tick."""
    day, now = today(), clock.now()
    near = ScriptVersion.objects.live(now).filter(review_by_on__lte=day + timedelta(days=MOST_DAYS_BEFORE))
    # The reminder about an overdue review is the last one.
    waiting = near.filter(review_reminder__lt=ScriptVersion.REMINDED_LATE, script__journal__closed_at=None)
    scripts = Script.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("journal")
    locked = {script.pk: script for script in scripts.filter(pk__in=list(waiting.values_list("script", flat=True)))}
    reminded = 0
    for version in waiting.filter(script__in=locked).order_by("pk"):
        version.script = locked[version.script_id]
        reminded += _remind(version, day)
    return reminded


def _remind(version: ScriptVersion, day: date) -> bool:
    """Send the reminder that is due, if any."""
    due = version.review_by_on
    assert due is not None  # noqa: S101 - the query asks for it
    if due < day:
        kind, level, sentence = "late", version.REMINDED_LATE, _("The review of “%(title)s” is overdue. Is it still right?")
    elif version.review_reminder == version.NO_REMINDER and reminded_from(due, DAYS_BEFORE) <= day:
        kind, level, sentence = "soon", version.REMINDED, _("Review “%(title)s” soon. Is it still right?")
    else:
        return False
    version.review_reminder = level
    version.save(update_fields=["review_reminder"])
    notify(
        person_id=version.script.owner_id,
        key=f"script-review:{version.pk}:{due}:{kind}",
        text=sentence % {"title": version.script.title},
        url=reverse("scripts_library:version", args=[version.pk]),
        journal=version.script.journal,
    )
    return True
