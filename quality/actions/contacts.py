"""Choice of the contact to review in a slot, for the tick and for replacing a contact."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from core import clock, faults
from feedback.queries.contact_draws import Draw, Stratum, drawn, strata_and_day
from feedback.queries.interactions import ReviewableInteraction, reviewable_among
from quality.models import Programme, Replacement, Review, Slot
from quality.queries.programmes import PERIOD_OF_COVERAGE

# Contacts are reviewed while people still remember them, and coverage describes recent work.
PERIOD_OF_A_SLOT = timedelta(days=7)

# Small enough to keep each transaction short, large enough to need only a few transactions.
PEOPLE_AT_ONCE = 200

# Held until the transaction ends: two transactions that choose for one person wouldn't see each other's choice.
HOLD = """
SELECT person_id FROM unnest(%s::bigint[]) AS person_id
WHERE pg_try_advisory_xact_lock(hashtextextended('quality.contacts:' || person_id, 0))
"""
WAIT_AND_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('quality.contacts:' || %s::bigint, 0))"

# A single statement, because Django's bulk_update takes longer than the choice itself.
SAVE = """
UPDATE quality_slot slot SET interaction_id = chosen.interaction_id
FROM unnest(%s::bigint[], %s::bigint[]) AS chosen(slot_id, interaction_id) WHERE slot.id = chosen.slot_id
"""


def choose_contacts(zone: ZoneInfo) -> int:
    """Choose a contact for every waiting slot, earliest slots first. Returns how many slots found one.

    Works in one transaction per batch of people and skips people whom another tick has locked. Slots without a contact keep
    waiting.
    """
    waiting = Slot.objects.without_contact().order_by("person").values_list("person", flat=True)
    people = list(waiting.distinct())
    batches = (people[start : start + PEOPLE_AT_ONCE] for start in range(0, len(people), PEOPLE_AT_ONCE))
    return sum(_choose_for_people(batch, zone) for batch in batches)


@transaction.atomic
def _choose_for_people(person_ids: Sequence[int], zone: ZoneInfo) -> int:
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [list(person_ids)])
        held = [person_id for (person_id,) in cursor.fetchall()]
    waiting = Slot.objects.without_contact().filter(person__in=held).select_related("programme")
    slots = list(waiting.select_for_update(of=("self",), skip_locked=True).order_by("opens_at", "pk"))
    filled = find_contacts(slots, until=clock.now(), zone=zone)
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [[slot.pk for slot in filled], [slot.interaction_id for slot in filled]])
    faults.point("slots.contacts_chosen")
    return len(filled)


def hold_person(person_id: int) -> None:
    """Lock the choice of contacts for this person until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_AND_HOLD, [person_id])


def find_contacts(slots: Sequence[Slot], *, until: datetime, zone: ZoneInfo) -> list[Slot]:
    """Set the contact of each slot, earliest first per person, and return the slots that found one.

    A contact that any programme has used is never chosen; among the others, the one that adds most to the programme's coverage
    is. The caller holds the people and saves the slots.
    """
    if not slots:
        return []
    known = _known(slots, clock.now(), until, zone)
    filled = []
    for slots_of_a_round in _one_of_each_person(slots):
        for slot, contact in _draw(slots_of_a_round, known, until):
            slot.interaction_id = contact.id
            known.add(contact, slot.programme_id)
            filled.append(slot)
    return filled


def period_starts_at(slot: Slot) -> datetime:
    """Start of the period whose contacts count for this slot: a week before it opens, but not before extra reviews began."""
    since = slot.opens_at - PERIOD_OF_A_SLOT
    return max(since, slot.programme.starts_at) if slot.programme.kind == Programme.Kind.EXTRA else since


@dataclass(frozen=True, slots=True)
class _Known:
    """Contacts already used: their ids, and how often each person and programme had each stratum and day."""

    zone: ZoneInfo
    taken: set[int]
    seen: defaultdict[tuple[int, int], Counter[Stratum]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, contact: ReviewableInteraction, programme_id: int) -> None:
        self.taken.add(contact.id)
        self.seen[contact.person_id, programme_id].update(strata_and_day(contact, self.zone))


def _known(slots: Iterable[Slot], now: datetime, until: datetime, zone: ZoneInfo) -> _Known:
    """Contacts of these people used in the last four weeks, or since their earliest slot's period if that is longer."""
    since_of: dict[int, datetime] = {}
    for slot in slots:
        since = min(now - PERIOD_OF_COVERAGE, period_starts_at(slot))
        since_of[slot.person_id] = min(since, since_of.get(slot.person_id, since))
    taken_by = _taken(since_of, min(since_of.values()))
    known = _Known(zone, set(taken_by))
    for contact in reviewable_among(taken_by, until):
        since_at = since_of.get(contact.person_id)
        if since_at is not None and contact.started_at >= since_at:
            known.add(contact, taken_by[contact.id])
    return known


def _taken(people: Collection[int], since: datetime) -> dict[int, int]:
    """Contacts of these people that a programme has used since then, whether reviewed or replaced, with the programme.

    A contact is reviewed or replaced after it began, so reviews completed before `since` can be ignored.
    """
    replaced = Replacement.objects.filter(replaced_at__gte=since, slot__person__in=people)
    reviewed = Review.objects.filter(Q(completed_at__gte=since) | Q(completed_at=None), person__in=people)
    open_ones = Slot.objects.open().filter(person__in=people, interaction__isnull=False)
    return {
        **dict(replaced.values_list("interaction_id", "slot__programme_id")),
        **dict(reviewed.values_list("interaction_id", "slot__programme_id")),
        **{contact: programme for contact, programme in open_ones.values_list("interaction_id", "programme_id") if contact},
    }


def _one_of_each_person(slots: Iterable[Slot]) -> Iterator[list[Slot]]:
    """Slots in rounds: the first slot of each person, then the second of each, and so on."""
    of_person: defaultdict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        of_person[slot.person_id].append(slot)
    for slots_of_a_round in zip_longest(*of_person.values()):
        yield [slot for slot in slots_of_a_round if slot is not None]


def _draw(slots: Sequence[Slot], known: _Known, until: datetime) -> Iterator[tuple[Slot, ReviewableInteraction]]:
    """Slots that found a contact, with the contact.

    A contact may turn out to be used for another person, who had it before an import gave it to this one. Then the slot draws
    again.
    """
    waiting = list(slots)
    while waiting:
        found = drawn([_as_draw(slot, known) for slot in waiting], until=until, taken=known.taken, zone=known.zone)
        gone = _taken_for_others(contact.id for contact in found.values())
        known.taken.update(gone)
        yield from ((slot, found[slot.pk]) for slot in waiting if slot.pk in found and found[slot.pk].id not in gone)
        waiting = [slot for slot in waiting if slot.pk in found and found[slot.pk].id in gone]


def _as_draw(slot: Slot, known: _Known) -> Draw:
    return Draw(
        key=slot.pk,
        person_id=slot.person_id,
        since=period_starts_at(slot),
        seed=f"{slot.programme_id}:{slot.person_id}:{slot.iso_year}-{slot.iso_week}:{slot.number}",
        seen=known.seen[slot.person_id, slot.programme_id],
    )


def _taken_for_others(contact_ids: Iterable[int]) -> set[int]:
    ids = list(contact_ids)
    slots = Slot.objects.filter(interaction__in=ids).values_list("interaction_id", flat=True)
    replaced = Replacement.objects.filter(interaction__in=ids).values_list("interaction_id", flat=True)
    return {contact_id for contact_id in slots.union(replaced) if contact_id is not None}
