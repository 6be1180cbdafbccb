"""Crises in the window of a selection, which explain bad months."""

from django.utils.translation import gettext as _

from core import clock
from crisis.public_models import Crisis
from feedback.month_notes import Event
from feedback.sustained import Ranking
from people.identity import User
from people.queries.organisation import reporting_zone


def crises_in(ranking: Ranking, user: User) -> list[Event]:
    """Crises that the user may see, with the months of the window in which they were active; none if no month is bad."""
    if not ranking.bad_months:
        return []
    zone = reporting_zone()
    found = Crisis.objects.visible_to(user).filter(is_drill=False).order_by("activated_at")
    now = clock.now()
    events = []
    # The join of `visible_to` to members can name a crisis twice.
    for title, activated_at, resolved_at in dict.fromkeys(found.values_list("title", "activated_at", "resolved_at")):
        if activated_at is not None:
            first, last = (moment.astimezone(zone).date().replace(day=1) for moment in (activated_at, resolved_at or now))
            months = [month for month in ranking.criteria.window if first <= month <= last]
            events.append(Event(_("crisis %(title)s") % {"title": title}, months))
    return events
