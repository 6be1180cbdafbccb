"""Uploaded files that rows refer to. Rooms with files register a query; backups use it."""

from collections.abc import Callable, Collection

Needed = Callable[[], Collection[str]]

_rooms: dict[str, Needed] = {}


def register(folder: str, needed: Needed) -> None:
    """Register a room's upload folder with a query for the paths that are still needed."""
    _rooms[folder] = needed


def needed() -> list[str]:
    """Paths, relative to the uploads, that rows need in this transaction's view of the database."""
    return sorted({path for paths in _rooms.values() for path in paths() if path})
