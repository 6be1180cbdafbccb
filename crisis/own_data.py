"""What this room knows about a person, for their own copy. On the reserve list one knows that one is, not one's number."""

from collections.abc import Collection

from crisis.models import Candidate, CardReply, Invitation, LeaderAsked, TeamMember, UpdateSeen, Voice
from people.portability import Part, Rows

ANSWER = ("confirms_solution", "confirms_training", "confirms_timing", "reason", "invited_at", "deadline_at", "answered_at")


def _invitations(records: Collection[int]) -> Rows:
    return list(Invitation.objects.filter(person__in=records).values("crisis__title", "state", *ANSWER, "ended_at"))


def _teams(records: Collection[int]) -> Rows:
    return TeamMember.objects.filter(person__in=records).values("crisis__title", "is_drill", "joined_at", "left_at")


def _selections(records: Collection[int]) -> Rows:
    return Candidate.objects.filter(person__in=records).values(
        "selection__crisis__title", "selection__number", "selection__stored_at", "standing"
    )


def _replies(records: Collection[int]) -> Rows:
    return CardReply.objects.filter(person__in=records).values("crisis__title", "text", "given_at", "updated_at")


def _said(records: Collection[int]) -> Rows:
    """What the person said as a team leader, not of whom."""
    return Voice.objects.filter(leader__in=records).values("crisis__title", "kind", "reason", "given_at", "withdrawn_at")


def _asked(records: Collection[int]) -> Rows:
    return LeaderAsked.objects.filter(leader__in=records).values("crisis__title", "asked_at", "answered_at")


def _updates(records: Collection[int]) -> Rows:
    return UpdateSeen.objects.filter(person__in=records).values("crisis__title", "sequence", "seen_at")


PARTS = (
    Part("invitations", ("crisis.Invitation",), _invitations),
    Part("crisis_teams", ("crisis.TeamMember",), _teams),
    Part("selections", ("crisis.Candidate",), _selections),
    Part("replies_to_cards", ("crisis.CardReply",), _replies),
    Part("input_as_team_leader", ("crisis.Voice",), _said),
    Part("updates_confirmed", ("crisis.UpdateSeen",), _updates),
    Part("asked_as_team_leader", ("crisis.LeaderAsked",), _asked),
)
