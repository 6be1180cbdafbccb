"""News on every page: the latest update of a crisis that the user hasn't confirmed or opened yet."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from crisis.models import Crisis
from crisis.models.crises import in_the_team
from crisis.queries.timeline import newest_update
from journal.drills import marked
from people.identity import User
from people.news import News

# Keys of notifications about updates.
UPDATES = r"^crisis:\d+:update:\d+$"


def news_of_updates(user: User, keys: Collection[str], path: str) -> list[News]:
    """A line for each crisis with an unread latest update, for team, lead and deputy. Home and room show the update itself."""
    if path == reverse("desk:home"):
        return []
    ids = {int(key.split(":")[1]) for key in keys}
    on_team = Crisis.objects.filter(in_the_team(), members__person=user.person_id).values("pk")
    mine = Q(lead=user.person_id) | Q(deputy=user.person_id) | Q(pk__in=on_team)
    found = Crisis.objects.unfinished().filter(mine, pk__in=ids).order_by("pk")
    return [news for crisis in found for news in _news_of(crisis, keys, path)]


def _news_of(crisis: Crisis, keys: Collection[str], path: str) -> list[News]:
    update = newest_update(crisis)
    key = message_key(crisis, update.told_by) if update else ""
    if key not in keys or path == reverse("crisis:detail", args=[crisis.pk]):
        return []
    text = _("New update in “%(title)s”") % {"title": crisis.title}
    return [News(key, marked(text, is_drill=crisis.is_drill))]


def message_key(crisis: Crisis, sequence: int) -> str:
    """The key of notifications about the update with this number in the journal."""
    return f"crisis:{crisis.pk}:update:{sequence}"
