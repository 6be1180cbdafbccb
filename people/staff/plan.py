"""Comparison of files about people with what is known: a plan of all changes."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from people.models import Membership, Person, Role, RoleGrant, Shift, Team
from people.staff.absences import leave_plan, roster_plan
from people.staff.changes import FieldChange, PersonPlan, StaffNote, StaffPlan
from people.staff.matching import NEW
from people.staff.records import AnyRow, LeaveRow, RosterRow, StaffRow, label_of

TIME_FIELDS = ("work_starts_at", "work_ends_at")
IN_ORDER = ("display_name", "email", "languages", "channels", "contract_hours", "shift", "time_zone", *TIME_FIELDS, "joined_on")


Matches = Mapping[str, int | None]


def staff_plan(
    staff: Sequence[StaffRow], leaves: Sequence[LeaveRow], rosters: Sequence[RosterRow], *, matches: Matches, today: date
) -> StaffPlan:
    """Plan for the records of a file. `matches` are person ids by label, 0 for new people and None for open names."""
    rows: list[AnyRow] = [*rosters, *leaves, *staff]
    labels = {label_of(row.name, row.email): row for row in rows}
    plan = StaffPlan(open=[label for label in labels if matches.get(label) is None])
    known = _KnownPeople({person_id for person_id in matches.values() if person_id}, today)
    people: dict[str, PersonPlan] = {}
    for label, row in labels.items():
        person_id = matches.get(label)
        if person_id == NEW or person_id in known.people:
            person = known.people.get(person_id or NEW)
            key = f"#{person_id}" if person else label
            fields = [FieldChange("email", None, row.email)] if person is None and row.email else []
            people.setdefault(key, PersonPlan(label, row.line, str(person or row.name or row.email), person_id or None, fields))
    by_label = {label: people.get(f"#{matches[label]}" if matches.get(label) else label) for label in labels}
    names, done = _Names(staff, plan), set()
    for row in staff:
        person_plan = by_label[label_of(row.name, row.email)]
        if person_plan is not None and id(person_plan) in done:
            # Under another name or without the address, so the rows weren't joined.
            person_plan.notes.append(StaffNote.TWICE)
        elif person_plan is not None:
            done.add(id(person_plan))
            _plan_staff(row, person_plan, known, names, today)
    leave_plan(leaves, by_label)
    roster_plan(rosters, by_label)
    plan.people = sorted((each for each in people.values() if not _is_gone(each)), key=lambda each: each.line)
    plan.unchanged = sum(not each.has_changes for each in plan.people)
    if staff:
        plan.missing = known.missing()
    return plan


def _is_gone(person: PersonPlan) -> bool:
    """Whether a person left before the file could add them."""
    return person.is_new and StaffNote.LEFT_ALREADY in person.notes


class _KnownPeople:
    """The people of a file, with their memberships, and all others who work here."""

    def __init__(self, person_ids: Collection[int], today: date) -> None:
        self.people = {person.pk: person for person in Person.objects.filter(pk__in=person_ids).select_related("shift")}
        self.memberships: defaultdict[int, list[Membership]] = defaultdict(list)
        lasting = Membership.objects.filter(person__in=person_ids).exclude(ends_on__lte=today).select_related("team")
        for membership in lasting.order_by("pk"):
            self.memberships[membership.person_id].append(membership)
        administrators = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, person__in=person_ids)
        self.administrators = set(administrators.values_list("person_id", flat=True))

    def missing(self) -> list[str]:
        others = Person.objects.active().exclude(pk__in=self.people).filter(role_grants__role=Role.AGENT)
        return list(others.order_by("display_name").values_list("display_name", flat=True))


class _Names:
    """Teams and shifts by their names in the file. New ones are added to the plan."""

    def __init__(self, staff: Sequence[StaffRow], plan: StaffPlan) -> None:
        self._plan = plan
        self._teams = {name.casefold(): name for name in Team.objects.values_list("name", flat=True)}
        self._present = frozenset(self._teams)
        self._shifts = {shift.name.casefold(): shift for shift in Shift.objects.all()}
        self._by_times = {(f"{shift.starts_at:%H:%M}", f"{shift.ends_at:%H:%M}"): shift for shift in Shift.objects.all()}
        self._alone = {team.casefold() for row in staff for team in row.teams}

    def teams(self, row: StaffRow) -> list[str]:
        """Names of teams, as they are known. A comma only separates teams that also occur alone, because names can have one."""
        found: dict[str, str] = {}
        for text in row.teams:
            parts = [part.strip() for part in text.split(",") if part.strip()]
            is_known = text.casefold() in self._teams
            is_list = not is_known and any(part.casefold() in self._teams.keys() | self._alone for part in parts)
            for name in parts if is_list else [text]:
                known = self._teams.setdefault(name.casefold(), name)
                found[known.casefold()] = known
                if known.casefold() not in self._present:
                    self._plan.teams.setdefault(known, row.site)
        return list(found.values())

    def shift(self, row: StaffRow) -> str | None:
        """Name of the row's shift, as it is known. None if it is new and its times are missing."""
        known = self._shifts.get(row.shift.casefold())
        times = (row.shift_starts_at, row.shift_ends_at)
        if known is None and row.shift_starts_at and row.shift == f"{times[0]}–{times[1]}":
            known = self._by_times.get(times)
        if known is not None:
            return known.name
        new = next((name for name in self._plan.shifts if name.casefold() == row.shift.casefold()), None)
        if new is None and not row.shift_starts_at:
            self._plan.unknown_shifts[row.shift] += 1
            return None
        if new is None:
            self._plan.shifts[row.shift] = times
        return new or row.shift


