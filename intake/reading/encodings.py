"""Detection of encodings: byte order mark, then UTF-8 if valid, then UTF-16 and code pages of Windows."""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from charset_normalizer import from_bytes

from intake.reading.code_pages import code_page_of
from intake.reading.reasons import FileTrouble, Unreadable

BLOCK_BYTES = 1024 * 1024
SAMPLE_BYTES = 64 * 1024
# In UTF-16, every other byte of western text is zero. 8-bit text has no zeros.
UTF16_SHARE = 0.3

# Control characters that don't occur in text.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Encoding:
    """Encoding of a file: codec, start of the text after a byte order mark, estimated number of lines, and whether lines end
    with a carriage return alone, as on old Macintosh computers.
    """

    name: str
    start: int
    lines: int
    ends_with_return: bool = False


def encoding_of(file: BinaryIO) -> Encoding:
    """The encoding of a file. Reads the whole file, because a sample could miss the only umlaut near its end.

    Raises `Unreadable` if the file is not text in a supported encoding.
    """
    file.seek(0)
    head = file.read(SAMPLE_BYTES)
    if not head:
        raise Unreadable(FileTrouble.EMPTY)
    lines, returns, first_bad = _line_ends_and_first_bad_byte(file)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark), lines or returns, ends_with_return=not lines and returns > 0)
    if (wide := _unmarked_utf16(head)) is not None:
        return Encoding(wide, 0, lines)
    if b"\0" in head[:1024] and head.count(b"\0") > max(2, len(head) // 100):
        raise Unreadable(FileTrouble.NOT_TEXT)
    is_old = not lines and returns > 0
    name = "utf-8" if first_bad is None else _eight_bit(file, head, first_bad, usual="mac-roman" if is_old else "")
    return Encoding(name, 0, lines or returns, ends_with_return=is_old)


def _line_ends_and_first_bad_byte(file: BinaryIO) -> tuple[int, int, int | None]:
    """Numbers of line feeds and carriage returns, and the position of the first byte that isn't UTF-8, or None."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    lines, returns, bad, offset, is_whole = 0, 0, None, 0, True
    while block := file.read(BLOCK_BYTES):
        lines += block.count(b"\n")
        returns += block.count(b"\r")
        # Plain ASCII, which most blocks are, can only be wrong after a character that was cut.
        if bad is None and not (block.isascii() and is_whole):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                bad = offset
            is_whole = not decoder.getstate()[0]
        offset += len(block)
    return lines, returns, bad


def _unmarked_utf16(head: bytes) -> str | None:
    half = len(head) // 2
    if head[1::2].count(0) > half * UTF16_SHARE and head[0::2].count(0) <= half // 100:
        return "utf-16-le"
    if head[0::2].count(0) > half * UTF16_SHARE and head[1::2].count(0) <= half // 100:
        return "utf-16-be"
    return None


def _eight_bit(file: BinaryIO, head: bytes, first_bad: int, *, usual: str) -> str:
    """UTF-8 if only a few places are damaged (their rows are rejected), else the usual encoding if that gives text. Without
    one, a code page of Windows.
    """
    file.seek(first_bad)
    around = head + file.read(BLOCK_BYTES)
    text = around.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in text) - damaged
    if beyond_ascii > damaged:
        return "utf-8"
    usual = usual or code_page_of(_interesting(around))
    if from_bytes(_interesting(around), cp_isolation=[usual]).best() is None:
        raise Unreadable(FileTrouble.NOT_TEXT if _CONTROLS.search(head) else FileTrouble.ENCODING)
    return usual


def _interesting(content: bytes) -> bytes:
    """Lines to decide by: the first ones, and those that aren't plain ASCII."""
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:20] + [line for line in lines if not line.isascii()])[:SAMPLE_BYTES]
