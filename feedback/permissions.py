"""Who may do what with feedback (domain section 10)."""

from people.identity import Role, User

IMPORTERS = (Role.OPS, Role.ADMINISTRATOR)


def can_import(user: User) -> bool:
    return user.has_role(*IMPORTERS)
