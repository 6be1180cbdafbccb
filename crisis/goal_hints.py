"""Hints while a goal is written: is it specific, measurable, achievable, relevant and time-bound? Pure functions."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from crisis.goal_progress import Direction, GoalFigure, meets

FEWEST_WORDS = 3
VAGUE = re.compile(r"\b(better|improv\w*|as (many|much|soon) as possible|more|less|good|nice|happy)\b", re.IGNORECASE)
HANDLE_TIME = re.compile(r"\b(handle|handling|talk) time\b|\bAHT\b", re.IGNORECASE)


class GoalDraft(NamedTuple):
    """What has been written so far. `now_value` is the figure now, if the product knows it."""

    measure: str = ""
    figure: str = GoalFigure.OWN
    direction: str = Direction.AT_LEAST
    start_value: Decimal | None = None
    target_value: Decimal | None = None
    achievable: str = ""
    relevant: str = ""
    due_on: date | None = None
    now_value: Decimal | None = None


def hints_for(draft: GoalDraft, today: date) -> list[str]:
    """Sentences about what is missing or vague, in the order of the form. They never stop anyone from saving."""
    return [*_specific(draft), *_measurable(draft), *_reasons(draft), *_time_bound(draft, today)]


def _specific(draft: GoalDraft) -> list[str]:
    found = []
    if len(draft.measure.split()) < FEWEST_WORDS:
        found.append(_("Say what exactly should change, and for whom, such as “CSAT of calls about the recall”."))
    elif VAGUE.search(draft.measure):
        found.append(_("Words such as “better” or “more” can't be checked. Name what you count."))
    if HANDLE_TIME.search(draft.measure):
        found.append(_("Don't use handle time in a crisis, because explaining takes time."))
    return found


def _measurable(draft: GoalDraft) -> list[str]:
    if draft.target_value is None:
        return [_("Enter the target as a number. Without one, nobody can say whether the goal was reached.")]
    direction = Direction(draft.direction)
    if draft.now_value is not None and meets(draft.now_value, draft.target_value, direction):
        return [_("This target is already reached today. Choose a more ambitious one.")]
    if draft.start_value is None:
        return [_("Enter where you are today. Without a start, nobody can see whether you're on track.")]
    if meets(draft.start_value, draft.target_value, direction):
        return [_("The start is already as good as the target. Check both numbers and “at least” or “at most”.")]
    return []


def _reasons(draft: GoalDraft) -> list[str]:
    found = []
    if not draft.achievable.strip():
        found.append(_("Say why it can be reached, or what helps: people, time, a script."))
    if not draft.relevant.strip():
        found.append(_("Say what it protects: customers, health, trust, money."))
    return found


def _time_bound(draft: GoalDraft, today: date) -> list[str]:
    if draft.due_on is None:
        return [_("Choose a date by when you want to reach it.")]
    return [_("This date has passed. Choose today or a later date.")] if draft.due_on < today else []
