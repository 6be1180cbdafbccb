"""Reasons for which a backup is not made or not restored."""

from core.refusals import Refused


class BackupRefused(Refused):
    """No backup was made. The message says why and what to do."""


class ArchiveDamaged(Refused):
    """The file is not a whole, unchanged backup."""


class RestoreRefused(Refused):
    """The backup cannot be restored here. Nothing was changed."""


class RestoreDiffers(Refused):
    """The database after the restore is not what the backup says it was."""
