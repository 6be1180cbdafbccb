"""A live script as a PDF to print."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.script_card import document
from people.models import User
from protocol import pdf
from scripts_library.queries import card_of
from tests.factories import crisis as crises
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
TEXTS: dict[str, Any] = {
    "what_to_say": "**We are sorry**, {customer name}.\n\n- First\n- #set page(fill: red) <b>x</b>",
    "what_to_ask": "您的包裹在哪里?",
    "escalation": "اتصل بالمشرف.",
    "tone": "",
}


def test_card_has_the_texts_without_marks_and_the_end(personas: Personas, sign_in: SignIn) -> None:
    script = scripts.published(personas.supervisor, personas.approver, title="包裹 parcel", **TEXTS).script
    card = card_of(personas.agent, script.pk)
    assert card is not None
    told = dict(card.texts)
    assert told["what_to_say"].startswith("We are sorry, {customer name}.")
    assert "• First" in told["what_to_say"]
    assert "#set page(fill: red)" in told["what_to_say"]
    made = pdf.render(document(card, personas.agent), language="en")
    assert made.unshown == ""
    answer = sign_in(personas.agent).get(reverse("desk:script_card", args=[script.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type/Page/") + answer.content.count(b"/Type/Page\n") <= 1


def test_card_names_the_support_contact_to_the_team_only(personas: Personas) -> None:
    crisis = crises.active(personas, team_size=1)
    (invitation,) = crises.invited(crisis, personas, 1)
    crises.accept(invitation, personas.agent)
    version = scripts.published(personas.supervisor, personas.approver, journal=crisis.journal)
    sections = {}
    for user in (personas.agent, personas.other_agent):
        card = card_of(user, version.script_id)
        assert card is not None
        sections[user] = [section.key for section in document(card, user).parts[0].sections]
    assert "support" in sections[personas.agent]
    assert "support" not in sections[personas.other_agent]


@pytest.mark.parametrize("name", ["agent", "supervisor"])
def test_scripts_that_are_not_live_have_no_card(personas: Personas, name: str) -> None:
    user = getattr(personas, name)
    assert card_of(user, scripts.draft(personas.supervisor).script_id) is None
    assert card_of(user, scripts.withdrawn(personas.supervisor, personas.approver).script_id) is None
    assert card_of(personas.ops, scripts.published(personas.supervisor, personas.approver).script_id) is None
