"""Separators and quotes of a file. The library detects them from a limited choice."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

DELIMITERS = [",", ";", "\t", "|"]
SAMPLE_LINES = 40
SAMPLE_CHARACTERS = 12_000
# A cell in single quotes says little, because texts can begin with an apostrophe; several do.
SINGLE_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter, escape character, quote, and whether spaces follow the delimiters. Quotes are doubled inside quotes."""

    delimiter: str
    escape: str = ""
    quote: str = '"'
    is_spaced: bool = False

    def options(self) -> dict[str, object]:
        """Options for `csv.reader`. Strict, so that a misplaced quote is an error."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "escapechar": self.escape or None,
            "skipinitialspace": self.is_spaced,
            "strict": True,
        }


def dialect_of(sample: str, delimiter: str = "") -> Dialect:
    """Dialect of a sample of the file's first lines. Commas by default; `delimiter` is the one that the file states."""
    text = "".join(sample.splitlines(keepends=True)[:SAMPLE_LINES])[:SAMPLE_CHARACTERS]
    found = Dialect(delimiter) if delimiter else _detected(text)
    return _with_spaces(_with_quotes(found, text), text)


def rows_of(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Rows of some lines with this delimiter, each with its last line. A line with a misplaced quote is a row of its own."""
    rows: list[list[str]] = []
    ends: list[int] = []
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True)
        begun = at
        try:
            for row in reader:
                rows.append(row)
                at = begun + reader.line_num
                ends.append(at)
        except csv.Error:
            rows.append(lines[at].rstrip("\r\n").split(delimiter))
            at += 1
            ends.append(at)
    return rows, ends


def _detected(text: str) -> Dialect:
    header = text.split("\n", 1)[0]
    candidates = [delimiter for delimiter in DELIMITERS if delimiter in header]
    if len(candidates) == 1 and '\\"' not in text:
        return Dialect(candidates[0])
    # Imported here because it takes about as long as importing Django, and most processes never read a file.
    import clevercsv
    from clevercsv.exceptions import Error as CleverError

    try:
        found = clevercsv.Detector().detect(text, delimiters=candidates or DELIMITERS)
    except (CleverError, csv.Error, ValueError, IndexError):
        found = None
    if found is not None and found.delimiter in candidates:
        escape = found.escapechar if found.escapechar == "\\" else ""
        return Dialect(found.delimiter, escape)
    return Dialect(max(candidates or [","], key=header.count))


def _with_quotes(found: Dialect, text: str) -> Dialect:
    """The dialect with single quotes, if cells are in single quotes and none is in double quotes."""
    apart = re.escape(found.delimiter)
    if "'" not in text or re.search(rf'(?:^|{apart}) *"', text, re.MULTILINE):
        return found
    begun = len(re.findall(rf"(?:^|{apart}) *'", text, re.MULTILINE))
    whole = len(re.findall(rf"(?:^|(?<={apart})) *'(?:[^']|'')*'(?={apart}|\r?$)", text, re.MULTILINE))
    return replace(found, quote="'") if whole >= SINGLE_QUOTED and whole == begun else found


def _with_spaces(found: Dialect, text: str) -> Dialect:
    """The dialect with spaces after delimiters, if the header has them everywhere, or quotes follow them."""
    header = text.split("\n", 1)[0].rstrip()
    inner = header.count(found.delimiter)
    is_everywhere = inner > 0 and header.count(f"{found.delimiter} ") == inner
    return replace(found, is_spaced=is_everywhere or f"{found.delimiter} {found.quote}" in text)
