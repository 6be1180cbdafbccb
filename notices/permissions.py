"""Permissions on the wording of e-mails."""

from people.identity import Role, User


def can_edit_templates(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)
