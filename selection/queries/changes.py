"""Saved selections in the form that comparisons use."""

from crisis.queries.unavailable_people import Exclusion
from selection.changes import Selected, Stood
from selection.methods import Method
from selection.models import Selection
from selection.models.selections import BY_COVERAGE
from selection.serialisation import coverage_of, criteria_as_json, criteria_from_json

EXCLUSIONS = set(Exclusion)


def as_compared(selection: Selection) -> Selected:
    """The saved data of a selection that comparisons need, in one query."""
    figures = {row["csp"]: row for row in selection.result.get("rows", ())}
    people = {
        row.person_id: Stood(
            standing=row.standing,
            position=row.position,
            exclusion=next((code for code in row.reasons if code in EXCLUSIONS), ""),
            by_coverage=BY_COVERAGE in row.reasons,
            figures=figures.get(row.person_id),
        )
        for row in selection.candidates.all()
    }
    criteria = selection.criteria
    if selection.method != Method.UNRANKED:
        # Selections saved before there were coverage rules, or months left out, have none.
        criteria = criteria_as_json(criteria_from_json(selection.criteria), coverage_of(selection.criteria))
    return Selected(criteria | {"method": selection.method}, selection.rule_version, people)
