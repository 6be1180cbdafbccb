"""Phrases are found in any spelling, form and language, and the work is bounded."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_library import phrase_matching
from scripts_library.phrase_matching import PhrasePattern, parts_of, pieces, remarks
from scripts_library.phrase_words import words_of

PHRASES = [
    ("that's our policy", "A"),
    ("calm down", "B"),
    ("you should have …", "C"),
    ("down", "D"),
    ("no … refund", "E"),
    ("hello {name}", "F"),
]
RULES = [PhrasePattern(pattern, better, language="en") for pattern, better in PHRASES]


def found(text: str) -> list[tuple[str, str]]:
    return [(remark.found, remark.better) for remark in remarks(text, RULES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please calm down.", [("calm down", "B")]),
        ("CALM\r\n  Down", [("CALM\r\n  Down", "B")]),
        ("That’s our policy.", [("That’s our policy", "A")]),
        ("Thatʼs our policies", [("Thatʼs our policies", "A")]),
        ("You should have called. Sit down!", [("You should have", "C"), ("down", "D")]),
        ("calm downwards, recalm down", [("down", "D")]),
        ("c**al**m d\u00adown", [("c**al**m d\u00adown", "B")]),
        ("[calm](https://example.org/a) down", [("calm](https://example.org/a) down", "B")]),
        ("calm&nbsp;down", [("calm&nbsp;down", "B")]),
        ("Calm... down … well", [("Calm... down", "B")]),
        ("“Calm” – down", [("Calm” – down", "B")]),
        ("ＣＡＬＭ down", [("ＣＡＬＭ down", "B")]),
        ("calm! down", [("down", "D")]),
        ("calm\n\n down", [("down", "D")]),
        ("calm\n1. down", [("down", "D")]),
        ("calm {name} down", [("down", "D")]),
        ("no full or partial refund", [("no full or partial refund", "E")]),
        ("no {amount} refunds", [("no {amount} refunds", "E")]),
        ("no one of those five gets a refund", []),
        ("hello  { customer name }!", [("hello  { customer name }", "F")]),
        ("hello customer name", []),
        ("no. A refund", []),
        ("Nothing here.", []),
        ("", []),
    ],
)
def test_phrases_are_found_with_their_better_wording(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("pattern", "language", "text", "expected"),
    [
        ("不知道", "zh-hans", "对不起，我不知道啊。", ["不知道"]),
        ("不知道", "zh-hans", "我知道。", []),
        ("できません", "ja", "それはできませんので", ["できません"]),
        ("ｶﾞﾀｶﾞﾀ", "ja", "ガタガタ言わないで", ["ガタガタ"]),
        ("ใจเย็น", "th", "กรุณาใจเย็นๆก่อน", ["ใจเย็น"]),
        ("اهدأ من فضلك", "ar", "اِهدأ من فضلكَ يا سيدي", ["اِهدأ من فضلكَ"]),
        ("शांत हो जाइए", "hi", "कृपया शांत हो जाइए।", ["शांत हो जाइए"]),
        ("unsere Richtlinie", "de", "Das sind unsere Richtlinien.", ["unsere Richtlinien"]),
        ("beruhigen Sie sich", "de", "BERUHIGEN SIE SICH", ["BERUHIGEN SIE SICH"]),
        ("c’est notre règlement", "fr", "C'est notre re\u0300glement.", ["C'est notre re\u0300glement"]),
        ("rustig aan", "nl", "Rustig aan, meneer.", ["Rustig aan"]),
        ("VIP客户", "zh-hans", "尊敬的VIP客户您好", ["VIP客户"]),
    ],
)
def test_other_languages(pattern: str, language: str, text: str, expected: list[str]) -> None:
    assert [remark.found for remark in remarks(text, [PhrasePattern(pattern, "x", language=language)], language)] == expected


def test_rules_of_other_languages_are_left_out() -> None:
    rules = [
        PhrasePattern("gift", "x", language="de"),
        PhrasePattern("present", "y", language="en-gb"),
        PhrasePattern("offer", "z"),
    ]
    assert [remark.better for remark in remarks("gift, present, offer", rules, "en")] == ["y", "z"]
    assert [remark.better for remark in remarks("gift, present, offer", rules)] == ["x", "y", "z"]


def test_phrase_is_fine_in_a_longer_one() -> None:
    rules = [
        PhrasePattern("calm down", "x", language="en", fine_in=("storm … calm down",)),
        PhrasePattern("down", "y", language="en"),
    ]
    assert [remark.better for remark in remarks("The storm soon calmed down.", rules)] == ["y"]
    assert [remark.better for remark in remarks("A storm! Calm down.", rules)] == ["x"]


def test_verb_at_the_start_of_a_sentence_is_found() -> None:
    rule = PhrasePattern("blame you", "x", language="en")
    assert [remark.found for remark in remarks("Blaming you helps nobody.", [rule])] == ["Blaming you"]


def test_better_is_not_good() -> None:
    assert remarks("You had good luck.", [PhrasePattern("better luck", "x", language="en")]) == []


def test_a_phrase_without_words_finds_nothing() -> None:
    assert (
        remarks("… a ...", [PhrasePattern("…", "x"), PhrasePattern("", "x"), PhrasePattern("a", "y", fine_in=("…",))])[0].better
        == "y"
    )
    assert parts_of(" … * … ") == []


def test_reason_comes_with_the_remark() -> None:
    (remark,) = remarks("never mind", [PhrasePattern("never mind", "x", "It brushes people off.")])
    assert remark.reason == "It brushes people off."


WORDS = st.lists(
    st.sampled_from(["calm", "down", "you", "should", "have", "that's", "our", "policy", ",", "\n", "{x}", "不", "**"]),
    max_size=30,
)


@given(WORDS)
def test_the_pieces_are_the_text_and_remarks_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    noted = remarks(text, RULES)
    assert "".join(piece.text for piece in pieces(text, noted)) == text
    assert all(first.end <= second.start for first, second in pairwise(noted))
    assert all(text[remark.start : remark.end] == remark.found for remark in noted)


@given(st.text(max_size=200))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    words = words_of(text, "en")
    assert all(0 <= word.start < word.end <= len(text) and word.keys for word in words)
    assert all(first.start <= second.start for first, second in pairwise(words))


def steps_of(text: str, rules: list[PhrasePattern], monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a place in the tree was looked up."""
    steps = 0
    follow = phrase_matching._next

    def counted(*arguments: Any) -> Any:
        nonlocal steps
        steps += 1
        return follow(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(phrase_matching, "_next", counted)
        assert remarks(text, rules) == []
    return steps


def test_work_grows_with_the_text_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [PhrasePattern("a … a … a … b", "x"), PhrasePattern("a a a a a a a a a a a c", "x")]
    assert steps_of("a " * 1000, rules, monkeypatch) < 2.1 * steps_of("a " * 500, rules, monkeypatch)
