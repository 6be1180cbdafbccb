"""Tables of the interface: a caption, columns that sort, a download as CSV, and cards on a phone.

A room declares its tables in its `tables.py`, a view gives them their rows and the request, and a template shows them with
`{% table … %}`. django-tables2 binds columns to rows; how a table looks stands in `components/table.html` alone.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, ClassVar

import django_tables2
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template import Context, loader
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData, SafeString
from django.utils.text import slugify
from django.utils.translation import gettext
from django_tables2.data import TableListData, TableQuerysetData
from django_tables2.utils import signature

from core.downloads import csv_download
from core.escapes import csv_cell, text_of_html

Words = str | Promise

TEMPLATE = "components/table.html"
FORMAT = "csv"
TENTH = Decimal("0.1")


class Column(django_tables2.Column):
    """A column with the classes of its cells. A column that is not sortable says `orderable=False`."""

    tag = "td"
    classes = ""

    def __init__(
        self, header: Words | None = None, *, classes: str = "", is_header_hidden: bool = False, **options: Any
    ) -> None:
        super().__init__(verbose_name=header, **options)
        self.classes = f"{self.classes} {classes}".strip()
        self.is_header_hidden = is_header_hidden

    def cell_start(self, label: Words) -> SafeString:
        """The opening tag of this column's cells; the label stands before the cell on a phone."""
        scope = SafeString(' scope="row"' if self.tag == "th" else "")
        classes = format_html(' class="{}"', self.classes) if self.classes else ""
        return format_html('<{}{}{} data-label="{}">', self.tag, scope, classes, label)

    @property
    def header_classes(self) -> str:
        """Of the classes of the cells, those for alignment and width."""
        return " ".join(name for name in self.classes.split() if name == "text-end" or name.startswith("w-"))


class RowName(Column):
    """The column that names its row."""

    tag = "th"


class Figure(Column):
    """A number, right-aligned. The download has the bare number."""

    classes = "text-end text-nowrap"

    def render(self, value: Any) -> Any:
        return number_format(value, use_l10n=True, force_grouping=True)

    def value(self, value: Any) -> Any:
        return value


def one_decimal(value: float | Decimal) -> Decimal:
    """A percentage for a download."""
    return Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP)


class Percent(Figure):
    """A percentage with one decimal, shown by the filter for its kind."""

    def __init__(self, header: Words | None = None, *, show: Callable[[Any], str], **options: Any) -> None:
        super().__init__(header, **options)
        self.show = show

    def render(self, value: Any) -> Any:
        return self.show(value)

    def value(self, value: Any) -> Any:
        return one_decimal(value)


def short_time(value: datetime) -> str:
    """A time in the reader's zone, as tables show it."""
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


def offset_time(value: datetime) -> str:
    """A time in the reader's zone with its offset, for a download."""
    return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")


class Moment(Column):
    """A time in the zone of the reader. The download has it with its offset."""

    classes = "text-nowrap"

    def render(self, value: datetime) -> str:
        return short_time(value)

    def value(self, value: datetime) -> str:
        return offset_time(value)


class Day(Column):
    classes = "text-nowrap"

    def render(self, value: date) -> str:
        return date_format(_day(value), "SHORT_DATE_FORMAT")

    def value(self, value: date) -> str:
        return _day(value).isoformat()


class TemplateCell(Column):
    """A rich cell, from a small template that receives `value` and the row, as `record` or as it is `called` there. The
    download has its text.
    """

    empty_values = ()

    def __init__(self, template_name: str, header: Words | None = None, *, called: str = "record", **options: Any) -> None:
        super().__init__(header, **options)
        self.template_name = template_name
        self.called = called

    @cached_property
    def _template(self) -> Any:
        return loader.get_template(self.template_name).template  # type: ignore[attr-defined]  # the engine's own, without context processors

    def render(self, record: Any, value: Any, table: "Table") -> SafeString:
        context = Context({self.called: record, "value": value, "csrf_token": table.csrf_token})
        return SafeString(self._template.render(context).strip())


