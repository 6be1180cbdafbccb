"""Working hours, rostered shifts, and the kinds of shifts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from core import clock
from core.request_cache import once
from people.models import Person, RosteredShift, Shift
from people.queries.organisation import organisation
from people.working_hours import WorkingHours


def working_hours(person_ids: Iterable[int]) -> dict[int, WorkingHours]:
    """Working hours by person id: the roster, and in weeks without one the person's own hours, else the organisation's."""
    default, ids = organisation(), set(person_ids)
    rostered: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    shifts_of = RosteredShift.objects.filter(person__in=ids).order_by("starts_at")
    for person_id, starts_at, ends_at in shifts_of.values_list("person_id", "starts_at", "ends_at"):
        rostered[person_id].append((starts_at, ends_at))
    people = Person.objects.filter(pk__in=ids)
    return {
        person_id: WorkingHours(
            zone=ZoneInfo(zone) if zone else default.zone,
            starts_at=starts_at or default.work_starts_at,
            ends_at=ends_at or default.work_ends_at,
            shifts=tuple(rostered[person_id]),
        )
        for person_id, zone, starts_at, ends_at in people.values_list("pk", "time_zone", "work_starts_at", "work_ends_at")
    }


def shifts() -> QuerySet[Shift]:
    return Shift.objects.all()


@once
def shift_names() -> tuple[str, ...]:
    """Names of all shifts, in the order of the day."""
    return tuple(shifts().values_list("name", flat=True))


def rostered_shifts_of(person: Person) -> QuerySet[RosteredShift]:
    """Current and future shifts of the roster."""
    return RosteredShift.objects.filter(person=person, ends_at__gt=clock.now())
