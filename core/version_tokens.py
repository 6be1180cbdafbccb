"""Version tokens: cache keys that change whenever any row behind a page changes, whichever code changed it.

PostgreSQL identifies each version of a row by the transaction that wrote it (`xmin`) and its place (`ctid`). A version token
sums the hashes of these over the rows that a page reads, so that writers never have to invalidate anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from core import clock
from core.prepared_statements import prepared_cursor

NOW = "coalesce(%(travelled_to)s::timestamptz, clock_timestamp())"
# The same moment for the whole statement, so that a condition on it can use an index.
STATEMENT_NOW = "coalesce(%(travelled_to)s::timestamptz, statement_timestamp())"
VERSION = "hashtidextended(ctid, xmin::text::bigint)"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that a page reads, by a condition in SQL with named parameters.

    `moments` are columns with times that change the page when they pass, without a write. `version` is the SQL that a change
    of a row changes. Override it if the page doesn't show all changes, or if rows never change.
    """

    model: type[Model]
    where: str = "TRUE"
    moments: tuple[str, ...] = ()
    version: str = f"sum({VERSION})"

    @property
    def table(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's documented Model._meta

    def sql(self, place: int) -> str:
        """SQL for one row: index, text, and a moment."""
        passed = [f"count(*) FILTER (WHERE {moment} <= {NOW})" for moment in self.moments]
        facts = ", ".join([self.version, "count(*)", *passed])
        return f"SELECT {place}, concat_ws(' ', {facts}), NULL FROM {self.table} WHERE {self.where}"  # noqa: S608 - written in the code


def version_token(rows: Iterable[Rows], *, zone: ZoneInfo, **values: Any) -> str:
    """Version token of these rows, with the parameters of their conditions, on this day in a zone. One query.

    Read it before the rows themselves, so that a token never belongs to newer rows than the page shows.
    """
    parts = [part.sql(place) for place, part in enumerate(rows, start=1)]
    statement = f"{' UNION ALL '.join([f'SELECT 0, NULL, {NOW}', *parts])} ORDER BY 1"
    with prepared_cursor() as cursor:
        cursor.execute(statement, {**values, "travelled_to": clock.travelled_to()})
        (_first, _text, now), *found = cursor.fetchall()
    return "\n".join([f"{now.astimezone(zone).date()} {zone}", *(text for _place, text, _none in found)])
