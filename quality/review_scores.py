"""Conversion of stored scorecards and answers for scoring."""

from collections.abc import Iterable, Mapping

from django.db.models import prefetch_related_objects

from quality import scoring
from quality.models import ScorecardVersion


def scored(version: ScorecardVersion, answers: Mapping[int, int | None]) -> scoring.Result:
    """Result of the answers (value, or None for N/A, by question id) under this version."""
    return scoring.score(sections_of([version])[version.pk], answers, scoring.Mode(version.mode))


def sections_of(versions: Iterable[ScorecardVersion]) -> dict[int, list[scoring.WeightedSection]]:
    """Sections for scoring, by version id. Two queries for any number of versions; none if they are cached."""
    listed = list(versions)
    prefetch_related_objects(listed, "sections__questions")
    return {version.pk: _sections(version) for version in listed}


def _sections(version: ScorecardVersion) -> list[scoring.WeightedSection]:
    return [
        scoring.WeightedSection(
            id=section.pk,
            weight=section.weight,
            questions=tuple(
                scoring.WeightedQuestion(
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
        for section in version.sections.all()
    ]
