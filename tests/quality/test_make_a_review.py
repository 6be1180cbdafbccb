"""A review from the queue to the CSP's page: start, answer, save, complete, replace, read."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from core import clock
from core.clock import travel
from feedback.models import SurveyResponse
from journal.actions import close_journal
from journal.queries import lines
from people.models import Notification, User
from people.queries.organisation import reporting_zone
from quality import actions
from quality.forms import NOT_APPLICABLE
from quality.models import Question, Replacement, Review, Slot
from quality.queries.reviews import result_view
from tests.factories import quality as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(personas: Personas) -> Review:
    return make.draft(personas.agent.person, personas.reviewer)


def posted(review: Review, **changed: str) -> dict[str, str]:
    """The best answers as the form sends them; `changed` replaces answers by part of the question's text."""
    answers = {}
    for question in Question.objects.filter(section__version=review.version):
        value = next((value for part, value in changed.items() if part in question.text), str(question.answers[-1]))
        answers[f"question_{question.pk}"] = value
    return {key: value for key, value in answers.items() if value} | {"comment": "Well listened.", "review": str(review.pk)}


def test_scales_say_which_end_is_good(draft: Review, personas: Personas, sign_in: SignIn) -> None:
    SurveyResponse.objects.filter(interaction=draft.interaction_id).delete()
    SurveyResponse.objects.create(
        interaction_id=draft.interaction_id, instrument="csat", value=2, responded_at=clock.now(), comment=""
    )
    page = sign_in(personas.reviewer).get(reverse("quality:review", args=[draft.slot_id])).content.decode()
    labels = re.findall(r'<label class="btn answer"[^>]*>([^<]*)</label>', page)
    assert labels[labels.index("1 (poor)") :][:5] == ["1 (poor)", "2", "3", "4", "5 (excellent)"]
    assert "2 of 5 (best)" in page


def test_the_queue_leads_to_the_form_and_the_form_to_the_result(personas: Personas, sign_in: SignIn) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    client = sign_in(personas.reviewer)
    queue = client.get(reverse("quality:queue")).content.decode()
    address = reverse("quality:review", args=[slot.pk])
    assert address in queue
    assert "Ana Agent" in queue
    assert "Start review" in client.get(address).content.decode()
    client.post(reverse("quality:start", args=[slot.pk]))
    assert "data-review" in client.get(address).content.decode()
    answer = client.post(address, posted(slot.review))
    assert answer.status_code == 302
    slot.refresh_from_db()
    assert slot.state == "done"
    assert client.get(address)["Location"] == answer["Location"] == reverse("quality:result", args=[slot.review.pk])


def test_incomplete_form_names_missing_answers_and_keeps_the_others(draft: Review, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.reviewer)
    address = reverse("quality:review", args=[draft.slot_id])
    answer = client.post(address, posted(draft, respect=""))
    assert answer.status_code == 422
    # In the error summary and at the question.
    assert answer.content.decode().count("Choose an answer.") == 2
    assert draft.answers.count() == Question.objects.filter(section__version=draft.version).count() - 1
    page = client.get(address).content.decode()
    assert "Well listened." in page
    assert page.count("checked") == draft.answers.count()


def test_answers_are_not_saved_for_a_replaced_contact(personas: Personas, sign_in: SignIn) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    first = actions.start_review(actor=personas.reviewer, slot=slot)
    form, client = posted(first), sign_in(personas.reviewer)
    actions.replace_interaction(actor=personas.reviewer, slot=slot, reason="No sound.")
    answer = client.post(reverse("quality:review", args=[slot.pk]), form)
    assert answer.status_code == 409
    assert "This contact was replaced in another window" in answer.content.decode()
    with pytest.raises(actions.ContactReplaced):
        actions.save_draft(actor=personas.reviewer, review=first, answers={}, comment="")
    assert list(Review.objects.values_list("state", "comment")) == [("draft", "")]


