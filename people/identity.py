"""Users, roles and channels for other rooms, which never import the models."""

from people.models import Channel, Role, User

__all__ = ["Channel", "Role", "User"]
