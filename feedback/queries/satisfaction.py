"""CSAT over a range of days, of the whole organisation or of some people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from core.refusals import Refused
from feedback.models import DailyScore, MonthlyScore, SurveyResponse
from feedback.queries.retention import horizon
from feedback.sustained.intervals import percents
from intake.instruments import Instrument
from people.queries.organisation import reporting_zone


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


def satisfaction_between(first_on: date, before_on: date) -> Satisfaction:
    """CSAT from the first day to the one before `before_on`, days being those of the organisation's zone. One query."""
    return satisfaction_around(first_on, before_on, before_on)[0]


def satisfaction_around(first_on: date, middle_on: date, before_on: date) -> tuple[Satisfaction, Satisfaction]:
    """CSAT from the first day to the one before `middle_on`, and from there to the one before `before_on`. One query."""
    days = DailyScore.objects.filter(instrument=Instrument.CSAT, day_on__gte=first_on, day_on__lt=before_on)
    parts = days.annotate(is_later=Q(day_on__gte=middle_on)).order_by().values_list("is_later")
    found = {is_later: sums for is_later, *sums in parts.annotate(Sum("n1"), Sum("n2"), Sum("n3"), Sum("n4"), Sum("n5"))}
    by_rating = [found.get(is_later, [0] * 5) for is_later in (False, True)]
    responses, satisfied = [sum(sums) for sums in by_rating], [sum(sums[3:]) for sums in by_rating]
    before, since = zip(responses, satisfied, *percents(np.array(satisfied), np.array(responses)), strict=True)
    return Satisfaction(*before), Satisfaction(*since)


def satisfaction_of(person_ids: Iterable[int], first_on: date, before_on: date) -> tuple[int, int]:
    """Counts of responses and satisfied ones of these people, from the first day to the one before `before_on`.

    Whole months come from the rollup; only what is left at both ends is read from the rows. Raises `NoLongerKept` where
    those are gone.
    """
    ids = set(person_ids)
    first_month = first_on if first_on.day == 1 else _next_month(first_on)
    last_month = max(first_month, before_on.replace(day=1))
    months = MonthlyScore.objects.filter(
        person__in=ids, instrument=Instrument.CSAT, month_on__gte=first_month, month_on__lt=last_month
    ).aggregate(
        responses=Sum(F("n1") + F("n2") + F("n3") + F("n4") + F("n5"), default=0), satisfied=Sum(F("n4") + F("n5"), default=0)
    )
    if first_month > before_on:
        ends = [_from_rows(ids, first_on, before_on)]
    else:
        ends = [_from_rows(ids, first_on, first_month), _from_rows(ids, last_month, before_on)]
    return months["responses"] + sum(end[0] for end in ends), months["satisfied"] + sum(end[1] for end in ends)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _from_rows(ids: set[int], first_on: date, before_on: date) -> tuple[int, int]:
    if first_on >= before_on:
        return 0, 0
    kept = horizon()
    if kept is not None and first_on < kept.on:
        raise NoLongerKept(_("Daily figures from that time have been deleted. Choose whole months."))
    zone = reporting_zone()
    begins, ends = (datetime.combine(day, time.min, zone).astimezone(UTC) for day in (first_on, before_on))
    counts = SurveyResponse.objects.filter(
        interaction__person__in=ids,
        interaction__started_at__gte=begins,
        interaction__started_at__lt=ends,
        interaction__is_drill=False,
        instrument=Instrument.CSAT,
        state=SurveyResponse.State.COUNTED,
    ).aggregate(responses=Count("pk"), satisfied=Count("pk", filter=Q(value__gte=4)))
    return counts["responses"], counts["satisfied"]
