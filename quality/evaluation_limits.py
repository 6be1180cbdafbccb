"""Size limits of evaluation files, from the settings (`EVALUATIONS_MAX_BYTES`, `EVALUATIONS_MAX_ROWS`)."""

from dataclasses import replace

from django.conf import settings

from intake.installation_limits import limits as limits_of_files
from intake.reading.file_limits import Limits


def limits() -> Limits:
    """The limits of feedback files, with other sizes and row counts."""
    return replace(
        limits_of_files(),
        file_bytes=settings.EVALUATIONS_MAX_BYTES,
        rows=settings.EVALUATIONS_MAX_ROWS,
    )
