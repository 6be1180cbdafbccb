"""Ratings with their maximum, such as 4/5, and scales without numbers."""

import json
from dataclasses import replace

import pytest

from intake.reading.profiles import Scale
from intake.reading.reasons import RejectionReason
from intake.reason_sentences import reason_sentence
from tests.intake.dirty import PLAIN, parsed, rejected, understood
from tests.intake.known import known
from tests.intake.test_profile_freshdesk_and_frappe import rating as freshdesk
from tests.intake.test_profile_zendesk import FIELDS
from tests.intake.test_profile_zendesk import rating as zendesk

FIVE, NPS = Scale("csat", 1, 5), Scale("nps", 0, 10)
HUNDRED = Scale("csat", 0, 100)


def answered(text: str, scale: Scale) -> int | RejectionReason | None:
    content = f"id\tagent\tdate\trating\n1\tA\t2026-01-02\t{text}\n".encode()
    rows = understood(content, replace(PLAIN, scale=scale))
    return rejected(rows)[0].reason if rejected(rows) else parsed(rows)[0].value


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("4/5", 4), ("4 / 5", 4), ("4.0/5", 4), ("4 out of 5", 4), ("4 Out Of 5 stars", 4), ("4 of 5", 4), ("4 von 5", 4),
        ("4/5 stars", 4), ("5 stars", 5), ("1 star", 1), ("1 Star", 1), ("4★", 4), ("★★★★☆", 4), ("★★★", 3), ("★☆☆☆☆", 1),
        ("⭐⭐⭐⭐⭐", 5), ("⭐\ufe0f⭐\ufe0f", 2),
    ],
)  # fmt: skip
def test_five_points(text: str, points: int) -> None:
    assert answered(text, FIVE) == points


def test_number_after_the_slash_is_the_highest_rating() -> None:
    assert answered("9/10", NPS) == 9
    assert answered("0 out of 10", NPS) == 0
    assert answered("100/100", HUNDRED) == 5
    assert answered("4,0/5", replace(FIVE, decimal_comma=True)) == 4


@pytest.mark.parametrize("text", ["4/10", "4 out of 7", "★★★★☆☆☆☆☆☆"])
def test_rating_out_of_another_number_is_rejected(text: str) -> None:
    assert answered(text, FIVE) == RejectionReason.OTHER_SCALE
    assert "on a different scale" in reason_sentence(RejectionReason.OTHER_SCALE)


@pytest.mark.parametrize("text", ["4/5", "5 stars", "★★★★☆"])
def test_stars_are_rejected_on_a_scale_of_ten(text: str) -> None:
    assert answered(text, NPS) == RejectionReason.OTHER_SCALE


@pytest.mark.parametrize("text", ["6/5", "0/5", "☆☆☆☆☆", "★★★★★★", "many stars", "4/", "/5", "1/2/2026", "☆★"])
def test_rating_outside_the_scale_is_rejected(text: str) -> None:
    assert answered(text, FIVE) == RejectionReason.SCALE


def test_number_between_two_points_is_rejected_unless_the_scale_rounds() -> None:
    assert answered("3.5/5", FIVE) == answered("4.25", FIVE) == answered("7.3", NPS) == RejectionReason.NOT_WHOLE
    assert answered("66.7", HUNDRED) == RejectionReason.NOT_WHOLE
    assert [answered(text, replace(FIVE, rounds=True)) for text in ("3.5/5", "4.25", "4.5")] == [4, 4, 5]
    # Fractions of one have nothing but such numbers.
    assert answered("0.75", Scale("csat", 0, 1)) == 4


def test_words_of_the_profile_come_first() -> None:
    assert answered("4/10", replace(FIVE, words={"4/10": 2})) == 2


def test_numbers_are_rejected_on_a_scale_of_words() -> None:
    words = Scale(words={"great": 5, "2": 1}, words_only=True)
    texts = ["great", "2", "2.0", "4", "4/5", "5 stars", ""]
    assert [answered(text, words) for text in texts] == [
        5,
        1,
        1,
        RejectionReason.SCALE,
        RejectionReason.SCALE,
        RejectionReason.SCALE,
        None,
    ]


@pytest.mark.parametrize("text", ["4/10", "4/100", "4 of 7", "4/-3", "5 stars", "★★★★☆☆☆☆☆☆", "★★★★☆"])
def test_scale_of_words_rejects_ratings_out_of_a_number(text: str) -> None:
    words = Scale(words={"1": 1, "2": 2, "3": 3, "4": 5, "5": 5}, words_only=True)
    assert answered(text, words) == RejectionReason.SCALE


def test_malicious_cell_is_rejected_quickly() -> None:
    """A regular expression with backtracking would keep a worker busy for minutes."""
    assert answered("/" * 30_000 + "!x y", FIVE) == RejectionReason.SCALE
    assert answered("1" * 30_000 + " of ", FIVE) == RejectionReason.SCALE


def test_help_desks_with_their_own_words_are_read() -> None:
    found = known(json.dumps([freshdesk(1, 103), freshdesk(2, 4)]).encode())
    assert [(bad.line, bad.value, bad.reason) for bad in found.rejections] == [(2, "4", RejectionReason.SCALE)]
    records = [dict(zip(FIELDS, zendesk(number, score), strict=True)) for number, score in ((1, "good"), (2, "4"))]
    found = known(json.dumps(records).encode())
    assert [(bad.line, bad.value, bad.reason) for bad in found.rejections] == [(2, "4", RejectionReason.SCALE)]
    # After the rows by which the file is recognised.
    great, number = ([f"{number},Nia,{rating},2026-01-05" for number in range(2000)] for rating in ("Great", "4"))
    found = known("\n".join(["Conversation,User,Rating,Date", *great, number[0]]).encode())
    assert [(bad.line, bad.value, bad.reason) for bad in found.rejections] == [(2002, "4", RejectionReason.SCALE)]
