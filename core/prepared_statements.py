"""Prepared statements, which PostgreSQL plans once per connection and not once per request."""

from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class PreparedCursor(psycopg.Cursor[Any]):
    """Cursor with server-side binding, so that its statements can be prepared (`prepare_threshold` in the settings)."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "PreparedCursor":
        super().execute(query, params, **options)
        # psycopg drops the text of prepared statements, but Django's query log needs it.
        self._query = SimpleNamespace(query=query.encode())  # type: ignore[assignment] # only this is asked for
        return self


def prepared_cursor() -> CursorWrapper:
    """Prepared cursor on Django's connection, with Django's errors and log. Statements must state the type of each value."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    wrapped: CursorWrapper = connection._prepare_cursor(PreparedCursor(connection.connection))  # type: ignore[attr-defined] # noqa: SLF001
    return wrapped
