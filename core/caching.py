"""The database cache, which holds counters of attempts. Entries are deleted when they expire, never to save space."""

from django.conf import settings
from django.db import connection

from core import clock


def delete_expired() -> int:
    """Delete expired cache entries. Part of the tick."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [clock.now()])  # noqa: S608 - a name of our settings
        return int(cursor.rowcount)
