"""Who may do what with people. Domain section 10: users, roles and settings belong to administrators."""

from people.models import Role, User


def can_manage_people(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)
