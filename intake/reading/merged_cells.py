"""Merged cells of a sheet: a value that stands once for several rows is filled down."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, NamedTuple

from openpyxl.utils import column_index_from_string

from intake.reading.file_limits import MEBIBYTE
from intake.reading.reasons import FileTrouble, Unreadable

# A sheet lists them after its rows, so it is unpacked once to the end.
MOST_BYTES = 8 * MEBIBYTE
_BEGIN, _END = b"mergeCells", re.compile(rb"</(?:\w+:)?mergeCells>")
_RANGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref=["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']""")


class Merge(NamedTuple):
    """Merged cells in several rows: first and last row, and the index of the column with the value."""

    first: int
    last: int
    column: int


def merges_in(sheet: IO[bytes]) -> list[Merge]:
    """Merged cells of a sheet that cover several rows, by their first row. Raises `Unreadable` if there are too many."""
    found = b""
    for block in _from_begin(sheet):
        found += block
        if _END.search(found):
            break
        if len(found) > MOST_BYTES:
            raise Unreadable(FileTrouble.WORKBOOK_TOO_INTRICATE)
    merges = (
        Merge(int(first), int(last), column_index_from_string(column.decode()) - 1)
        for column, first, last in _RANGE.findall(found)
    )
    return sorted(merge for merge in merges if merge.last > merge.first)


def filled_down(rows: Iterable[tuple[int, list[str]]], merges: Iterable[Merge]) -> Iterator[tuple[int, list[str]]]:
    """The rows, in which empty cells of a merge have its value. A row with no value of its own stays blank, because it is
    part of the row above it.
    """
    coming = iter(merges)
    following = next(coming, None)
    # The last row and the value of the merge in each column.
    active: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        while following is not None and following.first <= number:
            if following.first == number and following.column < len(cells):
                active[following.column] = following.last, cells[following.column]
            following = next(coming, None)
        yield number, _filled(cells, {column: value for column, (last, value) in active.items() if number <= last})


def _filled(cells: list[str], values: Mapping[int, str]) -> list[str]:
    if not values or not any(cells):
        return cells
    whole = cells + [""] * (max(values) + 1 - len(cells))
    return [cell or values.get(column, "") for column, cell in enumerate(whole)]


def _from_begin(sheet: IO[bytes]) -> Iterator[bytes]:
    """Blocks of a sheet from its list of merged cells on. None if it has none."""
    tail, has_begun = b"", False
    while block := sheet.read(MEBIBYTE):
        if has_begun:
            yield block
        elif (at := (tail + block).find(_BEGIN)) >= 0:
            has_begun = True
            yield (tail + block)[at:]
        tail = block[-len(_BEGIN) :]
