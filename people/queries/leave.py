"""Leave."""

from datetime import date

from django.db.models import QuerySet

from core.version_tokens import Rows
from people.models import Leave, Person
from people.queries.organisation import today


def on_leave(first_on: date, last_on: date | None = None) -> set[int]:
    """Ids of people on leave on a day, or on any day of a period."""
    leaves = Leave.objects.filter(first_on__lte=last_on or first_on, last_on__gte=first_on)
    return set(leaves.values_list("person_id", flat=True))


def leaves_of(person: Person) -> QuerySet[Leave]:
    """Current and future leave."""
    return Leave.objects.filter(person=person, last_on__gte=today()).order_by("first_on")


def rows_of_leave(person_ids: str) -> Rows:
    """Leave of the people whose ids this SQL selects; for `core.version_tokens`."""
    return Rows(Leave, f"person_id IN ({person_ids})")
