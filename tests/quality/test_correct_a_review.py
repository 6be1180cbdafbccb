"""Corrections of a completed review within a week: the correction counts, and the earlier version stays readable."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from journal.actions import JournalClosed, close_journal
from journal.queries import lines
from people.identity import User
from people.models import Notification, RoleGrant
from people.needs import Urgency, needs_of
from quality import actions
from quality.models import Question, Review, SupersededReview
from quality.queries.board import board
from quality.queries.programmes import programme_summary
from quality.queries.reviews import my_results
from tests.factories import quality as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def review(personas: Personas) -> Review:
    """A review of Ana for a case, with a red flag given by mistake. Sofia leads her team."""
    programme = make.programme(personas.agent.person)
    return make.flagged(personas.reviewer, make.given_slot(programme, personas.agent.person, personas.reviewer))


def correct(review: Review, actor: User, *, comment: str = "Well done.") -> Review:
    answers = make.best_answers(review.version)
    return actions.correct_review(actor=actor, review=review, answers=answers, comment=comment, reason="Wrong key.")


def posted(review: Review, **more: str) -> dict[str, str]:
    answers = make.best_answers(review.version)
    return {f"question_{pk}": str(value) for pk, value in answers.items()} | {"comment": "Well done.", **more}


def test_correction_is_used_and_the_earlier_version_is_shown_as_replaced(
    review: Review, personas: Personas, sign_in: SignIn
) -> None:
    client, address = sign_in(personas.reviewer), reverse("quality:correct", args=[review.pk])
    result = reverse("quality:result", args=[review.pk])
    assert address in client.get(result).content.decode()
    assert "Hung up." in client.get(address).content.decode()
    assert client.post(address, posted(review, reason="Wrong key."))["Location"] == result
    review.refresh_from_db()
    assert [review.score, review.is_red_flagged, review.state] == [100, False, "completed"]
    for user in (personas.reviewer, personas.agent, personas.supervisor):
        page = sign_in(user).get(result).content.decode()
        assert "Replaced" in page
        assert "Reason for the correction: Wrong key." in page
        assert "Hung up." in page
    entry = lines(review.slot.programme.journal_id)[-1]
    assert (entry.verb, entry.data, entry.texts) == ("quality.review_corrected", {"version": 2}, {"reason": "Wrong key."})


def test_figures_use_the_correction_only(review: Review, personas: Personas) -> None:
    correct(review, personas.reviewer)
    summary = programme_summary(review.slot.programme.journal_id)
    assert summary
    assert [summary.mean_score, summary.red_flags, summary.slots.done] == [100, 0, 1]
    assert my_results(personas.agent, clock.now()).mean_score == 100
    (row,) = [row for row in board(personas.supervisor, clock.now(), clock.now().tzinfo).people if row.done]  # type: ignore[arg-type]
    assert [row.mean_score, row.red_flags, row.done] == [100, 0, 1]


def test_csp_is_notified_and_confirms_the_correction_again(review: Review, personas: Personas) -> None:
    actions.acknowledge_review(actor=personas.agent, review=review)
    correct(review, personas.reviewer)
    review.refresh_from_db()
    assert review.acknowledged_at is None
    assert SupersededReview.objects.get().acknowledged_at is not None
    assert Notification.objects.filter(person=personas.agent.person, text__contains="was corrected").count() == 1
    assert reverse("quality:result", args=[review.pk]) in {need.url for need in needs_of(personas.agent)}


def test_correction_removes_or_adds_a_red_flag(review: Review, personas: Personas) -> None:
    def waits() -> bool:
        return any(need.urgency == Urgency.AT_ONCE for need in needs_of(personas.supervisor))

    actions.see_red_flag(actor=personas.supervisor, review=review)
    correct(review, personas.reviewer)
    assert not waits()
    assert (
        Notification.objects.filter(person=personas.supervisor.person, text__contains="no longer has a red flag").count() == 1
    )
    answers = make.failing_answers(review.version)
    actions.correct_review(actor=personas.reviewer, review=review, answers=answers, comment="", reason="It was one.")
    assert waits()
    assert Notification.objects.filter(person=personas.supervisor.person, text__startswith="Red flag in").count() == 2


def test_seen_red_flag_settles_its_message_after_a_correction_that_keeps_it(review: Review, personas: Personas) -> None:
    answers = make.failing_answers(review.version)
    actions.correct_review(actor=personas.reviewer, review=review, answers=answers, comment="Hung up twice.", reason="More.")
    actions.see_red_flag(actor=personas.supervisor, review=review)
    assert not Notification.objects.filter(person=personas.supervisor.person, read_at=None).exists()


def test_versions_follow_each_other(review: Review, personas: Personas) -> None:
    correct(review, personas.reviewer)
    correct(review, personas.reviewer, comment="Very well done.")
    second, first = SupersededReview.objects.all()
    assert [(first.number, first.score, first.is_red_flagged), (second.number, second.score)] == [(1, 0, True), (2, 100)]
    assert first.written_at == review.completed_at
    assert second.written_at == first.superseded_at
    assert first.answers == {str(pk): value for pk, value in make.failing_answers(review.version).items()}


def test_a_review_is_corrected_within_a_week_only(review: Review, personas: Personas, sign_in: SignIn) -> None:
    assert review.completed_at
    address, client = reverse("quality:correct", args=[review.pk]), sign_in(personas.reviewer)
    with clock.travel(review.completed_at + timedelta(days=7, seconds=-1)):
        assert client.get(address).status_code == 200
    with clock.travel(review.completed_at + timedelta(days=7)):
        assert client.get(address).status_code == 409
        assert address not in client.get(reverse("quality:result", args=[review.pk])).content.decode()
        with pytest.raises(actions.TooLateToCorrect):
            correct(review, personas.reviewer)
    assert not SupersededReview.objects.exists()


def test_only_its_reviewer_corrects_a_review(review: Review, personas: Personas) -> None:
    RoleGrant.objects.create(person=personas.supervisor.person, role="reviewer")
    for user in (User.objects.get(pk=personas.supervisor.pk), personas.agent):
        with pytest.raises(PermissionDenied):
            correct(review, user)
    RoleGrant.objects.filter(person=personas.reviewer.person).delete()
    with pytest.raises(PermissionDenied):
        correct(review, User.objects.get(pk=personas.reviewer.pk))


def test_correction_needs_a_change_and_a_reason(review: Review, personas: Personas, sign_in: SignIn) -> None:
    client, address = sign_in(personas.reviewer), reverse("quality:correct", args=[review.pk])
    assert client.post(address, posted(review)).status_code == 422
    same = {f"question_{pk}": str(value) for pk, value in make.failing_answers(review.version).items()}
    answer = client.post(address, {**same, "comment": "Hung up.", "reason": "None.", "confirms_red_flags": "on"})
    assert answer.status_code == 422
    assert "Nothing has changed yet" in answer.content.decode()
    question = Question.objects.filter(section__version=review.version).earliest("pk")
    answers = {**make.best_answers(review.version), question.pk: 77}
    with pytest.raises(actions.NotAnAnswer):
        actions.correct_review(actor=personas.reviewer, review=review, answers=answers, comment="", reason="Typo.")
    with pytest.raises(actions.ReviewIncomplete):
        actions.correct_review(
            actor=personas.reviewer, review=review, answers={question.pk: question.answers[-1]}, comment="", reason="Typo."
        )
    assert SupersededReview.objects.count() == 0


def test_reviews_of_a_closed_case_cannot_be_corrected(review: Review, personas: Personas, sign_in: SignIn) -> None:
    close_journal(review.slot.programme.journal)
    with pytest.raises(JournalClosed):
        correct(Review.objects.get(pk=review.pk), personas.reviewer)
    assert sign_in(personas.reviewer).get(reverse("quality:correct", args=[review.pk])).status_code == 409
