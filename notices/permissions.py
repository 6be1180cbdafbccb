"""Permissions on chat channels and on the wording of e-mails (domain section 10)."""

from people.identity import Role, User


def can_manage_channels(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)


def can_edit_templates(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)
