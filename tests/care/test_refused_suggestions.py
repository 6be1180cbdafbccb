"""A refusal keeps what was typed on the page, because nothing else keeps it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from care import actions
from care.actions import suggestions as box_actions
from care.models import Suggestion
from people.models import User
from tests.factories import suggestions
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
FULL = "This conversation has as many messages as it can have."


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care.actions.suggestions.replies.MOST_MESSAGES", 0)


def test_message_of_an_anonymous_author_that_is_refused_stays_on_the_page(
    personas: Personas, sign_in: SignIn, full: None
) -> None:
    code = box_actions.write_suggestion(
        actor=personas.agent,
        form_key=suggestions.KEY,
        is_named=False,
        topic="work",
        text="Hello",
        journal_id=None,
        script_id=None,
    ).code
    url, fields = reverse("care:suggestion_receipt"), {"code": code, "text": "The blue ones most of all"}
    answer = sign_in(personas.agent).post(url, fields)
    assert answer.status_code == 422
    assert FULL in answer.content.decode()
    assert "The blue ones most of all" in answer.content.decode()
    Suggestion.objects.update(
        is_delivered=True,
        state="planned",
        published_text="Hello",
        answer="Yes",
        answered_by=personas.supervisor.person,
        answered_on="2026-11-03",
        text="",
    )
    html = sign_in(personas.agent).post(url, fields).content.decode()
    assert "This conversation has been deleted" in html
    assert "The blue ones most of all" in html


@pytest.mark.parametrize("persona", ["agent", "supervisor"])
def test_message_about_a_suggestion_with_a_name_that_is_refused_stays_on_the_page(
    personas: Personas, sign_in: SignIn, full: None, persona: str
) -> None:
    suggestion = suggestions.looked_at(author=personas.agent.person)
    url = reverse("care:suggestion_reply", args=[suggestion.pk])
    answer = sign_in(getattr(personas, persona)).post(url, {"text": "Which ones do you mean?"})
    assert answer.status_code == 422
    assert FULL in answer.content.decode()
    assert "Which ones do you mean?" in answer.content.decode()


def test_answer_and_published_text_that_are_refused_stay_on_the_page(personas: Personas, sign_in: SignIn) -> None:
    """Another supervisor answered while this one was writing."""
    done = suggestions.answered(answered_by=personas.other_supervisor.person, state="not_now")
    client = sign_in(personas.supervisor)
    answer = client.post(reverse("care:suggestion_publish", args=[done.pk]), {"published_text": "My long text"})
    assert answer.status_code == 422
    assert "An answered one is on the board already." in answer.content.decode()
    assert "My long text" in answer.content.decode()


def test_answer_to_a_suggestion_that_was_answered_meanwhile_stays_on_the_page(
    personas: Personas, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggestion = suggestions.looked_at()

    def too_late(**_fields: object) -> None:
        raise box_actions.BoxRefused("This suggestion is already done.")

    monkeypatch.setattr(actions, "answer_suggestion", too_late)
    fields = {"step": "plan", "answer": "From May on", "published_text": "Swap shifts"}
    answer = sign_in(personas.supervisor).post(reverse("care:suggestion_answer", args=[suggestion.pk]), fields)
    assert answer.status_code == 422
    assert "This suggestion is already done." in answer.content.decode()
    assert "From May on" in answer.content.decode()
