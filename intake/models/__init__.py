"""Models of imports, profiles and webhooks, split by subject."""

from intake.models.deliveries import KeptAnswer, WebhookEndpoint
from intake.models.findings import Finding
from intake.models.imports import Import, Rejection, StagedRow
from intake.models.kinds import ImportKind
from intake.models.profiles import OwnProfile
from intake.models.staff import StaffFile

__all__ = [
    "Finding",
    "Import",
    "ImportKind",
    "KeptAnswer",
    "OwnProfile",
    "Rejection",
    "StaffFile",
    "StagedRow",
    "WebhookEndpoint",
]
