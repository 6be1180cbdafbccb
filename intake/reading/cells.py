"""Readers of cells: texts, channels, topics, yes or no. Each distinct text is read once and cached.

A `CellReader` is a dictionary from texts to values, so a cached lookup costs no Python call.
"""

from collections.abc import Callable, Mapping
from typing import Any

from intake.reading.profiles import Field, Profile, plain_title
from intake.reading.reasons import RejectionReason
from intake.reading.yes_or_no import NO, YES

# Texts that help desks write for an empty value.
NOTHING = {
    "",
    "-",
    "--",
    "–",
    "—",
    "n/a",
    "#n/a",
    "na",
    "null",
    "none",
    "(empty)",
    "(blank)",
    "not rated",
    "no rating",
    "unrated",
}
# In files of contact centres, “Inbound” and “Outcall” are calls.
CHANNELS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "phone", "call", "phone call", "voice", "telephone", "inbound", "outbound", "outcall", "inbound call",
            "outbound call",
        ),
        "phone",
    ),
    **dict.fromkeys(
        (
            "telefon", "anruf", "telefonisch", "téléphone", "telephone", "appel", "appel téléphonique", "teléfono", "telefono",
            "llamada", "llamada telefónica", "chiamata", "telefone", "ligação", "chamada", "telefoon", "gesprek", "telefonie",
            "telefonicznie", "połączenie", "samtal", "opkald", "opringning", "puhelin", "puhelu", "hovor", "apel", "τηλέφωνο",
            "κλήση", "hívás",
        ),
        "phone",
    ),
    **dict.fromkeys(("chat", "live chat", "web chat", "messaging"), "chat"),
    **dict.fromkeys(("livechat", "live-chat", "webchat", "tchat", "czat", "chatt", "chatti", "csevegés"), "chat"),
    **dict.fromkeys(("email", "e-mail", "mail"), "email"),
    **dict.fromkeys(
        (
            "courriel", "correo", "correo electrónico", "correo electronico", "posta elettronica", "correio eletrônico",
            "correio eletrónico", "e-post", "epost", "e-postă", "mejl", "sähköposti", "poczta elektroniczna", "poczta e-mail",
        ),
        "email",
    ),
    **dict.fromkeys(("social", "social media"), "social"),
    **dict.fromkeys(
        ("soziale medien", "réseaux sociaux", "redes sociales", "redes sociais", "sociale media", "sociala medier"), "social"
    ),
    "other": "other",
}  # fmt: skip


class UnfitCell(Exception):
    """The cell has no valid value for its column. Becomes a rejection."""

    def __init__(self, column: Field, value: str, reason: RejectionReason) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class CellReader(dict[str, Any]):
    """Cached values by the texts of a column. `read` raises ValueError for an invalid text."""

    def __init__(self, column: Field, reason: RejectionReason, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._column, self._reason, self._read = column, reason, read

    def __missing__(self, text: str) -> Any:
        try:
            meaning = self._read(text.strip())
        except (ValueError, OverflowError) as error:
            raise UnfitCell(self._column, text, self._reason) from error
        self[text] = meaning
        return meaning


def text_reader(column: Field, longest: int) -> CellReader:
    def read(text: str) -> str:
        plain = " ".join(text.split())
        if len(plain) > longest:
            raise ValueError
        return plain

    return CellReader(column, RejectionReason.VALUE_TOO_LONG, read)


def channel_reader(profile: Profile) -> CellReader:
    words = {**CHANNELS} | {word.lower(): channel for word, channel in profile.channels.items()}
    return CellReader(
        Field.CHANNEL,
        RejectionReason.VALUE_TOO_LONG,
        lambda text: words.get(text.lower(), "other") if text else profile.channel,
    )


def topic_reader(profile: Profile, longest: int) -> CellReader:
    """Reader of topics. Returns the topic group, or the text itself if it has none."""
    groups = {plain_title(word): group for word, group in profile.topics.items()}
    plain = text_reader(Field.TOPIC, longest)
    return CellReader(Field.TOPIC, RejectionReason.VALUE_TOO_LONG, lambda text: plain[groups.get(plain_title(text), text)])


def yes_or_no_reader(column: Field) -> CellReader:
    def read(text: str) -> bool | None:
        if text.lower() in NOTHING:
            return None
        word = " ".join(text.lower().split())
        if word in YES:
            return True
        if word in NO:
            return False
        raise ValueError

    return CellReader(column, RejectionReason.YES_OR_NO, read)
