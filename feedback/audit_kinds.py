"""What a response may need a look for: the lists of the audit."""

from enum import StrEnum


class AuditKind(StrEnum):
    """In the order in which they are shown."""

    UNASSIGNED = "unassigned"
    SUSPECTED = "suspected"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    OUT_OF_WINDOW = "out_of_window"
    DECIDED = "decided"
