"""Reading people. Other rooms ask here and never import the models."""

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
    """The organisation; a blank one in UTC until it is set up."""
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
    """Everyone in a team the user leads today, the leader included; empty for somebody who leads none."""
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
    """Everyone who no longer works here, and records that were merged into another: nobody works under them."""
    return set(Person.objects.exclude(left_on=None, merged_into=None).values_list("pk", flat=True))


def on_leave(first_on: date, last_on: date | None = None) -> set[int]:
    """Everyone who is away on that day, or on any day from the first to the last."""
    leaves = Leave.objects.filter(first_on__lte=last_on or first_on, last_on__gte=first_on)
    return set(leaves.values_list("person_id", flat=True))


def working_hours(person_ids: Iterable[int]) -> dict[int, WorkingHours]:
    """Working hours by person id: the person's own, else the organisation's."""
    house = organisation()
    people = Person.objects.filter(pk__in=set(person_ids))
    return {
        person.pk: WorkingHours(
            zone=ZoneInfo(person.time_zone) if person.time_zone else house.zone,
            starts_at=person.work_starts_at or house.work_starts_at,
            ends_at=person.work_ends_at or house.work_ends_at,
        )
        for person in people
    }


def leaders_of(person_ids: Iterable[int]) -> dict[int, set[int]]:
    """By person: the supervisors who can sign in and lead a team of theirs today. People without one are missing."""
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
    """By name: the supervisors who can sign in and lead a team of one of these persons today other than themselves, each
    with those teams; and the persons `besides`, whatever they lead. Three queries.
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
    """The records that are this person, whichever of them is given: the kept one, and those that were merged into it."""
    kept = Person.objects.filter(pk=person_id).values(kept=Coalesce("merged_into", "pk"))
    records = Person.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept))
    return {person_id, *records.values_list("pk", flat=True)}


def is_own(user: User, path: str = "person") -> Q:
    """Whether a row is the user's: of the record that they sign in to, or of one that was merged into it."""
    return Q((path, user.person_id)) | Q((f"{path}__merged_into", user.person_id))


class Colleague(NamedTuple):
    """A person as other rooms see one: who, where and when they usually work. A tuple, because pages make thousands of them."""

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
    # Thousands of people are in hundreds of teams.
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


# The rows that colleagues, agents and leaders are read from. Of a sign-in only whose it is and whether it works; its row is
# written with each signing in.
KNOWN_FROM = (
    Rows(Membership),
    Rows(Person),
    Rows(RoleGrant),
    Rows(Shift),
    Rows(Team),
    Rows(User, version="sum(hashint8extended(person_id, id + is_active::int))"),
)


EVERYONE = (*KNOWN_FROM, Rows(Organisation))
# The ids of the records of the person with the id `person`: the kept one, and those that were merged into it.
RECORDS = "SELECT id FROM people_person WHERE id = %(person)s OR merged_into_id = %(person)s"


def people_version_token() -> str:
    """Cache key that changes with any row behind `colleagues` and `agent_ids`, and with the day, because memberships have
    a first and a last one. Two queries, one of them for the organisation.
    """
    return version_token(EVERYONE, zone=reporting_zone())


def version_token_for(user: User, rows: Iterable[Rows], **values: Any) -> str:
    """The version token of these rows and of the people, for the page of a user.

    It holds the user's zone as it was read for this request, before the rows; read roles after it. Two queries, one of them
    for the organisation.
    """
    rows_and_people = version_token((*EVERYONE, *rows), zone=reporting_zone(), person=user.person_id, **values)
    return f"{user.person.time_zone}\n{rows_and_people}"


def _divided(teams: tuple[tuple[int, str, str], ...]) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    """The ids and names of teams, and their sites, each once."""
    sites = sorted({site for _number, _name, site in teams if site})
    return tuple(number for number, _name, _site in teams), tuple(name for _number, name, _site in teams), tuple(sites)


def _one_by_one(person_ids: Iterable[int]) -> RawSQL:
    """Ids as one text: with thousands, a statement with a parameter for each takes longer to write than to run."""
    return RawSQL("SELECT unnest(string_to_array(%s, ',')::bigint[])", [",".join(map(str, set(person_ids)))])


def agent_ids() -> set[int]:
    """Everyone who serves customers and has not left."""
    return set(Person.objects.active().filter(role_grants__role=Role.AGENT).values_list("pk", flat=True))


def is_address_taken(email: str, *, besides: int = 0) -> bool:
    """True if another person than the one with this id has the e-mail address, with or without a sign-in."""
    others = Person.objects.exclude(pk=besides)
    return others.filter(Q(email__iexact=email) | Q(user__email__iexact=email)).exists()


def people_list(text: str = "", *, with_left: bool = False) -> QuerySet[Person]:
    """Persons whose name or address contains the text, with today's teams (as `teams_today`), roles and sign-in, and
    `sign_in_rank` to sort by: those who can sign in, those who can't, those who have left.
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
    """Every membership, the latest first, and whether it is over (as `is_over`)."""
    is_over = Q(ends_on__isnull=False, ends_on__lte=today())
    memberships = Membership.objects.filter(person=person).annotate(is_over=is_over)
    return memberships.select_related("team").order_by("is_over", "-starts_on")


def leaves_of(person: Person) -> QuerySet[Leave]:
    """Leave that is not over yet."""
    return Leave.objects.filter(person=person, last_on__gte=today()).order_by("first_on")


def roles_of(person: Person) -> list[Role]:
    held = set(RoleGrant.objects.filter(person=person).values_list("role", flat=True))
    return [role for role in Role if role in held]


def teams() -> QuerySet[Team]:
    """Every team by name, with how many are in it today (as `size`)."""
    size = Count("memberships", filter=Q(memberships__in=Membership.objects.current()))
    # Django leaves the model's own order out of a query that counts.
    return Team.objects.annotate(size=size).order_by("name", "pk")


def shifts() -> QuerySet[Shift]:
    return Shift.objects.all()


def notifications(user: User) -> QuerySet[Notification]:
    """One's own messages, newest first."""
    return Notification.objects.filter(person=user.person_id)


def unread_count(user: User) -> int:
    """How many messages wait: for the navigation. Reads a partial index of unread ones only."""
    return Notification.objects.filter(person=user.person_id, read_at=None).count()


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


# What tokens are called; for `core.version_tokens`. Their rows are written with each call.
TOKENS = Rows(ApiToken, version="sum(hashtextextended(name, id))")


def tokens() -> QuerySet[ApiToken]:
    """The tokens of other systems: those that work first, the newest of them first."""
    return (
        ApiToken.objects.select_related("created_by")
        .annotate(is_good=Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=clock.now())))
        .order_by("-is_good", "-pk")
    )


def looks_at(records: Iterable[int]) -> QuerySet[Look]:
    """The looks of others at a person's records, the latest first: at the person, at a team they were in on that day, and
    at everyone if they are an agent.
    """
    records = list(records)
    spans = Membership.objects.filter(person__in=records, team=OuterRef("team"), starts_on__lte=OuterRef("on"))
    in_the_team = Exists(spans.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("on"))))
    concerned = Q(person__in=records) | Q(in_the_team, kind=Look.Kind.TEAM)
    if RoleGrant.objects.filter(person__in=records, role=Role.AGENT).exists():
        concerned |= Q(kind=Look.Kind.EVERYONE)
    return Look.objects.filter(concerned).exclude(viewer__in=records).select_related("viewer", "team")
