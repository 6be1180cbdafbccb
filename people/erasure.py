"""Registry of erasers: each room registers in `AppConfig.ready` how it erases a person's data.

Names, addresses and texts about the person are erased. Figures, dates and decisions stay under a pseudonym.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True, slots=True)
class Erased:
    """Person to erase: the ids of their records, their names and their pseudonym."""

    records: frozenset[int]
    names: tuple[str, ...]
    pseudonym: str

    def in_value(self, value: Any) -> Any:
        """Copy of a text or JSON value with the pseudonym in place of the names."""
        if isinstance(value, str) and self.names:
            return re.sub(self._words, self.pseudonym.replace("\\", r"\\"), value, flags=re.IGNORECASE)
        if isinstance(value, list):
            return [self.in_value(each) for each in value]
        if isinstance(value, dict):
            return {key: self.in_value(each) for key, each in value.items()}
        return value

    def mentioned_in(self, *fields: str) -> Q:
        """Condition: one of these columns contains a name of the person."""
        if not self.names:
            return Q(pk__in=[])
        return reduce(or_, (Q(**{f"{field}__iregex": self._words_in_sql}) for field in fields))

    @property
    def _words(self) -> str:
        return r"\b(" + "|".join(re.escape(name) for name in self.names) + r")\b"

    @property
    def _words_in_sql(self) -> str:
        return r"\y(" + "|".join(re.sub(r"([^\w\s])", r"\\\1", name) for name in self.names) + r")\y"


Forget = Callable[[Erased], None]

_rooms: list[Forget] = []


def register(forget: Forget) -> None:
    """Register an eraser. It runs in the transaction and can refuse by raising `core.refusals.Refused`."""
    _rooms.append(forget)


def rooms() -> list[Forget]:
    return list(_rooms)


def rename_in(erased: Erased, rows: QuerySet[Any], *fields: str) -> list[Model]:
    """Replace the names in these columns, and cut what gets too long for a column. Returns the changed rows."""
    changed = list(rows.filter(erased.mentioned_in(*fields)))
    for row in changed:
        for field in fields:
            setattr(row, field, _fitting(row, field, erased.in_value(getattr(row, field))))
        row.save(update_fields=list(fields))
    return changed


def _fitting(row: Model, field: str, value: Any) -> Any:
    """The value, without the characters that the column has no space for: a pseudonym can be longer than the name."""
    longest = getattr(row._meta.get_field(field), "max_length", None)  # noqa: SLF001 - Django's documented Model._meta
    return value[:longest] if isinstance(value, str) and longest is not None else value
