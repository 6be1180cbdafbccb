"""Names of an import that need no one to decide: other spellings of a known name, and names that are not a person."""

from typing import NamedTuple

from intake.actions.staging import names_in, unassign
from intake.models import Import
from people.actions.source_names import identities_for_step, match_same_names
from people.name_matching import people_by_identity


class Settled(NamedTuple):
    """Names that are still unknown, sorted, and whether others were matched."""

    unknown: list[str]
    has_matched: bool


def settle_names(imported: Import, *, in_step: bool = False) -> Settled:
    """Match other spellings of known names, and make the rows of names that are not a person unassigned.

    Updates the import's counts without saving them. In a step of background work, the step is postponed instead of waiting
    long for other imports.
    """
    names = names_in(imported)
    known = people_by_identity(imported.source, names)
    matched = 0
    if unknown := names - known.keys():
        if in_step:
            identities_for_step()
        matched = match_same_names(source=imported.source, labels=unknown)
        # Another import may have added the same names before this one had the lock.
        known = people_by_identity(imported.source, names)
    if nobody := [label for label, person_id in known.items() if person_id is None]:
        rows = unassign(imported, nobody)
        imported.counts["unassigned"] = imported.counts.get("unassigned", 0) + rows
    return Settled(sorted(names - known.keys()), has_matched=bool(matched))


def settle_names_in_step(imported: Import) -> Settled:
    """`settle_names` in a step of background work. Saves the counts."""
    before = dict(imported.counts)
    settled = settle_names(imported, in_step=True)
    if imported.counts != before:
        imported.save(update_fields=["counts"])
    return settled
