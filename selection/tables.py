"""The tables of this room's pages. Templates write grouped rows, and the table gives the frame."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import badge, offset_time, short_time, with_note
from selection.presentation.coverage import CostLine
from selection.presentation.rule_comparison import NumberCard
from selection.queries.leader_input import Leader

# Smaller costs would be shown as 0.0.
LEAST_COST_POINTS = 0.05


class CandidatesTable(tables.FixedTable):
    """The frame of `selection/_candidates_table.html`."""

    caption = gettext_lazy("Candidates by result")
    rank = tables.Figure(gettext_lazy("Rank"))
    name = tables.RowName(gettext_lazy("CSP"))
    rate = tables.Column(gettext_lazy("Adjusted CSAT and CSAT"))
    months = tables.Column(gettext_lazy("Monthly CSAT"))
    why = tables.Column(gettext_lazy("Why"), classes="w-33")


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
    name = tables.RowName(gettext_lazy("Group"))
    share = tables.Figure(gettext_lazy("Selection rate"))


class SharesTable(tables.FixedTable):
    """Selection rates by number of responses, under one rule."""

    name = tables.RowName(gettext_lazy("Responses"), classes="fw-normal")
    share = tables.TemplateCell(
        "selection/_share_cell.html", gettext_lazy("Selection rate"), called="part", classes="text-end text-nowrap"
    )


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
