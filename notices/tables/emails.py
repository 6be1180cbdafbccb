"""Tables on the pages of this room."""

import re
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.mail_outbox import Mail, State
from core.tables import badge, link, short_time, with_note
from notices.emails.writing import KIND
from notices.queries.letter_templates import TopicWording
from notices.rules import DeliveryReason

# Mail servers repeat the recipient in their answers.
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


class OutgoingMailTable(tables.Table):
    """Outgoing e-mails without recipient and subject: administrators see what fails, not who is told what."""

    caption = gettext_lazy("Outgoing e-mails")
    created_at = tables.Moment(gettext_lazy("Posted"))
    kind = tables.RowName(gettext_lazy("Kind"), orderable=False)
    state = tables.Column(gettext_lazy("State"))
    tries = tables.Figure(gettext_lazy("Failed tries"))
    error = tables.Column(gettext_lazy("Answer of the mail server"), orderable=False)

    def render_kind(self, record: Mail) -> str:
        return _("Notification") if record.kind == KIND else _("Account")

    def render_state(self, record: Mail) -> SafeString:
        texts = {
            State.WAITING: badge(_("Waiting"), "warning" if record.error else ""),
            State.SENT: badge(_("Sent"), "success"),
            State.FAILED: badge(_("Failed"), "danger"),
            State.DROPPED: badge(_("No longer needed")),
        }
        return texts[State(record.state)]

    def render_error(self, record: Mail) -> Any:
        if record.state == State.DROPPED:
            return DeliveryReason(record.error).label if record.error in DeliveryReason else record.error
        return _without_recipient(record.error, record.recipient) or "–"


def _without_recipient(answer: str, recipient: str) -> str:
    """Answer of a mail server without addresses and without the recipient's name in front of the @."""
    name = re.escape(recipient.partition("@")[0])
    return re.sub(rf"(?<!\w){name}(?!\w)", "…", ADDRESS.sub("…", answer), flags=re.IGNORECASE)


class LetterTemplatesTable(tables.Table):
    """Topics whose e-mails can be changed, with who changed them."""

    caption = gettext_lazy("Texts of e-mails")
    title = tables.RowName(gettext_lazy("E-mail"), accessor="topic__title")
    urgency = tables.Column(gettext_lazy("When it is sent"), accessor="topic__urgency")
    changed_by = tables.Column(gettext_lazy("Text"))
    changed_at = tables.Moment(gettext_lazy("Changed"), visible=False)

    def render_title(self, record: TopicWording) -> SafeString:
        return link(reverse("notices:template", args=[record.topic.name]), record.topic.title)

    def render_urgency(self, record: TopicWording) -> str:
        return str(record.topic.urgency.label)

    def render_changed_by(self, record: TopicWording) -> SafeString | str:
        if record.changed_at is None:
            return _("Default")
        return with_note(_("Changed by %(name)s") % {"name": record.changed_by}, short_time(record.changed_at))

    def value_changed_by(self, record: TopicWording) -> str:
        return _("Changed by %(name)s") % {"name": record.changed_by} if record.changed_by else _("Default")
