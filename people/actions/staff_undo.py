"""Undoing an update from a file. Only what no one has changed since goes back; the rest stays and is counted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, ProtectedError, Q, QuerySet

from core import clock
from people import permissions
from people.actions.staff_updates import lock_people
from people.models import (
    Leave,
    Membership,
    Person,
    Role,
    RoleGrant,
    RosteredShift,
    Shift,
    SourceIdentity,
    StaffChange,
    StaffUpdate,
    Team,
    User,
)
from people.record_moves import tables
from people.staff.plan import value_of

Kind = StaffChange.Kind
# Rows that an added person has from the update itself.
OWN_TABLES = {"people_rolegrant", "people_staffchange", "people_sourceidentity"}
ADDED_ROWS: Mapping[Kind, Any] = {Kind.JOINED: Membership, Kind.LEAVE: Leave, Kind.ROSTERED: RosteredShift}
GONE = "gone_back"
STAYED = "stayed"


@transaction.atomic
def undo_staff_update(*, actor: User | None, update: StaffUpdate) -> dict[str, int]:
    """Undo an update, and return how many changes went back and how many stay. The caller writes the journal entry.

    Accounts that were deactivated because of a departure stay so.
    """
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = StaffUpdate.objects.select_for_update().get(pk=update.pk)
    if locked.undone_at is not None:
        return locked.counts
    changes = list(locked.changes.order_by("-pk").select_related("person__shift"))
    lock_people({change.person_id for change in changes if change.person_id})
    gone = _undo(changes)
    locked.undone_at, locked.counts = clock.now(), {GONE: len(gone), STAYED: len(changes) - len(gone)}
    locked.save(update_fields=["undone_at", "counts"])
    # What stayed when an earlier update was undone, because this one had changed the same, goes back now.
    while gone:
        StaffChange.objects.filter(pk__in=[change.pk for change in gone]).delete()
        gone = _undo(_that_waited_for(gone))
    return locked.counts


def _undo(changes: Sequence[StaffChange]) -> list[StaffChange]:
    """Undo changes, given newest first. Returns those that went back."""
    by_kind = {kind: [change for change in changes if change.kind == kind] for kind in Kind}
    # New rows go first, because they may be where removed ones come back.
    gone = [change for kind in ADDED_ROWS for change in _remove(kind, by_kind[kind])]
    others = {*ADDED_ROWS, Kind.PERSON, *StaffChange.ABOUT_NO_ONE}
    gone += [change for change in changes if change.kind not in others and _goes_back(change)]
    gone += _remove_people(by_kind[Kind.PERSON])
    # Last, because people and memberships refer to them.
    return gone + [change for change in changes if change.kind in StaffChange.ABOUT_NO_ONE and _goes_back(change)]


def _that_waited_for(gone: Sequence[StaffChange]) -> list[StaffChange]:
    """Changes of undone updates that are left, newest first: of the same fields, the same people's rows, teams and shifts."""
    fields = {(change.person_id, change.field) for change in gone if change.kind == Kind.FIELD}
    people = {change.person_id for change in gone if change.person_id}
    left = StaffChange.objects.filter(update__undone_at__isnull=False).order_by("-pk").select_related("person__shift")
    found = left.filter(Q(person__in=people) | Q(kind__in=StaffChange.ABOUT_NO_ONE))
    return [change for change in found if change.kind != Kind.FIELD or (change.person_id, change.field) in fields]


def staff_undo_forecast(*, update: StaffUpdate) -> dict[str, int]:
    """How many changes would go back and how many would stay, found by undoing and rolling back."""
    with transaction.atomic():
        counts = undo_staff_update(actor=None, update=update)
        transaction.set_rollback(True)
    return counts


def _goes_back(change: StaffChange) -> bool:
    """Undo one change. False if something else has changed the same since."""
    try:
        with transaction.atomic():
            return _UNDO[Kind(change.kind)](change)
    except (IntegrityError, ProtectedError):
        return False


def _field(change: StaffChange) -> bool:
    person = Person.objects.select_related("shift").get(pk=change.about_id)
    if value_of(person, change.field) != _normal(change.field, change.after):
        return False
    if change.field == "email" and User.objects.filter(person=person).exists():
        # The address is used for signing in by now.
        return False
    value = change.before
    if change.field == "shift" and value is not None:
        value = Shift.objects.filter(name=value).first()
        if value is None:
            return False
    setattr(person, change.field, value)
    person.save(update_fields=[change.field])
    return True


def _normal(name: str, value: object) -> object:
    """The value as `value_of` returns it for a saved person."""
    if name == "shift" or value is None:
        return value
    stored, column = Person(), Person._meta.get_field(name)  # noqa: SLF001 - Django's documented Model._meta
    assert isinstance(column, Field)  # noqa: S101 - tells the type checker what a plan contains
    setattr(stored, name, column.to_python(value))
    return value_of(stored, name)


