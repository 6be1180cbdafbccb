"""People who are not available for a team, with reasons. Read for the ranking, and again for invitations."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from crisis.models import Crisis, TeamMember
from people.queries.employment import left_person_ids
from people.queries.leave import on_leave
from people.queries.organisation import reporting_zone


class Exclusion(StrEnum):
    LEFT = "left"
    ON_LEAVE = "on_leave"
    SERVING = "serving"
    RESTING = "resting"


SENTENCES: dict[Exclusion, Promise] = {
    Exclusion.LEFT: _("no longer works here"),
    Exclusion.ON_LEAVE: _("on leave today"),
    Exclusion.SERVING: _("on another crisis team"),
    Exclusion.RESTING: _("resting after another crisis"),
}


def unavailable(crisis: Crisis) -> dict[int, Exclusion]:
    """Unavailable people with their main reason. This crisis's own members, current and former, are not excluded: excluding
    only released ones would reveal who withdrew. Nobody is invited twice in the same round anyway.
    """
    now = clock.now()
    # Drills exclude nobody, and a cancelled draft needs no rest.
    elsewhere = TeamMember.objects.exclude(crisis=crisis).filter(is_drill=False)
    times = elsewhere.values_list("person_id", "left_at", "crisis__rest_days", "crisis__state")
    found: dict[int, Exclusion] = {}
    for person_id, left_at, days, state in times:
        if left_at is None:
            found[person_id] = Exclusion.SERVING
        elif state != Crisis.State.CANCELLED and left_at + timedelta(days=days) > now:
            found.setdefault(person_id, Exclusion.RESTING)
    found |= dict.fromkeys(on_leave(now.astimezone(reporting_zone()).date()), Exclusion.ON_LEAVE)
    return found | dict.fromkeys(left_person_ids(), Exclusion.LEFT)


def serving_in_earnest(person_ids: Iterable[int]) -> set[int]:
    """Ids of the people among these who are on the team of a real crisis now."""
    serving = TeamMember.objects.filter(person__in=person_ids, left_at=None, is_drill=False)
    return set(serving.values_list("person_id", flat=True))
