"""Teams and memberships."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from people.models import Membership, Person, Team
from people.queries.organisation import today


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Every membership, the latest first, and whether it is over (as `is_over`)."""
    is_over = Q(ends_on__isnull=False, ends_on__lte=today())
    memberships = Membership.objects.filter(person=person).annotate(is_over=is_over)
    return memberships.select_related("team").order_by("is_over", "-starts_on")


def teams() -> QuerySet[Team]:
    """Every team by name, with how many are in it today (as `size`)."""
    size = Count("memberships", filter=Q(memberships__in=Membership.objects.current()))
    # Django leaves the model's own order out of a query that counts.
    return Team.objects.annotate(size=size).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class TeamSpan:
    """From when and until when (exclusive; None: still) a person belongs to a team."""

    person_id: int
    team_id: int
    starts_on: date
    ends_on: date | None


def team_spans() -> list[TeamSpan]:
    """Every membership there ever was, always in the same order: who was in which team on which day."""
    memberships = Membership.objects.order_by("person_id", "team_id", "starts_on")
    return [TeamSpan(*row) for row in memberships.values_list("person_id", "team_id", "starts_on", "ends_on")]


def digest_of_spans(table: str = "people_membership") -> tuple[int, int]:
    """Figures that differ as soon as the spans in a table of them do. The server makes them, so that nobody loads
    every membership there ever was to see that none has changed.
    """
    span = "concat_ws(' ', person_id, team_id, starts_on, ends_on)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), coalesce(sum(hashtextextended({span}, 0)), 0) FROM {table}")  # noqa: S608 - our own names
        return cursor.fetchone()  # type: ignore[no-any-return] # two figures
