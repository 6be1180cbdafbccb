"""The tables of this room's pages."""

from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import link, offset_time
from core.templatetags.ecs import moment
from people.templatetags.last_days import last_day
from scripts_library.queries import VersionSummary


class ZonedMoment(tables.Moment):
    """A time with the name of its zone."""

    def render(self, value: datetime) -> str:
        return moment(value)


class VersionsTable(tables.Table):
    caption = gettext_lazy("Versions")
    number = tables.RowName(gettext_lazy("Version"))
    state = tables.TemplateCell("scripts_library/_version_state.html", gettext_lazy("State"), order_by="state_name")
    author_name = tables.Column(gettext_lazy("Author"))
    approver_name = tables.Column(gettext_lazy("Approved by"))
    starts_at = ZonedMoment(gettext_lazy("From"))
    until = tables.Column(gettext_lazy("Until"), classes="text-nowrap")
    acknowledged_count = tables.Figure(gettext_lazy("Read by"))
    compare = tables.Actions("scripts_library/_version_actions.html", gettext_lazy("Compare"))

    def render_number(self, record: VersionSummary) -> SafeString:
        return link(reverse("scripts_library:version", args=[record.id]), _("Version %(number)s") % {"number": record.number})

    def render_until(self, record: VersionSummary) -> str:
        return last_day(record.until)

    def value_until(self, record: VersionSummary) -> str | None:
        return offset_time(record.until) if record.until else None


class ReadersTable(tables.Table):
    """People and the times of their acknowledgements."""

    name = tables.RowName(gettext_lazy("Name"), accessor="0")
    at = ZonedMoment(gettext_lazy("When"), accessor="1")
