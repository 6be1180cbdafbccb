"""Tables of imports, import profiles and webhooks."""

from collections.abc import Mapping
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
from core.tables import badge, offset_time, short_time, stack, with_note
from core.templatetags.ecs import zone_name
from intake.models import Import, OwnProfile, WebhookEndpoint
from intake.queries.files import Preview
from intake.queries.staff import PlannedPerson
from intake.reading.profiles import Field

SECONDS_OF_MINUTE = 60
# Fields of the file that fill a column of the preview. Columns that aren't listed are always shown.
SHOWN_BY: Mapping[str, tuple[Field, ...]] = {
    "instrument": (Field.INSTRUMENT,),
    "comment": (Field.COMMENT,),
    "responded_at": (Field.RESPONDED,),
    "survey_sent_at": (Field.SURVEY_SENT,),
    "channel": (Field.CHANNEL,),
    "topic": (Field.TOPIC,),
    "language": (Field.LANGUAGE,),
    "ended_at": (Field.ENDED,),
    "response_seconds": (Field.RESPONSE_TIME, Field.FIRST_RESPONSE),
    "handle_seconds": (Field.HANDLE_TIME,),
    "is_resolved": (Field.RESOLVED,),
    "resolved_on_first_contact": (Field.FIRST_CONTACT,),
    "recording_url": (Field.RECORDING,),
    "transcript": (Field.TRANSCRIPT,),
    "external_id": (Field.EXTERNAL_ID,),
}


class FilesTable(tables.Table):
    """Imported files."""

    caption = gettext_lazy("Imported files, newest first")
    title = tables.RowName(gettext_lazy("File"), order_by="file_name")
    state = tables.TemplateCell("intake/_state.html", gettext_lazy("State"), called="imported", classes="text-nowrap")
    kind = tables.Column(gettext_lazy("Contents"), visible=False)
    source = tables.Column(gettext_lazy("Source"))
    rows = tables.Figure(gettext_lazy("Rows"), accessor="counts__rows")
    rejected = tables.Figure(gettext_lazy("Not imported"), accessor="counts__rejected")
    created_at = tables.Moment(gettext_lazy("Uploaded"))
    uploaded_by = tables.Column(gettext_lazy("Uploaded by"), visible=False)

    def render_title(self, record: Import) -> SafeString:
        url = reverse("intake:import_detail", args=[record.pk])
        title = format_html('<a class="target text-break" href="{}">{}</a>', url, truncatechars(record.title, 40))
        return with_note(title, record.get_kind_display())

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
    """First rows with their parsed values: the columns that are matched to one of the file."""

    caption = gettext_lazy("First rows")
    line = tables.RowName(gettext_lazy("Line"), classes="text-end")
    started_at = tables.Column(gettext_lazy("Time"), classes="text-nowrap")
    agent = tables.Column(gettext_lazy("Agent"))
    rating = tables.TemplateCell("intake/_rating.html", gettext_lazy("Rating"))
    instrument = tables.Column(gettext_lazy("Survey type"))
    comment = tables.Column(gettext_lazy("Comment"))
    responded_at = tables.Column(gettext_lazy("Answered"), classes="text-nowrap")
    survey_sent_at = tables.Column(gettext_lazy("Survey sent"), classes="text-nowrap")
    channel = tables.Column(gettext_lazy("Channel"))
    topic = tables.Column(gettext_lazy("Topic"))
    language = tables.Column(gettext_lazy("Language"))
    ended_at = tables.Column(gettext_lazy("End"), classes="text-nowrap")
    response_seconds = tables.Figure(gettext_lazy("Response time"))
    handle_seconds = tables.Figure(gettext_lazy("Handle time"))
    is_resolved = tables.Column(gettext_lazy("Resolved"))
    resolved_on_first_contact = tables.Column(gettext_lazy("Resolved on first contact"))
    recording_url = tables.Column(gettext_lazy("Recording"), classes="text-break")
    transcript = tables.Column(gettext_lazy("Transcript"))
    external_id = tables.Column(gettext_lazy("ID"), classes="text-nowrap")

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview.rows)
        for name, fields in SHOWN_BY.items():
            # Data from another system has no columns of a file.
            is_used = (
                preview.columns.intersection(fields) if preview.columns else any(getattr(row, name) for row in preview.rows)
            )
            if not is_used:
                self.columns.hide(name)

    def render_started_at(self, value: datetime) -> str:
        return f"{date_format(localtime(value), 'D j M Y, H:i:s')} {zone_name(value)}"

    def render_responded_at(self, value: datetime | None) -> str:
        return self.render_started_at(value) if value else "–"

    render_survey_sent_at = render_ended_at = render_responded_at

    def render_agent(self, value: str) -> str | SafeString:
        return value or format_html('<span class="text-secondary">{}</span>', _("no agent"))

    def render_response_seconds(self, value: int | None) -> str:
        return "–" if value is None else duration(value)

    render_handle_seconds = render_response_seconds

    def render_is_resolved(self, value: bool | None) -> str:
        return "–" if value is None else _("yes") if value else _("no")

    render_resolved_on_first_contact = render_is_resolved

    def render_comment(self, value: str) -> str:
        return truncatechars(value, 40) or "–"

    render_transcript = render_recording_url = render_comment

    def render_external_id(self, value: str) -> str:
        return truncatechars(value, 20) or "–"


def duration(seconds: int) -> str:
    """A duration in seconds, with the hours and minutes from a minute on."""
    text = _("%(seconds)s s") % {"seconds": seconds}
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{text} ({hours}:{minutes:02}:{rest:02})" if seconds >= SECONDS_OF_MINUTE else text


class LostTable(tables.FixedTable):
    """Cells that rows are imported without, by column and reason."""

    caption = gettext_lazy("Cells left out")
    column = tables.RowName(gettext_lazy("Column"))
    count = tables.Figure(gettext_lazy("Rows"))
    example = tables.Column(gettext_lazy("Example"), classes="text-break")
    sentence = tables.Column(gettext_lazy("Reason"), classes="cell-words")

    def render_example(self, value: str) -> SafeString | str:
        return format_html("<code>{}</code>", value) if value else "–"


class PlannedPeopleTable(tables.FixedTable):
    """People that an import would add or change."""

    caption = gettext_lazy("People with changes")
    name = tables.RowName(gettext_lazy("Name"))
    is_new = tables.Column(gettext_lazy("State"))
    changes = tables.Column(gettext_lazy("Changes"), classes="cell-words")
    line = tables.Figure(gettext_lazy("Line"))

    def render_is_new(self, record: PlannedPerson) -> SafeString:
        return badge(_("new"), "success") if record.is_new else badge(_("known"))

    def render_changes(self, record: PlannedPerson) -> SafeString:
        return stack(record.changes)
