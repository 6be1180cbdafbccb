"""Tables of the pages of training."""

from training.tables.refreshers import (
    ReadinessGroupsTable,
    ReadinessTable,
    ReadyPeopleTable,
    RefreshersTable,
    RolePlaysTable,
)

__all__ = ["ReadinessGroupsTable", "ReadinessTable", "ReadyPeopleTable", "RefreshersTable", "RolePlaysTable"]
