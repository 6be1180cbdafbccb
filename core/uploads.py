"""The uploaded files that rows still refer to. Rooms that keep files register a query; backups ask it."""

from collections.abc import Callable, Collection

Needed = Callable[[], Collection[str]]

_rooms: dict[str, Needed] = {}


def register(folder: str, needed: Needed) -> None:
    """Name a room's folder of uploads, and the query for the paths in it that are still needed."""
    _rooms[folder] = needed


def needed() -> list[str]:
    """Every path, relative to the uploads, that a row needs as the database is in this transaction."""
    return sorted({path for paths in _rooms.values() for path in paths() if path})
