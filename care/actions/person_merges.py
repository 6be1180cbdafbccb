"""What a merge of two records of a person does to their coaches."""

from collections.abc import Iterator
from contextlib import contextmanager

from care.actions.coaches import end_all
from care.models import CoachOf
from core.locks import wait_for
from people.record_moves import RecordMove


@contextmanager
def one_coach_stays(move: RecordMove) -> Iterator[None]:
    """End all but the newest coaching, and all but the newest proposal, of the two records: a person has one coach at most, and
    one proposal to answer.
    """
    if not move.is_back:
        records = sorted([move.from_id, move.to_id])
        for person_id in records:
            wait_for(f"care.coach:{person_id}")
        of_both = CoachOf.objects.filter(person__in=records)
        current = of_both.current().order_by("-agreed_at", "-pk").values_list("pk", flat=True)
        proposed = of_both.proposed().order_by("-proposed_at", "-pk").values_list("pk", flat=True)
        end_all(CoachOf.objects.filter(pk__in=[*current[1:], *proposed[1:]]))
    yield
