"""New suggestions that wait for a supervisor: counted, never timed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care import permissions
from care.queries.suggestions import new_for
from people.identity import User
from people.needs import Need


def suggestions_to_look_at(user: User) -> list[Need]:
    """One line for all new suggestions that the user may answer."""
    count = new_for(user) if permissions.can_triage(user) else 0
    if not count:
        return []
    title = ngettext("%(count)d new suggestion", "%(count)d new suggestions", count) % {"count": count}
    return [Need(title=title, url=reverse("care:triage"), symbol="bulb", note=_("Look at it, and answer it"))]
