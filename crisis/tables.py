"""Tables of the crisis pages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import tables
from core.moments import moment_in
from core.tables import badge, link
from core.templatetags.ecs import duration, hours, percent
from crisis.models import Crisis
from crisis.queries.hours import LineTime, MemberHours
from crisis.queries.invitations import InvitationRow
from crisis.queries.scripts import CrisisScript
from crisis.queries.staffing import StaffingRow
from crisis.selection_registry import CoverageNow
from crisis.surge import ServiceLevel
from quality.queries.cases import CaseReview
from quality.templatetags.quality_scores import quality_score


def quiet(text: object) -> SafeString:
    """A secondary line of a cell."""
    return format_html('<span class="text-secondary">{}</span>', text)


def share(value: float) -> str:
    """A share as a percentage."""
    return percent(100 * value)


SECONDS_IN_AN_HOUR = 3600


class CrisesTable(tables.Table):
    caption = gettext_lazy("Crises")
    title = tables.RowName(gettext_lazy("Crisis"))
    state = tables.Column(gettext_lazy("State"), visible=False)
    severity = tables.Column(gettext_lazy("Severity"), visible=False)
    drill = tables.YesNo(gettext_lazy("Drill"), accessor="is_drill", visible=False)
    lead = tables.Column(gettext_lazy("Lead"), accessor="lead__display_name")
    taken = tables.Figure(gettext_lazy("Team"))
    team_size = tables.Figure(gettext_lazy("Spots"), visible=False)
    opened_at = tables.Day(gettext_lazy("Opened"))

    def render_title(self, record: Crisis) -> SafeString:
        title = link(reverse("crisis:detail", args=[record.pk]), record.title)
        facts = render_to_string("crisis/_facts.html", {"crisis": record})
        return format_html('{}<span class="d-block mt-1 fw-normal">{}</span>', title, facts)

    def value_title(self, value: str) -> str:
        return value

    def render_taken(self, record: Any) -> str:
        return _("%(taken)s of %(size)s") % {"taken": record.taken, "size": record.team_size}

    def value_taken(self, value: int) -> int:
        return value


class SurgeTable(tables.FixedTable):
    """What different numbers of people on the line achieve. `needed` is the number that reaches the target."""

    caption = gettext_lazy("People on the line")
    people = tables.RowName(gettext_lazy("On the line"))
    answered_share = tables.Percent(gettext_lazy("Answered in time"), show=share)
    wait_seconds = tables.Figure(gettext_lazy("Average wait"))
    lost_share = tables.Percent(gettext_lazy("Give up"), show=share)
    busy_share = tables.Percent(gettext_lazy("Busy"), show=share)

    def __init__(self, *arguments: Any, needed: int, **options: Any) -> None:
        self.needed = needed
        super().__init__(*arguments, **options)

    def render_people(self, record: ServiceLevel) -> str | SafeString:
        people = ngettext("%(count)d person", "%(count)d people", record.people) % {"count": record.people}
        return format_html("{} {}", people, badge(_("Needed"), "primary")) if record.people == self.needed else people

    def render_wait_seconds(self, value: float) -> str:
        return duration(round(value))


class CrisisScriptsTable(tables.Table):
    caption = gettext_lazy("Scripts")
    title = tables.RowName(gettext_lazy("Script"), accessor="script__title")
    published = tables.Column(gettext_lazy("Published"), order_by="published__number")
    newest = tables.Column(gettext_lazy("Latest version"), order_by="newest__number")
    owner = tables.Column(gettext_lazy("Owner"), accessor="script__owner_name")
    read_by = tables.Figure(gettext_lazy("Read by"), accessor="published__acknowledged_count")

    def render_title(self, record: CrisisScript) -> SafeString:
        return link(reverse("scripts_library:script", args=[record.script.id]), record.script.title)

    def render_published(self, record: CrisisScript) -> SafeString:
        if record.published is None:
            return badge(_("None"), "warning")
        return badge(_("Version %(number)s") % {"number": record.published.number}, "success")

    def render_newest(self, record: CrisisScript) -> SafeString:
        words = {"number": record.newest.number, "state": record.newest.state_name}
        return link(reverse("scripts_library:version", args=[record.newest.id]), _("Version %(number)s: %(state)s") % words)


class CaseReviewsTable(tables.Table):
    """Quality reviews of the team, for lead and deputy."""

    caption = gettext_lazy("Team reviews")
    completed_at = tables.Moment(gettext_lazy("Completed"))
    person = tables.RowName(gettext_lazy("CSP"))
    reviewer = tables.Column(gettext_lazy("Reviewer"))
    score = tables.Percent(gettext_lazy("Score"), show=quality_score)
    red_flag = tables.YesNo(gettext_lazy("Red flag"), accessor="is_red_flagged", visible=False)
    is_acknowledged = tables.Column(gettext_lazy("Read by the CSP"))

    def __init__(self, *arguments: Any, crisis: Crisis, **options: Any) -> None:
        self.crisis = crisis
        super().__init__(*arguments, **options)

    def render_completed_at(self, record: CaseReview) -> SafeString:
        url = reverse("crisis:review", args=[self.crisis.pk, record.review_id])
        return link(url, tables.short_time(record.completed_at) if record.completed_at else "–")

    def value_completed_at(self, record: CaseReview) -> str | None:
        return tables.offset_time(record.completed_at) if record.completed_at else None

    def render_score(self, record: CaseReview) -> SafeString:
        flag = badge(_("Red flag"), "danger", "flag") if record.is_red_flagged else ""
        return format_html("{} {}", quality_score(record.score), flag)

    def value_score(self, record: CaseReview) -> Any:
        return None if record.score is None else tables.one_decimal(record.score)

    def render_is_acknowledged(self, record: CaseReview) -> str:
        return _("Yes") if record.is_acknowledged else _("Not yet")


class SectionsTable(tables.FixedTable):
    """Mean scores by section of the scorecard."""

    caption = gettext_lazy("Scores by section")
    title = tables.RowName(gettext_lazy("Section"))
    mean_percent = tables.Percent(gettext_lazy("Mean"), show=quality_score)
    reviews = tables.Figure(gettext_lazy("Reviews"))


class InvitationsTable(tables.Table):
    """Replies to invitations. No download, because they are deleted when the crisis is closed."""

    caption = gettext_lazy("Replies")
    can_download = False
    name = tables.RowName(gettext_lazy("Name"))
    state = tables.Column(gettext_lazy("Reply"), order_by="state_name")
    invited_at = tables.Moment(gettext_lazy("Invited"))
    deadline_at = tables.Moment(gettext_lazy("Reply by"))
    reason = tables.Column(gettext_lazy("Reason"), classes="cell-words")
    extend = tables.Actions("crisis/_invitation_actions.html", gettext_lazy("Actions"))

    def __init__(self, *arguments: Any, terms_version: int | None, **options: Any) -> None:
        self.terms_version = terms_version
        super().__init__(*arguments, **options)

    def render_state(self, record: InvitationRow) -> SafeString:
        lines = [self._state(record), *self._notes(record)]
        return format_html_join("", '<span class="d-block">{}</span>', ((line,) for line in lines))

    def _state(self, record: InvitationRow) -> str | SafeString:
        if record.is_undelivered:
            return format_html("{} {}", record.state_name, badge(_("E-mail not delivered"), "warning", "mail"))
        if not record.terms_version or self.terms_version in {None, record.terms_version}:
            return record.state_name
        note = _("(version %(version)s)") % {"version": record.terms_version}
        return format_html(
            '<span class="text-nowrap">{} <span class="text-secondary">{}</span></span>', record.state_name, note
        )

    def _notes(self, record: InvitationRow) -> Iterator[SafeString]:
        if record.is_undelivered:
            yield quiet(_("Tell them in person or by phone. An administrator can check their account and address."))
        if record.absence:
            yield quiet(_("Can't join now: %(reason)s.") % {"reason": record.absence})
        if record.wants_back_at:
            yield badge(_("Would like to come back"), "primary")
        if record.proof is not None:
            yield quiet(record.proof.label) if record.proof.is_fine else badge(record.proof.label, "warning")

    def render_reason(self, value: str) -> str:
        return value


class CoverageNowTable(tables.FixedTable):
    caption = gettext_lazy("Team coverage")
    name = tables.RowName(gettext_lazy("Coverage rule"), classes="fw-normal")
    in_team = tables.Figure(gettext_lazy("On the team"))
    with_asked = tables.Figure(gettext_lazy("Including open invitations"))

    def render_name(self, record: CoverageNow) -> SafeString:
        return format_html("{} {}", record.name, "" if record.is_met else badge(_("Not covered"), "warning"))


class NeededTable(tables.FixedTable):
    """People needed and on the team by cell, for everyone who sees the crisis."""

    name = tables.RowName(gettext_lazy("Group"))
    needed = tables.Figure(gettext_lazy("Needed"))
    on_team = tables.Figure(gettext_lazy("On the team"))


class StaffingTable(tables.FixedTable):
    """All figures of the board by cell, for lead and deputy."""

    name = tables.RowName(gettext_lazy("Group"))
    needed = tables.Figure(gettext_lazy("Needed"))
    invited = tables.Figure(gettext_lazy("Invited"))
    on_team = tables.Figure(gettext_lazy("On the team"))
    ready = tables.Figure(gettext_lazy("Ready"))
    on_line = tables.Figure(gettext_lazy("On the line"))
    gap = tables.Column(gettext_lazy("Gap"), classes="cell-gap")

    def render_gap(self, record: StaffingRow) -> str | SafeString:
        return badge(record.gap, "warning") if record.gap else ""


class HoursTable(tables.Table):
    """Hours on the line of everyone who served, for lead and deputy."""

    caption = gettext_lazy("Hours on the line")
    name = tables.RowName(gettext_lazy("Name"))
    state = tables.Column(gettext_lazy("Now"), order_by="since")
    count = tables.Figure(gettext_lazy("Times"))
    time = tables.Figure(gettext_lazy("Hours"))
    unchecked = tables.Figure(gettext_lazy("To check"))

    def render_name(self, record: MemberHours) -> SafeString:
        return link(reverse("crisis:member_hours", args=[record.crisis_id, record.person_id]), record.name)

    def value_name(self, record: MemberHours) -> str:
        return record.name

    def render_state(self, record: MemberHours) -> str:
        if record.since is None:
            return "–"
        return _("On the line since %(time)s") % {"time": moment_in(record.since, get_current_timezone())}

    def value_state(self, record: MemberHours) -> str | None:
        return tables.offset_time(record.since) if record.since else None

    def render_time(self, value: timedelta) -> str:
        return hours(value)

    def value_time(self, value: timedelta) -> Any:
        return decimal_hours(value)

    def render_unchecked(self, value: int) -> Any:
        return badge(str(value), "warning") if value else "–"

    def value_unchecked(self, value: int) -> int:
        return value


class LineTimesTable(tables.Table):
    """One person's times on the line."""

    caption = gettext_lazy("Times on the line")
    starts_at = tables.Column(gettext_lazy("From"))
    ends_at = tables.Column(gettext_lazy("To"))
    time = tables.Figure(gettext_lazy("Hours"))
    corrections = tables.TemplateCell("crisis/_line_time_notes.html", gettext_lazy("Corrections"), orderable=False)
    correct = tables.Actions("crisis/_line_time_actions.html", gettext_lazy("Actions"))

    def __init__(self, *arguments: Any, may_correct: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not may_correct:
            self.columns.hide("correct")

    def render_starts_at(self, value: datetime) -> str:
        return moment_in(value, get_current_timezone())

    def value_starts_at(self, value: datetime) -> str:
        return tables.offset_time(value)

    def render_ends_at(self, record: LineTime) -> str:
        return moment_in(record.ends_at, get_current_timezone()) if record.ends_at else _("On the line now")

    def value_ends_at(self, record: LineTime) -> str | None:
        return tables.offset_time(record.ends_at) if record.ends_at else None

    def render_time(self, value: timedelta) -> str:
        return hours(value)

    def value_time(self, value: timedelta) -> Any:
        return decimal_hours(value)


def decimal_hours(time: timedelta) -> Decimal:
    """Hours with two decimals, for a download."""
    return Decimal(time.total_seconds() / SECONDS_IN_AN_HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP)
