"""Scripts that wait for a person: to read, approve or publish."""

from django.urls import reverse
from django.utils.translation import gettext as _

from journal.drills import marked
from people.identity import Role, User
from people.needs import Need, Urgency
from scripts_library import permissions
from scripts_library.models import ScriptVersion
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
    """Versions in review that the user didn't write and hasn't approved yet."""
    if not permissions.can_approve(user):
        return []
    return [
        _to_approve(version)
        for version in search(user, shelf="in_review")
        if not permissions.wrote(user, version) and version.first_approver_id != user.person_id
    ]


def _to_approve(version: ScriptVersion) -> Need:
    note = _("Version %(number)s by %(author)s")
    if version.first_approver_id is not None:
        note = _("Version %(number)s by %(author)s. One of two approvals is given.")
    is_now = version.is_emergency
    return Need(
        title=marked(version.script.title, is_drill=version.script.journal.is_drill),
        url=reverse("scripts_library:emergency" if is_now else "scripts_library:version", args=[version.pk]),
        symbol="urgent" if is_now else "eye-check",
        note=note % {"number": version.number, "author": version.author},
        sign=_("Emergency") if is_now else _("To approve"),
        urgency=Urgency.AT_ONCE if is_now else Urgency.ASKED,
    )


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
