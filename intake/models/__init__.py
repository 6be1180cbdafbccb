"""Nouns of the intake and their constraints, split by subject."""

from intake.models.imports import Import, Rejection, StagedRow
from intake.models.profiles import OwnProfile
from intake.models.ways_in import KeptAnswer, WebhookEndpoint

__all__ = ["Import", "KeptAnswer", "OwnProfile", "Rejection", "StagedRow", "WebhookEndpoint"]
