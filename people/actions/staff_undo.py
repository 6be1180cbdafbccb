"""Undoing an update from a file. Only what no one has changed since goes back; the rest stays and is counted."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, ProtectedError

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
    counts: Counter[str] = Counter({GONE: 0, STAYED: 0})
    added = [change for change in changes if change.kind == Kind.PERSON]
    others = {Kind.PERSON, *StaffChange.ABOUT_NO_ONE}
    counts.update(_outcome(_goes_back(change)) for change in changes if change.kind not in others)
    referred = _referred_to({change.row for change in added if change.row})
    counts.update(_outcome(_person_goes(change, referred)) for change in added)
    # Last, because people and memberships refer to them.
    counts.update(_outcome(_goes_back(change)) for change in changes if change.kind in StaffChange.ABOUT_NO_ONE)
    locked.undone_at, locked.counts = clock.now(), dict(counts)
    locked.save(update_fields=["undone_at", "counts"])
    return dict(counts)


def staff_undo_forecast(*, update: StaffUpdate) -> dict[str, int]:
    """How many changes would go back and how many would stay, found by undoing and rolling back."""
    with transaction.atomic():
        counts = undo_staff_update(actor=None, update=update)
        transaction.set_rollback(True)
    return counts


def _outcome(has_gone_back: bool) -> str:
    return GONE if has_gone_back else STAYED


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


def _team(change: StaffChange) -> bool:
    deleted, _by_model = Team.objects.filter(pk=change.row_id, name=change.after).delete()
    return bool(deleted)


def _shift(change: StaffChange) -> bool:
    deleted, _by_model = Shift.objects.filter(pk=change.row_id, name=change.after).delete()
    return bool(deleted)


def _joined(change: StaffChange) -> bool:
    same = Membership.objects.filter(
        pk=change.row_id, person=change.about_id, starts_on=change.after, ends_on=None, is_lead=False
    )
    return bool(same.delete()[0])


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
    Membership.objects.create(person_id=change.about_id, **values)
    return True


def _left(change: StaffChange) -> bool:
    same = Person.objects.filter(pk=change.about_id, left_on=change.after, erased_at=None)
    return bool(same.update(left_on=change.before))


def _leave(change: StaffChange) -> bool:
    first, last = change.after
    return bool(Leave.objects.filter(pk=change.row_id, person=change.about_id, first_on=first, last_on=last).delete()[0])


def _no_leave(change: StaffChange) -> bool:
    first, last = map(date.fromisoformat, change.before)
    Leave.objects.create(person_id=change.about_id, first_on=first, last_on=last)
    return True


def _rostered(change: StaffChange) -> bool:
    start, end = map(datetime.fromisoformat, change.after)
    same = RosteredShift.objects.filter(pk=change.row_id, person=change.about_id, starts_at=start, ends_at=end)
    return bool(same.delete()[0])


def _unrostered(change: StaffChange) -> bool:
    start, end = map(datetime.fromisoformat, change.before)
    RosteredShift.objects.create(person_id=change.about_id, starts_at=start, ends_at=end)
    return True


_UNDO: Mapping[Kind, Callable[[StaffChange], bool]] = {
    Kind.FIELD: _field,
    Kind.TEAM: _team,
    Kind.SHIFT: _shift,
    Kind.JOINED: _joined,
    Kind.ENDED: _ended,
    Kind.LEFT: _left,
    Kind.LEAVE: _leave,
    Kind.NO_LEAVE: _no_leave,
    Kind.ROSTERED: _rostered,
    Kind.UNROSTERED: _unrostered,
}


def _person_goes(change: StaffChange, referred: set[int]) -> bool:
    """Delete a person that the update added, unless they have been changed, or something refers to them."""
    person = Person.objects.select_related("shift").filter(pk=change.row_id).first()
    if person is None or person.pk in referred or person.merged_into_id is not None:
        return False
    if any(value_of(person, name) != _normal(name, value) for name, value in change.after.items()):
        return False
    if RoleGrant.objects.filter(person=person).exclude(role=Role.AGENT).exists():
        return False
    SourceIdentity.objects.filter(person=person).delete()
    person.delete()
    return True


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
