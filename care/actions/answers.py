"""Answers to a round of the pulse. They aren't journalled: nobody else may see who answered, or when."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from care.models import PulseAnswer, PulseAsked, PulseRound
from care.models.pulse import HIGHEST, LOWEST
from core import clock
from core.refusals import Refused
from people.identity import User

QUESTIONS = ("strain", "support")


class RoundClosed(Refused):
    """The round takes no answers any more."""


class NotOnTheScale(Refused):
    """There is no such question or answer."""


@transaction.atomic
def answer(*, actor: User, pulse_round: PulseRound, question: str, value: int) -> None:
    """Answer a question of the round, or change the answer while the round is open."""
    asked = _held(actor, pulse_round)
    if question not in QUESTIONS or not LOWEST <= value <= HIGHEST:
        raise NotOnTheScale(_("Choose one of the answers."))
    given, _created = PulseAnswer.objects.update_or_create(
        round=pulse_round, person_id=asked.person_id, defaults={question: value}
    )
    if given.strain is not None and given.support is not None and asked.is_waiting:
        asked.is_waiting = False
        asked.save(update_fields=["is_waiting"])


@transaction.atomic
def skip(*, actor: User, pulse_round: PulseRound) -> None:
    """Put the questions of a round aside. This deletes an answer and leaves nothing."""
    asked = _held(actor, pulse_round)
    PulseAnswer.objects.filter(round=pulse_round, person=asked.person_id).delete()
    if asked.is_waiting:
        asked.is_waiting = False
        asked.save(update_fields=["is_waiting"])


def _held(actor: User, pulse_round: PulseRound) -> PulseAsked:
    """The actor's question, locked, while the round is open."""
    asked = PulseAsked.objects.of(actor).select_for_update(of=("self",)).filter(round=pulse_round).order_by("pk").first()
    if asked is None:
        raise PermissionDenied
    if not pulse_round.is_open(clock.now()):
        raise RoundClosed(_("This round has ended, so its answers can't be changed any more. There will be another one."))
    return asked
