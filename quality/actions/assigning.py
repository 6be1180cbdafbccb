"""Who reviews what: handing out what can be reviewed, and handing on what its reviewer does not get to. Part of the tick."""

from collections import Counter
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from journal.actions import record
from people.identity import Role
from people.queries import holders_of, on_leave
from quality.choosing import least_loaded
from quality.models import Programme, Slot
from quality.queries.capacity import loads
from quality.slots import last_day
from quality.verbs import Verb


def assign_reviewers(now: datetime, zone: ZoneInfo) -> int:
    """Let everything that can be reviewed and is not begun be with somebody who can do it in time. Returns how many
    slots it changed. The caller holds the programmes, so that this is done by one tick at a time.
    """
    today = now.astimezone(zone).date()
    taken_back = _take_back_from_absent(today)
    handed_out, handed_on = _hand_out(now, zone, today)
    _write_down(taken_back + handed_on)
    return taken_back.total() + handed_out


def _take_back_from_absent(today: date) -> Counter[int]:
    """Who is on leave today, or no longer reviews, keeps what they have begun and hands back the rest. How many slots, by
    programme.
    """
    present = holders_of(Role.REVIEWER).keys() - on_leave(today)
    held = Slot.objects.select_for_update().filter(state=Slot.State.ASSIGNED).exclude(reviewer__in=present)
    programmes = dict(held.order_by("pk").values_list("pk", "programme_id"))
    Slot.objects.filter(pk__in=programmes).update(state=Slot.State.WAITING, reviewer=None, assigned_at=None)
    return Counter(programmes.values())


def _hand_out(now: datetime, zone: ZoneInfo, today: date) -> tuple[int, Counter[int]]:
    """Hand what can be reviewed to reviewers with room, the most urgent first, in proportion to their room; nobody gets
    what falls due while they are on leave. What its reviewer has left too long goes to somebody else who has room, and
    stays where it is while nobody has. How many slots, and how many of them were somebody's before, by programme.
    """
    free, away, assigned, handed_on = loads(now, zone), cache(on_leave), [], Counter[int]()
    slots = Slot.objects.filter(state=Slot.State.WAITING, interaction__isnull=False) | Slot.objects.left_too_long(now)
    for slot in slots.select_for_update().order_by("due_at", "pk"):
        out = away(today, max(today, last_day(slot.due_at, zone))) | {slot.reviewer_id}
        here = {person_id: load for person_id, load in free.items() if person_id not in out}
        reviewer = least_loaded(here, not_person=slot.person_id, seed=f"{slot.programme_id}:{slot.pk}")
        if reviewer is None:
            continue
        if slot.reviewer_id is not None:
            if slot.reviewer_id in free:  # and not a reviewer any more since a moment ago
                free[slot.reviewer_id] = free[slot.reviewer_id].with_one_less()
            handed_on[slot.programme_id] += 1
        free[reviewer] = free[reviewer].with_one_more()
        slot.reviewer_id, slot.state, slot.assigned_at = reviewer, Slot.State.ASSIGNED, now
        assigned.append(slot)
    Slot.objects.bulk_update(assigned, ["reviewer", "state", "assigned_at"], batch_size=500)
    return len(assigned), handed_on


def _write_down(counts: Counter[int]) -> None:
    """That it was handed on is part of the record; from whom, and that they are away, is nobody's business there."""
    # In the order of the journals, as whoever locks several does.
    for programme in Programme.objects.filter(pk__in=counts).select_related("journal").order_by("journal", "pk"):
        record(
            programme.journal,
            Verb.HANDED_ON,
            actor=None,
            subject=programme,
            data={"reviews": counts[programme.pk]},
            follows_through=True,
        )
