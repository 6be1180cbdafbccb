"""Two pseudo-languages, in which a tester sees what was never marked for translation and what has no room to grow.

Each message is accented, 40 % longer and in brackets: “⟦Šåvé téåm ~~~~⟧”. In `ar-xb` the pages are mirrored besides.
"""

import re
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Catalog
from django.utils.translation import to_locale

from translations.catalogues import PLACEHOLDER, write
from translations.messages import messages, messages_of_packages

# The codes that browsers and Android use for accented and for mirrored English.
ACCENTED, MIRRORED = "en-xa", "ar-xb"
OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aceinosuyACEINOSUY", "åçéîñöšûýÅÇÉÎÑÖŠÛÝ")
GROWTH = 0.4
WORD = 6
# Left as it is: placeholders, tags with their attributes, entities.
KEPT = re.compile(rf"(<[^>]*>|&\w+;|{PLACEHOLDER.pattern})")
# Formats of dates, which only look like text.
FORMAT = re.compile(r"[A-Za-z](?:[^A-Za-z]+[A-Za-z])*")


def pseudo(text: str) -> str:
    """The text in the pseudo-language; the same for the same text."""
    if not text.strip() or FORMAT.fullmatch(text):
        return text
    # Values are outside the brackets, because they are marked for translation on their own.
    parts = [part if number % 2 else _in_brackets(part) for number, part in enumerate(KEPT.split(text))]
    grown = "~" * round(GROWTH * len(KEPT.sub("", text)))
    # Lines have to break in it as they do between words.
    padding = [grown[at : at + WORD] for at in range(0, len(grown), WORD)]
    return f"{''.join(parts)} {OPEN}{' '.join(padding)}{CLOSE}" if padding else "".join(parts)


def _in_brackets(text: str) -> str:
    return f"{OPEN}{text.translate(ACCENTS)}{CLOSE}" if text.strip() else text


def write_pseudo_languages(folder: Path) -> None:
    """Compiled catalogues of both languages, for `LOCALE_PATHS`: our messages, Django's and allauth's."""
    template = messages()
    for message in messages_of_packages(Path(django.__file__).parent, Path(allauth.__file__).parent):
        if message.id:
            template.add(message.id, context=message.context)
    for code in (ACCENTED, MIRRORED):
        write(_catalogue(template), folder / to_locale(code) / "LC_MESSAGES" / "django.po")


def _catalogue(template: Catalog) -> Catalog:
    # With the plurals of English, whatever the code says.
    translated = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for message in template:
        if message.id:
            string = pseudo(message.id) if isinstance(message.id, str) else tuple(map(pseudo, message.id))
            translated.add(message.id, string, context=message.context)
    return translated
