"""Location of uploaded files until they are published."""

from pathlib import Path

from django.conf import settings


def place_of(path: str) -> Path:
    """Absolute path of a file, from its path relative to the uploads."""
    return Path(settings.MEDIA_ROOT) / path
