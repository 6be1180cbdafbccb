"""Search for scripts by hurried queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from scripts_library import actions, queries
from scripts_library.actions.search_index import refresh_stale, refresh_vectors
from scripts_library.models import Script, ScriptVersion, SearchEntry, StaleSearchEntry
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

MOST_QUERIES = 3
LIBRARY = [
    ("Ferry cancelled", "The storm stops all ferries.", "You get a refund."),
    ("Refund is late", "The money has not arrived.", "I look it up."),
    ("Lost luggage", "A bag is missing.", "We find it."),
    ("包裹延误", "暴风雨淹没了仓库。", "我们今天再寄一个。"),
    ("طرد متأخر", "توقفت الشاحنات.", "نعتذر عن التأخير."),
]


@pytest.fixture(autouse=True)
def library(personas: Personas) -> None:
    for title, situation, say in LIBRARY:
        scripts.published(personas.supervisor, personas.approver, title=title, situation=situation, what_to_say=say, plan_b="")


def titles(user: User, words: str, shelf: str = queries.LIVE) -> list[str]:
    return [version.script.title for version in queries.search(user, words, shelf)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("refund", ["Refund is late", "Ferry cancelled"]),
        ("refu", ["Refund is late", "Ferry cancelled"]),
        ("STORM", ["Ferry cancelled"]),
        ("bag mis", ["Lost luggage"]),
        ("lugage", ["Lost luggage"]),
        ("luggage lost", ["Lost luggage"]),
        ("lostluggage", ["Lost luggage"]),
        ("lug gage", ["Lost luggage"]),
        ("cancelling feries", ["Ferry cancelled"]),
        ("cancelled ferry porto", ["Ferry cancelled"]),
        ("ferrycanceled", ["Ferry cancelled"]),
        ("延误", ["包裹延误"]),
        ("暴风雨", ["包裹延误"]),
        ("متاخر", ["طرد متأخر"]),
        ("zeppelin", []),
    ],
)
def test_search_puts_the_best_match_first(personas: Personas, words: str, found: list[str]) -> None:
    assert titles(personas.agent, words) == found


def test_search_without_words_lists_all_by_title(personas: Personas) -> None:
    assert titles(personas.agent, "...") == titles(personas.agent, "") == sorted(title for title, *_ in LIBRARY)


@pytest.mark.parametrize(
    "words",
    [
        "'",
        '"',
        "a & b",
        "!:*",
        "(",
        "\\",
        "%_ %s %(all)s",
        "<->",
        "word:*|x",
        "x" * 5000,
        "é ß 漢字",
        "a\x00b",
        "{0} {allowed}",
    ],
)
def test_search_survives_any_input(personas: Personas, words: str) -> None:
    titles(personas.agent, words)
    titles(personas.supervisor, words, "draft")


@pytest.mark.parametrize("words", ["refund", "lostlugage", "cancelled ferry porto monday zebra", "延误"])
def test_search_asks_few_queries(personas: Personas, words: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        queries.search(personas.agent, words)
    # Besides those about who asks.
    assert len([query for query in captured if "scripts_library_" in query["sql"]]) <= MOST_QUERIES


def test_agents_find_live_versions_only(personas: Personas) -> None:
    scripts.draft(personas.supervisor, title="Zeppelin draft")
    version = scripts.published(personas.supervisor, personas.approver, title="Zeppelin landed")
    assert titles(personas.agent, "zeppelin") == ["Zeppelin landed"]
    actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    assert titles(personas.agent, "zeppelin", "draft") == []
    assert titles(personas.supervisor, "zeppelin", "draft") == ["Zeppelin draft"]
    assert titles(personas.supervisor, "zeppelin", "ended") == ["Zeppelin landed"]


def test_changes_of_texts_and_titles_are_found_at_once(personas: Personas) -> None:
    draft = scripts.draft(personas.supervisor, title="Zeppelin late")
    actions.edit_draft(actor=personas.supervisor, version=draft, revision=1, situation="Thunder over Lisbon.")
    assert titles(personas.supervisor, "thunder lisbon", "draft") == ["Zeppelin late"]
    read = (draft.script.title, draft.script.owner_id)
    actions.change_script(actor=personas.supervisor, script=draft.script, title="Balloon late", owner_id=read[1], read=read)
    assert titles(personas.supervisor, "baloon", "draft") == ["Balloon late"]
    assert titles(personas.supervisor, "zeppelin", "draft") == []
    assert not StaleSearchEntry.objects.exists()


def test_writes_past_the_actions_are_found_after_the_tick(personas: Personas) -> None:
    version = scripts.bare(personas, "published", script=scripts.script(personas, title="Zeppelin lost"))
    assert titles(personas.agent, "zeppelin") == []
    assert refresh_stale() == 1
    assert titles(personas.agent, "zeppelin") == ["Zeppelin lost"]
    ScriptVersion.objects.filter(pk=version.pk).update(situation="Thunder.")
    Script.objects.filter(pk=version.script_id).update(title="Balloon lost")
    assert refresh_vectors([version.script_id]) == 1
    assert refresh_stale() == 0
    entry = SearchEntry.objects.get(pk=version.pk)
    assert (entry.title_words, entry.situation_words) == (["balloon", "lost"], ["thunder"])


def test_scripts_in_the_agents_languages_come_first(personas: Personas) -> None:
    for title in ("Zeppelin one", "Zeppelin two"):
        scripts.published(personas.supervisor, personas.approver, title=title)
    SearchEntry.objects.filter(version__script__title="Zeppelin one").update(language="nl")
    assert titles(personas.agent, "zeppelin") == ["Zeppelin two", "Zeppelin one"]
    personas.agent.person.languages = ["nl"]
    personas.agent.person.save(update_fields=["languages"])
    assert titles(personas.agent, "zeppelin") == ["Zeppelin one", "Zeppelin two"]
