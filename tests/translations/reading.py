"""What a person reads on a page in the pseudo-language, and which of it was never marked for translation."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.time_zones import known_zones
from notices.letter_wording import PLACEHOLDERS
from tests.emptying import filled_of
from translations.pseudo import CLOSE, OPEN

SPOKEN = ("aria-label", "alt", "title", "placeholder", "aria-description", "label")
# Nobody reads what is in these; `code` and `kbd` hold what is typed or sent as it is.
UNREAD = {"script", "style", "template", "code", "kbd", "pre"}
INNERMOST = re.compile(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# Shorter ones are initials and units.
LEAST = 3
# The same in every language.
NAMES = {"PDF", "Markdown", "JSON", "Genesys", *PLACEHOLDERS, *known_zones()}
PIECES = re.compile(r"(\{[^}]*\})|\n")
TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)
WORD = re.compile(r"[^\W\d_]{3,}")
ZONES = re.compile(r"\b(UTC|CES?T|GMT)\b")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self._unread.append(tag)
        known = dict(attributes)
        self.texts += [value for name in SPOKEN if (value := known.get(name))]
        if tag == "input" and known.get("type") in {"submit", "button"}:
            self.texts.append(known.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)


def unmarked(page: str, known: Iterable[str] = ()) -> list[str]:
    """The texts of a page outside the brackets of the pseudo-language, without what is `known` to be data or a name."""
    reader = _Reader()
    reader.feed(page)
    # A message may go on over several elements.
    rest = _without_brackets("\n".join(reader.texts))
    for value in sorted({*known, *NAMES}, key=len, reverse=True):
        rest = rest.replace(value, " ")
    rest = ZONES.sub(" ", rest)
    return [line.strip() for line in rest.split("\n") if WORD.search(line)]


def _without_brackets(text: str) -> str:
    while INNERMOST.search(text):
        text = INNERMOST.sub(" ", text)
    return text


def stored_texts() -> Iterator[str]:
    """Every text in the database: names, titles, what people wrote."""
    models_of = {model._meta.db_table: model for model in apps.get_models()}
    # Most tables are empty in a test, so one query for all of them leaves few to be read.
    for table in filled_of(models_of):
        model = models_of[table]
        fields = [field.attname for field in model._meta.concrete_fields if isinstance(field, TEXTS) and not field.choices]
        for row in model._base_manager.values_list(*fields) if fields else ():
            yield from _texts_in(row)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        # A page may mark placeholders and break lines. Shorter texts are found in words that are no data.
        yield from (part for part in [value, *PIECES.split(value)] if part and len(part) >= LEAST)
    elif isinstance(value, Mapping):
        yield from _texts_in([*value, *value.values()])
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts_in(part)
