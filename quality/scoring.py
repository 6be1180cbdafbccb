"""Scores of reviews in exact fractions, with every term kept for display.

A question scores (answer − min) / (max − min) × 100; a section Σ(q·w) / Σw over the questions answered; a review Σ(section·W) /
ΣW over the sections with an answer. In points mode a review is Σ(points·W) / Σ(possible points·W). A question is *failed* when
its lowest answer was given. A failed fail-section question sets its section to 0, a failed red flag the whole review. Bonus
questions are in no sum: their points are added at the end and shown separately.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

CENT = Decimal("0.01")
BINARY = 2


class Mode(StrEnum):
    PERCENTAGE = "percentage"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class WeightedQuestion:
    """A question for scoring. `scale` is the number of possible answers: 2 (no, yes), 3, 4 or 5.

    For a bonus question, `weight` is how many points its best answer adds to the review.
    """

    id: int
    scale: int
    weight: Decimal
    fails_section: bool = False
    is_red_flag: bool = False
    is_bonus: bool = False

    @property
    def lowest(self) -> int:
        """Yes-or-no answers are 1 and 0; on longer scales answers count from 1."""
        return 0 if self.scale == BINARY else 1

    @property
    def highest(self) -> int:
        return self.lowest + self.scale - 1


@dataclass(frozen=True, slots=True)
class WeightedSection:
    """A section for scoring. With weight 0, only its red flags count."""

    id: int
    weight: Decimal
    questions: tuple[WeightedQuestion, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: the points earned, the points possible, and the weight."""

    id: int
    got: Fraction
    possible: Fraction
    weight: Fraction
    is_failed: bool
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ(got·weight) / Σ(possible·weight) × 100 with its terms; `percent` is None where nothing counts."""

    terms: tuple[Term, ...]

    @property
    def got(self) -> Fraction:
        return sum((term.got * term.weight for term in self.terms), Fraction(0))

    @property
    def possible(self) -> Fraction:
        return sum((term.possible * term.weight for term in self.terms), Fraction(0))

    @property
    def percent(self) -> Fraction | None:
        possible = self.possible
        return self.got / possible * 100 if possible else None


@dataclass(frozen=True, slots=True)
class SectionResult:
    """`sum` is the result of the answers; `percent` is 0 instead if a fail-section question failed."""

    id: int
    weight: Fraction
    sum: Sum
    is_failed: bool

    @property
    def percent(self) -> Fraction | None:
        return Fraction(0) if self.is_failed else self.sum.percent


@dataclass(frozen=True, slots=True)
class Result:
    """Result of a review. `percent` excludes the bonus, is in 0-100, and None if nothing was answered."""

    mode: Mode
    sections: tuple[SectionResult, ...]
    sum: Sum
    bonuses: tuple[Term, ...]
    failed_red_flags: tuple[int, ...]

    @property
    def is_red_flagged(self) -> bool:
        return bool(self.failed_red_flags)

    @property
    def percent(self) -> Fraction | None:
        return Fraction(0) if self.is_red_flagged else self.sum.percent

    @property
    def bonus(self) -> Fraction:
        """Bonus points. A failed red flag removes them."""
        if self.is_red_flagged:
            return Fraction(0)
        return sum((term.got * term.weight for term in self.bonuses), Fraction(0))

    @property
    def total(self) -> Fraction | None:
        return None if self.percent is None else self.percent + self.bonus


Answers = Mapping[int, int | None]


def score(sections: Iterable[WeightedSection], answers: Answers, mode: Mode = Mode.PERCENTAGE) -> Result:
    """Score the answers by question id. A question without an answer, or with None (N/A), is left out of both sums.

    Raises `ValueError` for an answer that is not on its question's scale.
    """
    cards = list(sections)
    results = tuple(_score_section(section, answers, mode) for section in cards)
    asked = [question for section in cards for question in section.questions]
    return Result(
        mode=mode,
        sections=results,
        sum=Sum(tuple(_term_of_section(result, mode) for result in results if result.sum.terms)),
        bonuses=tuple(_share(question, answers) for question in asked if question.is_bonus and _is_answered(question, answers)),
        failed_red_flags=tuple(question.id for question in asked if question.is_red_flag and _is_failed(question, answers)),
    )


def mean(scores: Iterable[Decimal]) -> Decimal | None:
    """Mean of review scores to two decimals; None if there are none."""
    values = list(scores)
    return rounded(sum((Fraction(value) for value in values), Fraction(0)) / len(values)) if values else None


def rounded(value: Fraction) -> Decimal:
    """Round to two decimals, halves up. The only place that rounds."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


def _score_section(section: WeightedSection, answers: Answers, mode: Mode) -> SectionResult:
    counted = [question for question in section.questions if not question.is_bonus and _is_answered(question, answers)]
    term_of = _points if mode is Mode.POINTS else _share
    return SectionResult(
        id=section.id,
        weight=Fraction(section.weight),
        sum=Sum(tuple(term_of(question, answers) for question in counted)),
        is_failed=any(question.fails_section and _is_failed(question, answers) for question in counted),
    )


def _term_of_section(result: SectionResult, mode: Mode) -> Term:
    """In points mode a section also weighs by its points; in percentage mode it counts as a share of one."""
    if mode is Mode.POINTS:
        got, possible = result.sum.got, result.sum.possible
    else:
        got, possible = (result.sum.percent or Fraction(0)) / 100, Fraction(1)
    return Term(result.id, Fraction(0) if result.is_failed else got, possible, result.weight, result.is_failed)


def _is_answered(question: WeightedQuestion, answers: Answers) -> bool:
    answer = answers.get(question.id)
    if answer is None:
        return False
    if not question.lowest <= answer <= question.highest:
        raise ValueError(f"{answer} is not an answer to question {question.id}")
    return True


def _is_failed(question: WeightedQuestion, answers: Answers) -> bool:
    return _is_answered(question, answers) and answers[question.id] == question.lowest


def _share(question: WeightedQuestion, answers: Answers) -> Term:
    points = _points(question, answers)
    return Term(points.id, points.got / points.possible, Fraction(1), points.weight, points.is_failed, points.answer)


def _points(question: WeightedQuestion, answers: Answers) -> Term:
    answer = answers[question.id] or 0  # callers pass only answered questions, so this is never None
    got, possible = Fraction(answer - question.lowest), Fraction(question.highest - question.lowest)
    return Term(question.id, got, possible, Fraction(question.weight), _is_failed(question, answers), answer)
