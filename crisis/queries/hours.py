"""Hours on the line: one's own, and those of everyone who served."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core import clock
from crisis.models import Crisis, LineShift
from crisis.queries.team import is_member
from crisis.queries.training import ready_members
from crisis.verbs import Verb
from journal.queries import EntryLine, lines
from people.identity import User
from people.queries.persons import names

CORRECTIONS = (Verb.HOURS_ADDED, Verb.HOURS_CORRECTED)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A member's switch. `is_ready` is false if they have not finished their training, or a new script
    version opened a part of it again; then they don't count as on the line, and their hours go on.
    """

    person_id: int
    since: datetime | None
    is_ready: bool


@dataclass(frozen=True, slots=True)
class MemberHours:
    """The hours of one person who served. `time` includes that of an open time on the line until now."""

    crisis_id: int
    person_id: int
    name: str
    count: int
    time: timedelta
    since: datetime | None
    unchecked: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction with its writer, reason, and the times before it. None for an added time."""

    writer: str
    corrected_at: datetime
    reason: str | None
    was_from_at: datetime | None
    was_to_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineTime:
    """One time on the line with its corrections, the latest one last."""

    shift_id: int
    crisis_id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime | None
    time: timedelta
    is_unchecked: bool
    corrections: list[Correction] = field(default_factory=list)


def own_line(crisis: Crisis, user: User) -> OwnLine | None:
    """The switch of a member while the crisis is active; None for everyone else."""
    if crisis.state != Crisis.State.ACTIVE or not is_member(user, crisis):
        return None
    ready = ready_members(crisis)
    since = crisis.line_shifts.filter(person_id=user.person_id, ends_at=None).values_list("starts_at", flat=True).first()
    return OwnLine(user.person_id, since, ready is None or user.person_id in ready)


def since_when(crisis: Crisis) -> dict[int, datetime]:
    """When each person who counts as on the line now went on it, by person id. People who aren't ready don't count."""
    switched_on = dict(crisis.line_shifts.filter(ends_at=None).values_list("person_id", "starts_at"))
    ready = ready_members(crisis)
    return {person_id: at for person_id, at in switched_on.items() if ready is None or person_id in ready}


def hours_of(crisis: Crisis) -> list[MemberHours]:
    """The hours of everyone who served, by name. Four queries."""
    now = clock.now()
    by_person: defaultdict[int, list[LineShift]] = defaultdict(list)
    for shift in crisis.line_shifts.all():
        by_person[shift.person_id].append(shift)
    served = {*crisis.members.order_by().values_list("person_id", flat=True), *by_person}
    known = names(served)
    found = [_hours(crisis, person_id, known[person_id], by_person[person_id], now) for person_id in served]
    return sorted(found, key=lambda row: (row.name.casefold(), row.person_id))


def _hours(crisis: Crisis, person_id: int, name: str, shifts: list[LineShift], now: datetime) -> MemberHours:
    return MemberHours(
        crisis_id=crisis.pk,
        person_id=person_id,
        name=name,
        count=len(shifts),
        time=total_of(shifts, now),
        since=next((shift.starts_at for shift in shifts if shift.ends_at is None), None),
        unchecked=sum(shift.is_unchecked for shift in shifts),
    )


def total_of(shifts: Iterable[LineShift], now: datetime) -> timedelta:
    """The time that passed, whatever clocks showed. An open time counts until now."""
    return sum(((shift.ends_at or now) - shift.starts_at for shift in shifts), timedelta())


def times_of(crisis: Crisis, person_id: int) -> list[LineTime]:
    """One person's times on the line with their corrections, the latest one first."""
    now, corrections = clock.now(), _corrections(crisis)
    return [
        LineTime(
            shift.pk,
            crisis.pk,
            person_id,
            shift.starts_at,
            shift.ends_at,
            total_of([shift], now),
            shift.is_unchecked,
            corrections[shift.pk],
        )
        for shift in crisis.line_shifts.filter(person_id=person_id).order_by("-starts_at")
    ]


def _corrections(crisis: Crisis) -> defaultdict[int, list[Correction]]:
    """Corrections by the id of the time on the line, from the journal."""
    recorded = lines(crisis.journal_id, verbs=CORRECTIONS)
    known = names(line.actor_id for line in recorded if line.actor_id is not None)
    found: defaultdict[int, list[Correction]] = defaultdict(list)
    for line in recorded:
        found[line.subject_id].append(
            Correction(
                known.get(line.actor_id or 0, "–"),
                line.occurred_at,
                line.texts.get("reason"),
                _moment(line, "was_from_at"),
                _moment(line, "was_to_at"),
            )
        )
    return found


def _moment(line: EntryLine, name: str) -> datetime | None:
    return datetime.fromisoformat(line.data[name]) if name in line.data else None


def time_by_membership(crisis: Crisis) -> dict[int, timedelta]:
    """Time on the line by membership id. A person can serve several times in one crisis."""
    now = clock.now()
    by_person: defaultdict[int, list[LineShift]] = defaultdict(list)
    for shift in crisis.line_shifts.all():
        by_person[shift.person_id].append(shift)
    members = list(crisis.members.order_by("joined_at", "pk"))
    begins = {member.pk: member.joined_at for member in members}
    found = dict.fromkeys(begins, timedelta())
    for person_id, shifts in by_person.items():
        theirs = [member.pk for member in members if member.person_id == person_id]
        for shift in shifts:
            # Corrected times are in whole minutes and can begin a little before the membership.
            served = [pk for pk in theirs if begins[pk] < shift.starts_at + timedelta(minutes=1)] or theirs[:1]
            for pk in served[-1:]:
                found[pk] += total_of([shift], now)
    return found


def unchecked_people(crisis: Crisis) -> int:
    """Number of people with a time that ended automatically and that nobody has corrected."""
    return crisis.line_shifts.filter(is_unchecked=True).order_by().values("person_id").distinct().count()


def own_unchecked_hours(user: User) -> list[Crisis]:
    """Crises in which a time of the user's ended automatically, and in which it can still be corrected."""
    theirs = LineShift.objects.filter(person_id=user.person_id, is_unchecked=True)
    return list(Crisis.objects.unfinished().exclude(state=Crisis.State.IN_REVIEW).filter(pk__in=theirs.values("crisis")))