def _plan_staff(row: StaffRow, plan: PersonPlan, known: _KnownPeople, names: _Names, today: date) -> None:
    """Add the changes of a row in a staff list."""
    person = known.people.get(plan.person_id or NEW)
    if person is not None and person.left_on is not None and not row.last_on:
        plan.notes.append(StaffNote.HAS_LEFT)
        return
    _plan_leaving(row, plan, person, today, is_administrator=plan.person_id in known.administrators)
    if plan.is_new and StaffNote.LEFT_ALREADY in plan.notes:
        return
    plan.fields = _field_changes(row, plan, person, names)
    if not row.teams or plan.left_on or (person is not None and person.left_on):
        return
    joined_on = date.fromisoformat(row.values["joined_on"]) if "joined_on" in row.values else today
    plan.joins_on = max(today, joined_on)
    teams = {name.casefold(): name for name in names.teams(row)}
    memberships = known.memberships.get(plan.person_id or NEW, [])
    present = {each.team.name.casefold() for each in memberships}
    plan.joins = [name for key, name in teams.items() if key not in present]
    # Leaders are appointed and released on a person's page, never by a file.
    plan.ends = [
        (each.pk, each.team.name)
        for each in memberships
        if each.team.name.casefold() not in teams and each.starts_on <= today and each.ends_on is None and not each.is_lead
    ]


def _plan_leaving(row: StaffRow, plan: PersonPlan, person: Person | None, today: date, *, is_administrator: bool) -> None:
    if not row.last_on:
        return
    left_on = date.fromisoformat(row.last_on) + timedelta(days=1)
    joined_on = person.joined_on if person else None
    if "joined_on" in row.values:
        joined_on = date.fromisoformat(row.values["joined_on"])
    if left_on > today + timedelta(days=1):
        plan.notes.append(StaffNote.LEAVES_LATER)
    elif person is None:
        plan.notes.append(StaffNote.LEFT_ALREADY)
    elif joined_on and left_on <= joined_on:
        plan.notes.append(StaffNote.LEFT_BEFORE_JOINING)
    elif is_administrator and person.left_on is None:
        plan.notes.append(StaffNote.IS_ADMINISTRATOR)
    elif person.left_on != left_on:
        plan.left_on = left_on


def _field_changes(row: StaffRow, plan: PersonPlan, person: Person | None, names: _Names) -> list[FieldChange]:
    """Fields whose value in the file is another one. Empty cells change nothing."""
    wanted = dict(row.values)
    if row.name:
        wanted["display_name"] = row.name
    if row.email:
        wanted["email"] = row.email
    if row.shift and (shift := names.shift(row)) is not None:
        wanted["shift"] = shift
    elif row.shift:
        plan.notes.append(StaffNote.SHIFT_UNKNOWN)
    if person is not None and person.email and row.email and person.email.lower() != row.email.lower():
        plan.notes.append(StaffNote.OTHER_EMAIL)
        del wanted["email"]
    if person is None:
        wanted.setdefault("display_name", row.email)
    changes = (FieldChange(name, value_of(person, name), wanted[name]) for name in IN_ORDER if name in wanted)
    return [change for change in changes if not _is_same(change)]


def value_of(person: Person | None, name: str) -> Any:
    """Value of a field as in JSON; the shift is its name. Times have no seconds."""
    value = getattr(person, name) if person is not None else None
    if value is None:
        return [] if name in {"languages", "channels"} else "" if name == "time_zone" else None
    if name in TIME_FIELDS:
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.name if isinstance(value, Shift) else value


def _is_same(change: FieldChange) -> bool:
    name, before, after = change.name, change.before, change.after
    if isinstance(after, list):
        return set(before) == set(after)
    if name == "contract_hours":
        return before is not None and Decimal(before) == Decimal(after)
    if name in {"email", "display_name"} and before is not None:
        return bool(before.casefold() == after.casefold())
    return bool(before == after)
