"""Coverage of the current team, compared with the rules of the saved selection."""

from collections.abc import Iterable

from crisis.public_models import Crisis
from crisis.selection_registry import CoverageNow
from selection import serialisation
from selection.coverage import Coverage, CoverageFacts, Requirement, covering, missing
from selection.coverage_wording import requirement_name
from selection.queries.candidates import latest_selection


def coverage_now(crisis: Crisis) -> list[CoverageNow]:
    """Each requirement with its current coverage; empty without coverage rules."""
    selection = latest_selection(crisis)
    coverage = serialisation.coverage_of(selection.criteria) if selection else Coverage()
    if selection is None or not coverage.requirements:
        return []
    known = serialisation.facts_of(selection.inputs) or {}
    members = _facts(known, crisis.members.filter(left_at=None).values_list("person_id", flat=True))
    asked = _facts(known, crisis.invitations.open().values_list("person_id", flat=True))
    return [_line(requirement, members, [*members, *asked]) for requirement in coverage.requirements]


def _facts(known: dict[int, CoverageFacts], person_ids: Iterable[int]) -> list[CoverageFacts]:
    # People invited from an earlier selection may be missing in the latest one, so nothing is known of them.
    return [known.get(person_id, CoverageFacts()) for person_id in person_ids]


def _line(requirement: Requirement, members: list[CoverageFacts], together: list[CoverageFacts]) -> CoverageNow:
    return CoverageNow(
        requirement_name(requirement),
        covering(requirement, members),
        covering(requirement, together),
        is_met=not missing(requirement, together),
    )
