"""Limits for files. Checked before and while reading, so that no file can exhaust the machine."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Maximum size, rows, characters in a cell and columns; for workbooks also the unpacked size and the size of the text
    table, which is the only part that has to be in memory.

    A cell can't have more than 131,072 characters, the limit of the `csv` module.
    """

    file_bytes: int = 250 * MEBIBYTE
    rows: int = 5_000_000
    cell_length: int = 32_768
    columns: int = 200
    unpacked_bytes: int = 1024 * MEBIBYTE
    texts_bytes: int = 64 * MEBIBYTE

    @property
    def fields(self) -> int:
        """Number of fields of a record that are read at most."""
        return 4 * self.columns

    @property
    def line_bytes(self) -> int:
        """Length at which a line is cut. Rows within the other limits are shorter in practice."""
        return max(1024 * 1024, 4 * self.cell_length)

    @property
    def record_bytes(self) -> int:
        """Maximum size of a JSON record."""
        return 4 * self.line_bytes
