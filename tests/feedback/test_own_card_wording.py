"""People's own cards say what would have changed the outcome, without a sum that reads like a promise."""

import re

import pytest

from feedback.explanations import chance_sentence
from feedback.own_card_wording import own_change_sentences
from feedback.sustained import RULES, CspMonths, Prior, PriorReason, RankedCsp, Ranking
from feedback.templatetags.csat import chance
from tests.feedback.counts import criteria, person, rank, spread

PRIOR = Prior(0.85, 60.0, PriorReason.FITTED)
STRONG = [spread(csp, 590 - csp, 600, 6) for csp in range(1, 5)]


def own_card(people: list[CspMonths], csp: int, team_size: int = 3, prior: Prior | None = PRIOR) -> tuple[str, ...]:
    ranking = rank(people, criteria(team_size=team_size), prior=prior)
    return own_change_sentences(row_of(ranking, csp), ranking)


def row_of(ranking: Ranking, csp: int) -> RankedCsp:
    row = ranking.row_of(csp)
    assert row is not None
    return row


SITUATIONS = {
    "no spot": own_card([*STRONG, spread(9, 540, 600, 6)], 9),
    "a spot": own_card([*STRONG, spread(9, 540, 600, 6)], 1),
    "no spot with few responses": own_card([*STRONG, spread(9, 60, 60, 6)], 9, 1),
    "too close to call": own_card([spread(1, 55_001, 60_000, 6), spread(2, 55_000, 60_000, 6)], 2, 1),
    "a drop and few months": own_card([*STRONG, person(9, [(20, 50), (0, 0), (20, 50), (0, 0), (0, 0), (0, 0)])], 9),
    "a spot for everyone": own_card(STRONG, 1, 9),
    "all alike": own_card([spread(csp, 540, 600, 6) for csp in range(3)], 2, 1, None),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_own_card_promises_nothing(situation: str) -> None:
    sentences = SITUATIONS[situation]
    assert sentences
    for sentence in sentences:
        assert not re.search(r"\d+ (more|fewer|further)|customers?\b|you (would|will|could|can)\b|\bnext time\b", sentence)


# Three people with many responses, so that even small differences are clear.
MANY = 60_000
APART = (
    (54_700, "less than 1 percentage point"),
    (54_000, "1 to 3 percentage points"),
    (51_000, "more than 3 percentage points"),
)


@pytest.mark.parametrize(("satisfied", "distance"), APART)
def test_distance_to_the_last_spot_is_rough(satisfied: int, distance: str) -> None:
    people = [spread(1, 57_000, MANY, 6), spread(2, 55_000, MANY, 6), spread(3, satisfied, MANY, 6)]
    above = f"A higher score: the last spot went to an adjusted CSAT {distance} above yours."
    assert own_card(people, 3, 2) == (above,)
    below = f"A lower score: the best adjusted CSAT without a spot was {distance} below yours."
    assert own_card(people, 2, 2) == (below,)


def test_distance_is_to_the_last_spot_by_rank() -> None:
    people = [spread(1, 57_000, MANY, 6), spread(2, 55_000, MANY, 6), spread(3, 54_700, MANY, 6), spread(4, 54_000, MANY, 6)]
    assert "1 to 3" in own_card(people, 4, 2)[0]
    assert "less than 1" in own_card(people, 3, 2)[0]
    assert "more than 3" in own_card(people, 1, 2)[0]


def test_no_distance_where_the_last_spots_are_too_close_to_call() -> None:
    """The last spots may go to anyone there, also to people with lower scores."""
    people = [
        spread(1, 59_000, MANY, 6),
        *(spread(csp, 55_000 + csp, MANY, 6) for csp in (2, 3, 4)),
        spread(5, 50_000, MANY, 6),
    ]
    close = "the scores around the last spot were too close to call, and yours wasn't one of them."
    assert own_card(people, 1, 2) == (f"A lower score: {close}",)
    assert own_card(people, 5, 2) == (f"A higher score: {close}",)
    for csp in (2, 3, 4):
        assert own_card(people, csp, 2) == (
            "No figure: your score was among those too close to call around the last spot. There, the crisis lead decides.",
        )


@pytest.mark.parametrize("situation", SITUATIONS)
def test_own_card_has_no_exact_difference(situation: str) -> None:
    """With one's own adjusted CSAT, it would be the score of a colleague."""
    assert not re.search(r"\d\.\d", " ".join(SITUATIONS[situation]))


def test_own_card_names_what_eligibility_lacked() -> None:
    months, first, second = SITUATIONS["a drop and few months"]
    assert months.startswith("More responses: 4 months with at least 10 were needed, and you had 2.")
    assert first.startswith("No drop in this time: October 2020.")
    assert second.startswith("No drop in this time: December 2020.")


def test_card_says_the_chance_as_people_would_say_it() -> None:
    people = [*STRONG, spread(8, 570, 600, 6), spread(9, 480, 600, 6)]
    ranking = rank(people, criteria(team_size=3, floor_percent=0), prior=PRIOR)
    sentence = chance_sentence(row_of(ranking, 4), ranking)
    assert re.fullmatch(r"With figures like yours, the chance of really being among the best 3 is about \d+ in 100\.", sentence)
    assert "less than 1 in 100." in chance_sentence(row_of(ranking, 9), ranking)
    alone = rank(people, criteria(team_size=1, floor_percent=0), prior=PRIOR)
    assert chance_sentence(row_of(alone, 1), alone).startswith(
        "With figures like yours, the chance of really being the best is "
    )


def test_card_says_no_chance_where_there_is_none() -> None:
    everyone = rank(STRONG, criteria(team_size=9), prior=PRIOR)
    earlier = rank([*STRONG, spread(9, 540, 600, 6)], criteria(team_size=3), prior=PRIOR, rule=RULES["2"])
    dipped = rank([*STRONG, spread(9, 300, 600, 6)], criteria(team_size=3), prior=PRIOR)
    assert chance_sentence(row_of(everyone, 1), everyone) == ""
    assert chance_sentence(row_of(earlier, 1), earlier) == ""
    assert chance_sentence(row_of(dipped, 9), dipped) == ""


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (None, "–"),
        (0.0, "< 1 %"),
        (0.99, "< 1 %"),
        (1.0, "1 %"),
        (36.6, "37 %"),
        (99.0, "99 %"),
        (99.01, "> 99 %"),
        (100, "> 99 %"),
    ],
)
def test_chances_are_shown_in_whole_percent(percent: float | None, shown: str) -> None:
    assert chance(percent) == shown
