"""Words that differ between two texts. Pure functions."""

import difflib
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiffPart:
    """Part of a comparison: `kind` is same, removed or added."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[DiffPart]:
    """Words removed and added between two texts."""
    old, new = _words(before), _words(after)
    compared: list[DiffPart] = []
    for kind, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            compared.append(DiffPart("same", "".join(new[new_start:new_end])))
            continue
        if old_end > old_start:
            compared.append(DiffPart("removed", "".join(old[old_start:old_end])))
        if new_end > new_start:
            compared.append(DiffPart("added", "".join(new[new_start:new_end])))
    return compared


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+\s*$|\s*\S+", text)
