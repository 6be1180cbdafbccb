"""Who a name in a source's files is: what was decided, and what is likely."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity

from people.models import Person, SourceIdentity

LIKELY = 0.35


@dataclass(frozen=True, slots=True)
class Likely:
    """A person whose name is like a label, and how alike they are (0 to 1)."""

    person_id: int
    name: str
    similarity: float


def people_by_identity(source: str, labels: Collection[str]) -> dict[str, int]:
    """Who the source's labels are, as far as it has been decided."""
    known = SourceIdentity.objects.filter(source=source, label__in=set(labels))
    return dict(known.values_list("label", "person_id"))


def likely_people(labels: Collection[str], *, at_most: int = 3) -> dict[str, list[Likely]]:
    """For each label the active persons whose names are most like it, most alike first."""
    return {label: _likely(label, at_most) for label in labels}


def _likely(label: str, at_most: int) -> list[Likely]:
    people = (
        Person.objects.active()
        .annotate(similarity=TrigramSimilarity("display_name", label))
        .filter(similarity__gte=LIKELY)
        .order_by("-similarity", "pk")
        .values_list("pk", "display_name", "similarity")[:at_most]
    )
    return [Likely(*row) for row in people]
