"""Table of suggestions for supervisors. It says the week of each, because nothing more exact is known."""

from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from care.models import Suggestion
from care.weeks import week_name
from core import tables
from core.tables import link


class SuggestionsTable(tables.Table):
    caption = gettext_lazy("Suggestions, new ones first")
    text = tables.RowName(gettext_lazy("Suggestion"), orderable=False)
    state = tables.Column(gettext_lazy("State"))
    topic = tables.Column(gettext_lazy("Topic"))
    about = tables.Column(gettext_lazy("About"), accessor="journal", order_by="journal__title")
    author = tables.Column(gettext_lazy("Author"), order_by="author__display_name")
    week = tables.Column(gettext_lazy("Week"), accessor="week_on", order_by="week_on")
    votes = tables.Figure(gettext_lazy("Also matters to"), accessor="votes_count")

    def render_text(self, record: Suggestion) -> SafeString:
        return link(
            reverse("care:suggestion", args=[record.pk]), format_html("<bdi>{}</bdi>", record.heading or record.own_heading)
        )

    def value_text(self, record: Suggestion) -> str:
        return record.published_text or record.text

    def render_state(self, record: Suggestion) -> str:
        return render_to_string("care/_suggestion_state.html", {"suggestion": record})

    def value_state(self, record: Suggestion) -> str:
        return str(record.get_state_display())

    def render_about(self, record: Suggestion) -> str:
        return record.journal.title if record.journal.kind == "case" else _("Everyday work")

    def render_author(self, record: Suggestion) -> str:
        return str(record.author or _("Anonymous"))

    def render_week(self, value: date) -> str:
        return week_name(value)
