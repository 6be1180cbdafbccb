"""Differences between two sets of current evaluations."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """How many evaluations are shown newly, in another version, or no longer."""

    added: int
    replaced: int
    removed: int


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Differences between digests before and after, by evaluation id. The same digest from another file is no change."""
    both = before.keys() & after.keys()
    return Changes(
        added=len(after) - len(both),
        replaced=sum(before[external_id] != after[external_id] for external_id in both),
        removed=len(before) - len(both),
    )
