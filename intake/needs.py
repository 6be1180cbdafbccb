"""Imports that wait for a person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from intake.permissions import can_import
from intake.queries.imports import imports_list
from people.identity import User
from people.needs import Need, Urgency


def imports_to_check(user: User) -> list[Need]:
    """Imports that wait for a decision by this user."""
    if not can_import(user):
        return []
    return [
        Need(
            title=imported.title,
            url=reverse("intake:import_detail", args=[imported.pk]),
            symbol="file-import",
            note=_("Open it to continue the import."),
            sign=imported.get_state_display(),
            urgency=Urgency.ASKED,
        )
        for imported in imports_list(user).filter(state__in=["uploaded", "needs_people", "needs_look", "checked"])
    ]
