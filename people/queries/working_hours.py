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
        person.pk: WorkingHours(
            zone=ZoneInfo(person.time_zone) if person.time_zone else default.zone,
            starts_at=person.work_starts_at or default.work_starts_at,
            ends_at=person.work_ends_at or default.work_ends_at,
        )
        for person in people
    }


def shifts() -> QuerySet[Shift]:
    return Shift.objects.all()
