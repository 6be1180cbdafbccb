"""Read access to people for all rooms. Other rooms never import the models."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from core import clock
from core.request_cache import once
from core.version_tokens import Rows, version_token
from people.models import (
    ApiToken,
    Leave,
    Look,
    Membership,
    Notification,
    Organisation,
    Person,
    Role,
    RoleGrant,
    Shift,
    Team,
    User,
)
from people.working_hours import WorkingHours


def organisation() -> Organisation:
    """The organisation, or an unsaved one in UTC until it is set up."""
    return Organisation.current()


def reporting_zone() -> ZoneInfo:
    return organisation().zone


def today() -> date:
    """Today in the organisation's reporting zone."""
    return organisation().today


def names(person_ids: Iterable[int]) -> dict[int, str]:
    """Display names by person id, in one query."""
    return dict(Person.objects.filter(pk__in=_one_by_one(person_ids)).values_list("pk", "display_name"))


@once
def led_person_ids(user: User) -> set[int]:
    """Ids of everyone in the teams that the user leads today, including the user; empty if they lead none."""
    if not user.has_role(Role.SUPERVISOR):
        return set()
    return set(Membership.objects.of_teams_led_by(user.person_id).values_list("person_id", flat=True))


def leads(user: User, person_id: int) -> bool:
    """True if the user is a supervisor who leads a team of this person today."""
    return person_id in led_person_ids(user)


@once
def holders_of(*roles: Role) -> dict[int, str]:
    """Display names, by person id, of everyone who holds one of the roles, can sign in and has not left."""
    people = Person.objects.active().filter(role_grants__role__in=roles, user__is_active=True)
    return dict(people.values_list("pk", "display_name"))


def left_person_ids() -> set[int]:
    """Ids of people who have left and of records that were merged into another."""
    return set(Person.objects.exclude(left_on=None, merged_into=None).values_list("pk", flat=True))


def on_leave(first_on: date, last_on: date | None = None) -> set[int]:
    """Ids of people on leave on a day, or on any day of a period."""
    leaves = Leave.objects.filter(first_on__lte=last_on or first_on, last_on__gte=first_on)
    return set(leaves.values_list("person_id", flat=True))


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


def leaders_of(person_ids: Iterable[int]) -> dict[int, set[int]]:
    """Ids of team leaders by person id: supervisors who can sign in and lead a team of theirs today. Others are missing."""
    led: dict[int, set[int]] = {}
    leaders = Membership.objects.current().filter(
        is_lead=True, person__role_grants__role=Role.SUPERVISOR, person__user__is_active=True
    )
    by_team: dict[int, set[int]] = {}
    for team_id, leader_id in leaders.values_list("team", "person"):
        by_team.setdefault(team_id, set()).add(leader_id)
    members = Membership.objects.current().filter(person__in=set(person_ids), team__in=by_team.keys())
    for person_id, team_id in members.values_list("person", "team"):
        led.setdefault(person_id, set()).update(by_team[team_id])
    return led


@dataclass(frozen=True, slots=True)
class TeamLeader:
    """A supervisor with the teams they lead today."""

    id: int
    name: str
    team_names: tuple[str, ...]


def team_leaders(person_ids: Iterable[int], *, besides: Iterable[int] = ()) -> list[TeamLeader]:
    """Team leaders of these persons by name, with those teams, and the persons `besides` in any case. Three queries.

    A team leader is a supervisor who can sign in and leads one of these persons (other than themselves) today.
    """
    led: dict[int, list[str]] = {person_id: [] for person_id in besides}
    members: dict[int, set[int]] = {}
    current = Membership.objects.current()
    for team_id, person_id in current.filter(person__in=set(person_ids)).values_list("team", "person"):
        members.setdefault(team_id, set()).add(person_id)
    leaderships = current.filter(
        is_lead=True, team__in=members.keys(), person__role_grants__role=Role.SUPERVISOR, person__user__is_active=True
    )
    for team_id, team_name, leader_id in leaderships.order_by("team__name").values_list("team", "team__name", "person"):
        if members[team_id] - {leader_id}:
            led.setdefault(leader_id, []).append(team_name)
    known = sorted(names(led).items(), key=lambda item: item[1].casefold())
    return [TeamLeader(person_id, name, tuple(led[person_id])) for person_id, name in known]


