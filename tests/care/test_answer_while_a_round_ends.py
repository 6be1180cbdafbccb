"""An answer and the end of its round at the same moment: with the lock, and without it as the negative control."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from care import actions
from care.actions import answers, rounds
from care.models import PulseAnswer, PulseAsked, PulseFigure, PulseRound
from care.small_groups import Group, PulseCell, shown_cells
from core import clock
from people.identity import User
from tests.factories import crisis as crises
from tests.factories.care import answered
from tests.factories.people import personas
from tests.threads import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)


@pytest.fixture
def pulse_round(transactional_db: None) -> PulseRound:
    """A round in which five of six people have answered both questions."""
    starter = personas().supervisor
    users = crises.agents(6)
    begun = actions.start_round(actor=starter)
    answered(begun, dict.fromkeys(users[:5], (3, 3)))
    actions.answer(actor=users[5], pulse_round=begun, question="strain", value=3)
    return begun


def last_person(pulse_round: PulseRound) -> User:
    return User.objects.get(person=PulseAnswer.objects.get(round=pulse_round, support=None).person)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, pulse_round: PulseRound) -> set[int]:
    """People in the figures. The answer and the end meet after both have read, unless a lock holds the second one back."""
    meeting, people = Meeting(), set[int]()

    class MeetingClock:
        """The last second of the round, until the round is ended."""

        @staticmethod
        def now() -> datetime:
            is_ended = PulseRound.objects.filter(pk=pulse_round.pk, ended_at__isnull=False).exists()
            meeting.wait()
            return pulse_round.closes_at + (SECOND if is_ended else -SECOND)

    def shown_after_the_meeting(cells: Iterable[PulseCell], earlier: Iterable[Group]) -> list[PulseCell]:
        meeting.wait()
        found = list(cells)
        people.update(*(cell.answered for cell in found))
        return shown_cells(found, list(earlier))

    monkeypatch.setattr(answers, "clock", MeetingClock)
    monkeypatch.setattr(rounds, "shown_cells", shown_after_the_meeting)
    return people


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(actor: User, pulse_round: PulseRound) -> PulseAsked:
        assert pulse_round.is_open(vars(answers)["clock"].now())
        return PulseAsked.objects.of(actor).get(round=pulse_round)

    monkeypatch.setattr(answers, "_held", unlocked)


def answer_while_the_round_ends(pulse_round: PulseRound) -> set[int]:
    """People whose answers are saved afterwards."""
    user = last_person(pulse_round)

    def end() -> None:
        with clock.travel(pulse_round.closes_at):
            actions.keep_up_rounds()

    raised = at_once(
        lambda: actions.answer(actor=user, pulse_round=pulse_round, question="support", value=3),
        end,
    )
    assert {type(error) for error in raised} <= {type(None), actions.RoundClosed}
    saved = PulseAnswer.objects.filter(round=pulse_round, strain__isnull=False, support__isnull=False)
    assert PulseFigure.objects.filter(round=pulse_round).exists()
    return set(saved.values_list("person", flat=True))


def test_answer_is_counted_or_refused(pulse_round: PulseRound, counted: set[int]) -> None:
    assert answer_while_the_round_ends(pulse_round) == counted
    assert len(counted) >= 5


@pytest.mark.usefixtures("without_lock")
def test_control_without_the_lock_an_answer_is_saved_and_not_counted(pulse_round: PulseRound, counted: set[int]) -> None:
    assert len(answer_while_the_round_ends(pulse_round)) == 6
    assert len(counted) == 5
