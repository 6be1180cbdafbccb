"""The search finds what the reader may see, in all rooms, and nothing else."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.search import found_by
from people.identity import User
from people.models import Membership, Team
from tests.factories import crisis as crises
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def found(user: User, words: str) -> dict[str, list[str]]:
    return {section.key: [item.title for item in section.items] for section in found_by(user, words)}


def test_supervisor_finds_scripts_crises_and_protocols(personas: Personas) -> None:
    crisis = crises.active(personas, title="Ferry strike")
    scripts.published(personas.supervisor, personas.approver, title="Ferry cancelled", journal=crisis.journal)
    crises.protocol_of(crises.active(personas, title="Old ferry fire"), personas)
    assert found(personas.supervisor, "ferry") == {
        "scripts": ["Ferry cancelled"],
        "crises": ["Old ferry fire", "Ferry strike"],
        "protocols": ["Old ferry fire"],
    }


def test_agent_finds_live_scripts_but_no_drafts_and_no_crisis_of_others(personas: Personas) -> None:
    crises.active(personas, title="Ferry strike")
    scripts.published(personas.supervisor, personas.approver, title="Ferry cancelled")
    scripts.in_review(personas.supervisor, title="Ferry on fire")
    assert found(personas.agent, "ferry") == {"scripts": ["Ferry cancelled"]}


def test_only_team_leaders_find_the_cards_of_their_people(personas: Personas) -> None:
    crises.active(personas)
    name = personas.agent.person.display_name
    assert found(personas.supervisor, name) == {"people": [name]}
    other = Team.objects.create(name="Elsewhere")
    Membership.objects.filter(person=personas.agent.person).update(team=other)
    assert found(personas.supervisor, name) == {}
    for user in (personas.agent, personas.reviewer, personas.ops):
        assert "people" not in found(user, name)


def test_administrator_finds_records_by_address(personas: Personas) -> None:
    personas.agent.person.email = "ana@example.org"
    personas.agent.person.save()
    assert found(personas.administrator, "ANA@example") == {"people": [personas.agent.person.display_name]}


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%", "_", "'; --", "x" * 5000, "nothing-like-it"])
def test_search_without_a_match_finds_nothing(words: str, personas: Personas, sign_in: SignIn) -> None:
    crises.active(personas, title="Ferry strike")
    answer = sign_in(personas.supervisor).get(reverse("desk:search"), {"q": words})
    assert answer.status_code == 200
    assert "Ferry strike" not in answer.content.decode()


def test_number_of_queries_does_not_grow_with_matches(personas: Personas) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            found_by(User.objects.get(pk=personas.supervisor.pk), "ferry")
        return len(asked)

    crises.active(personas, title="Ferry strike")
    before = count()
    crises.active(personas, title="Ferry fire")
    crises.active(personas, title="Ferry flood")
    assert count() == before


def test_search_in_the_top_bar_leads_agents_to_the_scripts(personas: Personas, sign_in: SignIn) -> None:
    for user, route in ((personas.agent, "scripts_library:library"), (personas.supervisor, "desk:search")):
        page = sign_in(user).get(reverse("desk:home")).content.decode()
        [form] = re.findall(r'<form[^>]*class="topbar-search"[^>]*>', page)
        assert f'action="{reverse(route)}"' in form
        assert 'id="site-search"' not in sign_in(user).get(reverse(route)).content.decode()
