"""Tables on the pages of this room."""

from typing import Any

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import badge, link, stack, with_note
from people.models import Look, Membership, Person, Shift, Team


class PeopleTable(tables.Table):
    caption = gettext_lazy("People")
    display_name = tables.RowName(gettext_lazy("Name"))
    email = tables.Column(gettext_lazy("E-mail"), orderable=False)
    teams = tables.Column(gettext_lazy("Teams"), orderable=False)
    roles = tables.Column(gettext_lazy("Roles"), orderable=False)
    sign_in = tables.Column(gettext_lazy("Account"), order_by="sign_in_rank")

    def render_display_name(self, record: Person) -> SafeString:
        return link(reverse("people:detail", args=[record.pk]), record)

    def render_teams(self, record: Any) -> SafeString:
        return stack(_team(membership) for membership in record.teams_today)

    def render_roles(self, record: Person) -> SafeString:
        return stack(grant.get_role_display() for grant in record.role_grants.all())

    def render_sign_in(self, record: Person) -> SafeString:
        if record.left_on:
            return badge(_("left"), symbol="door-exit")
        user = getattr(record, "user", None)
        return badge(_("active"), "success") if user and user.is_active else badge(_("none"))


def _team(membership: Membership) -> str:
    return _("%(team)s (leader)") % {"team": membership.team} if membership.is_lead else str(membership.team)


class TeamsTable(tables.Table):
    caption = gettext_lazy("Teams")
    name = tables.RowName(gettext_lazy("Name"))
    site = tables.Column(gettext_lazy("Site"))
    size = tables.Figure(gettext_lazy("People today"))

    def render_name(self, record: Team) -> SafeString:
        return link(reverse("people:team", args=[record.pk]), record)


class ShiftsTable(tables.Table):
    caption = gettext_lazy("Shifts")
    name = tables.RowName(gettext_lazy("Name"))
    starts_at = tables.Column(gettext_lazy("Starts"))
    ends_at = tables.Column(gettext_lazy("Ends"))

    def render_name(self, record: Shift) -> SafeString:
        return link(reverse("people:shift", args=[record.pk]), record)

    def render_starts_at(self, record: Shift) -> str:
        return time_format(record.starts_at, "H:i")

    def render_ends_at(self, record: Shift) -> str:
        return time_format(record.ends_at, "H:i")


class TokensTable(tables.Table):
    caption = gettext_lazy("API tokens")
    name = tables.RowName(gettext_lazy("Name"))
    ending = tables.Column(gettext_lazy("Ends with"), visible=False)
    created_by = tables.Column(gettext_lazy("Created by"), visible=False, order_by="created_by__display_name")
    scopes = tables.Column(gettext_lazy("Permissions"), orderable=False)
    last_used_at = tables.Moment(gettext_lazy("Last used"), default=gettext_lazy("Never"))
    state = tables.TemplateCell("people/_token_state.html", gettext_lazy("State"), order_by=("is_good", "expires_at"))

    def render_name(self, record: Any) -> SafeString:
        note = format_html('<span class="text-nowrap"><code>ecs_…{}</code> {}</span>', record.ending, record.created_by or "")
        return with_note(record, note)

    def value_name(self, record: Any) -> str:
        return str(record)

    def render_scopes(self, value: list[str]) -> SafeString:
        return stack(format_html('<code class="text-nowrap">{}</code>', scope) for scope in value)

    def value_state(self, record: Any) -> str:
        if record.is_good:
            return _("Active")
        return _("Revoked") if record.revoked_at else _("Expired")


class LooksTable(tables.Table):
    caption = gettext_lazy("Who looked at your record")
    on = tables.Day(gettext_lazy("Day"))
    viewer = tables.RowName(gettext_lazy("Who"), order_by="viewer__display_name")
    kind = tables.Column(gettext_lazy("What"))

    def render_kind(self, record: Look) -> SafeString:
        team = format_html(' <span class="text-secondary">({})</span>', record.team.name) if record.team else ""
        return format_html("{}{}", record.get_kind_display(), team)


class RecordsTable(tables.FixedTable):
    """Row counts of two records before a merge."""

    caption = gettext_lazy("What each record has")
    words = tables.RowName(gettext_lazy("Data"))
    kept = tables.Figure()
    merged = tables.Figure()
    moves = tables.Figure(gettext_lazy("Will move"))
    stays = tables.Figure(gettext_lazy("Will stay"))

    def __init__(self, rows: Any, *, kept: Person, merged: Person) -> None:
        super().__init__(rows)
        self.columns["kept"].column.verbose_name = str(kept)
        self.columns["merged"].column.verbose_name = str(merged)
