"""Unmatched names of an import."""

from django.db.models import Count

from intake.kinds import WaitingName
from intake.models import Import, StagedRow
from people.name_matching import likely_people, people_by_identity


def names_waiting(imported: Import) -> list[WaitingName]:
    """Unmatched names in the staged rows, those with the most rows first."""
    if imported.state != Import.State.NEEDS_PEOPLE:
        return []
    staged = StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent")
    rows = dict(staged.annotate(rows=Count("line")).order_by("-rows", "agent"))
    known = people_by_identity(imported.source, rows.keys())
    labels = [label for label in rows if label not in known]
    likely = likely_people(labels)
    return [WaitingName(label, rows[label], tuple(likely[label])) for label in labels]
