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
    "almost the same score": own_card([spread(1, 55_001, 60_000, 6), spread(2, 55_000, 60_000, 6)], 2, 1),
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


def test_own_card_compares_scores_in_the_past_tense() -> None:
    above = r"A higher score: the last spot went to an adjusted CSAT \d+\.\d percentage points above yours\."
    assert re.fullmatch(above, SITUATIONS["no spot"][0])
    below = r"A lower score: the best adjusted CSAT without a spot was \d+\.\d percentage points below yours\."
    assert re.fullmatch(below, SITUATIONS["a spot"][0])
    assert "almost the same as yours" in SITUATIONS["almost the same score"][0]


def test_own_card_names_what_eligibility_lacked() -> None:
    months, first, second = SITUATIONS["a drop and few months"]
    assert months.startswith("More responses: 4 months with at least 10 were needed, and you had 2.")
    assert first.startswith("No drop in this time: October 2020.")
    assert second.startswith("No drop in this time: December 2020.")


def test_points_are_the_distance_to_the_last_spot() -> None:
    people = [*STRONG, spread(9, 540, 600, 6)]
    ranking = rank(people, criteria(team_size=3), prior=PRIOR)
    gap = (ranking.rows[2].adjusted_rate_percent or 0) - (row_of(ranking, 9).adjusted_rate_percent or 0)
    assert f" {gap:.1f} percentage points" in SITUATIONS["no spot"][0]


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
