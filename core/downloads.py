"""Downloads that are generated while they are sent, so that they can have any number of lines."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header


class _Line:
    """Target of `csv.writer` that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def csv_download(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """CSV download for spreadsheets. Callers pass untrusted text through `csv_cell`."""
    response = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _lines(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    # The byte order mark tells spreadsheets that this is UTF-8.
    yield "\ufeff" + writer.writerow(header)
    for row in rows:
        yield writer.writerow(row)
