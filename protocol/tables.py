"""The tables of this room's pages."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import link
from protocol.models import Protocol


class ProtocolsTable(tables.Table):
    caption = gettext_lazy("Protocols")
    crisis = tables.RowName(gettext_lazy("Crisis"), order_by="crisis__title")
    state = tables.Column(gettext_lazy("State"))
    version = tables.Figure(gettext_lazy("Version"))
    compiled_at = tables.Moment(gettext_lazy("Compiled"))
    drill = tables.YesNo(gettext_lazy("Drill"), accessor="crisis__is_drill", visible=False)

    def render_crisis(self, record: Protocol) -> SafeString:
        title = link(reverse("protocol:detail", args=[record.crisis_id]), record.crisis.title)
        return format_html("{} {}", title, tables.drill()) if record.crisis.is_drill else title

    def value_crisis(self, record: Protocol) -> str:
        return record.crisis.title
