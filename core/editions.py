"""Editions: a text that changes whenever a row changes that a page is made of, whoever wrote it.

PostgreSQL names each version of a row by the transaction that wrote it (`xmin`) and its place (`ctid`). The edition sums
the hashes of those names over the rows that a page reads, so nobody who writes has to remember to change it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

from core import clock

VERSION = "hashtidextended(ctid, xmin::text::bigint)"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that a page reads: those of a table that meet a condition in SQL, with named parameters.

    `moments` are its columns with times that change what is shown when they pass, without a write. `version` is what a
    change of a row changes: other SQL where not every change of a row is shown, or where rows are never changed.
    """

    model: type[Model]
    where: str = "TRUE"
    moments: tuple[str, ...] = ()
    version: str = f"sum({VERSION})"

    @property
    def table(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's documented Model._meta

    @property
    def sql(self) -> str:
        """One row with one text."""
        passed = [f"count(*) FILTER (WHERE {moment} <= %(now)s)" for moment in self.moments]
        facts = ", ".join([self.version, "count(*)", *passed])
        return f"SELECT concat_ws(' ', {facts}) FROM {self.table} WHERE {self.where}"  # noqa: S608 - written in the code


def edition_of(rows: Iterable[Rows], **values: Any) -> str:
    """The edition of these rows, with the values of their conditions. One query besides the time. Read it before the rows
    themselves, so that what is older never passes for what is newer.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(part.sql for part in rows), {**values, "now": now})
        return "\n".join(text for (text,) in cursor.fetchall())
