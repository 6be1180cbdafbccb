"""Feedback for tests of the ranking: raw rows, and the rollup that belongs to them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from feedback.models import Instrument, Interaction, LeftOut, MonthlyScore, SurveyResponse
from feedback.sustained import CspMonths
from people.models import Person

ZONE = ZoneInfo("Europe/Berlin")


def monthly_scores(person: Person, months: CspMonths, *, channel: str = "phone") -> None:
    """The rollup of a person who got fives and twos."""
    MonthlyScore.objects.bulk_create(
        MonthlyScore(
            person=person,
            month_on=count.month,
            channel=channel,
            instrument=Instrument.CSAT,
            n5=count.satisfied,
            n2=count.responses - count.satisfied,
        )
        for count in months.months
    )


def response(
    person: Person | None,
    day: datetime,
    value: int,
    *,
    state: SurveyResponse.State = SurveyResponse.State.COUNTED,
    instrument: Instrument = Instrument.CSAT,
    is_drill: bool = False,
    channel: str = "phone",
) -> SurveyResponse:
    """A response about an interaction of its own."""
    interaction = Interaction.objects.create(
        source="test",
        external_id=str(Interaction.objects.count()),
        person=person,
        channel=channel,
        started_at=day,
        hour_band=day.hour,
        is_drill=is_drill,
    )
    return interaction.responses.create(instrument=instrument, value=value, state=state, responded_at=day)


def roll_up(responses: Sequence[SurveyResponse]) -> None:
    """The rollup of responses, counted one by one."""
    scores: dict[tuple[int, date, str, str], MonthlyScore] = {}
    left_out: Counter[tuple[date, str, str]] = Counter()
    for answer in responses:
        of = answer.interaction
        month = of.started_at.astimezone(ZONE).date().replace(day=1)
        if reason := _why_left_out(answer):
            left_out[month, answer.instrument, reason] += 1
            continue
        assert of.person is not None
        key = (of.person.pk, month, of.channel, answer.instrument)
        score = scores.setdefault(
            key, MonthlyScore(person=of.person, month_on=month, channel=of.channel, instrument=answer.instrument)
        )
        setattr(score, f"n{answer.value}", getattr(score, f"n{answer.value}") + 1)
    MonthlyScore.objects.bulk_create(scores.values())
    LeftOut.objects.bulk_create(
        LeftOut(month_on=month, instrument=instrument, reason=reason, responses=count)
        for (month, instrument, reason), count in left_out.items()
    )


def _why_left_out(answer: SurveyResponse) -> str:
    if answer.state != SurveyResponse.State.COUNTED:
        return str(answer.state)
    if answer.interaction.is_drill:
        return LeftOut.Reason.DRILL
    return LeftOut.Reason.UNASSIGNED if answer.interaction.person is None else ""
