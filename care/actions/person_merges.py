"""What a merge of two records of a person does to their coaches."""

from collections.abc import Iterator
from contextlib import contextmanager

from care.actions.coaches import end_all
from care.models import CoachOf
from core.locks import wait_for
from people.record_moves import RecordMove


@contextmanager
def one_coach_stays(move: RecordMove) -> Iterator[None]:
    """End all but the newest coaching of the two records before they become one person, who has one coach."""
    if not move.is_back:
        records = sorted([move.from_id, move.to_id])
        for person_id in records:
            wait_for(f"care.coach:{person_id}")
        current = CoachOf.objects.current().filter(person__in=records).order_by("-agreed_at", "-pk")
        end_all(CoachOf.objects.filter(pk__in=list(current.values_list("pk", flat=True)[1:])))
    yield
