"""Supervisors look at suggestions, publish them in words that identify nobody, answer them and merge duplicates."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from care import actions
from care.lifecycle import AlreadyAnswered, SuggestionStep
from care.models import Suggestion, SuggestionVote
from core.refusals import Refused
from crisis.models import Crisis
from journal.queries import lines
from people.models import Notification, User
from tests.factories import crisis as crises
from tests.factories import suggestions
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
ANSWER: Any = {"answer": "From May on.", "published_text": "Swap shifts ourselves"}


def test_answer_is_published_and_the_author_told(personas: Personas, sign_in: SignIn) -> None:
    suggestion = suggestions.looked_at(author=personas.agent.person, text="Swap shifts ourselves")
    client = sign_in(personas.supervisor)
    url = reverse("care:suggestion_answer", args=[suggestion.pk])
    assert client.post(url, {"step": "plan", **ANSWER}).status_code == 302
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.is_edited, suggestion.answered_by) == ("planned", False, personas.supervisor.person)
    told = Notification.objects.get(person=personas.agent.person)
    assert (told.text, told.url) == ("Your suggestion was answered: Planned.", f"/care/suggestions/{suggestion.pk}/")
    board = sign_in(personas.other_agent).get(reverse("care:suggestions")).content.decode()
    assert "From May on." in board
    assert "Sofia Supervisor" in board
    assert "Ana Agent" not in board


def test_journal_says_what_supervisors_did_and_nothing_of_the_text(personas: Personas) -> None:
    suggestion = suggestions.SuggestionFactory.create(text="Swap shifts ourselves")
    actions.look_at_suggestion(actor=personas.supervisor, suggestion=suggestion)
    actions.publish_suggestion(actor=personas.supervisor, suggestion=suggestion, published_text="Swap shifts")
    actions.answer_suggestion(actor=personas.supervisor, suggestion=suggestion, step=SuggestionStep.PUT_OFF, **ANSWER)
    recorded = [line for line in lines(suggestion.journal_id) if line.subject_type == "care.Suggestion"]
    assert [(line.verb, line.texts) for line in recorded] == [
        ("care.suggestion_looked_at", {}),
        ("care.suggestion_published", {}),
        ("care.suggestion_answered", {"state": "Not now"}),
    ]


def test_edited_text_is_marked_and_the_original_stays_with_supervisors(personas: Personas, sign_in: SignIn) -> None:
    suggestion = suggestions.looked_at(text="Bo from my team breaks every headset.")
    actions.publish_suggestion(
        actor=personas.supervisor, suggestion=suggestion, published_text="Somebody breaks every headset."
    )
    page = reverse("care:suggestion", args=[suggestion.pk])
    seen = sign_in(personas.agent).get(page).content.decode()
    assert "Somebody breaks every headset." in seen
    assert "Edited before it was published" in seen
    assert "Bo from" not in seen
    assert "Bo from my team" in sign_in(personas.other_supervisor).get(page).content.decode()


def test_text_with_other_spaces_only_is_not_marked_as_edited(personas: Personas) -> None:
    suggestion = suggestions.looked_at(text="One\r\ntwo")
    actions.publish_suggestion(actor=personas.supervisor, suggestion=suggestion, published_text="One\ntwo ")
    suggestion.refresh_from_db()
    assert not suggestion.is_edited


def test_author_cannot_decide_about_their_own(personas: Personas, sign_in: SignIn) -> None:
    suggestion = suggestions.looked_at(author=personas.supervisor.person)
    with pytest.raises(PermissionDenied):
        actions.answer_suggestion(actor=personas.supervisor, suggestion=suggestion, step=SuggestionStep.PLAN, **ANSWER)
    with pytest.raises(PermissionDenied):
        actions.publish_suggestion(actor=personas.supervisor, suggestion=suggestion, published_text="Mine")
    page = sign_in(personas.supervisor).get(reverse("care:suggestion", args=[suggestion.pk])).content.decode()
    assert "Another supervisor answers your suggestion." in page
    actions.answer_suggestion(actor=personas.other_supervisor, suggestion=suggestion, step=SuggestionStep.PLAN, **ANSWER)


@pytest.mark.parametrize("persona", ["agent", "reviewer", "approver", "trainer", "ops", "administrator"])
def test_others_decide_nothing(personas: Personas, persona: str) -> None:
    suggestion = suggestions.SuggestionFactory.create()
    with pytest.raises(PermissionDenied):
        actions.look_at_suggestion(actor=getattr(personas, persona), suggestion=suggestion)


@pytest.mark.parametrize(
    ("state", "step"),
    [("new", SuggestionStep.PLAN), ("planned", SuggestionStep.PLAN), ("done", SuggestionStep.PUT_OFF)],
)
def test_answer_out_of_turn_is_refused(personas: Personas, state: str, step: SuggestionStep) -> None:
    suggestion = (
        suggestions.SuggestionFactory.create()
        if state == "new"
        else suggestions.answered(answered_by=personas.ops.person, state=state)
    )
    with pytest.raises(AlreadyAnswered):
        actions.answer_suggestion(actor=personas.supervisor, suggestion=suggestion, step=step, **ANSWER)


@pytest.mark.parametrize(
    "fields", [{"step": "plan", "answer": ""}, {"step": "", "answer": "Yes"}, {"step": "look", "answer": "Yes"}]
)
def test_incomplete_answer_is_refused(personas: Personas, sign_in: SignIn, fields: dict[str, str]) -> None:
    suggestion = suggestions.looked_at()
    url = reverse("care:suggestion_answer", args=[suggestion.pk])
    assert sign_in(personas.supervisor).post(url, {**ANSWER, **fields}).status_code == 422


def test_merged_suggestion_brings_its_votes_and_its_author_hears_of_the_answer(personas: Personas) -> None:
    target = suggestions.answered(answered_by=personas.ops.person, author=personas.trainer.person, state="not_now")
    one = suggestions.looked_at(author=personas.agent.person, published_text="The same")
    suggestions.votes(target, [personas.reviewer.person])
    suggestions.votes(one, [personas.reviewer.person, personas.approver.person, personas.trainer.person])
    actions.merge_suggestion(actor=personas.supervisor, suggestion=one, target_id=target.pk)
    one.refresh_from_db()
    assert (one.state, one.merged_into, one.published_text) == ("merged", target, "")
    # The author of the other suggestion doesn't vote for it.
    voters = set(target.votes.values_list("person", flat=True))
    assert voters == {personas.reviewer.person_id, personas.approver.person_id}
    actions.answer_suggestion(actor=personas.supervisor, suggestion=target, step=SuggestionStep.PLAN, **ANSWER)
    told = Notification.objects.filter(person=personas.agent.person).values_list("text", flat=True)
    assert set(told) == {"Your suggestion was merged into a similar one.", "Your suggestion was answered: Planned."}


def test_suggestions_merged_before_follow_along(personas: Personas) -> None:
    first, second, third = (suggestions.looked_at() for _number in range(3))
    actions.merge_suggestion(actor=personas.supervisor, suggestion=first, target_id=second.pk)
    actions.merge_suggestion(actor=personas.supervisor, suggestion=second, target_id=third.pk)
    assert set(third.merged.all()) == {first, second}


def test_merge_into_itself_another_case_or_a_merged_one_is_refused(personas: Personas) -> None:
    one, merged = suggestions.looked_at(), suggestions.looked_at()
    actions.merge_suggestion(actor=personas.supervisor, suggestion=merged, target_id=suggestions.looked_at().pk)
    elsewhere = suggestions.looked_at(journal=crises.ready(personas).journal)
    for target_id in (one.pk, merged.pk, elsewhere.pk, 1):
        with pytest.raises(Refused):
            actions.merge_suggestion(actor=personas.supervisor, suggestion=one, target_id=target_id)


def test_holder_of_the_receipt_of_a_merged_suggestion_sees_the_other_answer(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    html = client.post(reverse("care:suggestion_write"), suggestions.form()).content.decode()
    code = html.split('spellcheck="false"')[1].split(">")[1].split("<")[0].strip()
    written = Suggestion.objects.get()
    Suggestion.objects.update(is_delivered=True, state="looking")
    target = suggestions.answered(answered_by=personas.ops.person)
    actions.merge_suggestion(actor=personas.supervisor, suggestion=written, target_id=target.pk)
    seen = client.post(reverse("care:suggestion_receipt"), {"code": code}).content.decode()
    assert "Your suggestion was merged into a similar one." in seen
    assert "From May on, in the roster tool." in seen


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crises.ready(personas, [personas.agent.person_id], team_size=1)


def test_suggestion_about_a_crisis_is_only_on_the_board_of_people_who_see_the_crisis(
    personas: Personas, sign_in: SignIn, crisis: Crisis
) -> None:
    suggestion = suggestions.answered(answered_by=personas.ops.person, journal=crisis.journal, published_text="More screens")
    page = reverse("care:suggestion", args=[suggestion.pk])
    for persona, status in (("supervisor", 200), ("reviewer", 404), ("other_agent", 404)):
        client = sign_in(getattr(personas, persona))
        assert client.get(page).status_code == status
        assert ("More screens" in client.get(reverse("care:suggestions")).content.decode()) == (status == 200)


def test_suggestion_about_a_crisis_one_cannot_see_is_refused(personas: Personas, sign_in: SignIn, crisis: Crisis) -> None:
    fields = suggestions.form(journal_id=str(crisis.journal_id))
    assert sign_in(personas.reviewer).post(reverse("care:suggestion_write"), fields).status_code == 422
    with pytest.raises(Refused):
        actions.write_suggestion(
            actor=personas.reviewer,
            form_key=suggestions.KEY,
            is_named=True,
            topic="work",
            text="Hello",
            journal_id=crisis.journal_id,
            script_id=None,
        )
    assert sign_in(personas.supervisor).post(reverse("care:suggestion_write"), fields).status_code == 200
    assert Suggestion.objects.get().journal == crisis.journal


def test_votes_are_counted_once_and_can_be_taken_back(personas: Personas, sign_in: SignIn) -> None:
    suggestion = suggestions.answered(answered_by=personas.supervisor.person, author=personas.agent.person)
    vote = reverse("care:suggestion_vote", args=[suggestion.pk])
    for persona in ("other_agent", "reviewer", "reviewer"):
        assert sign_in(getattr(personas, persona)).post(vote, {"matters": "yes", "from": "board"}).status_code == 302
    html = " ".join(sign_in(personas.trainer).get(reverse("care:suggestions")).content.decode().split())
    assert "Also matters to 2 people" in html
    assert "Rita Reviewer" not in html
    sign_in(personas.reviewer).post(vote, {"matters": "no"})
    assert [each.person for each in SuggestionVote.objects.all()] == [personas.other_agent.person]
    assert sign_in(personas.agent).post(vote, {"matters": "yes"}).status_code == 403


def test_unpublished_suggestion_gets_no_votes(personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        actions.set_vote(actor=personas.other_supervisor, suggestion=suggestions.looked_at(), matters=True)


def test_search_and_filters(personas: Personas, sign_in: SignIn) -> None:
    suggestions.answered(answered_by=personas.ops.person, published_text="More screens", topic="tools")
    suggestions.answered(answered_by=personas.ops.person, published_text="Longer breaks", topic="team", state="done")
    client = sign_in(personas.agent)
    for query, shown in (
        ("q=SCREENS", {"More screens"}),
        ("q=roster", {"More screens", "Longer breaks"}),
        ("topic=team", {"Longer breaks"}),
        ("state=planned", {"More screens"}),
        ("q=%00", {"More screens", "Longer breaks"}),
        ("q=nothing", set()),
    ):
        html = client.get(f"{reverse('care:suggestions')}?{query}").content.decode()
        assert {text for text in ("More screens", "Longer breaks") if text in html} == shown, query


@pytest.mark.parametrize("text", ["<script>alert(1)</script> http://example.org", "\u202eevil", "=cmd()"])
def test_texts_are_shown_as_they_are(personas: Personas, sign_in: SignIn, text: str) -> None:
    suggestion = suggestions.SuggestionFactory.create(text=text)
    page = sign_in(personas.supervisor).get(reverse("care:suggestion", args=[suggestion.pk])).content.decode()
    assert "<script>alert" not in page
    assert 'href="http://example.org' not in page
    assert 'dir="auto"' in page
    download = sign_in(personas.supervisor).get(f"{reverse('care:triage')}?download=csv").getvalue().decode()
    assert not any(line.startswith("=cmd") for line in download.splitlines())


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001, "nul\x00"])
def test_texts_that_do_not_fit_are_refused(personas: Personas, sign_in: SignIn, text: str) -> None:
    assert sign_in(personas.agent).post(reverse("care:suggestion_write"), suggestions.form(text=text)).status_code == 422
    assert not Suggestion.objects.exists()


def test_named_author_follows_and_talks(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    html = client.post(reverse("care:suggestion_write"), suggestions.form(named=True)).content.decode()
    assert "Receipt code" not in html
    suggestion = Suggestion.objects.get()
    assert suggestion.author == personas.agent.person
    page = reverse("care:suggestion", args=[suggestion.pk])
    assert "headsets" in client.get(page).content.decode()
    assert "headsets" in client.get(reverse("care:own_suggestions")).content.decode()
    assert sign_in(personas.other_agent).get(page).status_code == 404
    Suggestion.objects.update(is_delivered=True)
    reply = reverse("care:suggestion_reply", args=[suggestion.pk])
    assert client.post(reply, {"text": "Please", "one_time_key": suggestions.KEY}).status_code == 302
    assert sign_in(personas.supervisor).post(reply, {"text": "Which ones?"}).status_code == 302
    assert "There's a message about your suggestion." in Notification.objects.get(person=personas.agent.person).text
    assert "Which ones?" in client.get(page).content.decode()
    assert suggestion.messages.get(number=1).sender is None


def test_small_groups_are_told_that_anonymity_cannot_be_promised(personas: Personas, sign_in: SignIn, crisis: Crisis) -> None:
    html = sign_in(personas.agent).get(reverse("care:suggestion_write")).content.decode()
    assert "Besides supervisors, only 1 person of team North can sign in." in html
    html = sign_in(personas.reviewer).get(reverse("care:suggestion_write")).content.decode()
    assert "we can&#x27;t promise" not in html.split("What we can")[0]
    html = sign_in(personas.supervisor).get(reverse("care:suggestion_write")).content.decode()
    assert "besides supervisors: anonymity can&#x27;t be promised)" in html


def test_originals_and_conversations_are_deleted_some_time_after_the_answer(personas: Personas, settings: object) -> None:
    old = suggestions.answered(answered_by=personas.supervisor.person, answered_on=date(2020, 1, 1))
    open_one = suggestions.looked_at(week_on=date(2019, 12, 30))
    recent = suggestions.answered(answered_by=personas.supervisor.person, answered_on=date(2100, 1, 1))
    actions.reply_to_author(actor=personas.supervisor, suggestion=old, text="Thank you")
    assert actions.forget_originals() == 1
    for each in (old, open_one, recent):
        each.refresh_from_db()
    assert (old.text, old.published_text) == ("", "Let us swap shifts ourselves")
    assert not old.messages.exists()
    assert open_one.text
    assert recent.text
    assert actions.forget_originals() == 0
    with pytest.raises(Refused):
        actions.reply_to_author(actor=personas.supervisor, suggestion=old, text="Still there?")
