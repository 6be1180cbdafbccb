"""A crisis with an update that is due, and who was told that it is late."""

from datetime import UTC, datetime, timedelta

from core import clock
from crisis import actions
from crisis.escalation import EscalationLevel
from crisis.models import Crisis
from crisis.verbs import Verb
from journal.queries import lines
from people.models import Notification
from tests.factories import crisis as crises
from tests.factories.people import Personas

LEAD, DEPUTY, SUPERVISORS = EscalationLevel

# A Wednesday morning in Berlin, where the tests' organisation is.
MORNING = datetime(2026, 11, 25, 9, tzinfo=UTC)
DUE = MORNING + timedelta(hours=1)
ESCALATIONS = (Verb.ESCALATED_TO_DEPUTY, Verb.ESCALATED_TO_SUPERVISORS)


def crisis_with_update_due(personas: Personas) -> Crisis:
    """Sofia leads, Dora is the deputy, and the next update is due at ten."""
    with clock.travel(MORNING):
        found, _team = crises.team(personas, 1)
        return promised(found, personas, DUE)


def promised(crisis: Crisis, personas: Personas, at: datetime | None, text: str = "It rains.") -> Crisis:
    return actions.give_update(actor=personas.supervisor, crisis=crisis, text=text, next_update_at=at)


def tick_at(minutes: float, since: datetime = DUE) -> int:
    with clock.travel(since + timedelta(minutes=minutes)):
        return actions.escalate_late_updates()


def told() -> dict[str, list[str]]:
    """Names of the people with a notification about a late update, by level."""
    found: dict[str, list[str]] = {}
    late = Notification.objects.filter(key__contains=":late-update:").order_by("person__display_name")
    for key, name in late.values_list("key", "person__display_name"):
        found.setdefault(key.rpartition(":")[2], []).append(name)
    return found


def journalled(crisis: Crisis) -> list[str]:
    return [line.verb for line in lines(crisis.journal_id, verbs=ESCALATIONS)]


ALL_LEVELS = {
    "lead": ["Sofia Supervisor"],
    "deputy": ["Dora Deputy"],
    "supervisors": ["Omar Othersupervisor"],
}


def late_drill_without_supervisors(personas: Personas, due_at: datetime) -> Crisis:
    with clock.travel(MORNING):
        return promised(crises.active(personas, [], is_drill=True, title="Practice"), personas, due_at)
