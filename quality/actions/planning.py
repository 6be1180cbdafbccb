"""The tick's part: which slots should exist now, which should be closed, and what and who fills the others.

Everything is recomputed from rows and the clock. Slots are inserted under their natural key with ON CONFLICT DO
NOTHING, so a tick that comes twice, late, or dies halfway changes nothing about where it ends.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from core import clock, faults
from feedback.queries.interactions import ReviewableInteraction, reviewable
from people.queries import reporting_zone, service_of_agents
from quality.actions.assigning import assign_reviewers
from quality.choosing import choose
from quality.models import Programme, ProgrammeMember, Replacement, Slot
from quality.models.programmes import SlotQuerySet
from quality.slots import INSTANT, planned_slots

# An interaction is reviewed while people remember it, and breadth is about what one did lately.
PERIOD_OF_A_SLOT = timedelta(days=7)
PERIOD_OF_BREADTH = timedelta(days=28)


@transaction.atomic
def reconcile_slots() -> int:
    """Make the slots what they should be now. Returns how many rows it changed."""
    # The lock lets ticks, and ticks and endings, work one after the other; the clock is read after it.
    running = list(Programme.objects.select_for_update().filter(ends_at=None).order_by("pk"))
    now, zone = clock.now(), reporting_zone()
    changed = 0
    for programme in running:
        if programme.kind == Programme.Kind.BASELINE:
            changed += _follow_staff(programme, now)
        changed += plan(programme, until=now, zone=zone)
        faults.point("slots.planned")
    changed += cancel_unstarted(now, Slot.objects.all())
    changed += choose_interactions(now, zone)
    faults.point("slots.interactions_chosen")
    changed += assign_reviewers(now, zone)
    return changed


def plan(programme: Programme, *, until: datetime, zone: ZoneInfo) -> int:
    """Insert the slots that have opened up to `until` and are missing. Returns how many were."""
    slots_of = Slot.objects.filter(programme=programme)
    last = dict(slots_of.values_list("person").annotate(last=Max("opens_at")).values_list("person", "last"))
    before = slots_of.count()
    rows = [
        row
        for member in ProgrammeMember.objects.filter(programme=programme).order_by("pk")
        for row in _slots_of_member(programme, member, until=until, zone=zone, since=last.get(member.person_id))
    ]
    Slot.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return slots_of.count() - before


def _slots_of_member(
    programme: Programme, member: ProgrammeMember, *, until: datetime, zone: ZoneInfo, since: datetime | None
) -> Iterable[Slot]:
    """The member's slots from the last one that exists, so that a year of them is not computed at every tick."""
    ends = [moment for moment in (programme.ends_at, member.left_at) if moment]
    starts_at = max(programme.starts_at, member.joined_at, since or programme.starts_at)
    ends_at = min([*ends, until + INSTANT])
    for slot in planned_slots(cadence=programme.cadence, zone=zone, starts_at=starts_at, ends_at=ends_at):
        yield Slot(
            programme=programme,
            person_id=member.person_id,
            iso_year=slot.iso_year,
            iso_week=slot.iso_week,
            number=slot.number,
            opens_at=slot.opens_at,
            due_at=slot.due_at,
        )


def cancel_unstarted(now: datetime, slots: SlotQuerySet) -> int:
    """Close those of the slots that nobody has begun and nobody needs any more."""
    over = slots.unstarted().unneeded(now)
    return (
        Slot.objects.unstarted()
        .filter(pk__in=over)
        .update(state=Slot.State.CANCELLED, interaction=None, reviewer=None, assigned_at=None)
    )


def choose_interactions(now: datetime, zone: ZoneInfo) -> int:
    """Give waiting slots something to review, the earliest first. What finds nothing goes on waiting."""
    waiting = list(
        Slot.objects.filter(state=Slot.State.WAITING, interaction=None).select_related("programme").order_by("opens_at", "pk")
    )
    if not waiting:
        return 0
    people = {slot.person_id for slot in waiting}
    since = min(now - PERIOD_OF_BREADTH, *(period_starts_at(slot) for slot in waiting))
    contacts: dict[int, list[ReviewableInteraction]] = defaultdict(list)
    for interaction in reviewable(people, since, now):
        contacts[interaction.person_id].append(interaction)
    taken = taken_interactions(people)
    filled = []
    for slot in waiting:
        chosen = choose_for(slot, contacts[slot.person_id], taken, zone)
        if chosen is not None:
            slot.interaction_id = chosen.id
            taken[chosen.id] = slot.programme_id
            filled.append(slot)
    Slot.objects.bulk_update(filled, ["interaction"], batch_size=500)
    return len(filled)


def choose_for(
    slot: Slot, contacts: Iterable[ReviewableInteraction], taken: dict[int, int], zone: ZoneInfo
) -> ReviewableInteraction | None:
    """The contact to review in this slot: never one that any programme has taken, and the broadest addition to what
    its own programme has seen.
    """
    listed = list(contacts)
    since = period_starts_at(slot)
    return choose(
        [contact for contact in listed if contact.started_at >= since and contact.id not in taken],
        seen=[contact for contact in listed if taken.get(contact.id) == slot.programme_id],
        seed=f"{slot.programme_id}:{slot.person_id}:{slot.iso_year}-{slot.iso_week}:{slot.number}",
        zone=zone,
    )


def taken_interactions(people: Iterable[int]) -> dict[int, int]:
    """Which interactions of these people a programme has had already, reviewed or found unreviewable."""
    chosen = Slot.objects.filter(person__in=people, interaction__isnull=False).values_list("interaction_id", "programme_id")
    replaced = Replacement.objects.filter(slot__person__in=people).values_list("interaction_id", "slot__programme_id")
    return {**dict(replaced), **{interaction: programme for interaction, programme in chosen if interaction is not None}}


def period_starts_at(slot: Slot) -> datetime:
    """From when on contacts count for this slot: the week before it; extra reviews look at nothing before their start."""
    since = slot.opens_at - PERIOD_OF_A_SLOT
    return max(since, slot.programme.starts_at) if slot.programme.kind == Programme.Kind.EXTRA else since


def _follow_staff(baseline: Programme, now: datetime) -> int:
    """Everyone who serves customers is in the baseline from when they joined until they left."""
    service = {served.person_id: served for served in service_of_agents() if served.from_at <= now}
    stints = list(baseline.members.order_by("joined_at"))
    current = [stint for stint in stints if stint.left_at is None]
    gone = []
    for stint in current:
        left_at = service[stint.person_id].until_at if stint.person_id in service else now
        if left_at is not None and left_at <= now:
            stint.left_at = max(left_at, stint.joined_at)
            gone.append(stint)
    ProgrammeMember.objects.bulk_update(gone, ["left_at"])
    known, present = {stint.person_id for stint in stints}, {stint.person_id for stint in current}
    joining = [
        ProgrammeMember(
            programme=baseline,
            person_id=served.person_id,
            # Who was here before comes back now; nobody is reviewed for the time away.
            joined_at=now if served.person_id in known else max(served.from_at, baseline.starts_at),
        )
        for served in service.values()
        if served.person_id not in present and (served.until_at is None or served.until_at > now)
    ]
    ProgrammeMember.objects.bulk_create(joining)
    return len(gone) + len(joining)
