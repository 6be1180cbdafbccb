"""The same table in every file format."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

Table = Sequence[Sequence[Any]]


def as_csv(header: Sequence[str], rows: Table) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    return out.getvalue().encode()


def as_json(header: Sequence[str], rows: Table, *, name: str = "", **around: Any) -> bytes:
    records = [dict(zip(header, row, strict=True)) for row in rows]
    return json.dumps({**around, name: records} if name else records).encode()


def as_json_lines(header: Sequence[str], rows: Table) -> bytes:
    return lines_of([dict(zip(header, row, strict=True)) for row in rows])


def lines_of(records: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def as_workbook(header: Sequence[str], rows: Table, *, before: Table = (), cover: bool = False) -> bytes:
    book = Workbook()
    if cover:
        book.create_sheet("Cover").append(["Ratings"])
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Data")
    for row in (*before, header, *rows):
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


FORMS: Mapping[str, Callable[[Sequence[str], Table], bytes]] = {
    "csv": as_csv,
    "json": as_json,
    "json_lines": as_json_lines,
    "workbook": as_workbook,
}
