"""Feedback for tests of the ranking: raw rows, or the rollup alone where the rows do not matter."""

from datetime import datetime

from feedback.models import CountedSpan, Interaction, MonthlyScore, RollupBasis, SurveyResponse
from feedback.queries.rollups import current_basis
from feedback.sql.rollups import ROLLUPS
from feedback.sustained import CspMonths
from intake.instruments import Instrument
from people.models import Person


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
    count_as_current()


def count_as_current() -> None:
    """Let the rollups, as they stand, be of the zone and the teams of now."""
    basis = current_basis()
    for rollup in ROLLUPS:
        RollupBasis.objects.update_or_create(table=rollup.table, defaults={"digest": basis.digest_for(rollup)})
    CountedSpan.objects.all().delete()
    CountedSpan.objects.bulk_create(
        CountedSpan(person_id=span.person_id, team_id=span.team_id, starts_on=span.starts_on, ends_on=span.ends_on)
        for span in basis.spans
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
