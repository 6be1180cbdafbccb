"""Parts of a person's own data that come from the crisis room."""

from collections.abc import Collection

from crisis.models import Consent, HelpCall, HelpRequest, Invitation, LineShift, SupportContact, TeamMember, Terms, UpdateSeen
from people.own_data import OwnDataPart, Rows

ANSWER = (
    "confirms_solution",
    "confirms_training",
    "confirms_timing",
    "reason",
    "invited_at",
    "deadline_at",
    "answered_at",
    "farewell",
    "wants_back_at",
)

# The terms that the person agreed to, as they were shown.
AGREED = tuple(f"terms__{name}" for name in ("version", "stated_at", *Terms.CONTENT))

CONSENTED = (
    "terms_digest",
    "format",
    "language",
    "solution_sentence",
    "training_sentence",
    "timing_sentence",
    "way",
    "given_at",
    "left_as",
    "salt",
)


def _invitations(records: Collection[int]) -> Rows:
    return list(Invitation.objects.filter(person__in=records).values("crisis__title", "state", *ANSWER, "ended_at", *AGREED))


def _teams(records: Collection[int]) -> Rows:
    return TeamMember.objects.filter(person__in=records).values("crisis__title", "is_drill", "joined_at", "left_at")


def _consents(records: Collection[int]) -> Rows:
    """What was shown and ticked, when and by which way, with the digest that the journal has of it."""
    consents = Consent.objects.filter(member__person__in=records).select_related("member__crisis", "terms")
    return [
        {
            "crisis__title": consent.member.crisis.title,
            "terms__version": consent.terms.version,
            **{name: getattr(consent, name) for name in CONSENTED},
            "left_at": consent.member.left_at,
            "digest": consent.digest(),
        }
        for consent in consents
    ]


def _hours(records: Collection[int]) -> Rows:
    times = ("starts_at", "ends_at", "is_unchecked")
    return list(LineShift.objects.filter(person__in=records).values("crisis__title", "is_drill", *times))


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
    OwnDataPart("crisis_consents", (), _consents),
    OwnDataPart("crisis_teams", ("crisis.TeamMember",), _teams),
    OwnDataPart("hours_on_the_line", ("crisis.LineShift",), _hours),
    OwnDataPart("support_contacts", ("crisis.SupportContact",), _contacts),
    OwnDataPart("help_requests", ("crisis.HelpRequest",), _help_requests),
    OwnDataPart("help_calls", ("crisis.HelpCall",), _help_calls),
    OwnDataPart("updates_confirmed", ("crisis.UpdateSeen",), _updates),
)
