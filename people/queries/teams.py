"""Teams and memberships."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from people.models import Membership, Person, Team
from people.queries.organisation import today


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Memberships of a person, newest first, current ones before those that are over (`is_over`)."""
    is_over = Q(ends_on__isnull=False, ends_on__lte=today())
    memberships = Membership.objects.filter(person=person).annotate(is_over=is_over)
    return memberships.select_related("team").order_by("is_over", "-starts_on")


def lasting_memberships(person: Person) -> int:
    """The number of memberships that are not over, future ones included."""
    return Membership.objects.filter(person=person).exclude(ends_on__lte=today()).count()


def teams() -> QuerySet[Team]:
    """Teams by name, with the number of people today (as `size`)."""
    size = Count("memberships", filter=Q(memberships__in=Membership.objects.current()))
    # Aggregation drops the model's default order.
    return Team.objects.annotate(size=size).order_by("name", "pk")


def current_teams(person_id: int) -> dict[str, set[int]]:
    """The teams that the person is in today, by name, with the ids of their people. One query besides the organisation."""
    mine = Membership.objects.current().filter(person=person_id).values("team")
    rows = Membership.objects.current().filter(team__in=mine).values_list("team__name", "person_id")
    found: dict[str, set[int]] = defaultdict(set)
    for name, member_id in rows:
        found[name].add(member_id)
    return dict(found)


@dataclass(frozen=True, slots=True)
class TeamSpan:
    """Membership of a person in a team, [starts_on, ends_on); open-ended if `ends_on` is None."""

    person_id: int
    team_id: int
    starts_on: date
    ends_on: date | None


def team_spans() -> list[TeamSpan]:
    """All memberships, past ones included, in a fixed order."""
    memberships = Membership.objects.order_by("person_id", "team_id", "starts_on")
    return [TeamSpan(*row) for row in memberships.values_list("person_id", "team_id", "starts_on", "ends_on")]


def digest_of_spans(table: str = "people_membership") -> tuple[int, int]:
    """Count and hash of the team spans in a table, to notice changes without loading all memberships."""
    span = "concat_ws(' ', person_id, team_id, starts_on, ends_on)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), coalesce(sum(hashtextextended({span}, 0)), 0) FROM {table}")  # noqa: S608 - our own names
        return cursor.fetchone()  # type: ignore[no-any-return] # two figures
