"""Removed support contacts and goals, read from the journal so that they can be restored."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from crisis.models import Crisis
from crisis.verbs import Verb
from journal.queries import EntryLine, lines
from people.queries.working_hours import shifts

REMOVALS = {Verb.CONTACT_REMOVED.value, Verb.GOAL_DROPPED.value}


@dataclass(frozen=True, slots=True)
class Removal:
    """One removal that can be undone. `contact` or `goal` holds the values to restore."""

    sequence: int
    name: str
    contact: dict[str, Any] | None = None
    goal: dict[str, Any] = field(default_factory=dict)


def removal_of(crisis: Crisis, sequence: int) -> Removal | None:
    """The removal with this entry number. None if there is none, its texts were erased or it was undone."""
    since = lines(crisis.journal_id, after=sequence - 1, verbs=REMOVALS)
    line = next((line for line in since if line.sequence == sequence), None)
    if line is None or None in line.texts.values():
        return None
    return _contact(crisis, line) if line.verb == Verb.CONTACT_REMOVED else _goal(crisis, line)


def _contact(crisis: Crisis, line: EntryLine) -> Removal | None:
    person_id, name, reach = line.data.get("person"), line.texts["name"] or "", line.texts.get("reach")
    who: dict[str, Any] = {"person_id": person_id, "name": "" if person_id else name}
    # Old entries don't have `reach`, so these removals can't be undone.
    if reach is None or crisis.support_contacts.filter(**who).exists():
        return None
    hours = line.data.get("hours", {})
    times = {name: time.fromisoformat(hours[name]) for name in ("starts_at", "ends_at") if hours.get(name)}
    shift_id = hours.get("shift_id") if shifts().filter(pk=hours.get("shift_id")).exists() else None
    contact = {**who, "reach": reach, "phone": line.texts.get("phone") or "", **hours, **times}
    return Removal(line.sequence, name, contact=contact | ({"shift_id": shift_id} if hours else {}))


def _goal(crisis: Crisis, line: EntryLine) -> Removal | None:
    # Entries from before goals had figures have no more than a measure, a target and a date.
    days = {name: date.fromisoformat(line.data[name]) for name in ("due_on", "set_on") if line.data.get(name)}
    numbers = {name: Decimal(line.data[name]) for name in ("start_value", "target_value") if line.data.get(name)}
    goal = {**line.data, **line.texts, **days, **numbers}
    if crisis.goals.filter(**goal).exists():
        return None
    return Removal(line.sequence, str(line.texts["measure"]), goal=goal)
