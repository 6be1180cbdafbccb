"""The tick of quality reviews: plan missing slots, cancel or lapse others, choose contacts and assign reviewers.

Everything is recomputed from rows and the clock in short transactions: one per programme, per batch of people and per few
hundred reviews. Slots are inserted under their natural key with ON CONFLICT DO NOTHING. So the result is the same if a tick
comes twice, late, or dies halfway.

Locks are taken in this order: programme, person (`quality.actions.contacts`), slots, journal. The tick never waits for a lock:
locked rows are left to the next tick. It holds a programme only while it plans.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from core import clock, faults
from people.queries.employment import service_of_agents
from people.queries.organisation import reporting_zone
from quality.actions.assignments import assign_reviewers
from quality.actions.contacts import choose_contacts
from quality.actions.lapses import lapse_slots
from quality.models import Programme, ProgrammeMember, Slot
from quality.models.programmes import SlotQuerySet
from quality.slot_times import INSTANT, TIME_TO_REVIEW, PlannedSlot, planned_slots, start_of_day

DAY = timedelta(days=1)

# One slot for each opening within a member's time in the programme: for days not planned yet, and for any day of members
# who have just joined.
INSERT = """
INSERT INTO quality_slot (programme_id, person_id, iso_year, iso_week, number, opens_at, due_at, state)
SELECT member.programme_id, member.person_id, slot.iso_year, slot.iso_week, slot.number,
    slot.opens_at, slot.opens_at + %(time_to_review)s, 'waiting'
FROM quality_programmemember member
JOIN unnest(%(years)s::int[], %(weeks)s::int[], %(numbers)s::int[], %(openings)s::timestamptz[])
    AS slot(iso_year, iso_week, number, opens_at)
    ON slot.opens_at >= member.joined_at AND (member.left_at IS NULL OR slot.opens_at < member.left_at)
WHERE member.programme_id = %(programme)s AND (slot.opens_at >= %(not_planned_from)s OR member.id = ANY (%(joined)s::bigint[]))
ORDER BY slot.opens_at, member.id, slot.number
ON CONFLICT DO NOTHING
"""


def reconcile_slots() -> int:
    """Plan, cancel, lapse and assign slots as of now. Returns how many rows changed."""
    zone = reporting_zone()
    running = list(Programme.objects.filter(ends_at=None).order_by("pk").values_list("pk", flat=True))
    changed = sum(_plan_alone(programme_id, zone) for programme_id in running)
    changed += cancel_unstarted(Slot.objects.all(), waits=False)
    changed += choose_contacts(zone)
    changed += assign_reviewers(zone)
    # Last, so that a slot that is planned late gets a chance before it lapses.
    return changed + lapse_slots()


@transaction.atomic
def _plan_alone(programme_id: int, zone: ZoneInfo) -> int:
    """Update members and plan slots, unless the programme has ended or is locked by an ending or another tick."""
    programme = Programme.objects.select_for_update(skip_locked=True).filter(pk=programme_id, ends_at=None).first()
    changed = 0 if programme is None else keep_up(programme, now=clock.now(), zone=zone)
    faults.point("slots.planned")
    return changed


def keep_up(programme: Programme, *, now: datetime, zone: ZoneInfo) -> int:
    """Update the members of the baseline from the staff, and plan missing slots. The caller holds the programme."""
    if programme.kind != Programme.Kind.BASELINE:
        return plan(programme, until=now, zone=zone)
    gone, joined = _follow_staff(programme, now)
    changed = plan(programme, until=now, zone=zone, joined=joined) + gone + len(joined)
    if gone:
        changed += cancel_unstarted(Slot.objects.filter(programme=programme), waits=False)
    return changed


def plan(programme: Programme, *, until: datetime, zone: ZoneInfo, joined: Sequence[ProgrammeMember] = ()) -> int:
    """Insert missing slots that have opened up to `until`. Returns how many were inserted.

    Covers all members since the last planned day, and members who have just joined since they did. A day is kept instead of a
    moment: a slot's key is its day and number, even if the organisation's time zone changes.
    """
    today, planned_on = until.astimezone(zone).date(), programme.planned_on
    if planned_on is not None and planned_on >= today and not joined:
        return 0
    not_planned_from = programme.starts_at if planned_on is None else start_of_day(planned_on + DAY, zone)
    starts_at = max(programme.starts_at, min([not_planned_from, *(member.joined_at for member in joined)]))
    ends_at = min(until + INSTANT, programme.ends_at or until + INSTANT)
    slots = list(planned_slots(cadence=programme.cadence, zone=zone, starts_at=starts_at, ends_at=ends_at))
    inserted = _insert(programme, slots, not_planned_from=not_planned_from, joined=[member.pk for member in joined])
    if planned_on is None or planned_on < today:
        programme.planned_on = today
        programme.save(update_fields=["planned_on"])
    return inserted


def _insert(programme: Programme, slots: Sequence[PlannedSlot], **parameters: Any) -> int:
    if not slots:
        return 0
    values: dict[str, Any] = {
        **parameters,
        "programme": programme.pk,
        "time_to_review": TIME_TO_REVIEW,
        "years": [slot.iso_year for slot in slots],
        "weeks": [slot.iso_week for slot in slots],
        "numbers": [slot.number for slot in slots],
        "openings": [slot.opens_at for slot in slots],
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        return int(cursor.rowcount)


@transaction.atomic
def cancel_unstarted(slots: SlotQuerySet, *, waits: bool = True) -> int:
    """Cancel those of the slots that aren't started and aren't needed any more. Skips locked slots."""
    over = slots.unstarted().unneeded(clock.now()).order_by("pk")
    held = list(over.select_for_update(of=("self",), skip_locked=not waits).values_list("pk", flat=True))
    return Slot.objects.filter(pk__in=held).update(
        state=Slot.State.CANCELLED, interaction=None, reviewer=None, assigned_at=None
    )


def _follow_staff(baseline: Programme, now: datetime) -> tuple[int, list[ProgrammeMember]]:
    """Update the baseline's members so that they match the staff who serve customers. Returns how many left, and the members
    who joined.
    """
    service = {served.person_id: served for served in service_of_agents() if served.from_at <= now}
    current = set(baseline.members.filter(left_at=None).values_list("person", flat=True))
    left_at = {person_id: service[person_id].until_at if person_id in service else now for person_id in current}
    over = {person_id: moment for person_id, moment in left_at.items() if moment is not None and moment <= now}
    gone = list(baseline.members.filter(left_at=None, person__in=over))
    for stint in gone:
        stint.left_at = max(over[stint.person_id], stint.joined_at)
    ProgrammeMember.objects.bulk_update(gone, ["left_at"], batch_size=500)
    arriving = [
        served
        for served in service.values()
        if served.person_id not in current and (served.until_at is None or served.until_at > now)
    ]
    known = set(baseline.members.filter(person__in=[served.person_id for served in arriving]).values_list("person", flat=True))
    joined = ProgrammeMember.objects.bulk_create(
        ProgrammeMember(
            programme=baseline,
            person_id=served.person_id,
            # A person who returns rejoins now; there are no reviews for the time away.
            joined_at=now if served.person_id in known else max(served.from_at, baseline.starts_at),
        )
        for served in arriving
    )
    return len(gone), joined