class Actions(TemplateCell):
    """Buttons and links of a row. They are neither sorted nor downloaded."""

    classes = "text-end"

    def __init__(self, template_name: str, header: Words, **options: Any) -> None:
        super().__init__(template_name, header, orderable=False, exclude_from_export=True, is_header_hidden=True, **options)


class NamedCell(TemplateCell):
    """A rich cell that names its row."""

    tag = "th"


class _Listed(TableListData):
    """Rows of a list. Ties stay in the list's order, and rows without a value are last in both directions."""

    data: list[Any]

    def order_by(self, aliases: Iterable[Any]) -> None:
        for alias in aliases:
            readers = [_reader(path) for path in _paths(self.table.columns[alias.bare])]
            keys = {id(row): tuple(_comparable(read(row)) for read in readers) for row in self.data}
            known = [row for row in self.data if not keys[id(row)][0][0]]
            unknown = [row for row in self.data if keys[id(row)][0][0]]
            self.data = [*sorted(known, key=lambda row: keys[id(row)], reverse=alias.is_descending), *unknown]


class _Queried(TableQuerysetData):
    """Rows of a query. Ties stay in the query's own order, and rows without a value are last in both directions."""

    data: "QuerySet[Any]"

    @property
    def ordering(self) -> None:
        """Only what the reader asked for is marked as sorted."""

    def order_by(self, aliases: Iterable[Any]) -> None:
        for alias in aliases:
            ties: Iterable[Any] = self.data.query.order_by or self.data.query.get_meta().ordering or ()
            paths = [F(path) for path in _paths(self.table.columns[alias.bare])]
            wanted = [path.desc(nulls_last=True) if alias.is_descending else path.asc(nulls_last=True) for path in paths]
            self.data = self.data.order_by(*wanted, *ties, "pk")


class Table(django_tables2.Table):
    """A table of one page: what the request asks for is applied when it is made.

    `?sort=name` or `?sort=-name`, `?page=2` and `?download=csv`, each with the prefix if a page has several tables. A column
    with `visible=False` is for the download alone; one that the reader may not see is named in `exclude`.
    """

    caption: Words = ""
    has_visible_caption = False
    can_sort: ClassVar[bool] = True
    can_download: ClassVar[bool] = True

    def __init__(
        self,
        rows: "Iterable[Any] | QuerySet[Any]",
        request: HttpRequest,
        *,
        caption: Words | None = None,
        prefix: str = "",
        per_page: int | None = None,
        exclude: Iterable[str] = (),
    ) -> None:
        data = _Queried(rows) if isinstance(rows, QuerySet) else _Listed(list(rows))
        super().__init__(data, prefix=prefix, template_name=TEMPLATE, default="–", orderable=self.can_sort, exclude=exclude)
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
        """The id of the caption, and what is derived from it."""
        return f"{self.prefix}{type(self).__name__.lower()}"

    def row_class(self, record: Any) -> str:  # noqa: ARG002 - for tables that shade rows
        """The class of a row."""
        return ""

    @property
    def is_download(self) -> bool:
        return self.can_download and self.request.GET.get(self._download_field) == FORMAT

    def download(self) -> StreamingHttpResponse:
        """All rows as CSV, in the order of the page and with its columns."""
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
        """The sort key that the address asks for, if there is such a column."""
        return str(self.order_by[0]) if self.order_by else ""

    @property
    def headers(self) -> Iterator[dict[str, Any]]:
        """What each header cell shows: words, classes, the link that sorts, and `aria-sort`."""
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
        """The header of each column, for rows of one's own: a cell says it as `data-label`, so that a phone shows it."""
        return {bound.name: bound.header for bound in self.columns}

    @property
    def records(self) -> Iterator[Any]:
        """What the rows shown are made of, in their order."""
        return (row.record for row in self.paginated_rows)

    @property
    def lines(self) -> Iterator[tuple[str, list[tuple[SafeString, Any, SafeString]]]]:
        """The class of each row shown, and its cells as opening tag, content and closing tag."""
        columns = [
            (bound.column.cell_start(bound.header), _shower(self, bound), SafeString(f"</{bound.column.tag}>"))
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
        # Of several tables on a page, the sorted one comes into view.
        return f"{url}#{self.key}" if self.prefix else url

    def _url(self, **changes: object) -> str:
        """The address with these parameters, and without what they make void."""
        query: QueryDict = self.request.GET.copy()
        for field in (self.prefixed_page_field, self._download_field, "seen"):
            query.pop(field, None)
        for field, value in changes.items():
            query[field] = str(value)
        return f"?{query.urlencode()}"

    def _csv_lines(self) -> Iterator[list[object]]:
        for line in self.as_values():
            yield [_csv_value(value) for value in line]


class FixedTable(Table):
    """A table of a few figures that are read together: in one order, and without a download."""

    can_sort = False
    can_download = False

    def __init__(self, rows: Iterable[Any], *, caption: Words | None = None, prefix: str = "") -> None:
        super().__init__(rows, HttpRequest(), caption=caption, prefix=prefix)


def download_of(*shown: Table) -> StreamingHttpResponse | None:
    """The download that the address asks for, of the tables of a page."""
    return next((table.download() for table in shown if table.is_download), None)


def link(url: str, words: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words)


def stack(lines: Iterable[object]) -> SafeString:
    """Several values in one cell, each on a line of its own."""
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines))


