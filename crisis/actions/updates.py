"""Notifications about updates."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crisis.models import Crisis
from crisis.queries.team import team_of
from people.actions import notify_all
from people.identity import User


def tell_team(crisis: Crisis, *, actor: User, sequence: int, text: str, is_correction: bool = False) -> None:
    """Notify the team, lead and deputy, except the author, of an update or its correction."""
    told = {*team_of(crisis).values_list("person_id", flat=True), crisis.lead_id, crisis.deputy_id}
    sentence = _("Corrected update on “%(title)s”: %(text)s") if is_correction else _("Update on “%(title)s”: %(text)s")
    notify_all(
        person_ids={person_id for person_id in told if person_id is not None} - {actor.person_id},
        key=message_key(crisis, sequence),
        text=sentence % {"title": crisis.title, "text": text},
        url=reverse("crisis:detail", args=[crisis.pk]),
        journal=crisis.journal,
    )


def message_key(crisis: Crisis, sequence: int) -> str:
    """The key of notifications about the update with this number in the journal."""
    return f"crisis:{crisis.pk}:update:{sequence}"