def test_reassigned_review_redirects_to_the_queue(personas: Personas, sign_in: SignIn) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    Slot.objects.filter(pk=slot.pk).update(reviewer=personas.other_supervisor.person)
    answer = sign_in(personas.reviewer).post(reverse("quality:start", args=[slot.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("quality:queue"), 302)]
    assert "This review is no longer assigned to you." in answer.content.decode()


def test_draft_may_be_incomplete_and_is_visible_to_its_reviewer_only(
    draft: Review, personas: Personas, sign_in: SignIn
) -> None:
    answer = sign_in(personas.reviewer).post(
        reverse("quality:review", args=[draft.slot_id]), {"draft": "1", "comment": "", "review": draft.pk}
    )
    assert answer["Location"] == reverse("quality:queue")
    assert not Review.objects.visible_to(personas.agent).exists()
    assert not Review.objects.visible_to(personas.supervisor).exists()
    assert not Notification.objects.filter(person=personas.agent.person).exists()


@pytest.mark.parametrize("value", ["7", "x", "-1", NOT_APPLICABLE])
def test_an_answer_that_is_not_offered_is_refused(draft: Review, personas: Personas, sign_in: SignIn, value: str) -> None:
    answer = sign_in(personas.reviewer).post(reverse("quality:review", args=[draft.slot_id]), posted(draft, respect=value))
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_action_itself_refuses_forged_answers(draft: Review, personas: Personas) -> None:
    answers = make.best_answers(draft.version)
    respect = Question.objects.get(section__version=draft.version, text__contains="respect").pk
    for forged in ({**answers, respect: 2}, {**answers, respect: None}, {**answers, 0: 1}):
        with pytest.raises(actions.NotAnAnswer):
            actions.complete_review(actor=personas.reviewer, review=draft, answers=forged, comment="")
    with pytest.raises(actions.ReviewIncomplete, match="1 question"):
        actions.complete_review(
            actor=personas.reviewer, review=draft, answers={k: v for k, v in answers.items() if k != respect}, comment=""
        )
    for stranger in (personas.agent, personas.supervisor, personas.administrator):
        with pytest.raises(PermissionDenied):
            actions.complete_review(actor=stranger, review=draft, answers=answers, comment="")


def test_a_completed_review_tells_the_csp_and_is_recorded_without_its_score(draft: Review, personas: Personas) -> None:
    done = actions.complete_review(
        actor=personas.reviewer, review=draft, answers=make.best_answers(draft.version), comment="Fine."
    )
    assert [done.score, done.bonus, done.is_red_flagged] == [100, 5, False]
    message = Notification.objects.get(person=personas.agent.person)
    assert message.url == reverse("quality:result", args=[draft.pk])
    last = lines(draft.slot.programme.journal_id)[-1]
    assert (last.verb, last.subject_id, last.actor_id, last.data) == (
        "quality.review_completed",
        draft.pk,
        personas.reviewer.person_id,
        {},
    )
    with pytest.raises(actions.NotReviewableNow, match="already completed"):
        actions.save_draft(actor=personas.reviewer, review=done, answers={}, comment="Changed my mind.")


def test_a_red_flag_makes_it_zero_and_the_page_says_what_it_would_have_been(
    draft: Review, personas: Personas, sign_in: SignIn
) -> None:
    answers = posted(draft, respect="0") | {"confirms_red_flags": "on"}
    sign_in(personas.reviewer).post(reverse("quality:review", args=[draft.slot_id]), answers)
    draft.refresh_from_db()
    assert [draft.score, draft.bonus, draft.is_red_flagged] == [0, 0, True]
    page = sign_in(personas.agent).get(reverse("quality:result", args=[draft.pk])).content.decode()
    assert "Without it, the score would be 100.0 %" in page


def test_the_arithmetic_on_the_page_is_that_of_the_stored_score(draft: Review, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.reviewer)
    client.post(
        reverse("quality:review", args=[draft.slot_id]), posted(draft, tone="3", upset=NOT_APPLICABLE, solved="2", more="0")
    )
    draft.refresh_from_db()
    view = result_view(draft)
    # Empathy (100 + 50) / 2, adherence 100, resolution (50·2 + 100·1) / 3; weights 30, 30 and 40.
    assert view.sections[0].formula == "(100.0 % × 1 + 50.0 % × 1) ÷ (1 + 1) = 75.0 %"
    assert view.formula == "(75.0 % × 30 + 100.0 % × 30 + 66.7 % × 40) ÷ (30 + 30 + 40) = 79.2 %"
    assert view.score == draft.score == Decimal("79.17")
    assert view.formula in client.get(reverse("quality:result", args=[draft.pk])).content.decode()


def test_review_with_only_na_answers_is_refused(draft: Review, personas: Personas) -> None:
    Question.objects.filter(section__version=draft.version).update(allows_na=True)
    with pytest.raises(actions.NothingToScore, match="Replace the contact"):
        actions.complete_review(
            actor=personas.reviewer, review=draft, answers=dict.fromkeys(make.best_answers(draft.version)), comment=""
        )


def test_review_keeps_the_scorecard_version_it_was_started_with(draft: Review, personas: Personas) -> None:
    version = actions.start_draft(actor=personas.supervisor, scorecard=draft.version.scorecard)
    actions.publish_version(actor=personas.supervisor, version=version)
    done = actions.complete_review(actor=personas.reviewer, review=draft, answers=make.best_answers(draft.version), comment="")
    assert (done.version.number, done.version.state) == (1, "archived")


def test_a_cancelled_review_cannot_be_begun(personas: Personas) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    assert actions.start_review(actor=personas.reviewer, slot=slot) == actions.start_review(actor=personas.reviewer, slot=slot)
    other = make.programme(personas.agent.person, cadence=7, at=clock.now() - timedelta(days=3))
    actions.reconcile_slots()
    waiting = other.slots.filter(state=Slot.State.ASSIGNED).earliest("pk")
    actions.end_programme(actor=personas.supervisor, programme=other)
    with pytest.raises(PermissionDenied):  # a cancelled slot has no reviewer
        actions.start_review(actor=personas.reviewer, slot=waiting)


def test_a_contact_that_cannot_be_reviewed_is_replaced(draft: Review, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.reviewer)
    address = reverse("quality:replace", args=[draft.slot_id])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "No sound."})["Location"] == reverse("quality:review", args=[draft.slot_id])
    slot = Slot.objects.get(pk=draft.slot_id)
    assert (slot.state, slot.reviewer) == ("started", personas.reviewer.person), "a started review stays started"
    assert slot.interaction == slot.review.interaction != draft.interaction
    assert Replacement.objects.get().reason == "No sound."
    assert slot.review.pk != draft.pk, "answers about another contact are dropped"
    assert not slot.review.answers.exists()


