"""Suggestions in the copy of one's data, after erasure, and in the improvement plan of a protocol."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from care import actions
from care.actions.suggestions.erasure import forget
from care.models import Suggestion, SuggestionMessage
from people.erasure import Erased
from people.models import User
from people.own_data import copy_of
from protocol import actions as protocols
from protocol.models import Protocol
from tests.factories import crisis as crises
from tests.factories import suggestions
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def test_copy_has_named_suggestions_and_votes_only(personas: Personas) -> None:
    agent = personas.agent
    named = suggestions.looked_at(author=agent.person, text="With my name")
    suggestions.SuggestionFactory.create(text="Without my name")
    published = suggestions.answered(answered_by=personas.supervisor.person, published_text="Of somebody else")
    suggestions.votes(published, [agent.person])
    actions.reply_as_author(actor=agent, suggestion=named, form_key=suggestions.KEY, text="My message")
    actions.reply_to_author(actor=personas.supervisor, suggestion=named, text="Their message")
    copy = json.loads(copy_of(agent.person_id))
    assert [row["text"] for row in copy["suggestions_made_with_name"]] == ["With my name"]
    assert copy["suggestions_that_also_matter"] == [{"suggestion__published_text": "Of somebody else"}]
    assert copy["messages_about_suggestions"] == [{"text": "My message"}]
    assert "Without my name" not in json.dumps(copy)
    answered = json.loads(copy_of(personas.supervisor.person_id))["suggestions_answered"]
    assert [row["published_text"] for row in answered] == ["Of somebody else"]


def test_erasure_removes_originals_of_the_author_and_the_name_everywhere(personas: Personas) -> None:
    agent = personas.agent
    own = suggestions.answered(answered_by=personas.supervisor.person, author=agent.person, text="I am always late")
    other = suggestions.looked_at(text="Ana Agent helps everyone", published_text="Ana Agent helps")
    actions.reply_as_author(actor=agent, suggestion=own, form_key=suggestions.KEY, text="It is me")
    actions.reply_to_author(actor=personas.supervisor, suggestion=own, text="Thank you, Ana Agent")
    forget(Erased(frozenset({agent.person_id}), ("Ana Agent",), "Former colleague 7"))
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.text, own.published_text) == ("(erased)", "Let us swap shifts ourselves")
    assert (other.text, other.published_text) == ("Former colleague 7 helps everyone", "Former colleague 7 helps")
    texts = list(SuggestionMessage.objects.order_by("number").values_list("text", flat=True))
    assert texts == ["(erased)", "Thank you, Former colleague 7"]


@pytest.fixture
def protocol(personas: Personas) -> Protocol:
    return crises.protocol_of(crises.active(personas), personas)


def test_improvement_names_the_suggestion_it_comes_from(personas: Personas, sign_in: SignIn, protocol: Protocol) -> None:
    crisis = protocol.crisis
    about = suggestions.answered(answered_by=personas.supervisor.person, journal=crisis.journal, published_text="More screens")
    elsewhere = suggestions.answered(answered_by=personas.supervisor.person, published_text="Longer breaks")
    client, url = sign_in(personas.supervisor), reverse("protocol:improvements", args=[crisis.pk])
    html = client.get(url).content.decode()
    assert "More screens" in html
    assert "Longer breaks" not in html
    improvement = {"action": "Buy screens", "version": protocol.version}
    assert client.post(url, {**improvement, "suggestion_id": elsewhere.pk}).status_code == 422
    assert client.post(url, {**improvement, "suggestion_id": about.pk}).status_code == 302
    page = reverse("care:suggestion", args=[about.pk])
    assert "Improvement: Buy screens" in client.get(page).content.decode()
    assert "From a suggestion:" in client.get(url).content.decode()
    with pytest.raises(protocols.UnknownSuggestion):
        protocols.plan_improvement(
            actor=personas.supervisor,
            protocol=protocol,
            version=Protocol.objects.get().version,
            action="More breaks",
            owner_id=None,
            due_on=None,
            suggestion_id=elsewhere.pk,
        )
    assert Suggestion.objects.count() == 2