def records_of(person_id: int) -> set[int]:
    """Ids of all records of a person, given any of them: the kept record and those merged into it."""
    kept = Person.objects.filter(pk=person_id).values(kept=Coalesce("merged_into", "pk"))
    records = Person.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept))
    return {person_id, *records.values_list("pk", flat=True)}


def is_own(user: User, path: str = "person") -> Q:
    """Condition: the row belongs to the user's record or to one merged into it."""
    return Q((path, user.person_id)) | Q((f"{path}__merged_into", user.person_id))


class Colleague(NamedTuple):
    """Person for other rooms, with teams and usual work. A tuple, because pages create thousands of them."""

    id: int
    name: str
    team_ids: tuple[int, ...]
    team_names: tuple[str, ...]
    sites: tuple[str, ...]
    shift: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    contract_hours: float | None
    has_sign_in: bool


def colleagues(person_ids: Iterable[int]) -> dict[int, Colleague]:
    """Colleagues by id, in two queries however many there are."""
    ids = _one_by_one(person_ids)
    memberships = Membership.objects.current().filter(person__in=ids).order_by("team__name")
    teams: defaultdict[int, tuple[tuple[int, str, str], ...]] = defaultdict(tuple)
    for person_id, team_id, name, site in memberships.values_list("person_id", "team_id", "team__name", "team__site"):
        teams[person_id] += ((team_id, name, site),)
    # Cached, because thousands of people share hundreds of teams.
    divided = cache(_divided)
    facts = ("pk", "display_name", "shift__name", "languages", "channels", "contract_hours", "user")
    return {
        person_id: Colleague(
            person_id,
            name,
            *divided(teams[person_id]),
            shift or "",
            tuple(languages),
            tuple(channels),
            None if hours is None else float(hours),
            has_sign_in=user is not None,
        )
        for person_id, name, shift, languages, channels, hours, user in Person.objects.filter(pk__in=ids)
        .order_by()
        .values_list(*facts)
    }


# Rows behind colleagues, agents and leaders. Of users only the person and `is_active` count, because each sign-in writes the
# row.
KNOWN_FROM = (
    Rows(Membership),
    Rows(Person),
    Rows(RoleGrant),
    Rows(Shift),
    Rows(Team),
    Rows(User, version="sum(hashint8extended(person_id, id + is_active::int))"),
)


EVERYONE = (*KNOWN_FROM, Rows(Organisation))
# SQL for the ids of the records of `person`: the kept one and those merged into it.
RECORDS = "SELECT id FROM people_person WHERE id = %(person)s OR merged_into_id = %(person)s"


def people_version_token() -> str:
    """Cache key that changes with the rows behind `colleagues` and `agent_ids`, and with the day, because memberships end.

    Two queries, one of them for the organisation.
    """
    return version_token(EVERYONE, zone=reporting_zone())


def version_token_for(user: User, rows: Iterable[Rows], **values: Any) -> str:
    """Version token of these rows and of people, for a page of the user.

    It includes the user's zone, read earlier in the request. Read roles after calling this. Two queries, one of them for the
    organisation.
    """
    rows_and_people = version_token((*EVERYONE, *rows), zone=reporting_zone(), person=user.person_id, **values)
    return f"{user.person.time_zone}\n{rows_and_people}"


def _divided(teams: tuple[tuple[int, str, str], ...]) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    """Ids, names and distinct sites of teams."""
    sites = sorted({site for _number, _name, site in teams if site})
    return tuple(number for number, _name, _site in teams), tuple(name for _number, name, _site in teams), tuple(sites)


