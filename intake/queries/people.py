"""Unmatched names of an import."""

from dataclasses import dataclass

from django.db.models import Count

from intake.models import Import, StagedRow
from people.name_matching import Likely, likely_people, people_by_identity


@dataclass(frozen=True, slots=True)
class WaitingName:
    """Unmatched name with its number of rows and likely people, best match first."""

    label: str
    rows: int
    likely: tuple[Likely, ...]

    @property
    def certain_id(self) -> int | None:
        """The exact match, if there is one."""
        return next((match.person_id for match in self.likely if match.is_certain), None)


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
