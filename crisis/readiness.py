"""Registry for readiness: members who have done their refresher training. Filled by the room that trains people."""

from collections.abc import Callable, Collection

from crisis.models import Crisis

FindReady = Callable[[Crisis], Collection[int]]

_registered: list[FindReady] = []


def register(find: FindReady) -> None:
    """Register a function that returns the person ids of ready members. Called once, from a room's ``AppConfig.ready``."""
    if _registered:
        raise ValueError("Readiness is registered twice.")
    _registered.append(find)


def ready_ids(crisis: Crisis) -> frozenset[int] | None:
    """Person ids of ready members, or None while no room tracks readiness."""
    return frozenset(_registered[0](crisis)) if _registered else None
