"""CSAT over a range of days, of the whole organisation or of some people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from core.refusals import Refused
from feedback.models import DailyScore, MonthlyScore, SurveyResponse
from feedback.queries.retention import horizon
from feedback.sustained.intervals import percents
from intake.instruments import Instrument
from people.queries.organisation import reporting_zone

SATISFIED = F("n4") + F("n5")
RESPONSES = F("n1") + F("n2") + F("n3") + SATISFIED


class NoLongerKept(Refused):
    """The responses of these days were deleted."""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """CSAT of some days with its Wilson interval (z = 1.96). Percentages are None without responses."""

    responses: int
    satisfied: int
    csat_percent: float | None
    lower_bound_percent: float | None
    upper_bound_percent: float | None


@dataclass(frozen=True, slots=True)
class DaySatisfaction:
    """CSAT of one day of the organisation's zone."""

    day_on: date
    satisfaction: Satisfaction


def satisfaction_between(first_on: date, before_on: date) -> Satisfaction:
    """CSAT from the first day to the one before `before_on`, days being those of the organisation's zone. One query."""
    return satisfaction_around(first_on, before_on, before_on)[0]


def satisfaction_around(first_on: date, middle_on: date, before_on: date) -> tuple[Satisfaction, Satisfaction]:
    """CSAT from the first day to the one before `middle_on`, and from there to the one before `before_on`. One query."""
    scores = _scores(first_on, before_on).annotate(is_later=Q(day_on__gte=middle_on))
    before, since = _with_intervals(_counts(scores, "is_later", [False, True]))
    return before, since


def satisfaction_by_day(first_on: date, before_on: date) -> list[DaySatisfaction]:
    """CSAT of each day from the first to the one before `before_on`, including days without responses. One query."""
    days = [first_on + timedelta(days=at) for at in range((before_on - first_on).days)]
    return list(map(DaySatisfaction, days, _with_intervals(_counts(_scores(first_on, before_on), "day_on", days))))


def satisfaction_over(days: Iterable[DaySatisfaction]) -> Satisfaction:
    """CSAT of several days together."""
    each = [day.satisfaction for day in days]
    return _with_intervals([(sum(one.responses for one in each), sum(one.satisfied for one in each))])[0]


def satisfaction_of(person_ids: Iterable[int], first_on: date, before_on: date) -> tuple[int, int]:
    """Counts of responses and satisfied ones of these people, from the first day to the one before `before_on`.

    Whole months come from the rollup; only what is left at both ends is read from the rows. Raises `NoLongerKept` where
    those are gone.
    """
    scores, ends = _months_and_ends(set(person_ids), first_on, before_on)
    found = scores.aggregate(responses=Sum(RESPONSES, default=0), satisfied=Sum(SATISFIED, default=0))
    counts = [end.aggregate(responses=Count("pk"), satisfied=Count("pk", filter=Q(value__gte=4))) for end in ends]
    return sum(one["responses"] for one in (found, *counts)), sum(one["satisfied"] for one in (found, *counts))


def people_with_responses(person_ids: Iterable[int], first_on: date, before_on: date) -> int:
    """How many of these people have counted responses on these days. Raises `NoLongerKept` like `satisfaction_of`."""
    scores, ends = _months_and_ends(set(person_ids), first_on, before_on)
    found = set(scores.alias(responses=RESPONSES).filter(responses__gt=0).values_list("person", flat=True))
    return len(found.union(*(end.values_list("interaction__person", flat=True) for end in ends)))


def satisfaction_of_people(person_ids: Iterable[int], first_on: date, before_on: date) -> Satisfaction:
    """CSAT of these people together, with its interval. Raises `NoLongerKept` like `satisfaction_of`."""
    return _with_intervals([satisfaction_of(person_ids, first_on, before_on)])[0]


def _scores(first_on: date, before_on: date) -> QuerySet[DailyScore]:
    return DailyScore.objects.filter(instrument=Instrument.CSAT, day_on__gte=first_on, day_on__lt=before_on).order_by()


def _counts(scores: QuerySet[DailyScore], key: str, groups: Sequence[Any]) -> list[tuple[int, int]]:
    """Responses and satisfied ones of each group."""
    sums = scores.values(key).annotate(responses=Sum(RESPONSES), satisfied=Sum(SATISFIED))
    found = {group: (responses, satisfied) for group, responses, satisfied in sums.values_list(key, "responses", "satisfied")}
    return [found.get(group, (0, 0)) for group in groups]


def _with_intervals(counts: Sequence[tuple[int, int]]) -> list[Satisfaction]:
    """CSAT from counts of responses and of satisfied ones."""
    responses, satisfied = np.array(counts, dtype=np.int64).reshape(-1, 2).T
    return list(map(Satisfaction, responses.tolist(), satisfied.tolist(), *percents(satisfied, responses)))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _months_and_ends(
    ids: set[int], first_on: date, before_on: date
) -> tuple[QuerySet[MonthlyScore], list[QuerySet[SurveyResponse]]]:
    """The rollup of the whole months, and the responses of what is left at both ends."""
    first_month = first_on if first_on.day == 1 else _next_month(first_on)
    last_month = max(first_month, before_on.replace(day=1))
    months = MonthlyScore.objects.filter(
        person__in=ids, instrument=Instrument.CSAT, month_on__gte=first_month, month_on__lt=last_month
    )
    if first_month > before_on:
        return months, [_responses(ids, first_on, before_on)]
    return months, [_responses(ids, first_on, first_month), _responses(ids, last_month, before_on)]


def _responses(ids: set[int], first_on: date, before_on: date) -> QuerySet[SurveyResponse]:
    if first_on >= before_on:
        return SurveyResponse.objects.none()
    kept = horizon()
    if kept is not None and first_on < kept.on:
        raise NoLongerKept(_("Daily figures from that time have been deleted. Choose whole months."))
    zone = reporting_zone()
    begins, ends = (datetime.combine(day, time.min, zone).astimezone(UTC) for day in (first_on, before_on))
    return SurveyResponse.objects.filter(
        interaction__person__in=ids,
        interaction__started_at__gte=begins,
        interaction__started_at__lt=ends,
        interaction__is_drill=False,
        instrument=Instrument.CSAT,
        state=SurveyResponse.State.COUNTED,
    )
