# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Forecast of undoing an import."""

from typing import TYPE_CHECKING

from django.db import connection

from feedback.sql.import_undo import LEAVING, spoken
from intake.destination import UndoForecast

if TYPE_CHECKING:
    from intake.models import Import


def forecast(imported: "Import") -> UndoForecast:
    """The forecast for the confirmation page. Reads every contact of the file, so not for lists."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH spoken AS MATERIALIZED ({spoken()})
            SELECT count(*) FILTER (WHERE NOT is_shared AND NOT is_kept), count(*) FILTER (WHERE is_shared),
                count(*) FILTER (WHERE is_kept), (SELECT count(*) FROM ({LEAVING.format(spoken="spoken")}) leaving)
            FROM spoken""",
            {"file": imported.pk},
        )
        return UndoForecast(*cursor.fetchone())
