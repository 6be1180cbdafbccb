"""Rounds of the pulse for their owners. Nothing here depends on answers before a round has ended."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from care.models import PulseFigure, PulseRound
from care.queries.own_pulse import about
from core.version_tokens import Rows
from people.identity import User

# Rows behind `rounds_to_answer`; for `core.version_tokens`.
ROUNDS = (Rows(PulseRound, moments=("closes_at",)), Rows(PulseFigure))


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in the list of its owners. Figures are None if they would say too much, or before the end."""

    id: int
    number: int
    about: str
    opens_at: datetime
    closes_at: datetime
    has_ended: bool
    at_least: int
    strained_percent: int | None
    lacking_percent: int | None
    has_change: bool


def rounds_of(user: User) -> list[RoundRow]:
    """The rounds that the user owns, newest first. Two queries."""
    rounds = list(PulseRound.objects.owned_by(user).select_related("journal"))
    totals = PulseFigure.objects.filter(round__in=[each.pk for each in rounds], by=PulseFigure.By.TOTAL)
    shown = {figure.round_id: figure for figure in totals}
    return [_row(each, shown.get(each.pk)) for each in rounds]


def _row(pulse_round: PulseRound, total: PulseFigure | None) -> RoundRow:
    return RoundRow(
        id=pulse_round.pk,
        number=pulse_round.number,
        about=about(pulse_round),
        opens_at=pulse_round.opens_at,
        closes_at=pulse_round.closes_at,
        has_ended=pulse_round.ended_at is not None,
        at_least=0 if total is None else total.at_least,
        strained_percent=None if total is None else total.strained_percent,
        lacking_percent=None if total is None else total.lacking_percent,
        has_change=bool(pulse_round.change),
    )


def figures_of(pulse_round: PulseRound, by: str) -> list[PulseFigure]:
    """The figures of a round by one filter, the total first."""
    figures = PulseFigure.objects.filter(round=pulse_round, by__in={PulseFigure.By.TOTAL, by})
    return list(figures.order_by("by", "name"))


def rounds_to_answer(user: User) -> QuerySet[PulseRound]:
    """Ended rounds with figures that the user owns and after which nobody has said what changed."""
    shown = Exists(PulseFigure.objects.filter(round=OuterRef("pk")))
    return PulseRound.objects.owned_by(user).without_change().filter(shown).select_related("journal").order_by("closes_at")
