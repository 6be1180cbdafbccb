"""Columns of tables, for display and download of each kind of value."""

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
    """Column with the classes of its cells. Use `orderable=False` for one that can't be sorted."""

    tag = "td"
    classes = ""

    def __init__(
        self, header: Words | None = None, *, classes: str = "", is_header_hidden: bool = False, **options: Any
    ) -> None:
        super().__init__(verbose_name=header, **options)
        self.classes = f"{self.classes} {classes}".strip()
        self.is_header_hidden = is_header_hidden

    def cell_start(self, label: Words) -> SafeString:
        """Opening tag of this column's cells. A phone shows the label before the cell."""
        scope = SafeString(' scope="row"' if self.tag == "th" else "")
        classes = format_html(' class="{}"', self.classes) if self.classes else ""
        return format_html('<{}{}{} data-label="{}">', self.tag, scope, classes, label)

    @property
    def header_classes(self) -> str:
        """The cell classes for alignment and width."""
        return " ".join(name for name in self.classes.split() if name == "text-end" or name.startswith("w-"))


class RowName(Column):
    """Column that names its row."""

    tag = "th"


class Figure(Column):
    """Column with a right-aligned number. The download has the plain number."""

    classes = "text-end text-nowrap"

    def render(self, value: Any) -> Any:
        return number_format(value, use_l10n=True, force_grouping=True)

    def value(self, value: Any) -> Any:
        return value


def one_decimal(value: float | Decimal) -> Decimal:
    """Percentage for a download."""
    return Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP)


class Percent(Figure):
    """Column with a percentage with one decimal."""

    def __init__(self, header: Words | None = None, *, show: Callable[[Any], str], **options: Any) -> None:
        super().__init__(header, **options)
        self.show = show

    def render(self, value: Any) -> Any:
        return self.show(value)

    def value(self, value: Any) -> Any:
        return one_decimal(value)


def short_time(value: datetime) -> str:
    """Time in the reader's zone, for display in tables."""
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


def offset_time(value: datetime) -> str:
    """Time in the reader's zone with its UTC offset, for a download."""
    return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")


class Moment(Column):
    """Column with a time in the reader's zone. The download has the UTC offset too."""

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
    """Column with cells from a small template, which receives `value` and the row as `record`, or under the name `called`. The
    download has the text.
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
    """Column with buttons and links. It can't be sorted and isn't downloaded."""

    classes = "text-end"

    def __init__(self, template_name: str, header: Words, **options: Any) -> None:
        super().__init__(template_name, header, orderable=False, exclude_from_export=True, is_header_hidden=True, **options)


class NamedCell(TemplateCell):
    """Template column that names its row."""

    tag = "th"


def _day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
