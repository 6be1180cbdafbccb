"""What a file may be at most. Checked before and while it is read, so that no file can exhaust a machine."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file, rows, characters of a cell, and columns of the header.

    A cell may not be longer than the 131,072 characters at which the `csv` module stops.
    """

    file_bytes: int = 250 * MEBIBYTE
    rows: int = 5_000_000
    cell_length: int = 32_768
    columns: int = 200

    @property
    def line_bytes(self) -> int:
        """Where a line is cut that does not end: no row that respects the other limits is longer in practice."""
        return max(1024 * 1024, 4 * self.cell_length)
