"""A person's own pulse: open questions, answers over time, and what changed after each round."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from care.models import PulseAnswer, PulseAsked, PulseRound
from care.models.pulse import STRAINED
from core import clock
from core.version_tokens import Rows
from people.identity import User
from people.queries.persons import records_of

# After so many strained answers in a row, the person is offered a break.
IN_A_ROW = 3
MOST_ROUNDS = 12
_OWN = "person_id IN (SELECT id FROM people_person WHERE id = %(person)s OR merged_into_id = %(person)s)"

# Rows behind `open_pulses`; for `core.version_tokens`. Answers of others are no part of it.
OWN_PULSE = (
    Rows(PulseRound, moments=("closes_at",)),
    Rows(PulseAsked, _OWN),
    Rows(PulseAnswer, _OWN),
)


@dataclass(frozen=True, slots=True)
class PulseQuestion:
    """Question with its possible answers, and the answer given so far."""

    name: str
    text: str
    options: list[tuple[int, str]]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class OpenPulse:
    """Questions of an open round for one person."""

    round: PulseRound
    about: str
    is_waiting: bool
    questions: list[PulseQuestion]

    @property
    def round_id(self) -> int:
        return self.round.pk

    @property
    def closes_at(self) -> datetime:
        return self.round.closes_at

    @property
    def has_answer(self) -> bool:
        return any(question.chosen is not None for question in self.questions)


def open_pulses(user: User, *, only_waiting: bool = False) -> list[OpenPulse]:
    """The open rounds in which the user is asked. `only_waiting` leaves out those answered or put aside."""
    asked = PulseAsked.objects.of(user).filter(round__closes_at__gt=clock.now()).select_related("round__journal")
    rows = list((asked.filter(is_waiting=True) if only_waiting else asked).order_by("round__opens_at"))
    given = {
        answer.round_id: answer
        for answer in PulseAnswer.objects.filter(
            person__in=[row.person_id for row in rows], round__in=[row.round_id for row in rows]
        )
    }
    return [_open_pulse(row, given.get(row.round_id)) for row in rows]


def _open_pulse(asked: PulseAsked, given: PulseAnswer | None) -> OpenPulse:
    strain, support = (None, None) if given is None else (given.strain, given.support)
    questions = [
        PulseQuestion("strain", _("How strained do you feel?"), _options(PulseAnswer.Strain), strain),
        PulseQuestion("support", _("Do you have what you need for your work?"), _options(PulseAnswer.Support), support),
    ]
    return OpenPulse(asked.round, about(asked.round), asked.is_waiting, questions)


def _options(scale: type[PulseAnswer.Strain] | type[PulseAnswer.Support]) -> list[tuple[int, str]]:
    return [(value, str(label)) for value, label in scale.choices]


def about(pulse_round: PulseRound) -> str:
    """Name of what a round is about: the crisis, or everyday work."""
    return _("Everyday work") if pulse_round.journal.kind == "house" else pulse_round.journal.title


def answers_of(person_ids: Collection[int]) -> list[PulseAnswer]:
    """All answers of a person's records, oldest round first."""
    answers = PulseAnswer.objects.filter(person__in=person_ids).select_related("round__journal")
    return list(answers.order_by("round__opens_at", "round"))


def answers_for_coach(person_ids: Collection[int], since: datetime) -> list[PulseAnswer]:
    """Answers in rounds that have closed since a coach began, oldest first. An open answer can still change."""
    closed = PulseAnswer.objects.filter(round__closes_at__lte=clock.now(), round__closes_at__gte=since)
    answers = closed.filter(person__in=person_ids).select_related("round__journal")
    return list(answers.order_by("round__opens_at", "round"))


def is_strained(answers: list[PulseAnswer]) -> bool:
    """Whether the last three answers about strain, in the order of their rounds, are all strained."""
    last = [answer.strain for answer in answers if answer.strain is not None][-IN_A_ROW:]
    return len(last) == IN_A_ROW and all(strain >= STRAINED for strain in last)


@dataclass(frozen=True, slots=True)
class PastRound:
    """A round that has closed, in which the user was asked. `change` is empty until someone says what changed."""

    number: int
    about: str
    closed_at: datetime
    change: str
    change_by: str


def past_rounds(user: User) -> list[PastRound]:
    """The last rounds in which the user was asked, newest first."""
    mine = PulseAsked.objects.of(user).values("round")
    closed = PulseRound.objects.filter(pk__in=mine, closes_at__lte=clock.now()).select_related("journal", "change_by")
    return [
        PastRound(each.number, about(each), each.closes_at, each.change, str(each.change_by or ""))
        for each in closed.order_by("-closes_at", "-pk")[:MOST_ROUNDS]
    ]


def own_answers(user: User) -> list[PulseAnswer]:
    return answers_of(records_of(user.person_id))