def _one_by_one(person_ids: Iterable[int]) -> RawSQL:
    """Ids as a single parameter, because thousands of parameters take longer to compile than to run."""
    return RawSQL("SELECT unnest(string_to_array(%s, ',')::bigint[])", [",".join(map(str, set(person_ids)))])


def agent_ids() -> set[int]:
    """Ids of agents who haven't left."""
    return set(Person.objects.active().filter(role_grants__role=Role.AGENT).values_list("pk", flat=True))


def is_address_taken(email: str, *, besides: int = 0) -> bool:
    """Whether someone else (not the person `besides`) has the e-mail address, with or without an account."""
    others = Person.objects.exclude(pk=besides)
    return others.filter(Q(email__iexact=email) | Q(user__email__iexact=email)).exists()


def people_list(text: str = "", *, with_left: bool = False) -> QuerySet[Person]:
    """People whose name or address contains the text, with their user, roles and today's teams (as `teams_today`).

    `sign_in_rank` sorts people who can sign in first, then people who can't, then people who have left.
    """
    people = Person.objects.themselves() if with_left else Person.objects.active()
    if text:
        people = people.named(text)
    today_ = Membership.objects.current().select_related("team").order_by("team__name")
    rank = Case(When(left_on__isnull=False, then=2), When(user__is_active=True, then=0), default=1)
    return (
        people.select_related("user")
        .annotate(sign_in_rank=rank)
        .prefetch_related(Prefetch("memberships", queryset=today_, to_attr="teams_today"), "role_grants")
    )


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Memberships of a person, newest first, current ones before those that are over (`is_over`)."""
    is_over = Q(ends_on__isnull=False, ends_on__lte=today())
    memberships = Membership.objects.filter(person=person).annotate(is_over=is_over)
    return memberships.select_related("team").order_by("is_over", "-starts_on")


def leaves_of(person: Person) -> QuerySet[Leave]:
    """Current and future leave."""
    return Leave.objects.filter(person=person, last_on__gte=today()).order_by("first_on")


def roles_of(person: Person) -> list[Role]:
    held = set(RoleGrant.objects.filter(person=person).values_list("role", flat=True))
    return [role for role in Role if role in held]


def teams() -> QuerySet[Team]:
    """Teams by name, with the number of people today (as `size`)."""
    size = Count("memberships", filter=Q(memberships__in=Membership.objects.current()))
    # Aggregation drops the model's default order.
    return Team.objects.annotate(size=size).order_by("name", "pk")


def shifts() -> QuerySet[Shift]:
    return Shift.objects.all()


def notifications(user: User) -> QuerySet[Notification]:
    """Notifications of the user, newest first."""
    return Notification.objects.filter(person=user.person_id)


def unread_count(user: User) -> int:
    """Number of unread notifications, for the navigation. Reads a partial index."""
    return Notification.objects.filter(person=user.person_id, read_at=None).count()


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


# Names of tokens; for `core.version_tokens`. Other columns don't count, because calls update the rows.
TOKENS = Rows(ApiToken, version="sum(hashtextextended(name, id))")


def tokens() -> QuerySet[ApiToken]:
    """API tokens: active ones first, newest first."""
    return (
        ApiToken.objects.select_related("created_by")
        .annotate(is_good=Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=clock.now())))
        .order_by("-is_good", "-pk")
    )


def looks_at(records: Iterable[int]) -> QuerySet[Look]:
    """Looks of others at a person's records, newest first.

    Includes looks at teams the person was in on that day and, for agents, looks at everyone.
    """
    records = list(records)
    spans = Membership.objects.filter(person__in=records, team=OuterRef("team"), starts_on__lte=OuterRef("on"))
    in_the_team = Exists(spans.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("on"))))
    concerned = Q(person__in=records) | Q(in_the_team, kind=Look.Kind.TEAM)
    if RoleGrant.objects.filter(person__in=records, role=Role.AGENT).exists():
        concerned |= Q(kind=Look.Kind.EVERYONE)
    return Look.objects.filter(concerned).exclude(viewer__in=records).select_related("viewer", "team")
