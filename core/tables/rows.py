"""Rows of tables: sorting them and reading their values."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import django_tables2
from django.db.models import Case, CharField, F, Model, QuerySet, TextField, Value, When
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Lower, NullIf
from django.utils.functional import Promise
from django_tables2.data import TableListData, TableQuerysetData


class ListedRows(TableListData):
    """Rows of a list, sorted like those of a query. Ties keep the list's order."""

    data: list[Any]

    @property
    def model(self) -> type[Model] | None:
        """Model of the records, if any, for the labels of choices."""
        return type(self.data[0]) if self.data and isinstance(self.data[0], Model) else None

    def order_by(self, aliases: Iterable[Any]) -> None:
        for alias in aliases:
            readers = [self._key(path) for path in _paths(self.table.columns[alias.bare])]
            keys = {id(row): tuple(_comparable(read(row)) for read in readers) for row in self.data}
            known = [row for row in self.data if not keys[id(row)][0][0]]
            unknown = [row for row in self.data if keys[id(row)][0][0]]
            self.data = [*sorted(known, key=lambda row: keys[id(row)], reverse=alias.is_descending), *unknown]

    def _key(self, path: Any) -> Callable[[Any], Any]:
        """Function that reads the sort value of a row."""
        read = value_reader(path)
        places = {value: place for place, (value, _words) in enumerate(choices_at(path, self.model))}
        return (lambda row: places.get(read(row))) if places else read


class QueriedRows(TableQuerysetData):
    """Rows of a query. Text is sorted case-insensitively, choices in declared order, and rows without a value come last in both
    directions. Ties keep the query's order.
    """

    data: "QuerySet[Any]"

    @property
    def ordering(self) -> None:
        """The requested sort order. Only that is marked in the header."""

    def order_by(self, aliases: Iterable[Any]) -> None:
        for alias in aliases:
            ties: Iterable[Any] = self.data.query.order_by or self.data.query.get_meta().ordering or ()
            keys = [self._key(path) for path in _paths(self.table.columns[alias.bare])]
            wanted = [OrderBy(key, descending=alias.is_descending, nulls_last=True) for key in keys]
            self.data = self.data.order_by(*wanted, *ties, "pk")

    def _key(self, path: str) -> Expression | F:
        """Expression to sort by."""
        if choices := choices_at(path, self.model):
            return Case(*(When(**{path: value}, then=place) for place, (value, _words) in enumerate(choices)))
        field = F(path).resolve_expression(self.data.query.chain()).output_field
        if isinstance(field, CharField | TextField):
            return NullIf(Lower(path), Value(""))
        return F(path)


def choices_at(path: Any, model: type[Model] | None) -> list[tuple[Any, Any]]:
    """Choices of the field at the end of a path with their labels, or none."""
    return [choice for choice in getattr(path.get_field(model), "flatchoices", ()) if choice[0] not in {None, ""}]


def value_reader(path: Any) -> Callable[[Any], Any]:
    """Function that reads the value at the end of a path of attributes, keys or positions, or None."""
    attribute = attrgetter(path.replace("__", "."))

    def read(record: Any) -> Any:
        try:
            return attribute(record)
        except AttributeError:
            return path.resolve(record, quiet=True)

    return read


def _paths(bound: Any) -> tuple[Any, ...]:
    """Accessors that a column is sorted by, without direction."""
    return tuple(django_tables2.A(path) for path in (bound.column.order_by or (bound.accessor,)))


def _comparable(value: object) -> tuple[bool, Any]:
    """Sort key whose first part is True for an empty value."""
    if value is None or value == "":
        return (True, 0)
    return (False, str(value).lower() if isinstance(value, str | Promise) else value)
