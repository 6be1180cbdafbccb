"""Separators and quotes of a file. The library detects them from a limited choice."""

import csv
from dataclasses import dataclass

DELIMITERS = [",", ";", "\t", "|"]
SAMPLE_LINES = 40
SAMPLE_CHARACTERS = 12_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter and escape character. Quotes are always double quotes, and doubled inside quotes."""

    delimiter: str
    escape: str = ""

    def options(self) -> dict[str, object]:
        """Options for `csv.reader`. Strict, so that a misplaced quote is an error."""
        return {"delimiter": self.delimiter, "quotechar": '"', "escapechar": self.escape or None, "strict": True}


def dialect_of(sample: str) -> Dialect:
    """Dialect of a sample of the file's first lines. Commas by default."""
    text = "".join(sample.splitlines(keepends=True)[:SAMPLE_LINES])[:SAMPLE_CHARACTERS]
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
