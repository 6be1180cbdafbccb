"""Leave."""

from datetime import date

from django.db.models import QuerySet

from people.models import Leave, Person
from people.queries.organisation import today


def on_leave(first_on: date, last_on: date | None = None) -> set[int]:
    """Everyone who is away on that day, or on any day from the first to the last."""
    leaves = Leave.objects.filter(first_on__lte=last_on or first_on, last_on__gte=first_on)
    return set(leaves.values_list("person_id", flat=True))


def leaves_of(person: Person) -> QuerySet[Leave]:
    """Leave that is not over yet."""
    return Leave.objects.filter(person=person, last_on__gte=today()).order_by("first_on")
