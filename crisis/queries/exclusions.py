"""Who is not available for a team now, and why. Asked when candidates are ranked, and again when they are invited."""

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
    Exclusion.SERVING: _("in the team of another crisis"),
    Exclusion.RESTING: _("resting after another crisis"),
}


def unavailable(crisis: Crisis) -> dict[int, Exclusion]:
    """Excluded persons and the weightiest reason of each. This crisis's own team is not excluded from it. Neither is whoever
    was released from it: beside them it would show who withdrew. They are not asked again in the same round.
    """
    now = clock.now()
    # A drill keeps nobody from anything, and a cancelled draft has asked nothing of anybody.
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
    """Those of these persons who are on the team of a real crisis now."""
    serving = TeamMember.objects.filter(person__in=person_ids, left_at=None, is_drill=False)
    return set(serving.values_list("person_id", flat=True))
