"""The extra quality reviews of a crisis: they begin with activation, follow the team, and end with resolution.

Callers hold the crisis's row, have checked permissions and journal afterwards, so that programmes are always locked before
journals.
"""

from crisis.models import Crisis
from crisis.queries.extra_reviews import extra_cadence
from quality.actions import end_programme, open_programme, set_members
from quality.queries.cases import running_extra


def begin_extra_reviews(crisis: Crisis) -> None:
    if cadence := extra_cadence(crisis):
        open_programme(actor=None, journal=crisis.journal, cadence=cadence, person_ids=_team(crisis))


def end_extra_reviews(crisis: Crisis) -> None:
    if programme := running_extra(crisis.journal_id):
        end_programme(actor=None, programme=programme)


def follow_team(crisis: Crisis) -> None:
    """Update the programme's members after someone joined or left the team."""
    if programme := running_extra(crisis.journal_id):
        set_members(actor=None, programme=programme, person_ids=_team(crisis))


def _team(crisis: Crisis) -> set[int]:
    return set(crisis.members.filter(left_at=None).values_list("person_id", flat=True))
