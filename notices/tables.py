"""Tables on the pages of this room."""

import re
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.mail_outbox import Mail, State
from core.tables import badge
from notices.letters import KIND
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
        return ADDRESS.sub("…", record.error) or "–"
