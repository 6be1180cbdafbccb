"""The team as a whole: who leaves it, and what is forgotten of the answers. Callers hold the crisis's row."""

from datetime import datetime

from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Crisis
from people.actions import forget_messages


def end_membership(crisis: Crisis, person_id: int, now: datetime) -> None:
    """One person's time in the team is over."""
    crisis.members.filter(person_id=person_id, left_at=None).update(left_at=now)


def dissolve_team(crisis: Crisis, now: datetime) -> int:
    """Let everyone go with the crisis, and end open invitations. Returns how many were in the team."""
    INVITATION_LIFECYCLE.move_all(crisis.invitations.all(), InvitationStep.END, ended_at=now)
    INVITATION_LIFECYCLE.move_all(crisis.invitations.all(), InvitationStep.SERVE, ended_at=now)
    return crisis.members.filter(left_at=None).update(left_at=now)


def forget_answers(crisis: Crisis) -> None:
    """Delete the invitations of people who did not join, with every message about an answer. Of those who joined, the
    consent stays and how they left is forgotten.
    """
    people = dict(crisis.invitations.values_list("pk", "person_id"))
    forget_messages(person_ids=set(people.values()), subjects={f"invitation:{pk}" for pk in people})
    INVITATION_LIFECYCLE.move_all(crisis.invitations.exclude(terms=None), InvitationStep.FORGET, reason="")
    crisis.invitations.filter(terms=None).delete()
