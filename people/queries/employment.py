"""Employment: the first and the last day of people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from people.models import Person, Role
from people.queries.organisation import reporting_zone


def left_person_ids() -> set[int]:
    """Everyone who no longer works here, and records that were merged into another: nobody works under them."""
    return set(Person.objects.exclude(left_on=None, merged_into=None).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Service:
    """An agent's time with the organisation, [from_at, until_at); open while `until_at` is None."""

    person_id: int
    from_at: datetime
    until_at: datetime | None


def service_of_agents() -> list[Service]:
    """Since when, and until when, everyone who serves or served customers did: from local 00:00 of the first day to
    that of the day of leaving. Who has no first day counts from when the record was made.
    """
    zone = reporting_zone()

    def midnight(day: date) -> datetime:
        # Older days have no moment in UTC in every zone, and nobody has served that long.
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
