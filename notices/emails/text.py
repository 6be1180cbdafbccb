"""Subject and text of an e-mail about one or several messages. The preview of a wording comes from here too.

A locked phone shows the subject and the first lines. With short subjects these must not be confidential, so each message begins
with its kind, its link and its reason. Otherwise it begins with its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.mail_outbox import Letter
from notices.letter_wording import TEXT, Wording, default_wording, filled, reveals_text
from notices.topics import Topic


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an e-mail. `url` is a path; without one, the link leads to the notifications. `topic` is None if it no
    longer exists, and `wording` is None for the default.
    """

    topic: Topic | None
    text: str
    url: str = ""
    wording: Wording | None = None

    @property
    def kind(self) -> str:
        return str(self.topic.title) if self.topic else _("Message")

    @property
    def why(self) -> str:
        return str(self.topic.why) if self.topic else ""

    @property
    def link(self) -> str:
        return absolute(self.url or reverse("people:notifications"))


def compose(messages: Sequence[Message], *, is_short: bool, organisation: str) -> Letter:
    """The e-mail. Its links, its reasons and the way to the preferences don't depend on any wording."""
    preferences = _lines(_("Choose which e-mails you get, and when:"), absolute(reverse("notices:preferences")))
    if len(messages) == 1:
        (message,) = messages
        subject = _subject(message, is_short=is_short, organisation=organisation)
        parts = _alone(message, is_short=is_short, organisation=organisation)
    else:
        many = ngettext(
            "%(count)d message (Extreme Customer Service)", "%(count)d messages (Extreme Customer Service)", len(messages)
        )
        subject = many % {"count": len(messages)}
        parts = _together(messages, is_short=is_short, organisation=organisation)
    return Letter(subject, "\n\n".join(part for part in [*parts, preferences] if part))


def absolute(url: str) -> str:
    """Address of a page of this installation, or "" without one."""
    return f"{settings.SITE_URL}{url}" if url else ""


def _subject(message: Message, *, is_short: bool, organisation: str) -> str:
    """Subject in one line. A wording from a time without short subjects may show the message, and is then replaced."""
    default = default_wording(is_short=is_short)
    wording = message.wording or default
    template = default.subject if is_short and reveals_text(wording.subject) else wording.subject
    # Never empty, even without a name of the organisation.
    return " ".join(_filled(template, message, organisation).split()) or message.kind


def _alone(message: Message, *, is_short: bool, organisation: str) -> list[str]:
    body = _body(message, organisation)
    if is_short:
        return [_lines(_("%(kind)s. Open it here:") % {"kind": message.kind}, message.link), message.why, body]
    return [body, _lines(_("Open it here:"), message.link), message.why]


def _together(messages: Sequence[Message], *, is_short: bool, organisation: str) -> list[str]:
    parts = [
        _(
            "You get these messages in one e-mail because they came in your quiet hours or above your daily limit. "
            "Each one says why you get it."
        )
    ]
    for number, message in enumerate(messages, 1):
        heading = _("%(number)d of %(count)d: %(kind)s") % {"number": number, "count": len(messages), "kind": message.kind}
        link = _lines(_("Open it here:"), message.link)
        body = _body(message, organisation)
        parts += [_lines("----", heading), *([link, message.why, body] if is_short else [body, link, message.why])]
    return [*parts, "----"]


def _body(message: Message, organisation: str) -> str:
    return _filled(message.wording.body if message.wording else TEXT, message, organisation).strip()


def _filled(template: str, message: Message, organisation: str) -> str:
    return filled(template, text=message.text, kind=message.kind, organisation=organisation)


def _lines(*lines: str) -> str:
    return "\n".join(lines)
