"""Stored selections as they are compared."""

from crisis.changes import Selected, Stood
from crisis.models import Selection
from crisis.queries.exclusions import Exclusion

EXCLUSIONS = set(Exclusion)


def as_compared(selection: Selection) -> Selected:
    """What is stored of it; one query."""
    figures = {row["csp"]: row for row in selection.result["rows"]}
    people = {
        row.person_id: Stood(
            standing=row.standing,
            position=row.position,
            exclusion=next((code for code in row.reasons if code in EXCLUSIONS), ""),
            figures=figures.get(row.person_id),
        )
        for row in selection.candidates.all()
    }
    return Selected(selection.criteria, selection.rule_version, people)
