"""Oracle for the choice of contacts in plain Python: it loads and weighs every contact, one slot at a time."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feedback.queries.interactions import ReviewableInteraction, reviewable
from quality.models import Programme, Replacement, Slot

WEEK = timedelta(days=7)


def wanted(contact: ReviewableInteraction, zone: ZoneInfo) -> list[tuple[str, str]]:
    return [
        ("channel", contact.channel),
        ("topic", contact.topic),
        ("hours", str(contact.hour_band // 6)),
        ("outcome", contact.outcome),
        ("day", contact.started_at.astimezone(zone).date().isoformat()),
    ]


def choose(
    candidates: Iterable[ReviewableInteraction], *, seen: Sequence[ReviewableInteraction], seed: str, zone: ZoneInfo
) -> ReviewableInteraction | None:
    """The candidate whose strata and day were seen least so far; the seed decides ties."""
    counts = Counter(stratum for contact in seen for stratum in wanted(contact, zone))

    def cost(contact: ReviewableInteraction) -> tuple[int, bytes]:
        lot = hashlib.sha256(f"{seed}:{contact.id}".encode()).digest()
        return sum(counts[stratum] for stratum in wanted(contact, zone)), lot

    return min(candidates, key=cost, default=None)


def starts_at(slot: Slot) -> datetime:
    since = slot.opens_at - WEEK
    return max(since, slot.programme.starts_at) if slot.programme.kind == Programme.Kind.EXTRA else since


def chosen_by_the_rule(now: datetime, zone: ZoneInfo) -> dict[int, int]:
    """The expected contact of each waiting slot that finds one, by ids. Changes nothing."""
    waiting = list(
        Slot.objects.filter(state="waiting", interaction=None).select_related("programme").order_by("opens_at", "pk")
    )
    slots_of = defaultdict(list)
    for slot in waiting:
        slots_of[slot.person_id].append(slot)
    taken = dict(Replacement.objects.values_list("interaction_id", "slot__programme_id"))
    taken |= dict(Slot.objects.filter(interaction__isnull=False).values_list("interaction_id", "programme_id"))
    chosen: dict[int, int] = {}
    for person_id, slots in slots_of.items():
        contacts = reviewable([person_id], min(now - 4 * WEEK, *(starts_at(slot) for slot in slots)), now)
        for slot in slots:
            found = choose(
                [contact for contact in contacts if contact.started_at >= starts_at(slot) and contact.id not in taken],
                seen=[contact for contact in contacts if taken.get(contact.id) == slot.programme_id],
                seed=f"{slot.programme_id}:{slot.person_id}:{slot.iso_year}-{slot.iso_week}:{slot.number}",
                zone=zone,
            )
            if found is not None:
                chosen[slot.pk] = found.id
                taken[found.id] = slot.programme_id
    return chosen
