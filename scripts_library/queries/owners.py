"""People who can own a script; see `people.person_search`."""

from people.identity import User
from people.queries.roles import holders_of
from scripts_library import permissions
from scripts_library.models import KEEPERS


def possible_owners() -> dict[int, str]:
    """Everyone who sees drafts, by name."""
    return holders_of(*KEEPERS)


def owners_for(user: User, _about: int) -> dict[int, str]:
    return possible_owners() if permissions.can_write(user) else {}
