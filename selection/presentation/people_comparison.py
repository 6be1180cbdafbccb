"""Two or three candidates side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.charts import Interval, IntervalChart
from core.tables import stack, with_note
from crisis.cells import value_name
from feedback.charts import month_charts
from feedback.templatetags.csat import csat
from selection.coverage import Dimension
from selection.presentation.candidate_list import Shown
from selection.presentation.cards import trend_of


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One attribute with its value for each person."""

    name: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class PeopleComparison:
    """The people's CSAT on one axis, and what is known of them."""

    chart: IntervalChart
    lines: tuple[ComparedLine, ...]


def comparison(people: Sequence[Shown]) -> PeopleComparison:
    floor = people[0].row.criteria.floor_percent if people else None
    chart = IntervalChart(
        key="compared",
        figure=_("CSAT"),
        subject=_("CSP"),
        caption=_("CSAT of each person, with margin of error."),
        intervals=[
            Interval(
                one.person.name, one.row.csat_percent, one.row.lower_bound_percent, one.row.upper_bound_percent, one.row.in_band
            )
            for one in people
        ],
        limit=floor,
        limit_name="" if floor is None else _("minimum CSAT %(percent)s") % {"percent": csat(floor)},
        unclear_name=_("too close to call"),
    )
    months = month_charts([one.row for one in people])
    shown = [render_to_string("feedback/_month_chart.html", {"chart": month}) for month in months]
    lines = [
        ComparedLine(_("Result"), tuple(one.standing for one in people)),
        ComparedLine(_("Rank"), tuple(one.rank for one in people)),
        ComparedLine(_("Adjusted CSAT"), tuple(with_note(one.adjusted, one.expected) for one in people)),
        ComparedLine(_("Chance"), tuple("" if one.chance_percent is None else one.chance for one in people)),
        ComparedLine(_("CSAT"), tuple(one.csat for one in people)),
        ComparedLine(_("Months"), tuple(shown)),
        ComparedLine(_("Trend"), tuple(trend_of(one.row) for one in people)),
        ComparedLine(_("Response rate"), tuple(one.rated for one in people)),
        ComparedLine(_("Why"), tuple(stack(one.reasons) for one in people)),
        ComparedLine(_("Notes"), tuple(stack(one.flags) if one.flags else "" for one in people)),
        ComparedLine(_("Teams"), tuple(", ".join(one.person.team_names) for one in people)),
        ComparedLine(_("Shift"), tuple(one.person.shift for one in people)),
        ComparedLine(_("Languages"), tuple(_named(Dimension.LANGUAGE, one.person.languages) for one in people)),
        ComparedLine(_("Channels"), tuple(_named(Dimension.CHANNEL, one.person.channels) for one in people)),
        ComparedLine(_("Coverage"), tuple(one.note for one in people)),
    ]
    return PeopleComparison(chart, tuple(line for line in lines if any(value not in {None, ""} for value in line.values)))


def _named(dimension: Dimension, values: Sequence[str]) -> str:
    return ", ".join(value_name(dimension, value) for value in values)
