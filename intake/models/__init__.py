"""Models of imports, profiles and webhooks, split by subject."""

from intake.models.deliveries import KeptAnswer, WebhookEndpoint
from intake.models.imports import Import, Rejection, StagedRow
from intake.models.kinds import ImportKind
from intake.models.profiles import OwnProfile

__all__ = ["Import", "ImportKind", "KeptAnswer", "OwnProfile", "Rejection", "StagedRow", "WebhookEndpoint"]
