"""What a file may be at most. Checked before and while it is read, so that no file can exhaust a machine."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file, rows, characters of a cell, and columns of the header; for a workbook, bytes once unpacked and
    bytes of its table of texts, which is the one part that has to be kept in memory.

    A cell may not be longer than the 131,072 characters at which the `csv` module stops.
    """

    file_bytes: int = 250 * MEBIBYTE
    rows: int = 5_000_000
    cell_length: int = 32_768
    columns: int = 200
    unpacked_bytes: int = 1024 * MEBIBYTE
    texts_bytes: int = 64 * MEBIBYTE

    @property
    def fields(self) -> int:
        """How far a record is looked through that has more fields than a file has columns."""
        return 4 * self.columns

    @property
    def line_bytes(self) -> int:
        """Where a line is cut that does not end: no row that respects the other limits is longer in practice."""
        return max(1024 * 1024, 4 * self.cell_length)

    @property
    def record_bytes(self) -> int:
        """How much of a JSON file may pass without a record coming to its end."""
        return 4 * self.line_bytes
