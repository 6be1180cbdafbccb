"""Tables of imports, import profiles and webhooks."""

from datetime import datetime

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import offset_time, short_time, with_note
from core.templatetags.ecs import zone_name
from intake.models import Import, OwnProfile, WebhookEndpoint
from intake.queries.files import UnderstoodRow


class FilesTable(tables.Table):
    """Imported files."""

    caption = gettext_lazy("Imported files, newest first")
    title = tables.RowName(gettext_lazy("File"), order_by="file_name")
    state = tables.TemplateCell("intake/_state.html", gettext_lazy("State"), called="imported", classes="text-nowrap")
    source = tables.Column(gettext_lazy("Source"))
    rows = tables.Figure(gettext_lazy("Rows"), accessor="counts__rows")
    rejected = tables.Figure(gettext_lazy("Not imported"), accessor="counts__rejected")
    created_at = tables.Moment(gettext_lazy("Uploaded"))
    uploaded_by = tables.Column(gettext_lazy("Uploaded by"), visible=False)

    def render_title(self, record: Import) -> SafeString:
        url = reverse("intake:import_detail", args=[record.pk])
        return format_html('<a class="text-nowrap" href="{}">{}</a>', url, truncatechars(record.title, 40))

    def value_title(self, record: Import) -> str:
        return record.title

    def render_created_at(self, record: Import) -> SafeString:
        return with_note(short_time(record.created_at), record.uploaded_by)

    def value_created_at(self, value: datetime) -> str:
        return offset_time(value)


class DeliveriesTable(FilesTable):
    """Imports from other systems, named after the sender."""

    caption = gettext_lazy("Imports from other systems, newest first")
    title = tables.RowName(gettext_lazy("From"), orderable=False)
    created_at = tables.Moment(gettext_lazy("Received"))


class ProfilesTable(tables.Table):
    caption = gettext_lazy("Import profiles")
    name = tables.RowName(gettext_lazy("Profile"))
    source = tables.Column(gettext_lazy("Source"), accessor="definition__source", classes="text-break")
    saved_at = tables.Moment(gettext_lazy("Saved"))
    saved_by = tables.Column(gettext_lazy("Saved by"), visible=False)

    def render_name(self, record: OwnProfile) -> SafeString:
        return format_html('<a class="text-break" href="{}">{}</a>', reverse("intake:profile", args=[record.pk]), record.name)

    def render_saved_at(self, record: OwnProfile) -> SafeString:
        return with_note(short_time(record.saved_at), record.saved_by)

    def value_saved_at(self, value: datetime) -> str:
        return offset_time(value)


class WebhooksTable(tables.Table):
    caption = gettext_lazy("Webhooks")
    name = tables.RowName(gettext_lazy("Name"))
    address = tables.Column(gettext_lazy("Address"), visible=False, orderable=False)
    source = tables.Column(gettext_lazy("Source"))
    creates_people = tables.Column(gettext_lazy("Unknown names"))
    state = tables.TemplateCell("intake/_webhook_state.html", gettext_lazy("State"), order_by="is_revoked")

    def render_name(self, record: WebhookEndpoint) -> SafeString:
        return with_note(record, format_html('<code class="text-break">{}</code>', self.render_address(record)))

    def value_name(self, record: WebhookEndpoint) -> str:
        return str(record)

    def render_address(self, record: WebhookEndpoint) -> str:
        return reverse("api:hook", args=[record.address])

    def render_creates_people(self, record: WebhookEndpoint) -> str:
        return _("Added as new agents") if record.creates_people else _("Wait to be matched")

    def value_state(self, record: WebhookEndpoint) -> str:
        return _("Revoked") if record.revoked_at else _("Active")


class RejectedTable(tables.FixedTable):
    """First rows that can't be imported. A separate download has all of them."""

    caption = gettext_lazy("Rows not imported")
    line = tables.RowName(gettext_lazy("Line"), classes="text-end")
    column = tables.Column(gettext_lazy("Column"))
    value = tables.Column(gettext_lazy("Value"), classes="text-break")
    sentence = tables.Column(gettext_lazy("Reason"), classes="cell-words")

    def render_value(self, value: str) -> SafeString:
        return format_html("<code>{}</code>", truncatechars(value, 80))


class ReasonsTable(tables.FixedTable):
    """Reasons why rows can't be imported, with the number of rows and one value of each."""

    caption = gettext_lazy("Reasons, most frequent first")
    count = tables.Figure(gettext_lazy("Rows"))
    column = tables.RowName(gettext_lazy("Column"))
    value = tables.Column(gettext_lazy("Example"), classes="text-break")
    sentence = tables.Column(gettext_lazy("Reason"), classes="cell-words")

    def render_column(self, value: str) -> str:
        return value or "–"

    def render_value(self, value: str) -> SafeString:
        return format_html("<code>{}</code>", truncatechars(value, 80))


class ClashesTable(tables.FixedTable):
    """Examples of contacts that a file and published imports have with different values."""

    external_id = tables.RowName(gettext_lazy("Contact ID"), classes="text-break")
    known = tables.Column(gettext_lazy("Published already"))
    here = tables.Column(gettext_lazy("In this file"))


class RowsTable(tables.FixedTable):
    """First rows with their parsed values."""

    caption = gettext_lazy("First rows")
    line = tables.RowName(gettext_lazy("Line"), classes="text-end")
    started_at = tables.Column(gettext_lazy("Time"), classes="text-nowrap")
    agent = tables.Column(gettext_lazy("Agent"))
    rating = tables.TemplateCell("intake/_rating.html", gettext_lazy("Rating"))
    channel = tables.Column(gettext_lazy("Channel"))
    topic = tables.Column(gettext_lazy("Topic"))
    handle_seconds = tables.Figure(gettext_lazy("Handle time"))
    is_resolved = tables.Column(gettext_lazy("Resolved"))
    comment = tables.Column(gettext_lazy("Comment"))
    external_id = tables.Column(gettext_lazy("ID"))

    def render_started_at(self, value: datetime) -> str:
        return f"{date_format(localtime(value), 'D j M Y, H:i:s')} {zone_name(value)}"

    def render_agent(self, value: str) -> str | SafeString:
        return value or format_html('<span class="text-secondary">{}</span>', _("no agent"))

    def render_handle_seconds(self, value: int | None) -> str:
        return "–" if value is None else _("%(seconds)s s") % {"seconds": value}

    def render_is_resolved(self, record: UnderstoodRow) -> str:
        return "–" if record.is_resolved is None else _("yes") if record.is_resolved else _("no")

    def render_comment(self, value: str) -> str:
        return truncatechars(value, 60) or "–"

    def render_external_id(self, value: str) -> str:
        return truncatechars(value, 20) or "–"
