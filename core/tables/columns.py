"""Columns of tables: how each kind of value is shown, and how it is downloaded."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_tables2
from django.template import Context, loader
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

if TYPE_CHECKING:
    from core.tables.table import Table

Words = str | Promise

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


class YesNo(Column):
    def render(self, value: bool) -> str:
        return gettext("Yes") if value else gettext("No")


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


def _day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
