"""Uses of scripts, for lists: most used and recently used."""

from datetime import timedelta

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
