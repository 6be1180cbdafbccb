"""Search for scripts: prefixes match, and so do mistyped titles."""

import pytest

from scripts_library import queries
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas


@pytest.fixture(autouse=True)
def library(personas: Personas) -> None:
    for title, situation, say in [
        ("Ferry cancelled", "The storm stops all ferries.", "You get a refund."),
        ("Refund is late", "The money has not arrived.", "I look it up."),
        ("Lost luggage", "A bag is missing.", "We find it."),
    ]:
        scripts.published(personas.supervisor, personas.approver, title=title, situation=situation, what_to_say=say, plan_b="")


def titles(personas: Personas, words: str) -> list[str]:
    return [version.script.title for version in queries.search(personas.agent, words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Ferry cancelled", "Lost luggage", "Refund is late"]),
        ("refund", ["Refund is late", "Ferry cancelled"]),
        ("refu", ["Refund is late", "Ferry cancelled"]),
        ("STORM", ["Ferry cancelled"]),
        ("bag mis", ["Lost luggage"]),
        ("lugage", ["Lost luggage"]),
        ("zeppelin", []),
        ("...", ["Ferry cancelled", "Lost luggage", "Refund is late"]),
    ],
)
def test_search_finds_prefixes_and_ranks_the_best_match_first(personas: Personas, words: str, found: list[str]) -> None:
    assert titles(personas, words) == found


@pytest.mark.parametrize(
    "words", ["'", '"', "a & b", "!:*", "(", "\\", "%_", "<->", "word:*|x", "x" * 5000, "é ß 漢字", "a\x00b"]
)
def test_search_survives_any_input(personas: Personas, words: str) -> None:
    titles(personas, words)
