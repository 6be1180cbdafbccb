"""What changes when other versions of reviews count."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """How many reviews are shown that were not, are shown in another version, and are shown no more."""

    added: int
    replaced: int
    removed: int


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Between what is shown of each review, by its id. The same said by another file is no change."""
    both = before.keys() & after.keys()
    return Changes(
        added=len(after) - len(both),
        replaced=sum(before[external_id] != after[external_id] for external_id in both),
        removed=len(before) - len(both),
    )
