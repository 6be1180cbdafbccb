"""What a file of evaluations may be at most, from the settings (`EVALUATIONS_MAX_BYTES`, `EVALUATIONS_MAX_ROWS`)."""

from dataclasses import replace

from django.conf import settings

from intake.limits import limits as limits_of_files
from intake.reading.limits import Limits


def limits() -> Limits:
    """As for files of feedback, but for the size and the rows."""
    return replace(
        limits_of_files(),
        file_bytes=settings.EVALUATIONS_MAX_BYTES,
        rows=settings.EVALUATIONS_MAX_ROWS,
    )
