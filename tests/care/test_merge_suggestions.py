"""What merging does to votes, originals and the right to decide."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from care import actions
from care.lifecycle import SuggestionStep
from care.needs import suggestions_to_look_at
from core.refusals import Refused
from people.models import User
from tests.factories import suggestions
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
OLD, RECENT = date(2020, 1, 1), date(2100, 1, 1)


def test_votes_move_to_a_suggestion_that_is_published_later(personas: Personas, sign_in: SignIn) -> None:
    target, one = suggestions.looked_at(), suggestions.looked_at(published_text="The same")
    suggestions.votes(one, [personas.reviewer.person, personas.approver.person])
    actions.merge_suggestion(actor=personas.supervisor, suggestion=one, target_id=target.pk)
    actions.publish_suggestion(actor=personas.supervisor, suggestion=target, published_text="Longer breaks")
    html = " ".join(sign_in(personas.agent).get(reverse("care:suggestions")).content.decode().split())
    assert "Also matters to 2 people" in html


@pytest.mark.parametrize(
    ("merged_on", "answered_on", "is_kept"), [(OLD, None, True), (OLD, RECENT, True), (RECENT, OLD, True), (OLD, OLD, False)]
)
def test_original_of_a_merged_suggestion_is_kept_until_some_time_after_the_answer(
    personas: Personas, merged_on: date, answered_on: date | None, is_kept: bool
) -> None:
    supervisor = personas.supervisor.person
    target = suggestions.looked_at()
    if answered_on:
        target = suggestions.answered(answered_by=supervisor, answered_on=answered_on, text="")
    merged = suggestions.SuggestionFactory.create(
        state="merged", merged_into=target, answered_by=supervisor, answered_on=merged_on
    )
    assert actions.forget_originals() == (not is_kept)
    merged.refresh_from_db()
    assert bool(merged.text) == is_kept


def test_author_does_not_decide_by_merging_another_one_into_their_own(personas: Personas, sign_in: SignIn) -> None:
    own, one = suggestions.looked_at(author=personas.supervisor.person, text="Mine"), suggestions.looked_at()
    with pytest.raises(Refused):
        actions.merge_suggestion(actor=personas.supervisor, suggestion=one, target_id=own.pk)
    url = reverse("care:suggestion_merge", args=[one.pk])
    assert "Mine" not in sign_in(personas.supervisor).get(url).content.decode()
    assert "Mine" in sign_in(personas.other_supervisor).get(url).content.decode()
    actions.merge_suggestion(actor=personas.other_supervisor, suggestion=one, target_id=own.pk)


def test_author_does_not_decide_about_what_their_own_was_merged_into(personas: Personas, sign_in: SignIn) -> None:
    own, target, one = (
        suggestions.looked_at(author=personas.supervisor.person),
        suggestions.looked_at(),
        suggestions.looked_at(),
    )
    actions.merge_suggestion(actor=personas.other_supervisor, suggestion=own, target_id=target.pk)
    decision: Any = {"step": SuggestionStep.PLAN, "answer": "Yes", "published_text": "Longer breaks"}
    with pytest.raises(PermissionDenied):
        actions.answer_suggestion(actor=personas.supervisor, suggestion=target, **decision)
    with pytest.raises(PermissionDenied):
        actions.merge_suggestion(actor=personas.supervisor, suggestion=target, target_id=one.pk)
    with pytest.raises(Refused):
        actions.merge_suggestion(actor=personas.supervisor, suggestion=one, target_id=target.pk)
    page = reverse("care:suggestion", args=[target.pk])
    assert "Another supervisor answers your suggestion." in sign_in(personas.supervisor).get(page).content.decode()
    actions.answer_suggestion(actor=personas.other_supervisor, suggestion=target, **decision)


def test_home_counts_no_suggestion_that_the_user_wrote_part_of(personas: Personas) -> None:
    new = suggestions.SuggestionFactory.create()
    assert [need.title for need in suggestions_to_look_at(personas.supervisor)] == ["1 new suggestion"]
    own = suggestions.looked_at(author=personas.supervisor.person)
    actions.merge_suggestion(actor=personas.other_supervisor, suggestion=own, target_id=new.pk)
    assert suggestions_to_look_at(personas.supervisor) == []
    assert [need.title for need in suggestions_to_look_at(personas.other_supervisor)] == ["1 new suggestion"]


def test_author_gets_a_link_to_the_other_suggestion_once_they_can_open_it(personas: Personas, sign_in: SignIn) -> None:
    own, target = suggestions.looked_at(author=personas.agent.person), suggestions.looked_at()
    actions.merge_suggestion(actor=personas.supervisor, suggestion=own, target_id=target.pk)
    page, other = reverse("care:suggestion", args=[own.pk]), reverse("care:suggestion", args=[target.pk])
    client = sign_in(personas.agent)
    assert other not in client.get(page).content.decode()
    actions.publish_suggestion(actor=personas.supervisor, suggestion=target, published_text="Longer breaks")
    assert other in client.get(page).content.decode()
    assert client.get(other).status_code == 200
