"""Scorecards as their page shows them."""

from dataclasses import dataclass

from quality.models import Scorecard, ScorecardVersion


@dataclass(frozen=True, slots=True)
class ScorecardPage:
    """The organisation's scorecard: the version in use and the draft. All are None until a scorecard is created."""

    scorecard: Scorecard | None
    published: ScorecardVersion | None
    draft: ScorecardVersion | None


def scorecard_page() -> ScorecardPage:
    scorecard = Scorecard.objects.order_by("pk").first()
    if scorecard is None:
        return ScorecardPage(None, None, None)
    versions = scorecard.versions.prefetch_related("sections__questions")
    return ScorecardPage(
        scorecard=scorecard,
        published=versions.filter(state=ScorecardVersion.State.PUBLISHED).first(),
        draft=versions.filter(state=ScorecardVersion.State.DRAFT).first(),
    )
