"""Tables of the pages of training."""

from training.tables.refreshers import ReadinessGroupsTable, ReadinessTable, RefreshersTable, RolePlaysTable

__all__ = ["ReadinessGroupsTable", "ReadinessTable", "RefreshersTable", "RolePlaysTable"]
