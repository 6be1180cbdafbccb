"""Ending memberships and deleting replies. Callers hold the crisis's row."""

from datetime import datetime

from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Crisis
from people.actions import forget_messages


def end_membership(crisis: Crisis, person_id: int, now: datetime) -> None:
    """End one person's membership."""
    crisis.members.filter(person_id=person_id, left_at=None).update(left_at=now)


def dissolve_team(crisis: Crisis, now: datetime) -> int:
    """End all memberships and open invitations. Returns the size of the team."""
    INVITATION_LIFECYCLE.move_all(crisis.invitations.all(), InvitationStep.END, ended_at=now)
    INVITATION_LIFECYCLE.move_all(crisis.invitations.all(), InvitationStep.SERVE, ended_at=now)
    return crisis.members.filter(left_at=None).update(left_at=now)


def forget_answers(crisis: Crisis) -> None:
    """Delete invitations of people who did not join, and all messages about invitations. For people who joined, keep the
    consent and erase how they left.
    """
    people = dict(crisis.invitations.values_list("pk", "person_id"))
    forget_messages(person_ids=set(people.values()), subjects={f"invitation:{pk}" for pk in people})
    INVITATION_LIFECYCLE.move_all(crisis.invitations.exclude(terms=None), InvitationStep.FORGET, reason="")
    crisis.invitations.filter(terms=None).delete()
