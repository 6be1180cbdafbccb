"""The tables of this room's pages. Templates write grouped rows, and the table gives the frame."""

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import badge, offset_time, short_time, stack, with_note
from feedback.templatetags.csat import chance, csat
from selection.methods import Method
from selection.presentation.candidate_cells import interval_header, months_header
from selection.presentation.candidate_list import Shown
from selection.presentation.coverage import CostLine
from selection.presentation.people_comparison import ComparedLine
from selection.presentation.rule_comparison import NumberCard
from selection.presentation.scales import ListScale
from selection.queries.leader_input import Leader

# Smaller costs would be shown as 0.0.
LEAST_COST_POINTS = 0.05


class CandidatesTable(tables.Table):
    """The frame of `selection/_candidates_table.html`, and the download of `presentation.candidate_list.Shown`. `team` has the
    ids of those who are chosen, `filled_by` is how spots are filled if scores are too close to call; `address` is the page with
    its query string.
    """

    caption = gettext_lazy("Candidates by result")
    can_sort = False
    standing = tables.Column(gettext_lazy("Result"), visible=False)
    spot = tables.Column(gettext_lazy("Team"), is_header_hidden=True, exclude_from_export=True)
    selected = tables.Column(gettext_lazy("Selected"), visible=False, empty_values=())
    rank = tables.Figure(gettext_lazy("Rank"))
    name = tables.RowName(gettext_lazy("CSP"), accessor="person__name")
    teams = tables.Column(gettext_lazy("Teams"), accessor="person__team_names", visible=False)
    shift = tables.Column(gettext_lazy("Shift"), accessor="person__shift", visible=False)
    adjusted = tables.Percent(gettext_lazy("Adjusted CSAT"), show=csat, accessor="figures__adjusted_rate_percent")
    raw = tables.Percent(gettext_lazy("CSAT"), show=csat, accessor="figures__csat_percent", visible=False)
    lower = tables.Percent(
        gettext_lazy("CSAT from (95 %% interval)"), show=csat, accessor="figures__lower_bound_percent", visible=False
    )
    upper = tables.Percent(
        gettext_lazy("CSAT to (95 %% interval)"), show=csat, accessor="figures__upper_bound_percent", visible=False
    )
    interval = tables.Column(exclude_from_export=True)
    months = tables.Column(exclude_from_export=True)
    satisfied = tables.Figure(gettext_lazy("Satisfied"), accessor="figures__satisfied", visible=False)
    responses = tables.Figure(gettext_lazy("Responses"), accessor="figures__responses")
    rated = tables.Percent(gettext_lazy("Response rate"), show=csat, accessor="response_rate__rate_percent", visible=False)
    chance = tables.Percent(gettext_lazy("Chance"), show=chance, accessor="chance_percent")
    objections = tables.Figure(gettext_lazy("Objections"), accessor="leader_input__objections", visible=False)
    nominations = tables.Figure(gettext_lazy("Nominations"), accessor="leader_input__nominations", visible=False)
    flags = tables.Column(gettext_lazy("Notes"), is_header_hidden=True, exclude_from_export=True)
    compare = tables.Column(gettext_lazy("Compare"), is_header_hidden=True, exclude_from_export=True)
    reasons = tables.Column(gettext_lazy("Why"), visible=False)
    note = tables.Column(gettext_lazy("Coverage"), visible=False)
    method = tables.Column(gettext_lazy("Too close to call"), visible=False, empty_values=())

    def __init__(
        self,
        rows: Sequence[Shown],
        request: HttpRequest,
        *,
        scale: ListScale | None = None,
        team: Collection[int] = (),
        filled_by: Method | None = None,
        address: str = "",
    ) -> None:
        super().__init__(rows, request)
        self.team = team
        self.filled_by = filled_by
        self.address = address
        if scale and scale.window:
            self.columns["interval"].column.verbose_name = interval_header(scale)
            self.columns["months"].column.verbose_name = months_header(scale)

    @property
    def download_url(self) -> str:
        return f"{self.address}&{self._download_field}=csv"

    def value_selected(self, record: Shown) -> str:
        return _("Yes") if record.person_id in self.team else _("No")

    def value_method(self, record: Shown) -> str:
        return str(self.filled_by.label) if self.filled_by and record.row.in_band else ""

    def value_teams(self, record: Shown) -> str:
        return ", ".join(record.person.team_names)

    def value_reasons(self, record: Shown) -> str:
        return " ".join(record.reasons)


class NotEligibleTable(CandidatesTable):
    """The same without a choice, and with the reasons."""

    caption = gettext_lazy("People who are not eligible")
    reasons = tables.Column(gettext_lazy("Why"))

    class Meta:
        exclude = ("spot", "selected", "rank", "chance", "flags", "compare", "method")


class PoolTable(tables.Table):
    """People available for a selection without ranking. Rows are `presentation.unranked.PoolLine`."""

    caption = gettext_lazy("Available people")
    can_sort = False
    name = tables.RowName(gettext_lazy("CSP"), accessor="person__name")
    teams = tables.Column(gettext_lazy("Teams"))
    shift = tables.Column(gettext_lazy("Shift"), accessor="person__shift")
    channels = tables.Column(gettext_lazy("Channels"))
    languages = tables.Column(gettext_lazy("Languages"))
    words = tables.Column(gettext_lazy("Team leader input"), exclude_from_export=True)
    objections = tables.Figure(gettext_lazy("Objections"), accessor="leader_input__objections", visible=False)
    nominations = tables.Figure(gettext_lazy("Nominations"), accessor="leader_input__nominations", visible=False)

    def render_words(self, value: Sequence[str]) -> SafeString | str:
        return stack(value) if value else "–"


