"""The face of this room for others: who acts, in which role, over which channel. They import from here, never the models."""

from people.models import Channel, Role, User

__all__ = ["Channel", "Role", "User"]