# A team or shift stays while an update that isn't undone would put someone back into it.
def _team(change: StaffChange) -> bool:
    if _not_undone(Kind.ENDED).filter(before__team=change.row_id).exists():
        return False
    deleted, _by_model = Team.objects.filter(pk=change.row_id, name=change.after).delete()
    return bool(deleted)


def _shift(change: StaffChange) -> bool:
    if _not_undone(Kind.FIELD).filter(field="shift", before=change.after).exists():
        return False
    deleted, _by_model = Shift.objects.filter(pk=change.row_id, name=change.after).delete()
    return bool(deleted)


def _not_undone(kind: Kind) -> QuerySet[StaffChange]:
    return StaffChange.objects.filter(kind=kind, update__undone_at=None)


# Removed rows come back with their ids, by which an earlier update knows them if it is undone, too.
def _ended(change: StaffChange) -> bool:
    before = change.before
    if Membership.objects.filter(pk=change.row_id).exists():
        ended = Membership.objects.filter(pk=change.row_id, person=change.about_id, ends_on=change.after)
        return bool(ended.update(ends_on=before["ends_on"]))
    values = {
        "team_id": before["team"],
        "is_lead": before["is_lead"],
        "starts_on": before["starts_on"],
        "ends_on": before["ends_on"],
    }
    Membership.objects.create(pk=change.row_id, person_id=change.about_id, **values)
    return True


def _left(change: StaffChange) -> bool:
    same = Person.objects.filter(pk=change.about_id, left_on=change.after, erased_at=None)
    return bool(same.update(left_on=change.before))


def _no_leave(change: StaffChange) -> bool:
    first, last = map(date.fromisoformat, change.before)
    Leave.objects.create(pk=change.row_id, person_id=change.about_id, first_on=first, last_on=last)
    return True


def _unrostered(change: StaffChange) -> bool:
    start, end = map(datetime.fromisoformat, change.before)
    RosteredShift.objects.create(pk=change.row_id, person_id=change.about_id, starts_at=start, ends_at=end)
    return True


_UNDO: Mapping[Kind, Callable[[StaffChange], bool]] = {
    Kind.FIELD: _field,
    Kind.TEAM: _team,
    Kind.SHIFT: _shift,
    Kind.ENDED: _ended,
    Kind.LEFT: _left,
    Kind.NO_LEAVE: _no_leave,
    Kind.UNROSTERED: _unrostered,
}


def _values_of(row: Membership | Leave | RosteredShift) -> object:
    """Values of a row as its change has them after it was added."""
    if isinstance(row, Membership):
        return row.starts_on.isoformat() if row.ends_on is None and not row.is_lead else None
    if isinstance(row, Leave):
        return [row.first_on.isoformat(), row.last_on.isoformat()]
    return [row.starts_at.isoformat(), row.ends_at.isoformat()]


def _remove(kind: Kind, changes: Sequence[StaffChange]) -> list[StaffChange]:
    """Delete the rows that these changes added, if they are still the same. Returns the changes that went back."""
    rows = ADDED_ROWS[kind].objects.in_bulk([change.row_id for change in changes])
    same = [
        change
        for change in changes
        if (row := rows.get(change.row_id)) and row.person_id == change.person_id and _values_of(row) == change.after
    ]
    ADDED_ROWS[kind].objects.filter(pk__in=[change.row_id for change in same]).delete()
    return same


def _remove_people(changes: Sequence[StaffChange]) -> list[StaffChange]:
    """Delete the people that these changes added, if nothing changed them and nothing refers to them. Returns the changes that
    went back.
    """
    people = Person.objects.select_related("shift").in_bulk([change.row_id for change in changes])
    needed = _referred_to(set(people))
    needed |= set(RoleGrant.objects.filter(person__in=people).exclude(role=Role.AGENT).values_list("person_id", flat=True))
    gone = [
        change
        for change in changes
        if (person := people.get(change.row_id)) is not None
        and person.pk not in needed
        and person.merged_into_id is None
        and all(value_of(person, name) == _normal(name, value) for name, value in change.after.items())
    ]
    people_gone = [change.row_id for change in gone]
    SourceIdentity.objects.filter(person__in=people_gone).delete()
    Person.objects.filter(pk__in=people_gone).delete()
    return gone


def _referred_to(person_ids: set[int]) -> set[int]:
    """People to whom anything else refers, such as contacts, accounts, or memberships that stayed."""
    found: set[int] = set()
    with connection.cursor() as cursor:
        for table in tables():
            if table.name in OWN_TABLES:
                continue
            for column in table.columns:
                cursor.execute(f"SELECT DISTINCT {column} FROM {table.name} WHERE {column} = ANY(%s)", [list(person_ids)])  # noqa: S608
                found.update(person_id for (person_id,) in cursor.fetchall())
    return found
