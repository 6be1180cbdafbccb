"""The tables of this room's pages."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import truncatechars
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import tables
from core.tables import with_note
from feedback.queries.audit import AuditLine
from feedback.queries.retention import KindKept
from feedback.templatetags.csat import chance, csat

if TYPE_CHECKING:
    from feedback.presentation import RankingLine


class AuditTable(tables.FixedTable):
    """One page of an audit list. Its order is fixed, because the next page continues from the last line."""

    caption = gettext_lazy("Responses, newest first")
    mark = tables.TemplateCell("feedback/_audit_mark.html", gettext_lazy("Select"), called="line", is_header_hidden=True)
    reference = tables.NamedCell("feedback/_audit_reference.html", gettext_lazy("Contact"), called="line")
    rating = tables.Column(gettext_lazy("Response"), classes="cell-words")
    why = tables.Column(gettext_lazy("Why it's listed"), classes="cell-words")
    agent = tables.Column(gettext_lazy("Agent"))
    at = tables.Moment(gettext_lazy("When"))

    def render_rating(self, record: AuditLine) -> SafeString:
        return with_note(record.rating, truncatechars(record.comment, 120))

    def render_why(self, record: AuditLine) -> SafeString:
        return with_note(record.why, record.state)


class KindsKeptTable(tables.FixedTable):
    caption = gettext_lazy("Retention periods")
    label = tables.RowName(gettext_lazy("Data"))
    months = tables.Column(gettext_lazy("Kept for"))
    gone_before_on = tables.Day(gettext_lazy("Deleted before"), default=gettext_lazy("Nothing deleted yet"))

    def render_months(self, record: KindKept) -> str:
        if not record.months:
            return _("No limit")
        text = ngettext("This month and %(months)d before it", "This month and %(months)d before it", record.months)
        return text % {"months": record.months}


class CountColumn(tables.Figure):
    """A count, shown as zero where it is missing."""

    empty_values = ()

    def render(self, value: int | None) -> Any:
        return super().render(value or 0)

    def value(self, value: int | None) -> int:
        return value or 0


class PurgesTable(tables.Table):
    caption = gettext_lazy("Deletions")
    finished_at = tables.Moment(gettext_lazy("When"), default=gettext_lazy("In progress"))
    responses = CountColumn(gettext_lazy("Responses"), accessor="counts__responses")
    contacts = CountColumn(gettext_lazy("Contacts"), accessor="counts__contacts")
    comments = CountColumn(gettext_lazy("Comments"), accessor="counts__comments")
    transcripts = CountColumn(gettext_lazy("Transcripts"), accessor="counts__transcripts")
    recordings = CountColumn(gettext_lazy("Links to recordings"), accessor="counts__recordings")
    rejections = CountColumn(gettext_lazy("Rows not imported"), accessor="counts__rejections")


class MonthsTable(tables.FixedTable):
    """The figures behind the chart of a card."""

    caption = gettext_lazy("CSAT by month")
    month = tables.RowName(gettext_lazy("Month"), classes="text-nowrap")
    satisfied = tables.Figure(gettext_lazy("Satisfied"))
    responses = tables.Figure(gettext_lazy("Responses"))
    csat_percent = tables.Percent(gettext_lazy("CSAT"), show=csat)
    interval = tables.Column(gettext_lazy("Confidence interval"), classes="text-nowrap")
    qualifies = tables.Column(gettext_lazy("Qualifies"))

    def render_month(self, record: Any) -> str:
        return date_format(record.month, "F Y")

    def render_interval(self, record: Any) -> str:
        if not record.responses:
            return _("No responses")
        bounds = {"lower": csat(record.lower_bound_percent), "upper": csat(record.upper_bound_percent)}
        return _("%(lower)s to %(upper)s") % bounds

    def render_qualifies(self, record: Any) -> str:
        return _("Yes") if record.qualifies else _("No, too few responses")


class RankingTable(tables.Table):
    """CSPs by rank. `feedback/_ranking_table.html` writes the rows, because there are many with rich cells."""

    has_visible_caption = True
    rank = tables.Figure(gettext_lazy("Rank"), accessor="row__rank")
    name = tables.RowName(gettext_lazy("CSP"))
    adjusted = tables.Percent(gettext_lazy("Adjusted CSAT"), show=csat, accessor="row__adjusted_rate_percent")
    expected = tables.Percent(gettext_lazy("Expected CSAT"), show=csat, accessor="row__expected_rate_percent", visible=False)
    csat = tables.Column(gettext_lazy("CSAT, interval, responses"), accessor="row__csat_percent")
    lower = tables.Percent(gettext_lazy("Lower bound"), show=csat, accessor="row__lower_bound_percent", visible=False)
    upper = tables.Percent(gettext_lazy("Upper bound"), show=csat, accessor="row__upper_bound_percent", visible=False)
    satisfied = tables.Figure(gettext_lazy("Satisfied"), accessor="row__satisfied", visible=False)
    responses = tables.Figure(gettext_lazy("Responses"), accessor="row__responses", visible=False)
    months = tables.Column(accessor="row__qualifying_months", exclude_from_export=True)
    qualifying = tables.Figure(gettext_lazy("Qualifying months"), accessor="row__qualifying_months", visible=False)
    trend = tables.Column(gettext_lazy("Trend"), visible=False)
    response_rate = tables.Percent(
        gettext_lazy("Response rate"), show=csat, accessor="response_rate__rate_percent", visible=False
    )
    expected_response_rate = tables.Percent(
        gettext_lazy("Expected response rate"), show=csat, accessor="response_rate__expected_percent", visible=False
    )
    chance = tables.Percent(gettext_lazy("Chance"), show=chance, accessor="row__chance_percent", visible=False)
    outcome = tables.Column(gettext_lazy("Outcome"), orderable=False)

    def __init__(self, lines: Sequence["RankingLine"], *arguments: Any, **options: Any) -> None:
        super().__init__(lines, *arguments, **options)
        if lines:
            scale = {"from": lines[0].chart.from_percent}
            self.columns["months"].column.verbose_name = _("Monthly CSAT, %(from)s–100 %%") % scale

    def value_csat(self, value: float) -> Decimal:
        return tables.one_decimal(value)

    def value_outcome(self, record: "RankingLine") -> str:
        return "; ".join(outcome_words(record))


def outcome_words(line: "RankingLine") -> Iterator[str]:
    """Selected, not selected or too close to call; for people who are not eligible, the reasons."""
    if not line.row.eligible:
        yield _("Not eligible")
        yield from line.reasons
        return
    yield _("Has a spot") if line.row.in_team else _("Has no spot")
    if line.row.in_band:
        yield _("Too close to call")
