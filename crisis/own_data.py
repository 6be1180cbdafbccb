"""Parts of a person's own data that come from the crisis room."""

from collections.abc import Collection

from crisis.models import HelpCall, HelpRequest, Invitation, SupportContact, TeamMember, Terms, UpdateSeen
from people.own_data import OwnDataPart, Rows

ANSWER = ("confirms_solution", "confirms_training", "confirms_timing", "reason", "invited_at", "deadline_at", "answered_at")

# The terms that the person agreed to, as they were shown.
AGREED = tuple(f"terms__{name}" for name in ("version", "stated_at", *Terms.CONTENT))


def _invitations(records: Collection[int]) -> Rows:
    return list(Invitation.objects.filter(person__in=records).values("crisis__title", "state", *ANSWER, "ended_at", *AGREED))


def _teams(records: Collection[int]) -> Rows:
    return TeamMember.objects.filter(person__in=records).values("crisis__title", "is_drill", "joined_at", "left_at")


def _updates(records: Collection[int]) -> Rows:
    return UpdateSeen.objects.filter(person__in=records).values("crisis__title", "sequence", "seen_at")


def _contacts(records: Collection[int]) -> Rows:
    hours = ("rank", "days", "starts_at", "ends_at", "time_zone", "shift__name", "channel", "language")
    return list(SupportContact.objects.filter(person__in=records).values("crisis__title", "reach", "phone", *hours))


def _help_requests(records: Collection[int]) -> Rows:
    """Without who answered, which is about others."""
    asked = HelpRequest.objects.filter(person__in=records)
    return asked.values("crisis__title", "state", "note", "asked_at", "answered_at", "ended_at")


def _help_calls(records: Collection[int]) -> Rows:
    """Without who asked, which is about others."""
    return HelpCall.objects.filter(person__in=records).values("request__crisis__title", "level", "called_at")


PARTS = (
    OwnDataPart("invitations", ("crisis.Invitation",), _invitations),
    OwnDataPart("crisis_teams", ("crisis.TeamMember",), _teams),
    OwnDataPart("support_contacts", ("crisis.SupportContact",), _contacts),
    OwnDataPart("help_requests", ("crisis.HelpRequest",), _help_requests),
    OwnDataPart("help_calls", ("crisis.HelpCall",), _help_calls),
    OwnDataPart("updates_confirmed", ("crisis.UpdateSeen",), _updates),
)