def test_a_contact_is_replaced_before_the_review_is_begun(personas: Personas) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    replaced = actions.replace_interaction(actor=personas.reviewer, slot=slot, reason="No sound.")
    assert (replaced.state, replaced.reviewer) == ("assigned", personas.reviewer.person)
    assert replaced.interaction != slot.interaction
    assert not Review.objects.exists()


@pytest.fixture
def begun_before_the_end(personas: Personas) -> Review:
    """A review with two contacts to choose from, started a day before its programme ended."""
    agent, now = personas.agent.person, clock.now()
    programme = make.programme(agent, cadence=7, at=now - timedelta(days=2))
    for hours in (30, 29):
        make.contact(agent, now - timedelta(hours=hours))
    with travel(now - timedelta(days=1)):
        actions.reconcile_slots()
        review = actions.start_review(actor=personas.reviewer, slot=programme.slots.filter(state="assigned").earliest("pk"))
        actions.end_programme(actor=None, programme=programme)
    make.contact(agent, now - timedelta(hours=1))
    return review


def test_started_review_is_finished_with_another_contact_after_the_programme_ended(
    begun_before_the_end: Review, personas: Personas
) -> None:
    draft = begun_before_the_end
    slot = actions.replace_interaction(actor=personas.reviewer, slot=draft.slot, reason="No sound.")
    close_journal(draft.slot.programme.journal)
    actions.reconcile_slots()
    slot.refresh_from_db()
    assert (slot.state, slot.reviewer) == ("started", personas.reviewer.person)
    assert slot.interaction != draft.interaction
    done = actions.complete_review(
        actor=personas.reviewer, review=slot.review, answers=make.best_answers(slot.review.version), comment=""
    )
    assert (done.state, done.interaction) == ("completed", slot.interaction)
    assert actions.acknowledge_review(actor=personas.agent, review=done).acknowledged_at is not None


def test_review_without_another_contact_is_cancelled_after_the_programme_ended(
    begun_before_the_end: Review, personas: Personas, sign_in: SignIn
) -> None:
    slot = actions.replace_interaction(actor=personas.reviewer, slot=begun_before_the_end.slot, reason="No sound.")
    client, address = sign_in(personas.reviewer), reverse("quality:replace", args=[slot.pk])
    assert "is cancelled" in client.get(address).content.decode()
    answer = client.post(address, {"reason": "No sound either."}, follow=True)
    assert "this review was cancelled" in answer.content.decode()
    slot.refresh_from_db()
    assert (slot.state, slot.interaction, slot.reviewer) == ("cancelled", None, None)
    assert not Review.objects.exists()


def test_slot_waits_again_without_another_contact(personas: Personas) -> None:
    now = clock.now()
    make.contact(personas.agent.person, now - timedelta(hours=1))
    make.baseline(at=now - timedelta(days=8), cadence=1)
    slot = Slot.objects.filter(person=personas.agent.person, state="assigned").earliest("pk")
    replaced = actions.replace_interaction(actor=personas.reviewer, slot=slot, reason="Wrong person.")
    assert (replaced.state, replaced.interaction, replaced.reviewer) == ("waiting", None, None)


def test_the_csp_reads_and_acknowledges_once(personas: Personas, sign_in: SignIn) -> None:
    review = make.completed(personas.agent.person, personas.reviewer)
    client = sign_in(personas.agent)
    assert "I've read it" in client.get(reverse("quality:result", args=[review.pk])).content.decode()
    for _ in range(2):
        client.post(reverse("quality:acknowledge", args=[review.pk]))
    acknowledged = [line for line in lines(review.slot.programme.journal_id) if line.verb == "quality.review_acknowledged"]
    assert len(acknowledged) == 1
    page = client.get(reverse("quality:mine")).content.decode()
    assert reverse("quality:result", args=[review.pk]) in page
    assert "100.0 %" in page
    assert review.completed_at is not None
    assert f"1 review, {date_format(localtime(review.completed_at, reporting_zone()), 'SHORT_DATE_FORMAT')}" in page


def test_imported_recording_is_a_link_only_for_web_addresses(personas: Personas, sign_in: SignIn) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    assert slot.interaction is not None
    client, address = sign_in(personas.reviewer), reverse("quality:review", args=[slot.pk])
    for recording, is_shown in (("https://calls.example.org/7", True), ("javascript:alert(1)", False)):
        slot.interaction.recording_url = recording
        slot.interaction.save(update_fields=["recording_url"])
        assert (recording in client.get(address).content.decode()) is is_shown
