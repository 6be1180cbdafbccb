"""Where uploaded files lie until they are published."""

from pathlib import Path

from django.conf import settings


def place_of(path: str) -> Path:
    """The place of a file whose path is relative to the uploads."""
    return Path(settings.MEDIA_ROOT) / path
