"""Rounds of the pulse for tests, made through the actions where these are not what is tested."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from care import actions
from care.models import CoachOf, PulseRound
from core import clock
from people.identity import User

AFTER = timedelta(days=8)


def answered(pulse_round: PulseRound, answers: Mapping[User, tuple[int, int]]) -> None:
    """Both answers of each of these people."""
    for user, (strain, support) in answers.items():
        actions.answer(actor=user, pulse_round=pulse_round, question="strain", value=strain)
        actions.answer(actor=user, pulse_round=pulse_round, question="support", value=support)


def ended(pulse_round: PulseRound) -> PulseRound:
    """The round after its time has passed and the tick has come."""
    with clock.travel(pulse_round.closes_at):
        actions.keep_up_rounds()
    pulse_round.refresh_from_db()
    return pulse_round


def strained_rounds(starter: User, user: User, strains: Sequence[int]) -> list[PulseRound]:
    """Rounds one after another in which the user answers so."""
    rounds = []
    for number, strain in enumerate(strains):
        with clock.travel(clock.now() + number * AFTER):
            rounds.append(actions.start_round(actor=starter))
            answered(rounds[-1], {user: (strain, 3)})
            ended(rounds[-1])
    return rounds


def coaching(person: User, coach: User) -> CoachOf:
    return actions.choose_coach(actor=person, coach_id=coach.person_id)
