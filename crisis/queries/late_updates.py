"""Late updates, and the people who are told about them."""

from datetime import datetime

from django.db.models import F, QuerySet

from crisis.escalation import EscalationLevel
from crisis.models import Crisis, UpdateEscalation
from journal.drills import circle_of
from people.identity import Role
from people.queries.addresses import account_addresses
from people.queries.roles import holders_of


def crises_to_escalate(now: datetime) -> QuerySet[Crisis]:
    """Active crises with a late update about which not everyone has been told, the longest late first."""
    late = Crisis.objects.filter(state=Crisis.State.ACTIVE, next_update_at__lte=now)
    return late.exclude(escalated_due_at=F("next_update_at")).order_by("next_update_at")


def people_by_level(crisis: Crisis) -> dict[EscalationLevel, set[int]]:
    """People to tell on each level. Levels without anyone who has an account are left out.

    In a drill only participants count: that a supervisor was invited and declined must not show in the room or the journal.
    """
    posts = {EscalationLevel.LEAD: crisis.lead_id, EscalationLevel.DEPUTY: crisis.deputy_id}
    reachable = account_addresses({person_id for person_id in posts.values() if person_id is not None}).keys()
    people = {level: {person_id} for level, person_id in posts.items() if person_id is not None and person_id in reachable}
    others = set(holders_of(Role.SUPERVISOR)) - {crisis.lead_id, crisis.deputy_id}
    if crisis.is_drill:
        others &= circle_of(crisis.journal_id)
    return {**people, **({EscalationLevel.SUPERVISORS: others} if others else {})}


def escalations_of(crisis: Crisis) -> list[UpdateEscalation]:
    """Levels told about the update that is late now, in order."""
    return [] if crisis.next_update_at is None else list(crisis.escalations.filter(due_at=crisis.next_update_at))
