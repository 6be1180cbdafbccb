"""Wording of e-mails about a topic: a subject and a text with placeholders such as `{text}`.

The grammar is also a constraint of the database, so that filling in never meets anything but a plain placeholder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import opaque

KIND, ORGANISATION, TEXT = "{kind}", "{organisation}", "{text}"
PLACEHOLDERS: Mapping[str, Promise] = {
    TEXT: gettext_lazy("The message itself"),
    KIND: gettext_lazy("The kind of message, such as “Invitation”"),
    ORGANISATION: gettext_lazy("The name of your organisation"),
}
# Both are read by Python and by PostgreSQL. The first refuses line breaks and other control characters.
SUBJECT = r"^([^{}\u0001-\u001f\u007f-\u009f\u2028\u2029]|\{(text|kind|organisation)\})+$"
BODY = r"^([^{}\u0001-\u0008\u000b-\u001f\u007f-\u009f]|\{(text|kind|organisation)\})+$"
IN_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject, and the text around the message. Both have placeholders."""

    subject: str
    body: str

    @property
    def version(self) -> str:
        """Text that changes with the wording and doesn't reveal it."""
        return opaque(self.subject, self.body)


def default_wording(*, is_short: bool) -> Wording:
    """Wording of topics that nobody has changed. With short subjects, the subject doesn't show the message. It starts with the
    kind, because phones cut subjects off.
    """
    return Wording(subject=_("{kind} (Extreme Customer Service)") if is_short else TEXT, body=TEXT)


def reveals_text(subject: str) -> bool:
    return TEXT in subject


def filled(template: str, *, text: str, kind: str, organisation: str) -> str:
    """The template with values in place of its placeholders. Braces in the values stay as they are."""
    return template.format(text=text, kind=kind, organisation=organisation)


def is_written_by(grammar: str, template: str) -> bool:
    return re.fullmatch(grammar, template) is not None


def unknown_placeholder(template: str) -> str:
    """The first placeholder that doesn't exist, or a lone brace, or ""."""
    for found in IN_BRACES.findall(template):
        if found not in PLACEHOLDERS:
            return str(found)
    brace = re.search(r"[{}]", IN_BRACES.sub("", template))
    return brace.group() if brace else ""
