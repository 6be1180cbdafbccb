"""Models of e-mails about notifications and of chat channels."""

from notices.models.channels import ChatChannel, ChatPost
from notices.models.emails import Delivery, LetterTemplate, Preference, QuietHours, ShortSubjects

__all__ = ["ChatChannel", "ChatPost", "Delivery", "LetterTemplate", "Preference", "QuietHours", "ShortSubjects"]
