"""Kinds of imports, and the roles that import each."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.identity import Role, User


class ImportKind(models.TextChoices):
    """What an import contains. For a new one, see "Another kind of file" in docs/developing.md."""

    FEEDBACK = "feedback", _("Feedback")
    EVALUATIONS = "evaluations", _("Evaluations")
    PEOPLE = "people", _("People")


# Domain section 10.
IMPORTERS_OF: Mapping[ImportKind, tuple[Role, ...]] = {
    ImportKind.FEEDBACK: (Role.OPS, Role.ADMINISTRATOR),
    ImportKind.EVALUATIONS: (Role.OPS, Role.ADMINISTRATOR),
    ImportKind.PEOPLE: (Role.ADMINISTRATOR,),
}


def kinds_for(user: User) -> list[ImportKind]:
    """Kinds that a user may import."""
    return [kind for kind, roles in IMPORTERS_OF.items() if user.has_role(*roles)]
