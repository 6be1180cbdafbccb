"""A person answers a round of the pulse, changes the answer, skips it, and sees their own answers over time."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from care import actions
from care.models import PulseAnswer, PulseAsked, PulseRound
from care.queries.own_pulse import is_strained, open_pulses, own_answers
from core import clock
from journal.models import Entry, JournalText
from people.identity import User
from people.models import Notification
from tests.factories.care import answered, ended, strained_rounds
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def pulse_round(personas: Personas) -> PulseRound:
    return actions.start_round(actor=personas.supervisor)


def test_each_tap_saves_one_answer(personas: Personas, pulse_round: PulseRound, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    url = reverse("care:answer", args=[pulse_round.pk])
    assert "How strained do you feel?" in client.get("/").content.decode()
    client.post(url, {"tap": "strain:4", "back": "home"})
    given = PulseAnswer.objects.get()
    assert (given.strain, given.support) == (4, None)
    assert [pulse.is_waiting for pulse in open_pulses(personas.agent)] == [True]
    answer = client.post(url, {"tap": "support:2", "back": "home"})
    assert answer["Location"] == "/"
    given.refresh_from_db()
    assert (given.strain, given.support) == (4, 2)
    assert "How strained do you feel?" not in client.get("/").content.decode()
    assert "How strained do you feel?" in client.get(reverse("care:pulse")).content.decode()


def test_answer_can_be_changed_until_the_round_closes(personas: Personas, pulse_round: PulseRound) -> None:
    for value in (5, 1, 1):
        actions.answer(actor=personas.agent, pulse_round=pulse_round, question="strain", value=value)
    assert [each.strain for each in PulseAnswer.objects.all()] == [1]
    with clock.travel(pulse_round.closes_at - timedelta(seconds=1)):
        actions.answer(actor=personas.agent, pulse_round=pulse_round, question="strain", value=2)
    with clock.travel(pulse_round.closes_at), pytest.raises(actions.RoundClosed):
        actions.answer(actor=personas.agent, pulse_round=pulse_round, question="strain", value=3)
    with clock.travel(pulse_round.closes_at), pytest.raises(actions.RoundClosed):
        actions.skip(actor=personas.agent, pulse_round=pulse_round)
    assert [each.strain for each in PulseAnswer.objects.all()] == [2]


def test_skipping_leaves_the_same_row_as_answering(personas: Personas, pulse_round: PulseRound) -> None:
    answered(pulse_round, {personas.agent: (5, 1)})
    actions.skip(actor=personas.other_agent, pulse_round=pulse_round)
    rows = PulseAsked.objects.order_by("person__display_name").values_list("is_waiting", flat=True)
    assert list(rows) == [False, False]
    actions.skip(actor=personas.agent, pulse_round=pulse_round)
    assert not PulseAnswer.objects.exists()


@pytest.mark.parametrize(("question", "value"), [("strain", 0), ("strain", 6), ("mood", 3), ("round_id", 1)])
def test_only_the_two_questions_and_their_answers_are_accepted(
    personas: Personas, pulse_round: PulseRound, question: str, value: int
) -> None:
    with pytest.raises(actions.NotOnTheScale):
        actions.answer(actor=personas.agent, pulse_round=pulse_round, question=question, value=value)


def test_nobody_else_can_answer(personas: Personas, pulse_round: PulseRound) -> None:
    with pytest.raises(PermissionDenied):
        actions.answer(actor=personas.reviewer, pulse_round=pulse_round, question="strain", value=3)


def test_answers_are_in_no_journal_and_no_notification(personas: Personas, pulse_round: PulseRound) -> None:
    before = Entry.objects.count()
    answered(pulse_round, {personas.agent: (5, 1)})
    actions.skip(actor=personas.other_agent, pulse_round=pulse_round)
    assert Entry.objects.count() == before
    ended(pulse_round)
    entries = list(Entry.objects.filter(verb__startswith="care."))
    assert [(entry.actor_id, entry.data) for entry in entries] == [
        (personas.supervisor.person_id, {"number": 1}),
        (None, {"number": 1}),
    ]
    assert not JournalText.objects.filter(entry__in=entries).exists()
    assert not Notification.objects.exists()


def test_own_answers_are_shown_as_charts_and_in_a_table(personas: Personas, sign_in: SignIn) -> None:
    strained_rounds(personas.supervisor, personas.agent, [2, 5])
    text = sign_in(personas.agent).get(reverse("care:pulse")).content.decode()
    assert "Strain, latest answer: Extremely" in text
    assert "A little" in text
    assert text.count("<circle") == 4


@pytest.mark.parametrize(
    ("strains", "is_offered"),
    [([4, 5, 4], True), ([5, 3, 5, 5], False), ([5, 5], False), ([1, 4, 4, 5], True), ([4, 4, 4, 2], False)],
)
def test_break_is_offered_after_three_strained_answers_in_a_row(
    personas: Personas, strains: list[int], is_offered: bool
) -> None:
    strained_rounds(personas.supervisor, personas.agent, strains)
    assert is_strained(own_answers(personas.agent)) is is_offered


def test_skipped_round_does_not_end_a_row_of_strained_answers(personas: Personas) -> None:
    first, _second, _third = strained_rounds(personas.supervisor, personas.agent, [5, 5, 5])
    later = clock.now() + timedelta(days=40)
    with clock.travel(later):
        skipped = actions.start_round(actor=personas.supervisor)
        actions.skip(actor=personas.agent, pulse_round=skipped)
        ended(skipped)
    assert first.number == 1
    assert is_strained(own_answers(personas.agent))


def test_skipping_and_answering_have_the_same_address(personas: Personas, pulse_round: PulseRound, sign_in: SignIn) -> None:
    """The log has the addresses, so it would say otherwise who answered."""
    client = sign_in(personas.agent)
    page, url = client.get(reverse("care:pulse")).content.decode(), reverse("care:answer", args=[pulse_round.pk])
    assert set(re.findall(r'formaction="([^"]+)"', page)) == {url}
    actions.answer(actor=personas.agent, pulse_round=pulse_round, question="strain", value=4)
    client.post(url, {"tap": "skip"})
    assert not PulseAnswer.objects.exists()
    assert not open_pulses(personas.agent, only_waiting=True)