class AwayTable(PoolTable):
    """People who can't be drawn, with the reason."""

    caption = gettext_lazy("People who are not available")
    has_visible_caption = True
    result = tables.Column(gettext_lazy("Why"))

    class Meta:
        sequence = ("name", "result", "...")


class UnrankedTable(PoolTable):
    """People of a saved selection without ranking, with their positions."""

    caption = gettext_lazy("People")
    position = tables.Figure(gettext_lazy("Position"))
    result = tables.Column(gettext_lazy("Result"))
    method = tables.Column(gettext_lazy("Method"), visible=False, empty_values=())

    class Meta:
        sequence = ("position", "name", "result", "...")

    def value_method(self) -> str:
        return str(Method.UNRANKED.label)


class ComparedPeopleTable(tables.FixedTable):
    """Two or three people side by side: a column for each of `people`."""

    caption = gettext_lazy("People side by side")
    name = tables.RowName(gettext_lazy("CSP"), classes="fw-normal")
    first = tables.Column(accessor="values__0")
    second = tables.Column(accessor="values__1")
    third = tables.Column(accessor="values__2")

    def __init__(self, rows: Sequence[ComparedLine], *, people: Sequence[Shown]) -> None:
        super().__init__(rows)
        for at, name in enumerate(("first", "second", "third")):
            if at < len(people):
                self.columns[name].column.verbose_name = people[at].person.name
            else:
                self.columns.hide(name)


class ChangesTable(tables.FixedTable):
    """The frame of `selection/_changes_table.html`."""

    caption = gettext_lazy("People whose result changed")
    name = tables.RowName(gettext_lazy("CSP"))
    before = tables.Column(gettext_lazy("Before"))
    after = tables.Column(gettext_lazy("After"))
    why = tables.Column(gettext_lazy("Why"), classes="w-33")


class RulesTable(tables.FixedTable):
    """The frame of `selection/_rules_table.html`, with a column for each rule."""

    caption = gettext_lazy("People that each rule selects")
    name = tables.RowName(gettext_lazy("CSP"))
    rate = tables.Column(gettext_lazy("Adjusted CSAT and CSAT"))
    first = tables.Figure()
    second = tables.Figure()
    third = tables.Figure()

    def __init__(self, cards: Sequence[NumberCard]) -> None:
        super().__init__([])
        for name, card in zip(("first", "second", "third"), cards, strict=False):
            self.columns[name].column.verbose_name = card.title


class FairnessTable(tables.FixedTable):
    """The frame of `selection/_fairness.html`."""

    caption = gettext_lazy("Fairness")
    can_stack = False
    name = tables.RowName(gettext_lazy("Group"))
    share = tables.Figure(gettext_lazy("Selection rate"))


class SharesTable(tables.FixedTable):
    """Selection rates by number of responses, under one rule."""

    can_stack = False
    name = tables.RowName(gettext_lazy("Responses"), classes="fw-normal")
    share = tables.TemplateCell("selection/_share_cell.html", gettext_lazy("Selection rate"), called="part", classes="text-end")


class CostsTable(tables.FixedTable):
    caption = gettext_lazy("Cost of each requirement")
    name = tables.RowName(gettext_lazy("Requirement"), classes="fw-normal")
    points = tables.Figure(gettext_lazy("Cost"))

    def render_name(self, record: CostLine) -> SafeString:
        counts = {"has": record.has, "eligible": record.eligible}
        return with_note(record.name, _("%(has)s on the team, %(eligible)s eligible") % counts)

    def render_points(self, value: float) -> str:
        return _("%(points).1f percentage points") % {"points": value} if value >= LEAST_COST_POINTS else _("No cost")


class LeadersTable(tables.Table):
    caption = gettext_lazy("Team leaders")
    name = tables.RowName(gettext_lazy("Team leader"))
    teams = tables.Column(gettext_lazy("Teams"), visible=False)
    asked_at = tables.Moment(gettext_lazy("Asked"))
    answered_at = tables.Moment(gettext_lazy("Answered"))

    def __init__(self, *arguments: Any, reader_id: int, **options: Any) -> None:
        self.reader_id = reader_id
        super().__init__(*arguments, **options)

    def render_name(self, record: Leader) -> SafeString:
        return with_note(record.name, ", ".join(record.team_names) or "–")

    def value_name(self, value: str) -> str:
        return value

    def render_teams(self, record: Leader) -> str:
        return ", ".join(record.team_names)

    def render_asked_at(self, record: Leader) -> str:
        if record.asked_at:
            return short_time(record.asked_at)
        return _("You") if record.person_id == self.reader_id else _("Not yet")

    def value_asked_at(self, record: Leader) -> str:
        return offset_time(record.asked_at) if record.asked_at else self.render_asked_at(record)

    def render_answered_at(self, record: Leader) -> str | SafeString:
        if record.answered_at:
            return short_time(record.answered_at)
        if record.asked_at:
            return badge(_("Not yet"), "warning", "clock")
        return _("%(at)s (not asked)") % {"at": short_time(record.spoke_at)} if record.spoke_at else "–"

    def value_answered_at(self, record: Leader) -> str | None:
        spoke_at = record.answered_at or (None if record.asked_at else record.spoke_at)
        return offset_time(spoke_at) if spoke_at else None
