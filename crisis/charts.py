"""The chart of CSAT in the crisis room."""

from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Interval, TimeChart
from crisis.queries.satisfaction import SHOWN_BEFORE, SatisfactionCourse
from feedback.queries.satisfaction import DaySatisfaction, Satisfaction
from feedback.templatetags.csat import csat


@dataclass(frozen=True, slots=True)
class SatisfactionCard:
    """Contents of crisis/_satisfaction_chart.html. `csat_percent` is that since activation, or of the last two weeks."""

    csat_percent: float | None
    chart: TimeChart


def satisfaction_card(course: SatisfactionCourse) -> SatisfactionCard:
    shown = [day.day_on for day in course.days]
    chart = TimeChart(
        key="satisfaction",
        figure=_("CSAT"),
        subject=_("Day"),
        caption=_finding(course),
        intervals=[_interval(day) for day in course.days],
        count_name=_("Responses"),
        marked_at=shown.index(course.activated_on) if course.activated_on in shown else None,
        marker_name=_("activated"),
    )
    return SatisfactionCard(course.current.csat_percent, chart)


def _interval(day: DaySatisfaction) -> Interval:
    found = day.satisfaction
    return Interval(
        name=_day(day.day_on),
        value=found.csat_percent,
        lower=found.lower_bound_percent,
        upper=found.upper_bound_percent,
        count=found.responses,
    )


def _day(day: date) -> str:
    """Day and month, which stay on one line."""
    return date_format(day, "j\xa0M")


def _finding(course: SatisfactionCourse) -> str:
    """CSAT before activation and since, in one sentence."""
    before, current = course.before, course.current
    if before is None:
        return _recent(current)
    if before.responses and current.responses:
        both = ngettext(
            "%(before)s in the 4 weeks before, %(csat)s since activation (%(lower)s to %(upper)s), %(count)s response.",
            "%(before)s in the 4 weeks before, %(csat)s since activation (%(lower)s to %(upper)s), %(count)s responses.",
            current.responses,
        )
        return both % {"before": csat(before.csat_percent), **_figures(current)}
    if before.responses:
        earlier = {"before": csat(before.csat_percent)}
        return _("%(before)s in the 4 weeks before. No responses since activation yet.") % earlier
    if current.responses:
        since = ngettext(
            "%(csat)s since activation (%(lower)s to %(upper)s), %(count)s response.",
            "%(csat)s since activation (%(lower)s to %(upper)s), %(count)s responses.",
            current.responses,
        )
        return since % _figures(current)
    return _("No responses in the 4 weeks before activation or since.")


def _recent(current: Satisfaction) -> str:
    days = {"days": SHOWN_BEFORE.days}
    if not current.responses:
        return _("No responses in the last %(days)s days.") % days
    recent = ngettext(
        "%(csat)s in the last %(days)s days (%(lower)s to %(upper)s), %(count)s response.",
        "%(csat)s in the last %(days)s days (%(lower)s to %(upper)s), %(count)s responses.",
        current.responses,
    )
    return recent % {**days, **_figures(current)}


def _figures(current: Satisfaction) -> dict[str, str]:
    return {
        "csat": csat(current.csat_percent),
        "lower": csat(current.lower_bound_percent),
        "upper": csat(current.upper_bound_percent),
        "count": intcomma(current.responses),
    }
