"""Catalogues in `locale/LANGUAGE/LC_MESSAGES/django.po`, and what is wrong with them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from translations.messages import PROJECT_DIR

LOCALE_DIR = PROJECT_DIR / "locale"
# What a translation must hold as often as its message does, in any order.
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[-#0+]*\d*(?:\.\d+)?[a-zA-Z%]|\{[^{} ]*\}|</?[a-z]+\b")
UNNAMED = re.compile(r"%(?![(%])|\{(?![a-z_])")
COUNT = "%(count)s"


def files(folder: Path = LOCALE_DIR) -> list[Path]:
    return sorted(folder.glob("*/LC_MESSAGES/django.po"))


def faults(path: Path, template: Catalog) -> list[str]:
    """Each reason not to ship a catalogue: messages missing, left over, fuzzy, not translated, or with other placeholders."""
    found = read(path)
    known = {_key(message) for message in template if message.id}
    lines = [f"not in the code any more: {message.id!r}" for message in found if message.id and _key(message) not in known]
    for message in template:
        if message.id:
            lines += [f"{fault}: {message.id!r}" for fault in _faults_of(found.get(message.id, message.context), message)]
    return [f"{path.relative_to(path.parents[2])}: {line}" for line in lines]


def unnamed(template: Catalog) -> list[str]:
    """The messages with a placeholder that has no name: translators could neither tell what it is nor move it."""
    return [
        f"{message.locations[0][0]}: placeholder without a name: {text!r}"
        for message in template
        for text in texts_of(message.id)
        if any(map(UNNAMED.match, placeholders(text)))
    ]


def texts_of(text: str | Sequence[str]) -> Sequence[str]:
    """A message or translation with its plural forms."""
    return (text,) if isinstance(text, str) else text


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def write(catalogue: Catalog, path: Path) -> None:
    """The catalogue as text, and compiled beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, omit_header=False, sort_output=True, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _faults_of(found: Message | None, message: Message) -> Iterator[str]:
    if found is None or texts_of(found.id) != texts_of(message.id):
        yield "missing"
        return
    if found.fuzzy:
        yield "fuzzy"
    texts = texts_of(found.string or "")
    if not all(texts):
        yield "not translated"
    meant = [placeholders(text) for text in texts_of(message.id)]
    # A singular may spell out its number.
    allowed = [*meant, [one for one in meant[0] if one != COUNT]] if len(meant) > 1 else meant
    if any(placeholders(text) not in (meant if at else allowed) for at, text in enumerate(texts) if text):
        yield "other placeholders"


def _key(message: Message) -> tuple[tuple[str, ...], str | None]:
    return tuple(texts_of(message.id)), message.context
