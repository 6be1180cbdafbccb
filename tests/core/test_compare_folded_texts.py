"""Texts without differences in case, accents, punctuation and emoji."""

import pytest

from core.folding import folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Très   Satisfait ! ", "tres satisfait"),
        ("Świetnie…", "swietnie"),
        ("ÄUSSERST zufrieden", "ausserst zufrieden"),
        ("Øyvind Łukasz", "oyvind lukasz"),
        ("Πολύ καλή", "πολυ καλη"),
        ("Great 😀", "great"),
        ("K. A.", "k a"),
        ("👍🏽", "👍"),
        ("☹\ufe0f", "☹"),
        ("—", "—"),
        ("", ""),
    ],
)
def test_folded_text(text: str, plain: str) -> None:
    assert folded(text) == plain
