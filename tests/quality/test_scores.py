"""Scores of questions, sections and reviews: published check values, rules and properties."""

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.scoring import Mode, WeightedQuestion, WeightedSection, mean, rounded, score


def question(number: int, *, scale: int = 2, weight: str = "1", **flags: bool) -> WeightedQuestion:
    return WeightedQuestion(id=number, scale=scale, weight=Decimal(weight), **flags)


def section(number: int, weight: str, *questions: WeightedQuestion) -> WeightedSection:
    return WeightedSection(id=number, weight=Decimal(weight), questions=questions)


def percent(
    sections: Iterable[WeightedSection], answers: Mapping[int, int | None], mode: Mode = Mode.PERCENTAGE
) -> Decimal | None:
    exact = score(sections, answers, mode).percent
    return None if exact is None else rounded(exact)


CHECKED = [section(1, "40", question(1), question(2)), section(2, "20", question(3))]


def test_two_sections_give_the_check_values_in_both_modes() -> None:
    answers = {1: 1, 2: 0, 3: 1}
    assert percent(CHECKED, answers) == Decimal("66.67")
    assert percent(CHECKED, answers, Mode.POINTS) == Decimal(60)


def test_five_reviews_average_to_the_check_value() -> None:
    assert mean([Decimal(value) for value in ("100", "9.91", "63.96", "90.99", "0")]) == Decimal("52.97")
    assert mean([]) is None


@pytest.mark.parametrize(
    ("scale", "answer", "expected"),
    [(2, 0, 0), (2, 1, 100), (3, 1, 0), (3, 2, 50), (4, 2, "33.33"), (4, 4, 100), (5, 1, 0), (5, 4, 75), (5, 5, 100)],
)
def test_each_scale_runs_from_0_to_100(scale: int, answer: int, expected: int | str) -> None:
    assert percent([section(1, "1", question(1, scale=scale))], {1: answer}) == Decimal(expected)


@pytest.mark.parametrize(("scale", "answer"), [(2, 2), (2, -1), (3, 0), (5, 6)])
def test_answer_outside_the_scale_is_refused(scale: int, answer: int) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        score([section(1, "1", question(1, scale=scale))], {1: answer})


def test_not_applicable_drops_out_of_both_sums() -> None:
    card = [section(1, "1", question(1, weight="3"), question(2, weight="1"))]
    assert percent(card, {1: 1, 2: 0}) == Decimal(75)
    assert percent(card, {1: 1, 2: None}) == Decimal(100)


def test_a_review_without_any_answer_has_no_score() -> None:
    result = score(CHECKED, {1: None})
    assert (result.percent, result.total) == (None, None)


@pytest.mark.parametrize(("mode", "expected"), [(Mode.PERCENTAGE, "33.33"), (Mode.POINTS, "20")])
def test_failed_question_can_fail_its_section(mode: Mode, expected: str) -> None:
    card = [section(1, "40", question(1), question(2, fails_section=True)), section(2, "20", question(3))]
    result = score(card, {1: 1, 2: 0, 3: 1}, mode)
    assert result.sections[0].percent == 0
    assert rounded(result.percent or Fraction(0)) == Decimal(expected)


@pytest.mark.parametrize(("mode", "expected"), [(Mode.PERCENTAGE, 50), (Mode.POINTS, 20)])
def test_longer_scales_weigh_more_in_points_only(mode: Mode, expected: int) -> None:
    assert percent([section(1, "1", question(1), question(2, scale=5))], {1: 1, 2: 1}, mode) == expected


def test_a_red_flag_makes_the_review_zero_and_forfeits_the_bonus() -> None:
    card = [
        section(1, "1", question(1), question(2, weight="5", is_bonus=True)),
        section(2, "0", question(3, is_red_flag=True)),
    ]
    assert score(card, {1: 1, 2: 1, 3: 1}).total == 105
    flagged = score(card, {1: 1, 2: 1, 3: 0})
    assert [flagged.percent, flagged.bonus, flagged.total] == [0, 0, 0]
    assert flagged.failed_red_flags == (3,)
    assert flagged.sum.percent == 100, "what it would have been without the red flag can still be shown"


