"""Everything that a home is read from."""

from core.editions import Rows
from crisis.queries.editions import CRISES
from desk.homes.shapes import FEW_ITEMS
from feedback.queries.imports import rows_of_imports
from people.identity import Role, User
from people.queries import edition_for
from quality.queries.editions import OWN_QUEUE, OWN_RESULTS
from recognition.queries import rows_of_awards
from scripts_library.queries.editions import LIBRARY

EVERYBODYS = (*CRISES, *LIBRARY, *rows_of_awards(latest=FEW_ITEMS))
OF_ROLES: tuple[tuple[tuple[Role, ...], tuple[Rows, ...]], ...] = (
    ((Role.AGENT,), OWN_RESULTS),
    ((Role.REVIEWER,), OWN_QUEUE),
    ((Role.OPS, Role.ADMINISTRATOR), rows_of_imports(latest=FEW_ITEMS)),
)


def edition_of(user: User) -> str:
    """Cache key that changes with any row that the user's home is read from. Two queries."""
    read = [*EVERYBODYS, *(part for roles, rows in OF_ROLES if user.has_role(*roles) for part in rows)]
    return edition_for(user, read)
