"""Kinds of responses that need a look: the lists of the audit."""

from enum import StrEnum


class AuditKind(StrEnum):
    """Kinds in display order."""

    UNASSIGNED = "unassigned"
    SUSPECTED = "suspected"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    OUT_OF_WINDOW = "out_of_window"
    DECIDED = "decided"
