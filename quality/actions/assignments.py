"""Assignment of reviews to reviewers, and reassignment when a reviewer is away or overdue. Part of the tick."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from core import clock, faults
from journal.actions import record
from people.identity import Role
from people.queries.leave import on_leave
from people.queries.roles import holders_of
from quality.models import Programme, Slot
from quality.queries.capacity import loads
from quality.reviewer_choice import Load, least_loaded
from quality.slot_times import last_day
from quality.verbs import Verb

# Capacity is counted and used up in one transaction, so only one tick at a time may assign.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('quality.assigning', 0))"

SAVE = """
UPDATE quality_slot slot SET state = 'assigned', reviewer_id = given.reviewer_id, assigned_at = %s
FROM unnest(%s::bigint[], %s::bigint[]) AS given(slot_id, reviewer_id) WHERE slot.id = given.slot_id
"""

SLOTS_AT_ONCE = 500

Place = tuple[datetime, int]


def assign_reviewers(zone: ZoneInfo) -> int:
    """Assign every review that is ready, and reassign overdue ones that aren't started. Returns how many slots changed.

    Works in one transaction per few hundred slots and skips slots that are locked. Drills come last and get the capacity that
    is left.
    """
    changed = _take_back_from_absent(clock.now().astimezone(zone).date())
    for of_drills in (False, True):
        after, is_done = None, False
        while not is_done:
            handed_out, after = _hand_out(zone, after, of_drills=of_drills)
            changed += handed_out
            is_done = after is None
    return changed


@transaction.atomic
def _take_back_from_absent(today: date) -> int:
    """Unassign reviews that aren't started from reviewers who are on leave or lost the role. Returns how many slots changed."""
    present = holders_of(Role.REVIEWER).keys() - on_leave(today)
    held = Slot.objects.select_for_update(skip_locked=True).filter(state=Slot.State.ASSIGNED).exclude(reviewer__in=present)
    programmes = dict(held.order_by("pk").values_list("pk", "programme_id"))
    Slot.objects.filter(pk__in=programmes).update(state=Slot.State.WAITING, reviewer=None, assigned_at=None)
    _write_down(Counter(programmes.values()))
    return len(programmes)


@transaction.atomic
def _hand_out(zone: ZoneInfo, after: Place | None, *, of_drills: bool) -> tuple[int, Place | None]:
    """Assign one batch of slots, most urgent first, to reviewers with capacity. Returns how many slots were assigned, and the
    last slot looked at, or None if there is nothing left to do.
    """
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        is_alone = cursor.fetchone()[0]
    now = clock.now()
    free = loads(now, zone, with_drills=of_drills) if is_alone else {}
    if not any(load.has_room for load in free.values()):
        return 0, None
    slots = Slot.objects.without_reviewer() | Slot.objects.due_for_reassignment(now)
    slots = slots.filter(programme__journal__is_drill=of_drills)
    if after is not None:
        due_at, pk = after
        slots = slots.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk))
    some = list(slots.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk")[:SLOTS_AT_ONCE])
    assigned, handed_on = _share_out(some, free, now, zone)
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [now, [slot.pk for slot in assigned], [slot.reviewer_id for slot in assigned]])
    faults.point("slots.assigned")
    _write_down(handed_on)
    return len(assigned), (some[-1].due_at, some[-1].pk) if len(some) == SLOTS_AT_ONCE else None


def _share_out(slots: Sequence[Slot], free: dict[int, Load], now: datetime, zone: ZoneInfo) -> tuple[list[Slot], Counter[int]]:
    """Assign slots to reviewers in proportion to their capacity, and never one that is due while the reviewer is on leave.

    An overdue slot goes to another reviewer with capacity, and stays where it is if there is none. Returns the assigned slots,
    and by programme how many of them were reassigned.
    """
    today, away, assigned, handed_on = now.astimezone(zone).date(), cache(on_leave), [], Counter[int]()
    for slot in slots:
        out = away(today, max(today, last_day(slot.due_at, zone))) | {slot.reviewer_id}
        here = {person_id: load for person_id, load in free.items() if person_id not in out}
        reviewer = least_loaded(here, not_person=slot.person_id, seed=f"{slot.programme_id}:{slot.pk}")
        if reviewer is None:
            continue
        if slot.reviewer_id is not None:
            if slot.reviewer_id in free:  # the reviewer may have just lost the role
                free[slot.reviewer_id] = free[slot.reviewer_id].with_one_less()
            handed_on[slot.programme_id] += 1
        free[reviewer] = free[reviewer].with_one_more()
        slot.reviewer_id = reviewer
        assigned.append(slot)
    return assigned, handed_on


def _write_down(counts: Counter[int]) -> None:
    """Record how many reviews were reassigned. The journal doesn't say from which reviewer or why."""
    # Journals are always locked in this order, which prevents deadlocks.
    for programme in Programme.objects.filter(pk__in=counts).select_related("journal").order_by("journal", "pk"):
        record(
            programme.journal,
            Verb.HANDED_ON,
            actor=None,
            subject=programme,
            data={"reviews": counts[programme.pk]},
            follows_through=True,
        )
