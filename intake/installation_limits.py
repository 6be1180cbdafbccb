"""Limits for imports: the settings of this installation (`IMPORT_MAX_BYTES`, `IMPORT_MAX_ROWS`, …) and the form of names."""

from django.conf import settings

from intake.reading.file_limits import Limits

# Name of a source.
SOURCE = r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$"


def limits() -> Limits:
    """Limits for files in this installation."""
    return Limits(
        file_bytes=settings.IMPORT_MAX_BYTES,
        rows=settings.IMPORT_MAX_ROWS,
        cell_length=settings.IMPORT_MAX_CELL_LENGTH,
        columns=settings.IMPORT_MAX_COLUMNS,
        unpacked_bytes=settings.IMPORT_MAX_UNPACKED_BYTES,
        texts_bytes=settings.IMPORT_MAX_TEXTS_BYTES,
    )
