"""The tables of this room's pages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import badge, with_note
from quality.queries.board import PersonRow, ProgrammeRow, ReviewerRow
from quality.queries.reviews import AnsweredQuestion, ResultView, ScoredSection
from quality.templatetags.quality_scores import quality_score


def _day(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATE_FORMAT")


class AlarmColumn(tables.Figure):
    """A count that is highlighted unless it is zero."""

    def __init__(self, *arguments: Any, symbol: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.symbol = symbol

    def render(self, value: int) -> Any:
        return badge(str(value), "danger", self.symbol) if value else "0"


class ProgrammesTable(tables.Table):
    """Programmes with many figures. Unsorted, because sort links would make the table wider than the page."""

    caption = gettext_lazy("Review programmes")
    can_sort = False
    title = tables.RowName(gettext_lazy("Programme"))
    starts_at = tables.Day(gettext_lazy("From"), visible=False)
    ends_at = tables.Day(gettext_lazy("To"), visible=False)
    cadence = tables.Figure(gettext_lazy("Per person per week"))
    members = tables.Figure(gettext_lazy("People"))
    planned = tables.Figure(gettext_lazy("Planned"), accessor="slots__planned")
    done = tables.Figure(gettext_lazy("Done"), accessor="slots__done")
    open = tables.Figure(gettext_lazy("Open"), accessor="slots__open")
    overdue = AlarmColumn(gettext_lazy("Overdue"), accessor="slots__overdue")
    waiting = tables.Figure(gettext_lazy("Waiting"), accessor="slots__waiting")
    cancelled = tables.Figure(gettext_lazy("Cancelled"), accessor="slots__cancelled")
    lapsed = tables.Figure(gettext_lazy("Lapsed"), accessor="slots__lapsed")

    def render_title(self, record: ProgrammeRow) -> SafeString:
        if record.ends_at is None:
            return with_note(record.title, _("since %(start)s") % {"start": _day(record.starts_at)})
        period = {"start": _day(record.starts_at), "end": _day(record.ends_at)}
        return with_note(record.title, _("%(start)s to %(end)s, ended") % period)

    def value_title(self, value: str) -> str:
        return value

    def render_lapsed(self, record: ProgrammeRow) -> SafeString:
        slots, notes = record.slots, []
        if slots.lapsed_without_contact:
            notes.append(_("%(count)d without a contact") % {"count": slots.lapsed_without_contact})
        if slots.lapsed_without_reviewer:
            notes.append(_("%(count)d without a reviewer") % {"count": slots.lapsed_without_reviewer})
        lines = format_html_join("", '<div class="text-secondary">{}</div>', ((note,) for note in notes))
        return format_html("{}{}", slots.lapsed, lines)

    def value_lapsed(self, value: int) -> int:
        return value


class ReviewersTable(tables.Table):
    caption = gettext_lazy("Reviewers this week")
    name = tables.RowName(gettext_lazy("Reviewer"))
    taken = tables.TemplateCell("quality/_used_capacity.html", gettext_lazy("Used capacity"))
    capacity = tables.Figure(gettext_lazy("Weekly capacity"), visible=False)
    overdue = AlarmColumn(gettext_lazy("Overdue"))
    note = tables.Column(gettext_lazy("Note"), accessor="name", visible=False, orderable=False)
    change = tables.Actions("quality/_reviewer_actions.html", gettext_lazy("Edit"))

    def render_name(self, record: ReviewerRow) -> SafeString:
        if note := self.render_note(record):
            tone, symbol = ("info", "plane-departure") if record.is_away else ("warning", "user-off")
            return format_html("{} {}", record.name, badge(note, tone, symbol))
        return format_html("{}", record.name)

    def value_name(self, value: str) -> str:
        return value

    def render_note(self, record: ReviewerRow) -> str:
        if record.is_away:
            return _("On leave")
        return _("No longer reviews") if record.is_former else ""

    def value_taken(self, value: int) -> int:
        return value


class ReviewedPeopleTable(tables.Table):
    """The user's team in the last four weeks."""

    caption = gettext_lazy("My team, last four weeks")
    name = tables.RowName(gettext_lazy("CSP"))
    done = tables.Figure(gettext_lazy("Reviewed"))
    open = tables.Figure(gettext_lazy("Open"))
    mean_score = tables.Percent(gettext_lazy("Mean score"), show=quality_score)
    red_flags = AlarmColumn(gettext_lazy("Red flags"), symbol="flag")
    unread = tables.Figure(gettext_lazy("Unread"))
    review_coverage = tables.TemplateCell(
        "quality/_review_coverage.html",
        gettext_lazy("Coverage"),
        classes="text-end text-nowrap",
        order_by="review_coverage__percent",
    )

    def render_name(self, record: PersonRow) -> SafeString:
        days = ((reverse("quality:result", args=[result.id]), _day(result.completed_at)) for result in record.results)
        links = format_html_join("", '<a class="target me-2" href="{}">{}</a>', days)
        return format_html('{}<div class="fw-normal">{}</div>', record.name, links) if links else format_html("{}", record.name)

    def value_name(self, value: str) -> str:
        return value


class PreviewedEvaluationsTable(tables.FixedTable):
    """The first evaluations of a file, without scores."""

    caption = gettext_lazy("First evaluations")
    line = tables.RowName(gettext_lazy("Line"), classes="text-end")
    external_id = tables.Column(gettext_lazy("Evaluation"), classes="text-break")
    agent = tables.Column(gettext_lazy("Agent"), classes="text-break")
    evaluator = tables.Column(gettext_lazy("Reviewer"), classes="text-break")
    form = tables.Column(gettext_lazy("Evaluation form"), classes="text-break")
    conversation_at = tables.Moment(gettext_lazy("Contact"))
    changed_at = tables.Moment(gettext_lazy("Last changed"))


class ArithmeticTable(tables.FixedTable):
    """The calculation of a section's score."""

    text = tables.RowName(gettext_lazy("Question"), classes="fw-normal")
    percent = tables.Figure(gettext_lazy("Score"))
    weight = tables.Figure(gettext_lazy("Weight"))

    def render_percent(self, record: AnsweredQuestion) -> str:
        return quality_score(record.percent) if record.bonus is None else f"+{floatformat(record.bonus, '-2')}"

    def render_weight(self, value: Decimal) -> str:
        return floatformat(value, "-2")


def arithmetic(result: ResultView) -> list[tuple[ScoredSection, ArithmeticTable]]:
    """Each section of a review with the table of its calculation."""
    return [
        (section, ArithmeticTable(section.questions, caption=section.title, prefix=f"section-{number}-"))
        for number, section in enumerate(result.sections)
    ]
