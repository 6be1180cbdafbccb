"""Lines of a file with their offsets, so that reading can stop after any row and continue there."""

import io
from typing import Any, BinaryIO

from intake.reading.reasons import RejectionReason

BYTE_ORDER_MARK = "\ufeff"


class Returns(io.RawIOBase):
    """File wrapper that turns carriage returns into line feeds. Offsets stay the same."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        content = self._file.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(content)] = content
        return len(content)


class Lines:
    """Decoded lines from a byte offset on. `offset` and `number` are the end of the last line returned.

    The `csv` reader reads exactly the lines of a row, so after each row `offset` is the start of the next one. `fault` is a
    problem with a line since the last reset.
    """

    def __init__(self, file: BinaryIO, *, encoding: str, offset: int, number: int, line_bytes: int) -> None:
        self._file, self._encoding, self._line_bytes = file, encoding, line_bytes
        self._is_wide = encoding.startswith("utf-16")
        self._is_little = encoding == "utf-16-le"
        self.fault: RejectionReason | None = None
        self.go_to(offset, number)

    def go_to(self, offset: int, number: int) -> None:
        """Continue with the line that begins at this offset."""
        self._file.seek(offset)
        self.offset, self.number = offset, number

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        raw = self._wide_line() if self._is_wide else self._file.readline(self._line_bytes)
        if not raw:
            raise StopIteration
        self.offset += len(raw)
        self.number += 1
        try:
            line = raw.decode(self._encoding)
        except UnicodeDecodeError:
            self.fault = self.fault or RejectionReason.CHARACTERS
            line = raw.decode(self._encoding, "replace")
        if "\0" in line:
            self.fault = RejectionReason.NUL
        if line[0] == BYTE_ORDER_MARK:
            # Concatenated files have a byte order mark in the middle.
            line = line[1:]
        if len(raw) >= self._line_bytes and not line.endswith("\n"):
            self._skip_rest_of_line()
        return line

    def _skip_rest_of_line(self) -> None:
        """Skip the part of a line beyond the limit without reading it into memory."""
        self.fault = RejectionReason.CELL_TOO_LONG
        ends = False
        while not ends and (piece := self._wide_line() if self._is_wide else self._file.readline(self._line_bytes)):
            self.offset += len(piece)
            ends = piece.decode(self._encoding, "replace").endswith("\n")

    def _wide_line(self) -> bytes:
        """A line of UTF-16. A byte 0A ends it only as part of the character U+000A."""
        line = b""
        while len(line) < self._line_bytes:
            piece = self._file.readline(self._line_bytes - len(line))
            line += piece
            if not piece.endswith(b"\n"):
                if len(piece) == 0 or len(line) >= self._line_bytes:
                    break
                continue
            if self._is_little and len(line) % 2 == 1:
                other = self._file.read(1)
                line += other
                if other in {b"\0", b""}:
                    break
            elif not self._is_little and len(line) % 2 == 0 and line[-2] == 0:
                break
        return line
