"""Table on the page of the API."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core import tables


class ProblemsTable(tables.FixedTable):
    """Types of problems: status, name and meaning."""

    caption = gettext_lazy("Types of errors")
    status = tables.Column(gettext_lazy("Status"), accessor="0")
    name = tables.RowName(gettext_lazy("Type"), accessor="1", classes="fw-normal")
    title = tables.Column(gettext_lazy("Meaning"), accessor="2", classes="cell-words")

    def render_name(self, value: str) -> SafeString:
        return format_html('<code id="{}">{}</code>', value, value)
