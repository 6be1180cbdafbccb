"""Applying the plan of a file about people: all changes at once, each with what it replaced, so that they can be undone."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from people import permissions
from people.actions.persons import record_leaving
from people.actions.source_names import remember_identities
from people.models import (
    Leave,
    Membership,
    Person,
    Role,
    RoleGrant,
    RosteredShift,
    Shift,
    StaffChange,
    StaffUpdate,
    Team,
    User,
)
from people.name_matching import people_by_identity
from people.queries.organisation import today
from people.staff.changes import FieldChange, PersonPlan, StaffPlan
from people.staff.matching import SOURCE

Kind = StaffChange.Kind


def lock_people(person_ids: set[int]) -> None:
    """Lock people in the order of their ids, before their changes are planned. Merges lock in the same order."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=person_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


@transaction.atomic
def apply_staff_plan(*, actor: User | None, plan: StaffPlan) -> tuple[StaffUpdate, dict[str, int]]:
    """Make all changes of a plan, and return them with counts for the user. The caller holds the lock on names in files,
    has locked the people of the plan, and writes the journal entry of the import.
    """
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    writer = _Writer(actor, StaffUpdate.objects.create())
    writer.add_teams_and_shifts(plan)
    people = writer.people_of(plan)
    for person_plan in plan.changed:
        person = people[person_plan.label]
        writer.change_fields(person, person_plan)
        writer.change_teams(person, person_plan)
        writer.change_periods(person, person_plan)
        if person_plan.left_on is not None:
            writer.leave(person, person_plan)
    StaffChange.objects.bulk_create(writer.changes, batch_size=1000)
    named = {each.label: people[each.label].pk for each in plan.people if "@" not in each.label}
    remembered = people_by_identity(SOURCE, named)
    new = {label: person_id for label, person_id in named.items() if remembered.get(label) != person_id}
    if new:
        remember_identities(actor=None, source=SOURCE, people=new)
    counts = {name: writer.counts[name] for name in COUNTED}
    return writer.update, counts


COUNTED = ("people", "updated", "teams", "shifts", "departures", "leaves", "rostered", "unrostered")