def test_the_bonus_is_added_after_and_shown_apart() -> None:
    card = [section(1, "1", question(1, scale=3), question(2, scale=3, weight="10", is_bonus=True))]
    result = score(card, {1: 2, 2: 2})
    assert [result.percent, result.bonus, result.total] == [50, 5, 55]


def test_a_section_of_weight_zero_counts_only_through_its_red_flags() -> None:
    assert score([section(1, "0", question(1, is_red_flag=True))], {1: 1}).percent is None


def test_the_result_keeps_its_arithmetic() -> None:
    result = score(CHECKED, {1: 1, 2: 0, 3: 1})
    yes, no = result.sections[0].sum.terms
    assert [yes.got, yes.possible, yes.weight, yes.answer, yes.is_failed] == [1, 1, 1, 1, False]
    assert [no.got, no.possible, no.weight, no.answer, no.is_failed] == [0, 1, 1, 0, True]
    assert [[term.got, term.weight] for term in result.sum.terms] == [[Fraction(1, 2), 40], [1, 20]]
    assert [result.sum.got, result.sum.possible] == [40, 60]


weights = st.integers(1, 100).map(Decimal)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[list[WeightedSection], dict[int, int | None]]:
    """A scorecard with answers, some of them N/A."""
    sections, answers, number = [], {}, 0
    for section_number in range(draw(st.integers(1, 4))):
        questions = []
        for _ in range(draw(st.integers(1, 4))):
            number += 1
            asked = WeightedQuestion(
                id=number,
                scale=draw(st.integers(2, 5)),
                weight=draw(weights),
                fails_section=draw(st.booleans()),
                is_red_flag=draw(st.integers(0, 9)) == 0,
            )
            answers[number] = draw(st.none() | st.integers(asked.lowest, asked.highest))
            questions.append(asked)
        sections.append(WeightedSection(id=section_number, weight=draw(weights), questions=tuple(questions)))
    return sections, answers


modes = st.sampled_from(Mode)


@given(reviews(), modes)
def test_a_score_without_bonus_lies_between_0_and_100(
    review: tuple[list[WeightedSection], dict[int, int | None]], mode: Mode
) -> None:
    result = score(*review, mode)
    assert result.percent is None or 0 <= result.percent <= 100
    assert all(part.percent is None or 0 <= part.percent <= 100 for part in result.sections)
    assert (result.percent is None) == all(answer is None for answer in review[1].values())


@given(reviews(), modes)
def test_section_with_only_na_answers_does_not_change_the_score(
    review: tuple[list[WeightedSection], dict[int, int | None]], mode: Mode
) -> None:
    sections, answers = review
    dropped = {question.id for question in sections[0].questions}
    without = {number: None if number in dropped else answer for number, answer in answers.items()}
    assert score(sections, without, mode).percent == score(sections[1:], without, mode).percent


@given(reviews(), modes, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(
    review: tuple[list[WeightedSection], dict[int, int | None]], mode: Mode, shuffler: random.Random
) -> None:
    sections, answers = review
    shuffled = [
        WeightedSection(id=part.id, weight=part.weight, questions=tuple(shuffler.sample(part.questions, len(part.questions))))
        for part in shuffler.sample(sections, len(sections))
    ]
    mixed = dict(shuffler.sample(list(answers.items()), len(answers)))
    assert score(shuffled, mixed, mode).total == score(sections, answers, mode).total


@given(reviews())
def test_a_better_answer_never_lowers_the_score(review: tuple[list[WeightedSection], dict[int, int | None]]) -> None:
    sections, answers = review
    before = score(sections, answers).percent
    for asked in sections[0].questions:
        answer = answers[asked.id]
        if answer is not None and answer < asked.highest and before is not None:
            after = score(sections, {**answers, asked.id: answer + 1}).percent
            assert after is not None
            assert after >= before
