"""Rows behind a home."""

from care.queries import OWN_PULSE
from crisis.queries.version_tokens import rows_of_crises
from desk.homes.building_blocks import FEW_ITEMS
from intake.queries.imports import rows_of_imports
from journal.drills import WROTE
from people.identity import User
from people.needs import rows_of_needs
from people.queries.version_tokens import version_token_for
from quality.queries.version_tokens import OWN_QUEUE, OWN_RESULTS
from recognition.queries import rows_of_awards
from scripts_library.queries.version_tokens import LIBRARY

# Rows behind the sections of all roles, because the user's roles are read after the version token.
ROWS = (
    WROTE,
    *rows_of_crises(),
    *LIBRARY,
    *OWN_RESULTS,
    *OWN_QUEUE,
    *OWN_PULSE,
    *rows_of_awards(latest=FEW_ITEMS),
    *rows_of_imports(latest=FEW_ITEMS),
)


def version_token(user: User) -> str:
    """Cache key that changes with any row behind the user's home. Two queries."""
    return version_token_for(user, dict.fromkeys((*ROWS, *rows_of_needs())))
