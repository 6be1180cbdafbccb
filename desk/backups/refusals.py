"""Refusals to make or restore a backup."""

from core.refusals import Refused


class BackupRefused(Refused):
    """No backup was made. The message says why and what to do."""


class ArchiveDamaged(Refused):
    """The file is not a complete, unchanged backup."""


class RestoreRefused(Refused):
    """The backup can't be restored here. Nothing was changed."""


class RestoreDiffers(Refused):
    """The restored database does not match the backup."""
