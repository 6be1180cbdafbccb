"""What a file of evaluations may be at most, from the settings (`EVALUATIONS_MAX_BYTES`, `EVALUATIONS_MAX_ROWS`)."""

from dataclasses import replace

from django.conf import settings

from feedback.limits import limits as limits_of_files
from feedback.reading.limits import MEBIBYTE, Limits

# A reviewer makes some thousand reviews in a year: far less than customers answer, each of them some kilobytes.
MOST_BYTES = 50 * MEBIBYTE
MOST_ROWS = 20_000


def limits() -> Limits:
    """As for files of feedback, but for the size and the rows."""
    return replace(
        limits_of_files(),
        file_bytes=getattr(settings, "EVALUATIONS_MAX_BYTES", MOST_BYTES),
        rows=getattr(settings, "EVALUATIONS_MAX_ROWS", MOST_ROWS),
    )
