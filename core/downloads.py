"""Files to download that are written while they are sent, however many lines they have."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header


class _Line:
    """What `csv.writer` writes to: it gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_download(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A CSV file for spreadsheets. Text that came in has been through `csv_cell`."""
    response = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _lines(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    # The mark tells spreadsheets that this is UTF-8.
    yield "\ufeff" + writer.writerow(header)
    for row in rows:
        yield writer.writerow(row)
