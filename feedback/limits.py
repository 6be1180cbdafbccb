"""The limits of this installation, from its settings (`IMPORT_MAX_BYTES`, `IMPORT_MAX_ROWS`, …)."""

from django.conf import settings

from feedback.reading.limits import Limits


def limits() -> Limits:
    """What a file may be at most; what the settings do not say is as `Limits` has it."""
    usual = Limits()
    return Limits(
        file_bytes=getattr(settings, "IMPORT_MAX_BYTES", usual.file_bytes),
        rows=getattr(settings, "IMPORT_MAX_ROWS", usual.rows),
        cell_length=getattr(settings, "IMPORT_MAX_CELL_LENGTH", usual.cell_length),
        columns=getattr(settings, "IMPORT_MAX_COLUMNS", usual.columns),
        unpacked_bytes=getattr(settings, "IMPORT_MAX_UNPACKED_BYTES", usual.unpacked_bytes),
        texts_bytes=getattr(settings, "IMPORT_MAX_TEXTS_BYTES", usual.texts_bytes),
    )
