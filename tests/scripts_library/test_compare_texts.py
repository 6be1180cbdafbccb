"""Differences between two texts."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from scripts_library.text_changes import ChangeKind, TextChange, changes, pieces

SAME, REMOVED, ADDED = ChangeKind.SAME, ChangeKind.REMOVED, ChangeKind.ADDED
TRICKY = st.text(alphabet=st.sampled_from(list("abA' \t\n\r你好สวัดี\u0301\u200d👩👧🇳🇱नि\u094d")), max_size=40)


def test_a_replaced_word_is_shown_as_a_whole() -> None:
    assert changes("Please wait a moment.", "Please hold a moment.") == [
        TextChange(SAME, "Please "),
        TextChange(REMOVED, "wait"),
        TextChange(ADDED, "hold"),
        TextChange(SAME, " a moment."),
    ]


def test_a_line_end_that_becomes_a_paragraph_is_shown() -> None:
    found = changes("Hello there.\nPlease wait for me.", "Hello there.\n\nPlease wait for me.")
    assert [change.shown for change in found if change.kind is ADDED] == ["¶\n"]


def test_new_indentation_is_shown() -> None:
    found = changes("- one thing\n- two things", "- one thing\n  - two things")
    assert [(change.kind, change.shown) for change in found if change.kind is not SAME] == [(ADDED, "··")]


def test_spaces_between_added_words_stay_spaces() -> None:
    assert TextChange(ADDED, "very  good\n  idea").shown == "very  good¶\n··idea"
    assert TextChange(ADDED, "\t").shown == "→"
    assert TextChange(SAME, "a\n  b").shown == "a\n  b"


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("请您稍等一下，我马上查询您的订单。", "请您稍等片刻，我马上查询您的订单。", "一下", "片刻"),
        ("กรุณารอสักครู่ค่ะ", "กรุณารอสักครู่ครับ", "ค่ะ", "ครับ"),
        ("انتظر لحظة من فضلك يا سيدي", "انتظر دقيقة من فضلك يا سيدي", "لحظة", "دقيقة"),
    ],
)
def test_texts_in_any_script_show_only_what_changed(before: str, after: str, removed: str, added: str) -> None:
    found = changes(before, after)
    assert "".join(change.text for change in found if change.kind is REMOVED) == removed
    assert "".join(change.text for change in found if change.kind is ADDED) == added


def test_a_changed_accent_replaces_the_whole_character() -> None:
    assert [change.text for change in changes("你e\u0301", "你e")] == ["你", "e\u0301", "e"]
    assert [change.text for change in changes("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👦")] == [
        "👩\u200d👩\u200d👧",
        "👩\u200d👩\u200d👦",
    ]


@given(TRICKY | st.text(max_size=200), TRICKY | st.text(max_size=200))
def test_a_comparison_holds_both_texts(before: str, after: str) -> None:
    found = changes(before, after)
    assert "".join(change.text for change in found if change.kind is not ADDED) == before
    assert "".join(change.text for change in found if change.kind is not REMOVED) == after


@given(TRICKY)
def test_no_piece_splits_a_grapheme_cluster(text: str) -> None:
    assert [cluster for piece in pieces(text) for cluster in regex.findall(r"\X", piece)] == regex.findall(r"\X", text)


@given(st.text(max_size=100))
def test_equal_texts_have_no_changes(text: str) -> None:
    assert all(change.kind is SAME for change in changes(text, text))
