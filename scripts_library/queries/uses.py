"""Uses of scripts, for lists (most used and recently used) and for comparing them with contacts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Max

from core import clock
from people.identity import User
from scripts_library.models import ScriptUse, ScriptVersion

# Uses that make a script one of the most used.
RECENT = timedelta(days=30)


def most_used(user: User, limit: int) -> list[int]:
    """Ids of the live scripts that the user may see, by their uses in the last 30 days, most used first. One query."""
    live = ScriptVersion.objects.live(clock.now()).visible_to(user).values("script")
    uses = ScriptUse.objects.filter(started_at__gt=clock.now() - RECENT, script__in=live).order_by()
    counted = uses.values("script").annotate(number=Count("pk")).order_by("-number", "script")
    return list(counted.values_list("script", flat=True)[:limit])


def recently_used(person_id: int, limit: int) -> list[int]:
    """Ids of the live scripts that the person used last, newest first. One query."""
    live = ScriptVersion.objects.live(clock.now()).concerning(person_id).values("script")
    uses = ScriptUse.objects.filter(person=person_id, script__in=live).order_by()
    return list(
        uses.values("script").annotate(last=Max("started_at")).order_by("-last").values_list("script", flat=True)[:limit]
    )


USED_IN = """
    SELECT DISTINCT contact.id, version.id, version.script_id, script.title, version.number
    FROM unnest(%(id)s::bigint[], %(person_id)s::bigint[], %(started_at)s::timestamptz[], %(ended_at)s::timestamptz[])
        AS contact(id, person_id, started_at, ended_at)
    JOIN scripts_library_scriptuse u
        ON u.person_id = contact.person_id AND u.started_at BETWEEN contact.started_at AND contact.ended_at
    JOIN scripts_library_scriptversion version ON version.id = u.version_id
    JOIN scripts_library_script script ON script.id = version.script_id
"""


class ContactSpan(NamedTuple):
    """A contact of a person, from its start to its end."""

    id: int
    person_id: int
    started_at: datetime
    ended_at: datetime


class UsedVersion(NamedTuple):
    """A script version that was used in a contact."""

    id: int
    script_id: int
    title: str
    number: int


def versions_used_in(contacts: Iterable[ContactSpan]) -> Mapping[int, set[UsedVersion]]:
    """The versions whose use the person of a contact began during it, by the contact's id. One query."""
    spans = list(contacts)
    values = {name: [getattr(span, name) for span in spans] for name in ContactSpan._fields}
    found: dict[int, set[UsedVersion]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(USED_IN, values)
        for contact_id, *version in cursor.fetchall():
            found[contact_id].add(UsedVersion(*version))
    return found
