"""A person's data in selections, for their data export, without their position on the reserve list."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from selection.models import Candidate, CardReply, LeaderAsked, LeaderInput


def _selections(records: Collection[int]) -> Rows:
    return Candidate.objects.filter(person__in=records).values(
        "selection__crisis__title", "selection__number", "selection__stored_at", "standing"
    )


def _replies(records: Collection[int]) -> Rows:
    return CardReply.objects.filter(person__in=records).values("crisis__title", "text", "given_at", "updated_at")


def _said(records: Collection[int]) -> Rows:
    """The person's own input as a team leader, without the people it is about."""
    return LeaderInput.objects.filter(leader__in=records).values("crisis__title", "kind", "reason", "given_at", "withdrawn_at")


def _asked(records: Collection[int]) -> Rows:
    return LeaderAsked.objects.filter(leader__in=records).values("crisis__title", "asked_at", "answered_at")


PARTS = (
    OwnDataPart("selections", ("selection.Candidate",), _selections),
    OwnDataPart("replies_to_cards", ("selection.CardReply",), _replies),
    OwnDataPart("input_as_team_leader", ("selection.LeaderInput",), _said),
    OwnDataPart("asked_as_team_leader", ("selection.LeaderAsked",), _asked),
)
