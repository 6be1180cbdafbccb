"""Working hours and shifts."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from people.models import Person, Shift
from people.queries.organisation import organisation
from people.working_hours import WorkingHours


def working_hours(person_ids: Iterable[int]) -> dict[int, WorkingHours]:
    """Working hours by person id: the person's own, else the organisation's."""
    default = organisation()
    people = Person.objects.filter(pk__in=set(person_ids))
    return {
        person_id: WorkingHours(
            zone=ZoneInfo(zone) if zone else default.zone,
            starts_at=starts_at or default.work_starts_at,
            ends_at=ends_at or default.work_ends_at,
        )
        for person_id, zone, starts_at, ends_at in people.values_list("pk", "time_zone", "work_starts_at", "work_ends_at")
    }


def shifts() -> QuerySet[Shift]:
    return Shift.objects.all()
