"""Choosing the contact to review in a slot: part of the tick, and of replacing a contact that cannot be reviewed."""

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

# An interaction is reviewed while people remember it, and breadth is about what one did lately.
PERIOD_OF_A_SLOT = timedelta(days=7)
PERIOD_OF_BREADTH = timedelta(days=28)

# So few that others wait for a transaction no longer than for a page, so many that there are few transactions.
PEOPLE_AT_ONCE = 200

# Held until the transaction ends. Of two transactions that choose for the same person, the second would not see what
# the first one takes.
HOLD = """
SELECT person_id FROM unnest(%s::bigint[]) AS person_id
WHERE pg_try_advisory_xact_lock(hashtextextended('quality.contacts:' || person_id, 0))
"""
WAIT_AND_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('quality.contacts:' || %s::bigint, 0))"

# One small statement; Django's bulk_update would take longer than the choice.
SAVE = """
UPDATE quality_slot slot SET interaction_id = chosen.interaction_id
FROM unnest(%s::bigint[], %s::bigint[]) AS chosen(slot_id, interaction_id) WHERE slot.id = chosen.slot_id
"""


def choose_contacts(zone: ZoneInfo) -> int:
    """Give waiting slots something to review, the earliest first. What finds nothing goes on waiting. Returns how many
    found something. One transaction for every few people. People that another tick has locked are skipped.
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
    """Wait until nobody else chooses for this person, and keep others from it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_AND_HOLD, [person_id])


def find_contacts(slots: Sequence[Slot], *, until: datetime, zone: ZoneInfo) -> list[Slot]:
    """Set the contact of the slots, the earliest of a person first: never one that any programme has taken, and the broadest
    addition to what its own programme has seen. Returns the slots that found one, for the caller to save, who holds
    the people.
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
    """From when on contacts count for this slot: the week before it; extra reviews look at nothing before their start."""
    since = slot.opens_at - PERIOD_OF_A_SLOT
    return max(since, slot.programme.starts_at) if slot.programme.kind == Programme.Kind.EXTRA else since


@dataclass(frozen=True, slots=True)
class _Known:
    """What has been taken of some people's contacts: the ids, and by person and programme how often each stratum and day."""

    zone: ZoneInfo
    taken: set[int]
    seen: defaultdict[tuple[int, int], Counter[Stratum]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, contact: ReviewableInteraction, programme_id: int) -> None:
        self.taken.add(contact.id)
        self.seen[contact.person_id, programme_id].update(strata_and_day(contact, self.zone))


def _known(slots: Iterable[Slot], now: datetime, until: datetime, zone: ZoneInfo) -> _Known:
    """What is known about the people of the slots, each from four weeks ago, or from when their earliest slot counts."""
    since_of: dict[int, datetime] = {}
    for slot in slots:
        since = min(now - PERIOD_OF_BREADTH, period_starts_at(slot))
        since_of[slot.person_id] = min(since, since_of.get(slot.person_id, since))
    taken_by = _taken(since_of, min(since_of.values()))
    known = _Known(zone, set(taken_by))
    for contact in reviewable_among(taken_by, until):
        since_at = since_of.get(contact.person_id)
        if since_at is not None and contact.started_at >= since_at:
            known.add(contact, taken_by[contact.id])
    return known


def _taken(people: Collection[int], since: datetime) -> dict[int, int]:
    """The contacts of these people since then that a programme has had, reviewed or found unreviewable, with the programme.

    A contact is reviewed or replaced after it began, so what was completed or replaced before then is not looked at.
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
    """The slots in rounds: the first of every person, then the second of every person who has one, and so on."""
    of_person: defaultdict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        of_person[slot.person_id].append(slot)
    for slots_of_a_round in zip_longest(*of_person.values()):
        yield [slot for slot in slots_of_a_round if slot is not None]


def _draw(slots: Sequence[Slot], known: _Known, until: datetime) -> Iterator[tuple[Slot, ReviewableInteraction]]:
    """The slots that find a contact, with it. Drawn again is what turns out to have been taken for another person, who had
    the contact before an import gave it to this one.
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
