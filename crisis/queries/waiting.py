"""Who is asked next."""

from crisis.models import Candidate, Crisis
from crisis.queries.exclusions import unavailable


def next_on_the_list(crisis: Crisis) -> list[int]:
    """Who has not been asked in this round and is available, in the order of the latest selection."""
    selection = crisis.selections.last()
    if selection is None:
        return []
    standings = [Candidate.Standing.IN, Candidate.Standing.RESERVE]
    listed = selection.candidates.filter(standing__in=standings).order_by("position").values_list("person_id", flat=True)
    asked = set(crisis.invitations.filter(round=crisis.round).values_list("person_id", flat=True))
    away = unavailable(crisis)
    return [person_id for person_id in listed if person_id not in asked and person_id not in away]
