"""Facts for the agenda of coaching sessions from rooms that care can't use, because they are beside or above it."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.agenda import AgendaLine
from quality.queries.reviews import reviews_completed_since
from recognition.queries import award_names_since


def reviews_to_talk_about(records: Collection[int], since: datetime) -> list[AgendaLine]:
    """One line for the quality reviews since a time, without their scores, which a coach need not be allowed to see."""
    count = reviews_completed_since(records, since)
    if not count:
        return []
    title = ngettext("%(count)d quality review", "%(count)d quality reviews", count) % {"count": count}
    return [AgendaLine(title, _("What went well, and what was hard?"), reverse("quality:mine"))]


def awards_to_celebrate(records: Collection[int], since: datetime) -> list[AgendaLine]:
    """One line for each award received since a time."""
    return [
        AgendaLine(_("Award: %(award)s") % {"award": name}, _("Congratulations!"), reverse("recognition:mine"))
        for name in award_names_since(records, since)
    ]
