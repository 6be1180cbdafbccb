"""Words of texts and queries, and how alike two words are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_library.search_words import likeness, search_tokens, signatures, split_into


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Ferry CANCELLED!", ["ferry", "cancelled"]),
        ("we can't, l'eau “don’t”", ["we", "cant", "l", "eau", "dont"]),
        ("Čekání naïve STRASSE straße", ["cekani", "naive", "strasse", "strasse"]),
        ("包裹延误", ["包裹", "裹延", "延误"]),
        ("退款 refund退款", ["退款", "refund", "退款"]),
        ("水", ["水"]),
        ("طَرْد متأخِّر", ["طرد", "متاخر"]),
        ("पार्सल में देरी", ["पार्सल", "में", "देरी"]),
        ("... '' --", []),
    ],
)
def test_tokens_are_words_without_case_and_accents_or_pairs_of_letters(text: str, tokens: list[str]) -> None:
    assert search_tokens(text) == tokens


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("refnud", "refund"),
        ("vucher", "voucher"),
        ("paasword", "password"),
        ("brokn", "broken"),
        ("ivnoice", "invoice"),
        ("cancling", "cancelled"),
        ("replacment", "replacement"),
        ("subscr", "subscription"),
        ("subcsr", "subscription"),
        ("deliveries", "delivery"),
    ],
)
def test_typing_errors_half_words_and_other_forms_are_alike(typed: str, meant: str) -> None:
    assert likeness(typed, meant) > 0
    assert likeness(typed, meant) < likeness(meant, meant)


@pytest.mark.parametrize(
    ("one", "other"), [("refund", "voucher"), ("late", "lost"), ("in", "on"), ("router", "outage"), ("延误", "延期")]
)
def test_different_words_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) == 0


@given(st.text(alphabet="abcdefg", min_size=6, max_size=12), st.data())
def test_one_wrong_letter_keeps_a_common_key(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    wrong = data.draw(
        st.sampled_from([word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[:at] + "x" + word[at + 1 :]])
    )
    assert not signatures(word).isdisjoint(signatures(wrong))
    assert likeness(wrong, word) > 0


def test_words_typed_without_spaces_are_split_into_the_fewest_known_words() -> None:
    assert split_into("lostluggageporto", {"lost", "luggage", "porto", "lug", "gage"}) == ["lost", "luggage", "porto"]
    assert split_into("lostzebra", {"lost"}) == []
