"""Employment: the first and the last day of people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from people.models import Person, Role
from people.queries.organisation import reporting_zone


def left_person_ids() -> set[int]:
    """Ids of people who have left and of records that were merged into another."""
    return set(Person.objects.exclude(left_on=None, merged_into=None).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Service:
    """Time of an agent with the organisation, [from_at, until_at); open-ended if `until_at` is None."""

    person_id: int
    from_at: datetime
    until_at: datetime | None


def service_of_agents() -> list[Service]:
    """Times of service of all current and former agents, from local midnight to local midnight.

    Without a first day, the service starts when the record was created.
    """
    zone = reporting_zone()

    def midnight(day: date) -> datetime:
        # Older days can't be converted to UTC in every zone.
        return datetime.combine(max(day, date(1900, 1, 1)), time(), tzinfo=zone).astimezone(UTC)

    people = Person.objects.themselves().filter(role_grants__role=Role.AGENT).order_by("pk")
    return [
        Service(
            person_id=person_id,
            from_at=midnight(joined_on) if joined_on else created_at,
            until_at=midnight(left_on) if left_on else None,
        )
        for person_id, joined_on, left_on, created_at in people.values_list("pk", "joined_on", "left_on", "created_at")
    ]
