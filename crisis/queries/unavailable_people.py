"""People who are not available for a team, with reasons. Read for the ranking, and again for invitations."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import QuerySet
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
    only released ones would reveal who withdrew. Only people who ask to come back are invited twice in the same round.
    """
    found: dict[int, Exclusion] = {}
    for person_id, rests_until in _service_in_earnest(TeamMember.objects.exclude(crisis=crisis)):
        if rests_until is None:
            found[person_id] = Exclusion.SERVING
        else:
            found.setdefault(person_id, Exclusion.RESTING)
    found |= dict.fromkeys(on_leave(clock.now().astimezone(reporting_zone()).date()), Exclusion.ON_LEAVE)
    return found | dict.fromkeys(left_person_ids(), Exclusion.LEFT)


def end_of_rest(person_id: int, *, besides: Crisis | None = None) -> datetime | None:
    """The end of the person's rest after real crises, if they rest now. `besides` is a crisis that asks for no rest."""
    service = TeamMember.objects.filter(person=person_id)
    if besides is not None:
        service = service.exclude(crisis=besides)
    return max((until for _person, until in _service_in_earnest(service) if until is not None), default=None)


def _service_in_earnest(service: QuerySet[TeamMember]) -> Iterator[tuple[int, datetime | None]]:
    """Ids of people who are on the team of a real crisis now, with None, or rest after one, with the end of the rest."""
    now = clock.now()
    # Drills exclude nobody, and a cancelled draft needs no rest.
    times = service.filter(is_drill=False).values_list("person_id", "left_at", "crisis__rest_days", "crisis__state")
    for person_id, left_at, days, state in times:
        if left_at is None:
            yield person_id, None
        elif state != Crisis.State.CANCELLED and (until := left_at + timedelta(days=days)) > now:
            yield person_id, until


def serving_in_earnest(person_ids: Iterable[int]) -> set[int]:
    """Ids of the people among these who are on the team of a real crisis now."""
    serving = TeamMember.objects.filter(person__in=person_ids, left_at=None, is_drill=False)
    return set(serving.values_list("person_id", flat=True))