def with_note(words: object, note: object) -> SafeString:
    """A value with a quiet line below it, if there is something to say."""
    return format_html('{}<div class="text-secondary fw-normal">{}</div>', words, note) if note else format_html("{}", words)


def badge(words: Words, tone: str = "", symbol: str = "") -> SafeString:
    """A state in words with a symbol."""
    return _badge(str(words), tone, symbol)


def drill() -> SafeString:
    """The mark of everything that belongs to a drill."""
    return badge(gettext("Drill"), "info", "school")


@lru_cache(maxsize=256)
def _badge(words: str, tone: str, symbol: str) -> SafeString:
    context = {"text": words, "tone": tone, "symbol": symbol}
    return SafeString(loader.render_to_string("components/badge.html", context).strip())


def _as_now(lines: Iterator[list[object]]) -> Iterator[list[object]]:
    """The lines in the zone and language of now. They are made while they are sent, after the middleware has put both back."""
    zone, language = timezone.get_current_timezone(), translation.get_language()

    def next_line() -> list[object] | None:
        with timezone.override(zone), translation.override(language):
            return next(lines, None)

    return iter(next_line, None)


def _shower(table: Table, bound: Any) -> Callable[[Any], Any]:
    """What a column shows of a record. The library would look at the signature of the method for each cell again."""
    read, default, wanted = _reader(bound.accessor), bound.default, signature(bound.render)[0]
    empty = bound.column.empty_values
    choices = getattr(bound.accessor.get_field(table.data.model), "choices", None) if table.data.model else None
    display = dict(choices or ())

    def shown(record: Any) -> Any:
        value = read(record)
        if value in empty:
            return default
        given = {"value": display.get(value, value) if display else value, "record": record, "table": table}
        return bound.render(**{name: given[name] for name in wanted})

    return shown


def _reader(path: Any) -> Callable[[Any], Any]:
    """The value at the end of a path: attributes, else keys and positions; None if there is none."""
    attribute = attrgetter(path.replace("__", "."))

    def read(record: Any) -> Any:
        try:
            return attribute(record)
        except AttributeError:
            return path.resolve(record, quiet=True)

    return read


def _paths(bound: Any) -> tuple[Any, ...]:
    """What a column is sorted by: accessors, without a direction."""
    return tuple(django_tables2.A(path) for path in (bound.column.order_by or (bound.accessor,)))


def _comparable(value: object) -> tuple[bool, Any]:
    """A sort key; true first if there is no value."""
    if value is None or value == "":
        return (True, 0)
    return (False, str(value).casefold() if isinstance(value, str | Promise) else value)


def _csv_value(value: object) -> object:
    if isinstance(value, SafeData):
        return csv_cell(text_of_html(str(value)))
    if isinstance(value, str):
        return csv_cell(value)
    return "" if value is None else value


def _day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