class _Writer:
    """Writes changes and records each of them."""

    def __init__(self, actor: User | None, update: StaffUpdate) -> None:
        self.actor, self.update = actor, update
        self.changes: list[StaffChange] = []
        self.counts: Counter[str] = Counter()
        self._teams: dict[str, Team] = {}
        self._shifts: dict[str, Shift] = {}

    def _note(self, kind: Kind, person: Person | None, row: int | None = None, **values: Any) -> None:
        self.changes.append(StaffChange(update=self.update, kind=kind, person=person, row=row, **values))

    def add_teams_and_shifts(self, plan: StaffPlan) -> None:
        for name, site in plan.teams.items():
            team = Team.objects.create(name=name, site=site)
            self._note(Kind.TEAM, None, team.pk, after=name)
        for name, (starts_at, ends_at) in plan.shifts.items():
            shift = Shift.objects.create(name=name, starts_at=starts_at, ends_at=ends_at)
            self._note(Kind.SHIFT, None, shift.pk, after=name)
        self.counts.update(teams=len(plan.teams), shifts=len(plan.shifts))
        self._teams = {team.name: team for team in Team.objects.all()}
        self._shifts = {shift.name: shift for shift in Shift.objects.all()}

    def people_of(self, plan: StaffPlan) -> dict[str, Person]:
        """People of the plan by label. New ones are added as agents without an account."""
        known = {person.pk: person for person in Person.objects.filter(pk__in={each.person_id for each in plan.people})}
        found = {each.label: known[each.person_id] for each in plan.people if each.person_id is not None}
        new = [each for each in plan.people if each.is_new]
        people = Person.objects.bulk_create([Person(**self._values(each.fields, each.name)) for each in new])
        RoleGrant.objects.bulk_create([RoleGrant(person=person, role=Role.AGENT) for person in people])
        for each, person in zip(new, people, strict=True):
            self._note(Kind.PERSON, person, person.pk, after={change.name: change.after for change in each.fields})
        self.counts["people"] = len(people)
        return found | {each.label: person for each, person in zip(new, people, strict=True)}

    def _values(self, fields: list[FieldChange], name: str) -> dict[str, Any]:
        values = {change.name: change.after for change in fields}
        if "shift" in values:
            values["shift"] = self._shifts[values["shift"]]
        return {"display_name": name, **values}

    def change_fields(self, person: Person, plan: PersonPlan) -> None:
        if plan.is_new:
            return
        self.counts["updated"] += 1
        for name, value in self._values(plan.fields, person.display_name).items():
            setattr(person, name, value)
        for change in plan.fields:
            self._note(Kind.FIELD, person, field=change.name, before=change.before, after=change.after)
        person.save(update_fields=[change.name for change in plan.fields])

    def change_teams(self, person: Person, plan: PersonPlan) -> None:
        for membership in Membership.objects.filter(pk__in=[pk for pk, _name in plan.ends]):
            self._end(person, membership)
        for name in plan.joins:
            membership = Membership.objects.create(person=person, team=self._teams[name], starts_on=plan.joins_on or today())
            self._note(Kind.JOINED, person, membership.pk, after=membership.starts_on.isoformat())

    def _end(self, person: Person, membership: Membership) -> None:
        """End a membership today. One that started today is deleted."""
        self._note(Kind.ENDED, person, membership.pk, before=_membership_values(membership), after=today().isoformat())
        if membership.starts_on >= today():
            membership.delete()
            return
        membership.ends_on = today()
        membership.save(update_fields=["ends_on"])

    def leave(self, person: Person, plan: PersonPlan) -> None:
        """Record that a person has left, with the memberships that end because of it."""
        left_on = plan.left_on
        assert left_on is not None  # noqa: S101 - the caller checks it
        self._note(Kind.LEFT, person, before=person.left_on and person.left_on.isoformat(), after=left_on.isoformat())
        for membership in Membership.objects.filter(person=person).exclude(ends_on__lte=left_on):
            self._note(Kind.ENDED, person, membership.pk, before=_membership_values(membership), after=left_on.isoformat())
        record_leaving(actor=self.actor, person=person, left_on=left_on)
        self.counts["departures"] += 1

    def change_periods(self, person: Person, plan: PersonPlan) -> None:
        periods = plan.periods
        Leave.objects.filter(pk__in=periods.leaves_replaced).delete()
        RosteredShift.objects.filter(pk__in=periods.shifts_removed).delete()
        for pk, (first, last) in periods.leaves_replaced.items():
            self._note(Kind.NO_LEAVE, person, pk, before=[first.isoformat(), last.isoformat()])
        for pk, (start, end) in periods.shifts_removed.items():
            self._note(Kind.UNROSTERED, person, pk, before=[start.isoformat(), end.isoformat()])
        leaves = [Leave(person=person, first_on=first, last_on=last) for first, last in periods.leaves]
        for leave in Leave.objects.bulk_create(leaves):
            self._note(Kind.LEAVE, person, leave.pk, after=[leave.first_on.isoformat(), leave.last_on.isoformat()])
        shifts = [RosteredShift(person=person, starts_at=start, ends_at=end) for start, end in periods.shifts]
        for shift in RosteredShift.objects.bulk_create(shifts):
            self._note(Kind.ROSTERED, person, shift.pk, after=[shift.starts_at.isoformat(), shift.ends_at.isoformat()])
        self.counts.update(leaves=len(leaves), rostered=len(shifts), unrostered=len(periods.shifts_removed))


def _membership_values(membership: Membership) -> Mapping[str, Any]:
    return {
        "team": membership.team_id,
        "is_lead": membership.is_lead,
        "starts_on": membership.starts_on.isoformat(),
        "ends_on": membership.ends_on.isoformat() if membership.ends_on else None,
    }
