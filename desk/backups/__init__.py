"""Backups of a whole installation: its database and the uploads that are still needed, as one checked file."""

from desk.backups.creation import make_backup, seconds_until_due
from desk.backups.restoration import restore

__all__ = ["make_backup", "restore", "seconds_until_due"]
