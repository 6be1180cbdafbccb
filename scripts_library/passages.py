"""Passages in texts: where a comment belongs, also after the text has changed. Pure functions."""

import re

# A passage copied from a page lacks the marks of Markdown and the braces of placeholders, and has other spaces.
_BETWEEN_WORDS = r"[\s*_`{}>#\-]+"
_INSIDE_WORDS = r"[*_`{}]*"

Span = tuple[int, int]


def find_passage(text: str, passage: str) -> list[Span]:
    """All positions of a passage in the text, as pairs of start and end. Exact matches win over matches without marks."""
    wanted = passage.strip()
    if not wanted:
        return []
    exact = [(match.start(), match.end()) for match in re.finditer(re.escape(wanted), text)]
    if exact:
        return exact
    words = re.sub(r"[*_`{}>#\-]", " ", wanted).split()
    if not words:
        return []
    quoted = _BETWEEN_WORDS.join(_loose(word) for word in words)
    return [(match.start(), match.end()) for match in re.finditer(quoted, text)]


def current_span(text: str, *, start: int, end: int, quote: str) -> Span | None:
    """Where the quoted passage is now: at its place, else at the nearest equal passage; None if the passage was changed."""
    if text[start:end] == quote:
        return start, end
    found = [(match.start(), match.end()) for match in re.finditer(re.escape(quote), text)]
    return min(found, key=lambda span: abs(span[0] - start), default=None)


def _loose(word: str) -> str:
    """Pattern of a word whose punctuation may be next to marks of Markdown. Letters of one word stay together."""
    return _INSIDE_WORDS.join(re.escape(piece) for piece in re.findall(r"[\w]+|[^\w]", word))
