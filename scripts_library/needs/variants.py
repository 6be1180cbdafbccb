"""Variants that wait for their owner, because their source has changed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency
from scripts_library import permissions
from scripts_library.audiences import audience_name
from scripts_library.queries import behind_their_source


def variants_to_update(user: User) -> list[Need]:
    """Variants of the user that are behind their source."""
    if not permissions.sees_every_version(user):
        return []
    behind = behind_their_source().filter(script__owner=user.person_id).select_related("script__journal")
    return [
        Need(
            title=marked(version.script.title, is_drill=version.script.journal.is_drill),
            url=reverse("scripts_library:script", args=[version.script_id]),
            symbol="language",
            note=_("%(audience)s: the source has a new version.")
            % {"audience": audience_name(version.script.channel, version.script.language)},
            sign=_("To compare"),
            urgency=Urgency.ASKED,
        )
        for version in behind
    ]
