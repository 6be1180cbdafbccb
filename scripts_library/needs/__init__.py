"""What waits for people in this room."""

from scripts_library.needs.reviews import scripts_reviewed_afterwards, scripts_to_review
from scripts_library.needs.scripts import scripts_to_approve, scripts_to_publish, scripts_to_read
from scripts_library.needs.variants import variants_to_update

__all__ = [
    "scripts_reviewed_afterwards",
    "scripts_to_approve",
    "scripts_to_publish",
    "scripts_to_read",
    "scripts_to_review",
    "variants_to_update",
]
