"""The names of an import that nobody has been decided for."""

from dataclasses import dataclass

from django.db.models import Count

from intake.models import Import, StagedRow
from people.name_matching import Likely, likely_people, people_by_identity


@dataclass(frozen=True, slots=True)
class WaitingName:
    """A name as the file writes it, how many of its rows bear it, and whom it may mean, the likeliest first."""

    label: str
    rows: int
    likely: tuple[Likely, ...]

    @property
    def certain_id(self) -> int | None:
        """The person of whom there is no doubt."""
        return next((match.person_id for match in self.likely if match.is_certain), None)


def names_waiting(imported: Import) -> list[WaitingName]:
    """Every name in the staged rows that nobody has been decided for, that of the most rows first."""
    if imported.state != Import.State.NEEDS_PEOPLE:
        return []
    staged = StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent")
    rows = dict(staged.annotate(rows=Count("line")).order_by("-rows", "agent"))
    known = people_by_identity(imported.source, rows.keys())
    labels = [label for label in rows if label not in known]
    likely = likely_people(labels)
    return [WaitingName(label, rows[label], tuple(likely[label])) for label in labels]
