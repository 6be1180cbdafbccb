"""News on every page: requests for help until they are answered, and the latest update of a crisis until the user opens it from
there, confirms it or marks it as read.
"""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from crisis.models import Crisis, HelpRequest
from crisis.models.crises import in_the_team
from crisis.queries.help_requests import wanted_help
from crisis.queries.timeline import newest_update
from journal.drills import marked
from people.identity import User
from people.news import News

# Keys of notifications about updates.
UPDATES = r"^crisis:\d+:update:\d+$"
# Keys of notifications about requests for help.
HELP = r"^help:\d+:(first|backups|supervisors)$"


def news_of_updates(user: User, keys: Collection[str], path: str) -> list[News]:
    """A line for each crisis with an unread latest update, for team, lead and deputy. Home and room show the update itself."""
    if path == reverse("desk:home"):
        return []
    unread = {_numbers(key): key for key in keys}
    ids = {crisis_id for crisis_id, _sequence in unread}
    on_team = Crisis.objects.filter(in_the_team(), members__person=user.person_id).values("pk")
    mine = Q(lead=user.person_id) | Q(deputy=user.person_id) | Q(pk__in=on_team)
    found = Crisis.objects.unfinished().filter(mine, pk__in=ids).order_by("pk")
    elsewhere = [crisis for crisis in found if path != reverse("crisis:detail", args=[crisis.pk])]
    latest = ((crisis, newest_update(crisis)) for crisis in elsewhere)
    return [
        News(unread[crisis.pk, update.told_by], _line(crisis))
        for crisis, update in latest
        if update is not None and (crisis.pk, update.told_by) in unread
    ]


def _numbers(key: str) -> tuple[int, int]:
    """Id of the crisis and number of the update in the key of a notification."""
    _crisis, crisis_id, _update, sequence = key.split(":")
    return int(crisis_id), int(sequence)


def _line(crisis: Crisis) -> str:
    return marked(_("New update in “%(title)s”") % {"title": crisis.title}, is_drill=crisis.is_drill)


def news_of_help(user: User, keys: Collection[str], path: str) -> list[News]:
    """A line for each open request that the user was called to, on every page but its own."""
    wanted = {request.pk: request for request in wanted_help(user) if path != reverse("crisis:help_request", args=[request.pk])}
    called = {int(key.split(":")[1]): key for key in keys}
    return [News(called[pk], _line_of_help(wanted[pk])) for pk in sorted(wanted.keys() & called.keys())]


def _line_of_help(request: HelpRequest) -> str:
    words = {"name": request.person, "title": request.crisis.title}
    return marked(_("%(name)s needs help now in “%(title)s”") % words, is_drill=request.crisis.is_drill)
