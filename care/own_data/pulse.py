from collections.abc import Collection

from care.models import BreakRequest, CoachOf, PulseAnswer, PulseAsked
from people.own_data import OwnDataPart, Rows


def _asked(records: Collection[int]) -> Rows:
    return PulseAsked.objects.filter(person__in=records).values("round__closes_at", "team", "shift", "channel")


def _answers(records: Collection[int]) -> Rows:
    return PulseAnswer.objects.filter(person__in=records).values("round__closes_at", "strain", "support")


def _breaks(records: Collection[int]) -> Rows:
    return BreakRequest.objects.filter(person__in=records).values("to__display_name", "asked_at", "settled_at")


def _coaches(records: Collection[int]) -> Rows:
    return CoachOf.objects.filter(person__in=records).values(
        "coach__display_name", "proposed_at", "agreed_at", "ended_at", "shares_earlier", "last_read_on"
    )


def _coachees(records: Collection[int]) -> Rows:
    agreed = CoachOf.objects.filter(coach__in=records, agreed_at__isnull=False)
    return agreed.values("person__display_name", "agreed_at", "ended_at")


PULSE_PARTS = (
    OwnDataPart("pulse_rounds", ("care.PulseAsked",), _asked),
    OwnDataPart("pulse_answers", ("care.PulseAnswer",), _answers),
    OwnDataPart("breaks_asked_for", ("care.BreakRequest",), _breaks),
    OwnDataPart("coaches", ("care.CoachOf",), _coaches),
    OwnDataPart("people_coached", (), _coachees),
)
