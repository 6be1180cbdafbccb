"""Which encoding a file has. A byte order mark decides; then UTF-8 if the bytes are; then UTF-16 and Windows-1252."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

from charset_normalizer import from_bytes

from feedback.reading.reasons import Trouble, Unreadable

BLOCK_BYTES = 1024 * 1024
SAMPLE_BYTES = 64 * 1024
# In UTF-16, every other byte of western text is zero; no 8-bit text has any.
UTF16_SHARE = 0.3

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, where the text starts after a byte order mark, and how many lines the file has (about)."""

    name: str
    start: int
    lines: int


def encoding_of(file: BinaryIO) -> Encoding:
    """The encoding of a file, from all of it: a sample would miss the one umlaut in its last third.

    Raises `Unreadable` for what is no text in any encoding we read.
    """
    file.seek(0)
    head = file.read(SAMPLE_BYTES)
    if not head:
        raise Unreadable(Trouble.EMPTY)
    lines, first_bad = _lines_and_first_bad_byte(file)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark), lines)
    if (wide := _unmarked_utf16(head)) is not None:
        return Encoding(wide, 0, lines)
    if b"\0" in head[:1024] and head.count(b"\0") > len(head) // 100:
        raise Unreadable(Trouble.NOT_TEXT)
    if first_bad is None:
        return Encoding("utf-8", 0, lines)
    return Encoding(_eight_bit(file, head, first_bad), 0, lines)


def _lines_and_first_bad_byte(file: BinaryIO) -> tuple[int, int | None]:
    """How many line ends the file has, and where it stops being UTF-8 (None if it never does)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    lines, bad, offset = 0, None, 0
    while block := file.read(BLOCK_BYTES):
        lines += block.count(b"\n")
        if bad is None:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                bad = offset
        offset += len(block)
    return lines, bad


def _unmarked_utf16(head: bytes) -> str | None:
    half = len(head) // 2
    if head[1::2].count(0) > half * UTF16_SHARE and head[0::2].count(0) <= half // 100:
        return "utf-16-le"
    if head[0::2].count(0) > half * UTF16_SHARE and head[1::2].count(0) <= half // 100:
        return "utf-16-be"
    return None


def _eight_bit(file: BinaryIO, head: bytes, first_bad: int) -> str:
    """UTF-8 with a few damaged places stays UTF-8 (their rows are rejected); else Windows-1252, if it reads as text."""
    file.seek(first_bad)
    around = head + file.read(BLOCK_BYTES)
    text = around.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in text) - damaged
    if beyond_ascii > damaged:
        return "utf-8"
    if from_bytes(_interesting(around), cp_isolation=["cp1252"]).best() is None:
        raise Unreadable(Trouble.NOT_TEXT)
    return "cp1252"


def _interesting(content: bytes) -> bytes:
    """The lines that are not plain ASCII, and the first ones: what there is to judge by."""
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:20] + [line for line in lines if not line.isascii()])[:SAMPLE_BYTES]
