"""The team as a whole: who leaves it, and what is kept of the answers. Callers hold the crisis's row."""

from datetime import datetime

from django.db.models import Count

from crisis.models import Crisis, Invitation

State = Invitation.State


def end_membership(crisis: Crisis, person_id: int, now: datetime) -> None:
    """One person's time in the team is over."""
    crisis.members.filter(person_id=person_id, left_at=None).update(left_at=now)


def dissolve_team(crisis: Crisis, now: datetime) -> int:
    """Release everybody and end open invitations. Returns how many were in the team."""
    crisis.invitations.filter(state=State.INVITED).update(state=State.EXPIRED, ended_at=now)
    crisis.invitations.filter(state=State.ACCEPTED).update(state=State.RELEASED, ended_at=now)
    return crisis.members.filter(left_at=None).update(left_at=now)


def forget_answers(crisis: Crisis) -> dict[str, int]:
    """Delete who declined, let it expire or withdrew; what stays are figures, by state."""
    counts = dict(crisis.invitations.order_by().values_list("state").annotate(Count("pk")))
    crisis.invitations.filter(state__in=[State.DECLINED, State.EXPIRED, State.WITHDRAWN]).delete()
    return {state: counts.get(state, 0) for state in State.values}
