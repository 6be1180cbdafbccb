"""Names of an import that need no one to decide: other spellings of a known name, and names that are not a person."""

from intake.actions.staging import known_names, unassign, unknown_names
from intake.models import Import
from people.actions.source_names import identities_for_step, match_same_names


def settle_names(imported: Import) -> list[str]:
    """Match other spellings of known names, and make the rows of names that are not a person unassigned. Updates the import's
    counts without saving them. Returns the names that are still unknown.
    """
    unknown = unknown_names(imported)
    if unknown and match_same_names(source=imported.source, labels=unknown):
        unknown = unknown_names(imported)
    nobody = [label for label, person_id in known_names(imported).items() if person_id is None]
    if nobody:
        rows = unassign(imported, nobody)
        imported.counts["unassigned"] = imported.counts.get("unassigned", 0) + rows
    return unknown


def settle_names_in_step(imported: Import) -> list[str]:
    """`settle_names` in a step of background work, which is postponed instead of waiting long. Saves the counts."""
    if unknown_names(imported):
        identities_for_step()
    before = dict(imported.counts)
    unknown = settle_names(imported)
    if imported.counts != before:
        imported.save(update_fields=["counts"])
    return unknown
