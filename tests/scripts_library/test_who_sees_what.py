"""Readers see published scripts only: in the list, in the search, on the pages and with forged ids."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Role, User
from scripts_library import queries
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with
from tests.factories.people import personas as make_personas

SignIn = Callable[[User], Client]

READERS = ["agent", "reviewer"]
HIDDEN = [scripts.draft, scripts.in_review]


Shelves = dict[str, ScriptVersion]


@pytest.fixture(scope="module")
def made(module_db: None) -> tuple[Personas, Shelves]:
    """One script in each state, each with a unique word."""
    personas = make_personas()
    author, approver = personas.supervisor, personas.approver
    return personas, {
        "draft": scripts.draft(author, title="Kiwi", what_to_say="kiwi words"),
        "in_review": scripts.in_review(author, title="Lemon", what_to_say="lemon words"),
        "approved": scripts.approved(author, approver, title="Mango", what_to_say="mango words"),
        "live": scripts.published(author, approver, title="Nectarine", what_to_say="nectarine words"),
        "withdrawn": scripts.withdrawn(author, approver, title="Orange", what_to_say="orange words"),
    }


@pytest.fixture
def personas(made: tuple[Personas, Shelves], db: None) -> Personas:
    return deepcopy(made[0])


@pytest.fixture
def shelves(made: tuple[Personas, Shelves], db: None) -> Shelves:
    return deepcopy(made[1])


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("shelf", ["", "live", "draft", "in_review", "approved", "ended", "x"])
def test_readers_list_live_scripts_only(personas: Personas, shelves: Shelves, sign_in: SignIn, name: str, shelf: str) -> None:
    page = sign_in(getattr(personas, name)).get(reverse("scripts_library:library"), {"shelf": shelf})
    assert [row.script.title for row in page.context["rows"]] == ["Nectarine"]
    for hidden in ("Kiwi", "Lemon", "Mango", "orange words"):
        assert hidden not in page.content.decode()


@pytest.mark.parametrize("word", ["kiwi", "lemon", "mango", "orange", "words"])
def test_readers_find_live_scripts_only(personas: Personas, shelves: Shelves, word: str) -> None:
    for shelf in queries.SHELVES:
        found = queries.search(personas.agent, word, shelf)
        assert {version.pk for version in found} <= {shelves["live"].pk}


@pytest.mark.parametrize("state", ["draft", "in_review", "approved"])
def test_unpublished_script_is_missing_for_readers(personas: Personas, shelves: Shelves, sign_in: SignIn, state: str) -> None:
    version = shelves[state]
    for name in READERS:
        client = sign_in(getattr(personas, name))
        assert client.get(reverse("scripts_library:script", args=[version.script_id])).status_code == 404
        for route in ("version", "edit", "review", "publish", "withdraw", "readers"):
            assert client.get(reverse(f"scripts_library:{route}", args=[version.pk])).status_code == 404
        for route in ("acknowledge", "acknowledge_withdrawal", "submit", "revise", "publish", "withdraw", "review"):
            assert client.post(reverse(f"scripts_library:{route}", args=[version.pk])).status_code == 404
    version.refresh_from_db()
    assert version.state == state


def test_a_draft_behind_a_live_script_stays_hidden(personas: Personas, sign_in: SignIn) -> None:
    live = scripts.published(personas.supervisor, personas.approver)
    scripts.next_version(personas.supervisor, personas.approver, live, what_to_say="Secret words.")
    page = sign_in(personas.agent).get(reverse("scripts_library:script", args=[live.script_id])).content.decode()
    assert "within five days" in page
    assert "Secret words." not in page
    assert "Version 2" not in page


def test_unknown_ids_are_missing(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    for number in (10**6, 10**18):
        assert client.get(reverse("scripts_library:script", args=[number])).status_code == 404
        assert client.post(reverse("scripts_library:withdraw", args=[number])).status_code == 404


def test_supervisors_and_approvers_find_every_shelf(personas: Personas, shelves: Shelves) -> None:
    for user in (personas.supervisor, personas.approver, personas.trainer):
        assert Script.objects.visible_to(user).count() == 5
        for shelf, state in (("draft", "draft"), ("in_review", "in_review"), ("approved", "approved"), ("ended", "withdrawn")):
            assert [version.pk for version in queries.search(user, "", shelf)] == [shelves[state].pk]
    assert queries.shelf_counts() == {"live": 1, "draft": 1, "in_review": 1, "approved": 1, "ended": 1}


def test_several_roles_add_up(personas: Personas, shelves: Shelves) -> None:
    both = user_with(Role.AGENT, Role.TRAINER, name="Greta Both")
    assert Script.objects.visible_to(both).count() == 5


def test_script_text_is_escaped(personas: Personas, sign_in: SignIn) -> None:
    attack = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3)) calm down <b>"
    texts: dict[str, Any] = dict.fromkeys(ScriptVersion.TEXTS, attack)
    live = scripts.published(personas.supervisor, personas.approver, title="<script>alert(0)</script>", **texts)
    later = scripts.draft(personas.supervisor, title="<i>", **texts)
    urls = [
        (personas.agent, reverse("scripts_library:script", args=[live.script_id])),
        (personas.agent, reverse("scripts_library:library")),
        (personas.supervisor, reverse("scripts_library:version", args=[later.pk])),
        (personas.supervisor, reverse("scripts_library:edit", args=[later.pk])),
        (personas.approver, reverse("scripts_library:review", args=[later.pk])),
    ]
    for user, url in urls:
        page = sign_in(user).get(url).content.decode()
        assert "alert(" in page
        for harm in ("<script>alert", "<img src=x", 'href="javascript', "<i>", "calm down <b>"):
            assert harm not in page
