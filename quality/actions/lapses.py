"""Lapsing of slots that waited too long, and their deletion a good year later. Part of the tick."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from core import clock, faults
from quality.models import Slot
from quality.models.programmes import SlotQuerySet
from quality.slot_times import CONTACT_WITHIN, REVIEWER_WITHIN

# Longer than contacts are kept by default, so that two years can be compared.
KEPT = timedelta(days=400)

# The first tick after an upgrade may find a year's worth.
AT_ONCE = 1000


def lapse_slots() -> int:
    """Lapse slots whose period is over, with the reason, and delete those that lapsed long ago. Returns how many rows changed.

    Works in one transaction per thousand slots. Locked slots are left to the next tick.
    """
    return sum(_until_none_is_left(close) for close in (_lapse_without_contact, _lapse_without_reviewer, _forget))


def _until_none_is_left(close: Callable[[], int]) -> int:
    closed = 0
    while batch := close():
        closed += batch
        faults.point("slots.lapsed")
    return closed


def _lapse_without_contact() -> int:
    return _lapse(Slot.objects.without_contact(), Slot.LapseReason.NO_CONTACT, CONTACT_WITHIN)


def _lapse_without_reviewer() -> int:
    return _lapse(Slot.objects.without_reviewer(), Slot.LapseReason.NO_REVIEWER, REVIEWER_WITHIN)


@transaction.atomic
def _lapse(waiting: SlotQuerySet, reason: Slot.LapseReason, within: timedelta) -> int:
    """Lapse a batch of slots that opened too long ago. Their contact can be chosen again."""
    late = waiting.filter(opens_at__lte=clock.now() - within).order_by("pk")
    some = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    return Slot.objects.filter(pk__in=some).update(state=Slot.State.LAPSED, lapse_reason=reason, interaction=None)


@transaction.atomic
def _forget() -> int:
    """Delete a batch of slots that lapsed long ago. A slot with a replaced contact stays, as the record of that contact."""
    old = Slot.objects.filter(state=Slot.State.LAPSED, opens_at__lt=clock.now() - KEPT, replacements=None)
    some = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return Slot.objects.filter(pk__in=some).delete()[0]
