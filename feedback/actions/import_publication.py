"""Publication of imports: staged rows become contacts and responses in one transaction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feedback.actions.import_merge import merge
from feedback.actions.retention import leave_out_what_is_too_old
from feedback.actions.rollups import bring_up_to_date
from intake.actions.staging import known_names

if TYPE_CHECKING:
    from intake.models import Import


def publish(group: Sequence["Import"]) -> list[dict[str, int]]:
    """Merge the staged rows of these imports, whose names must all be decided. Returns the counts of each."""
    basis = bring_up_to_date()
    for imported in group:
        leave_out_what_is_too_old(imported)
    return merge([(imported, known_names(imported)) for imported in group], basis=basis)
