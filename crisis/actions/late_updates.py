"""Late updates: the lead, then the deputy, then the supervisors are told, each person once for an announced time."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.moments import moment_in
from crisis.escalation import TOLD_AFTER, EscalationLevel, is_over, levels_due
from crisis.models import Crisis, UpdateEscalation
from crisis.queries.late_updates import crises_to_escalate, people_by_level
from crisis.verbs import Verb
from journal.actions import record
from people.actions import notify, settle, settle_for_everyone
from people.queries.notifications import people_told
from people.queries.working_hours import working_hours

# Per tick. The next tick continues.
BATCH = 50

JOURNALLED = {EscalationLevel.DEPUTY: Verb.ESCALATED_TO_DEPUTY, EscalationLevel.SUPERVISORS: Verb.ESCALATED_TO_SUPERVISORS}


@transaction.atomic
def escalate_late_updates() -> int:
    """Tell everyone who should know by now that an update is late, and return the number of levels told. Part of the tick.

    A crisis that is locked by another transaction is left for the next tick.
    """
    late = [crisis.pk for crisis in crises_to_escalate(clock.now())[:BATCH]]
    held = Crisis.objects.select_for_update(skip_locked=True).filter(pk__in=late).order_by("pk")
    return sum(_escalate(crisis) for crisis in held)


def hand_over_late_update(crisis: Crisis, *, former: Collection[int]) -> None:
    """Tell a new lead or deputy about a late update, and settle the notifications of those who had the posts until now. The
    caller holds the crisis's row.
    """
    if crisis.next_update_at is not None:
        for person_id in former:
            settle(person_id=person_id, keys=_keys(crisis, crisis.next_update_at))
    _escalate(crisis)


def _escalate(crisis: Crisis) -> int:
    """Tell everyone who should know by now and doesn't, and return the number of new levels."""
    now, due_at = clock.now(), crisis.next_update_at
    # An update may have come between the search and the lock, and posts also change in crises that aren't active.
    if crisis.state != Crisis.State.ACTIVE or due_at is None:
        return 0
    people = people_by_level(crisis)
    known = set(crisis.escalations.filter(due_at=due_at).values_list("level", flat=True))
    told = {person_id for person_id, _key in people_told(set().union(*people.values()), _keys(crisis, due_at))}
    new = 0
    for level in levels_due(EscalationLevel, TOLD_AFTER, due_at, now, people):
        # Also on levels that were told before, because people may have come to them in the meantime.
        if not (untold := people[level] - told):
            continue
        _tell(crisis, level, due_at, untold)
        if level not in known:
            _record(crisis, level, due_at, now)
            new += 1
    if is_over(TOLD_AFTER, due_at, now) and crisis.escalated_due_at != due_at:
        crisis.escalated_due_at = due_at
        crisis.save(update_fields=["escalated_due_at"])
    return new


def _record(crisis: Crisis, level: EscalationLevel, due_at: datetime, now: datetime) -> None:
    UpdateEscalation.objects.create(crisis=crisis, due_at=due_at, level=level, told_at=now)
    if level in JOURNALLED:
        record(crisis.journal, JOURNALLED[level], actor=None, subject=crisis, data={"due_at": due_at.isoformat()})


def _tell(crisis: Crisis, level: EscalationLevel, due_at: datetime, person_ids: Collection[int]) -> None:
    texts = {
        EscalationLevel.LEAD: _("The update on “%(title)s” was due on %(time)s. Post it, or set a new time."),
        EscalationLevel.DEPUTY: _(
            "The update on “%(title)s” was due on %(time)s and hasn't been posted. Post it, or set a new time."
        ),
        EscalationLevel.SUPERVISORS: _(
            "The update on “%(title)s” was due on %(time)s and still hasn't been posted. Contact the lead or the deputy."
        ),
    }
    for person_id, hours in working_hours(person_ids).items():
        notify(
            person_id=person_id,
            key=_key(crisis, due_at, level),
            text=texts[level] % {"title": crisis.title, "time": moment_in(due_at, hours.zone)},
            url=reverse("crisis:detail", args=[crisis.pk]),
            since=due_at,
            journal=crisis.journal,
        )


def settle_late_update(crisis: Crisis) -> None:
    """Settle all notifications about the update that is due, because it has come or isn't awaited any more. E-mails about it
    that are held in quiet hours are then dropped. The caller holds the crisis's row.
    """
    due_at = crisis.next_update_at
    if due_at is not None and crisis.escalations.filter(due_at=due_at).exists():
        settle_for_everyone(keys=_keys(crisis, due_at))


def _keys(crisis: Crisis, due_at: datetime) -> list[str]:
    return [_key(crisis, due_at, level) for level in EscalationLevel]


def _key(crisis: Crisis, due_at: datetime, level: EscalationLevel) -> str:
    return f"crisis:{crisis.pk}:late-update:{due_at.timestamp():.0f}:{level}"
