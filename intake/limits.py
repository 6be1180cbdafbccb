"""The limits of what is imported: those of this installation (`IMPORT_MAX_BYTES`, `IMPORT_MAX_ROWS`, …), and names."""

from django.conf import settings

from intake.reading.limits import Limits

# The name of the system that contacts come from.
SOURCE = r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$"


def limits() -> Limits:
    """The largest file this installation reads."""
    return Limits(
        file_bytes=settings.IMPORT_MAX_BYTES,
        rows=settings.IMPORT_MAX_ROWS,
        cell_length=settings.IMPORT_MAX_CELL_LENGTH,
        columns=settings.IMPORT_MAX_COLUMNS,
        unpacked_bytes=settings.IMPORT_MAX_UNPACKED_BYTES,
        texts_bytes=settings.IMPORT_MAX_TEXTS_BYTES,
    )
