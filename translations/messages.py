"""The messages that the code and the templates mark for translation."""

import io
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from core.glossary import FILE as GLOSSARY
from core.glossary import glossary

PROJECT_DIR = Path(__file__).resolve().parents[1]
# By function name: which arguments are the message, its plural and, marked "c", its context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Nothing there is shown to users.
LEFT_OUT = ("tests/", "bench/", "findings/", "translations/", "devservers/")

Place = tuple[str, int]


def messages() -> Catalog:
    """A template catalogue of the project's messages, each with the places where it is used."""
    found = Catalog(project="Extreme Customer Service", charset="utf-8", fuzzy=False)
    for file in _files():
        for line, message, _comments, context in _extracted(file):
            found.add(message, locations=[(file, line)], context=context)
    for section in glossary():
        for text in (section.title, *(text for term in section.terms for text in (term.name, term.meaning))):
            found.add(text, locations=[(GLOSSARY, 0)])
    return found


def messages_of_packages(*folders: Path) -> Catalog:
    """The messages of installed packages, from the English catalogues that they bring along below these folders."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted(chain.from_iterable(folder.glob("**/locale/en/LC_MESSAGES/django.po") for folder in folders)):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    found.add(message.id, context=message.context)
    return found


def _files() -> Iterator[str]:
    """Tracked source files and templates, by path from the project's folder."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "*.txt")
    listed = subprocess.run(command, cwd=PROJECT_DIR, check=True, capture_output=True, text=True).stdout.split()
    yield from (path for path in sorted(set(listed)) if not path.startswith(LEFT_OUT) and (PROJECT_DIR / path).exists())


def _extracted(file: str) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = (PROJECT_DIR / file).read_text(encoding="utf-8")
    if not file.endswith(".py"):
        # Python with an X for each other character. Indentation of HTML means nothing to Python's tokenizer.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=file).split("\n"))
    return extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
