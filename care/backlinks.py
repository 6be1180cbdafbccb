"""Registry of pages that refer to a suggestion, filled by the rooms above: what came of it."""

from collections.abc import Callable

from core.pages import Link
from people.identity import User

LinksOf = Callable[[User, int], list[Link]]

_known: list[LinksOf] = []


def register(links: LinksOf) -> None:
    """Register a function that returns a room's pages about the suggestion with this id that the user may open.

    Called from the room's ``AppConfig.ready``.
    """
    _known.append(links)


def links_of(user: User, suggestion_id: int) -> list[Link]:
    return [link for links in _known for link in links(user, suggestion_id)]
