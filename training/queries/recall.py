"""Questions of recall that wait for a person."""

from django.db.models import Q, QuerySet

from core import clock
from core.version_tokens import Rows
from journal.queries import JOURNALS
from people.identity import User
from people.queries.persons import is_own
from training.models import Quiz, RecallQuestion

# Rows behind `due_recall`; for `core.version_tokens`.
OPEN = "person_id = %(person)s AND answered_at IS NULL"
RECALL = (
    Rows(RecallQuestion, OPEN, moments=("due_at", "postponed_until", "lapses_at")),
    Rows(Quiz, f"id IN (SELECT quiz_id FROM training_recallquestion WHERE {OPEN})"),  # noqa: S608 - SQL of our own
    JOURNALS,
)


def due_recall(user: User) -> QuerySet[RecallQuestion]:
    """Questions that the user can answer now: due, not put off, and not lapsed."""
    now = clock.now()
    waiting = Q(postponed_until=None) | Q(postponed_until__lte=now)
    due = own_recall(user).filter(waiting, answered_at=None, due_at__lte=now, lapses_at__gt=now, quiz__journal__closed_at=None)
    return due.select_related("quiz__journal")


def own_recall(user: User) -> QuerySet[RecallQuestion]:
    """All questions of recall of the user."""
    return RecallQuestion.objects.filter(is_own(user))
