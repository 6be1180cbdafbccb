"""Stored scorecards and answers, as scoring sees them."""

from collections.abc import Mapping

from quality import scoring
from quality.models import ScorecardVersion


def scored(version: ScorecardVersion, answers: Mapping[int, int | None]) -> scoring.Result:
    """The score of answers (value, or None for N/A, by question id) to this version."""
    return scoring.score(sections_of(version), answers, scoring.Mode(version.mode))


def sections_of(version: ScorecardVersion) -> list[scoring.Section]:
    return [
        scoring.Section(
            id=section.pk,
            weight=section.weight,
            questions=tuple(
                scoring.Question(
                    id=question.pk,
                    scale=question.scale,
                    weight=question.weight,
                    fails_section=question.fails_section,
                    is_red_flag=question.is_red_flag,
                    is_bonus=question.is_bonus,
                )
                for question in section.questions.all()
            ),
        )
        for section in version.sections.prefetch_related("questions")
    ]
