"""How satisfied customers were over some days, in the whole house."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import F, Sum

from feedback.models import DailyScore, Instrument
from feedback.sustained.intervals import percents


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
    days = DailyScore.objects.filter(instrument=Instrument.CSAT, day_on__gte=first_on, day_on__lt=before_on)
    counts = days.aggregate(
        responses=Sum(F("n1") + F("n2") + F("n3") + F("n4") + F("n5"), default=0), satisfied=Sum(F("n4") + F("n5"), default=0)
    )
    csat, lower, upper = percents(np.array([counts["satisfied"]]), np.array([counts["responses"]]))
    return Satisfaction(counts["responses"], counts["satisfied"], csat[0], lower[0], upper[0])
