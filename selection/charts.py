"""The interval chart of the people around the last spot, each with their CSAT."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Interval, IntervalChart
from feedback.sustained import Ranking

# More rows on either side of the line would make the chart longer than the page.
MOST_BESIDE = 10


def edge_chart(ranking: Ranking, names: Mapping[int, str]) -> IntervalChart | None:
    """The people around the last spot, in the order of the ranking; None if there is a spot for all who are eligible."""
    if ranking.everybody_fits:
        return None
    eligible = [row for row in ranking.rows if row.eligible]
    places = ranking.criteria.team_size
    first, last = max(0, places - MOST_BESIDE), min(len(eligible), places + MOST_BESIDE)
    rows = eligible[first:last]
    return IntervalChart(
        key="edge",
        figure=_("CSAT"),
        subject=_("CSP"),
        caption=_caption(sum(row.in_band for row in rows), first + 1, last, len(eligible)),
        intervals=[
            Interval(names[row.csp], row.csat_percent, row.lower_bound_percent, row.upper_bound_percent, row.in_band)
            for row in rows
        ],
        divided_after=places - first,
        divider_name=ngettext("%(count)d spot", "%(count)d spots", places) % {"count": places},
        unclear_name=_("too close to call"),
    )


def _caption(unclear: int, first: int, last: int, eligible: int) -> str:
    if unclear:
        finding = ngettext(
            "%(count)d person around the last spot is too close to call.",
            "%(count)d people around the last spot are too close to call.",
            unclear,
        ) % {"count": unclear}
    else:
        finding = _("The people around the last spot differ clearly.")
    shown = {"first": first, "last": last, "eligible": eligible}
    return f"{finding} " + _("CSAT of the people ranked %(first)d–%(last)d of %(eligible)d, with margin of error.") % shown
