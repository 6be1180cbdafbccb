"""Tables: parameters of the URL, data for the template, and the download."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, ClassVar

import django_tables2
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from django.utils.encoding import is_protected_type
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeData, SafeString
from django.utils.text import slugify
from django_tables2.utils import signature

from core.downloads import csv_download
from core.escaping import csv_cell, text_of_html
from core.tables.columns import Words
from core.tables.rows import ListedRows, QueriedRows, choices_at, value_reader

TEMPLATE = "components/table.html"
FORMAT = "csv"


class Table(django_tables2.Table):
    """Table that applies the parameters of the request when it is created.

    They are `?sort=name` or `?sort=-name`, `?page=2` and `?download=csv`, each with a prefix if a page has several tables. A
    column with `visible=False` is for the download only.
    """

    caption: Words = ""
    has_visible_caption = False
    can_sort: ClassVar[bool] = True
    can_download: ClassVar[bool] = True
    # On a phone, a row becomes a block with a line for each column, unless two short columns fit beside each other.
    can_stack: ClassVar[bool] = True

    def __init__(
        self,
        rows: "Iterable[Any] | QuerySet[Any]",
        request: HttpRequest,
        *,
        caption: Words | None = None,
        prefix: str = "",
        per_page: int | None = None,
    ) -> None:
        data = QueriedRows(rows) if isinstance(rows, QuerySet) else ListedRows(list(rows))
        super().__init__(data, prefix=prefix, template_name=TEMPLATE, default="–", orderable=self.can_sort)
        self.request = request
        self.caption = self.caption if caption is None else caption
        for bound in self.columns.iterall():
            if hasattr(self, f"render_{bound.name}"):
                bound.column.empty_values = ()
        self._sort(request.GET.get(self.prefixed_order_by_field, ""))
        if per_page:
            self.paginator = Paginator(self.rows, per_page)
            self.page = self.paginator.get_page(request.GET.get(self.prefixed_page_field))

    @property
    def key(self) -> str:
        """Id of the caption, from which others are derived."""
        return f"{self.prefix}{type(self).__name__.lower()}"

    def row_class(self, record: Any) -> str:  # noqa: ARG002 - for tables that shade rows
        """CSS class of a row."""
        return ""

    @property
    def is_download(self) -> bool:
        return self.can_download and self.request.GET.get(self._download_field) == FORMAT

    def download(self) -> StreamingHttpResponse:
        """All rows as CSV, with the order and columns of the page."""
        lines = self._csv_lines()
        name = slugify(str(self.caption), allow_unicode=True) or "table"
        return csv_download(f"{name}.csv", next(lines), _as_now(lines))

    @property
    def download_url(self) -> str:
        return self._url(**{self._download_field: FORMAT})

    @property
    def previous_url(self) -> str:
        return self._url(**{self.prefixed_page_field: self.page.previous_page_number()})

    @property
    def next_url(self) -> str:
        return self._url(**{self.prefixed_page_field: self.page.next_page_number()})

    @property
    def sort(self) -> str:
        """Requested sort column, if it exists."""
        return str(self.order_by[0]) if self.order_by else ""

    @property
    def headers(self) -> Iterator[dict[str, Any]]:
        """Header cells: label, classes, sort link, and `aria-sort`."""
        for bound in self.columns:
            is_descending = bound.is_ordered and bound.order_by_alias.is_descending
            yield {
                "words": bound.header,
                "classes": bound.column.header_classes,
                "is_hidden": bound.column.is_header_hidden,
                "url": self._sort_url(bound) if bound.orderable else "",
                "sorted": ("descending" if is_descending else "ascending") if bound.is_ordered else "",
            }

    @property
    def labels(self) -> dict[str, Words]:
        """Header of each column, for custom rows. Cells need it as `data-label`, which a phone shows."""
        return {bound.name: bound.header for bound in self.columns}

    @property
    def records(self) -> Iterator[Any]:
        """Records of the rows shown, in order."""
        return (row.record for row in self.paginated_rows)

    @property
    def lines(self) -> Iterator[tuple[str, list[tuple[SafeString, Any, SafeString]]]]:
        """Rows shown: class, and cells as opening tag, content and closing tag."""
        columns = [
            (
                bound.column.cell_start(bound.header),
                _cell_reader(self, bound, bound.render, bound.default),
                SafeString(f"</{bound.column.tag}>"),
            )
            for bound in self.columns
        ]
        for record in self.records:
            yield self.row_class(record), [(start, shown(record), end) for start, shown, end in columns]

    @cached_property
    def csrf_token(self) -> "SimpleLazyObject[str]":
        return SimpleLazyObject(lambda: get_token(self.request))

    @property
    def _download_field(self) -> str:
        return f"{self.prefix}download"

    def _sort(self, key: str) -> None:
        name = key.removeprefix("-")
        if name in self.columns and self.columns[name].orderable:
            self.order_by = key

    def _sort_url(self, bound: Any) -> str:
        url = self._url(**{self.prefixed_order_by_field: bound.order_by_alias.next})
        # Scrolls to the sorted table if the page has several.
        return f"{url}#{self.key}" if self.prefix else url

    def _url(self, **changes: object) -> str:
        """URL with these parameters, without those that they invalidate."""
        query: QueryDict = self.request.GET.copy()
        for field in (self.prefixed_page_field, self._download_field, "seen"):
            query.pop(field, None)
        for field, value in changes.items():
            query[field] = str(value)
        return f"?{query.urlencode()}"

    def _csv_lines(self) -> Iterator[list[object]]:
        exported = [bound for bound in self.columns.iterall() if not bound.column.exclude_from_export]
        yield [_csv_value(bound.header) for bound in exported]
        values = [_cell_reader(self, bound, bound.value, None) for bound in exported]
        for row in self.rows:
            yield [_csv_value(value(row.record)) for value in values]


class FixedTable(Table):
    """Small table with a fixed order and without a download."""

    can_sort = False
    can_download = False

    def __init__(self, rows: Iterable[Any], *, caption: Words | None = None, prefix: str = "") -> None:
        super().__init__(rows, HttpRequest(), caption=caption, prefix=prefix)


def download_of(*shown: Table) -> StreamingHttpResponse | None:
    """The requested download, if one of these tables has it."""
    return next((table.download() for table in shown if table.is_download), None)


def _as_now(lines: Iterator[list[object]]) -> Iterator[list[object]]:
    """Lines in the current zone and language. They are generated while being sent, after the middleware has reset both."""
    zone, language = timezone.get_current_timezone(), translation.get_language()

    def next_line() -> list[object] | None:
        with timezone.override(zone), translation.override(language):
            return next(lines, None)

    return iter(next_line, None)


def _cell_reader(table: Table, bound: Any, show: Callable[..., Any], default: object) -> Callable[[Any], Any]:
    """Function that reads a column's cell for page or download, with a method that takes value, record or table by name. The
    library would inspect the signature of the method for each cell.
    """
    read, empty, (wanted, takes_all) = value_reader(bound.accessor), bound.column.empty_values, signature(show)
    display = dict(choices_at(bound.accessor, table.data.model))

    def cell(record: Any) -> Any:
        value = read(record)
        if value in empty:
            return default
        given = {"value": display.get(value, value) if display else value, "record": record, "table": table}
        return show(**(given if takes_all else {name: given[name] for name in wanted}))

    return cell


def _csv_value(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, SafeData):
        return csv_cell(text_of_html(str(value)))
    return value if is_protected_type(value) else csv_cell(str(value))
