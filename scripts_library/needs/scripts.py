"""Scripts that wait for a person: to read, approve or publish."""

from django.urls import reverse
from django.utils.translation import gettext as _

from journal.drills import marked
from people.identity import Role, User
from people.needs import Need, Urgency
from scripts_library import permissions
from scripts_library.queries import open_acknowledgements, search, to_publish


def scripts_to_read(user: User) -> list[Need]:
    """Withdrawn scripts to confirm, and new versions to read."""
    asked = open_acknowledgements(user.person_id) if user.has_role(Role.AGENT) else []
    return [
        Need(
            title=item.title,
            url=reverse("scripts_library:script", args=[item.script_id]),
            symbol="hand-stop" if item.what == "withdrawal" else "message-circle",
            note=_("Stop using this script.") if item.what == "withdrawal" else _("New script to read."),
            sign=_("Withdrawn") if item.what == "withdrawal" else "",
            urgency=Urgency.AT_ONCE if item.what == "withdrawal" else Urgency.OPEN,
        )
        for item in asked
    ]


def scripts_to_approve(user: User) -> list[Need]:
    """Versions in review that the user didn't write."""
    if not permissions.can_approve(user):
        return []
    return [
        Need(
            title=marked(version.script.title, is_drill=version.script.journal.is_drill),
            url=reverse("scripts_library:version", args=[version.pk]),
            symbol="eye-check",
            note=_("Version %(number)s by %(author)s") % {"number": version.number, "author": version.author},
            sign=_("To approve"),
            urgency=Urgency.ASKED,
        )
        for version in search(user, shelf="in_review")
        if not permissions.wrote(user, version)
    ]


def scripts_to_publish(user: User) -> list[Need]:
    """Approved versions that aren't published yet, for supervisors."""
    if not user.has_role(Role.SUPERVISOR):
        return []
    return [
        Need(
            title=version.title,
            url=reverse("scripts_library:version", args=[version.id]),
            symbol="send",
            note=_("%(approver)s approved version %(number)s.") % {"approver": version.approver, "number": version.number},
            sign=_("To publish"),
            urgency=Urgency.ASKED,
        )
        for version in to_publish()
    ]
