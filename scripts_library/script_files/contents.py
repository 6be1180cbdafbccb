"""A script as it stands in a file, and the checks of its values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from people.identity import Channel

LONGEST_TITLE = 200
LONGEST_TEXT = 4000
MOST_SCRIPTS = 500
MOST_BYTES = 5 * 1024 * 1024

# In files the names of texts are the same in every language of the product.
HEADINGS = {
    "situation": "Situation",
    "what_to_say": "What to say",
    "tone": "How to say it",
    "what_not_to_say": "What not to say",
    "what_to_ask": "What to ask",
    "escalation": "When and how to escalate",
    "plan_b": "Plan B",
}
# `state` is for people who read the file. Importing ignores it, because importing publishes nothing.
FACTS = ("title", "owner", "channel", "language", "state", "variant of")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?")
# Control characters, and halves of a character that is written as two.
_NOT_STORED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script in a file. `source` names the file, or the table and its row, for messages; it isn't part of the script."""

    title: str
    owner: str = ""
    channel: str = ""
    language: str = ""
    state: str = ""
    variant_of: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    source: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RejectedScript:
    """A file or row that can't be imported, with the line if it is known, and the reason as a sentence."""

    source: str
    reason: str
    line: int | None = None


class FileRefusedError(Exception):
    """The whole file can't be read. The message is a sentence for the user."""


class ProblemError(Exception):
    """One script can't be read: the reason as a sentence, and the line in its file."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def normal(text: str) -> str:
    """The text with line ends as in files, and without blank space at its start and end. Two such texts are compared."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def refuse_control_characters(values: Iterable[str], line: int | None) -> None:
    """Refuse characters that can't be stored, before a reason quotes one."""
    if any(_NOT_STORED.search(value) for value in values):
        raise ProblemError(_("A field contains a control character. Remove it."), line)


def checked(facts: dict[str, str], texts: dict[str, str], *, source: str, line: int | None = None) -> ScriptFile:
    """A script with valid values, or `ProblemError`."""
    refuse_control_characters([*facts, *facts.values()], line)
    if unknown := facts.keys() - set(FACTS):
        names = ", ".join(sorted(unknown))
        raise ProblemError(
            _("There is no field called %(names)s. Fields are %(known)s.") % {"names": names, "known": ", ".join(FACTS)}, line
        )
    values = {name: facts.get(name, "").strip() for name in FACTS}
    if not values["title"]:
        raise ProblemError(_("The title is missing."), line)
    if len(values["title"]) > LONGEST_TITLE:
        raise ProblemError(_("The title is longer than %(most)d characters.") % {"most": LONGEST_TITLE}, line)
    channel, language = values["channel"].lower(), values["language"].lower()
    if channel not in {"", *Channel.values}:
        known = ", ".join(Channel.values)
        raise ProblemError(
            _("“%(channel)s” isn't a channel. Use %(known)s, or leave it blank for every channel.")
            % {"channel": channel[:40], "known": known},
            line,
        )
    if language and not _LANGUAGE.fullmatch(language):
        raise ProblemError(
            _("“%(language)s” isn't the code of a language. Use a code such as en, nl or pt-br.") % {"language": language[:40]},
            line,
        )
    texts = {name: normal(texts.get(name, "")) for name in HEADINGS}
    _check_texts(texts, line)
    return ScriptFile(
        title=values["title"],
        owner=values["owner"],
        channel=channel,
        language=language,
        state=values["state"],
        variant_of=values["variant of"],
        texts=texts,
        source=source,
        line=line,
    )


def _check_texts(texts: dict[str, str], line: int | None) -> None:
    if not texts["situation"]:
        raise ProblemError(_("The text “%(name)s” is missing.") % {"name": HEADINGS["situation"]}, line)
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            raise ProblemError(
                _("The text “%(name)s” is longer than %(most)d characters.") % {"name": HEADINGS[name], "most": LONGEST_TEXT},
                line,
            )
        if _NOT_STORED.search(text):
            raise ProblemError(
                _("The text “%(name)s” contains a control character. Remove it.") % {"name": HEADINGS[name]}, line
            )


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, or `ProblemError`."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProblemError(_("The file isn't UTF-8 text. Save it as UTF-8."), line) from error
