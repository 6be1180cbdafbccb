"""Erasing who a person was: the lowest room's part, and those that other rooms add in their `AppConfig.ready`.

What was done stays, under another name: figures, dates and decisions. Names, addresses and what was written about the person
go.
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
    """A person who is being erased: the ids of their records, what they were called, and what they are called from now on."""

    records: frozenset[int]
    names: tuple[str, ...]
    pseudonym: str

    def in_value(self, value: Any) -> Any:
        """The text, or every text in a JSON value, with the new name instead of the old ones."""
        if isinstance(value, str) and self.names:
            return re.sub(self._words, self.pseudonym.replace("\\", r"\\"), value, flags=re.IGNORECASE)
        if isinstance(value, list):
            return [self.in_value(each) for each in value]
        if isinstance(value, dict):
            return {key: self.in_value(each) for key, each in value.items()}
        return value

    def mentioned_in(self, *fields: str) -> Q:
        """Rows that name the person in one of these columns."""
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
    """Name what else is forgotten of a person, or refused by raising `core.refusals.Refused`. Runs in the transaction."""
    _rooms.append(forget)


def rooms() -> list[Forget]:
    return list(_rooms)


def rename_in(erased: Erased, rows: QuerySet[Any], *fields: str) -> list[Model]:
    """Replace the names in these columns of the rows that have them; the rows that were changed."""
    changed = list(rows.filter(erased.mentioned_in(*fields)))
    for row in changed:
        for field in fields:
            setattr(row, field, erased.in_value(getattr(row, field)))
        row.save(update_fields=list(fields))
    return changed
