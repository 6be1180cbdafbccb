"""Goals of a crisis and their progress."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.actions.lock import CrisisIsOver, crisis_to_change
from crisis.goal_progress import GoalFigure
from crisis.models import Crisis, Goal, GoalEntry
from crisis.queries.goals import goals_of
from crisis.verbs import Verb
from journal.actions import record
from people.identity import User
from people.queries.organisation import reporting_zone


class SmartAnswers(TypedDict, total=False):
    """Further values of a goal; see the fields of `Goal`."""

    figure: str
    direction: str
    start_value: Decimal | None
    target_value: Decimal | None
    unit: str
    achievable: str
    relevant: str


class AlreadyPast(Refused):
    """The time or date has passed."""


class NotMeasurable(Refused):
    """The target of a goal has no number, so it can't be checked."""


class ProgressInFuture(Refused):
    """Progress is entered for a day that hasn't come yet."""


class ReadFromRecords(Refused):
    """The figure of the goal is read from the records, so nobody enters it."""


class NoTargetValue(Refused):
    """The target is in words only, so progress can't be compared with it."""


@transaction.atomic
def set_goal(
    *, actor: User, crisis: Crisis, measure: str, due_on: date, target: str = "", **answers: Unpack[SmartAnswers]
) -> Goal:
    """Add a goal with a measure, a target and a date. Without words for the target, they follow from its value."""
    edited = _to_change(actor, crisis)
    today = clock.now().astimezone(reporting_zone()).date()
    goal = Goal(crisis=edited, measure=measure, target=target, due_on=due_on, set_on=today, **answers)
    goal.target = target or goal.target_text
    if not any(character.isnumeric() for character in goal.target):
        raise NotMeasurable(
            _("Add a number that shows whether the goal was reached, such as at least 85 %, under 2 hours or 0 complaints.")
        )
    if due_on < today:
        raise AlreadyPast(_("This date has passed. Choose today or a later date."))
    goal.save()
    _record(edited, Verb.GOAL_SET, actor, goal)
    return goal


@transaction.atomic
def drop_goal(*, actor: User, goal: Goal) -> int:
    """Remove a goal with its progress. Returns the entry number for undoing it."""
    edited = _to_change(actor, goal.crisis)
    dropped = _record(edited, Verb.GOAL_DROPPED, actor, goal)
    goal.delete()
    return dropped


@transaction.atomic
def restore_goal(*, actor: User, crisis: Crisis, values: Mapping[str, Any]) -> Goal:
    """Restore a removed goal, without its progress. Also if its date has passed since: it was set in time."""
    goal = Goal.objects.create(crisis=_to_change(actor, crisis), **values)
    _record(goal.crisis, Verb.GOAL_SET, actor, goal)
    return goal


@transaction.atomic
def record_progress(*, actor: User, goal: Goal, measured_on: date, measured_value: Decimal, note: str = "") -> GoalEntry:
    """Enter the progress of a goal's own figure. A second entry for a day replaces the first."""
    edited = _to_change(actor, goal.crisis)
    if goal.figure != GoalFigure.OWN:
        raise ReadFromRecords(_("This figure is read from the records, so you don't need to enter it."))
    if goal.target_value is None:
        raise NoTargetValue(_("The target of this goal is in words only. Add a goal with a number to enter progress."))
    if measured_on > clock.now().astimezone(reporting_zone()).date():
        raise ProgressInFuture(_("This date is in the future. Enter what was counted until today."))
    entry, _is_new = GoalEntry.objects.update_or_create(
        goal=goal, measured_on=measured_on, defaults={"measured_value": measured_value, "note": note}
    )
    texts = {"measure": goal.measure, "value": goal.worded(measured_value), "note": note}
    data = {"measured_on": measured_on.isoformat()}
    record(edited.journal, Verb.GOAL_PROGRESS, actor=actor, subject=goal, data=data, texts=texts)
    return entry


def keep_final_progress(crisis: Crisis, now: datetime) -> None:
    """Keep where each goal stands when the crisis is resolved, and its figure unless it is thin. The caller holds the crisis's
    row.
    """
    for progress in goals_of(crisis, now):
        goal, reading = progress.goal, progress.reading
        goal.final_standing = progress.standing
        goal.final_value = None if reading is None or reading.is_thin else reading.value
        goal.save(update_fields=["final_standing", "final_value"])


def forget_final_progress(crisis: Crisis) -> None:
    """Goals of a reopened crisis go on. The caller holds the crisis's row."""
    crisis.goals.update(final_standing="", final_value=None)


def _to_change(actor: User, crisis: Crisis) -> Crisis:
    edited = crisis_to_change(actor, crisis)
    if not edited.invites:
        raise CrisisIsOver(_("Goals can't be changed once the crisis is resolved. Rate them in the protocol."))
    return edited


def _record(crisis: Crisis, verb: Verb, actor: User, goal: Goal) -> int:
    texts = {name: getattr(goal, name) for name in ("measure", "target", "unit", "achievable", "relevant")}
    numbers = {"start_value": goal.start_value, "target_value": goal.target_value}
    data = {
        "due_on": goal.due_on.isoformat(),
        "set_on": goal.set_on.isoformat() if goal.set_on else None,
        "figure": str(goal.figure),
        "direction": str(goal.direction),
        **{name: None if number is None else str(number) for name, number in numbers.items()},
    }
    return record(crisis.journal, verb, actor=actor, subject=goal, data=data, texts=texts).sequence
