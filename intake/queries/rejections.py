"""Rows of an import that couldn't be imported."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Min

from intake.models import Import, Rejection
from intake.reading.profiles import Profile, Scale
from intake.reason_sentences import rejection_sentence


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """Rejected row with its reason as a sentence."""

    line: int
    column: str
    value: str
    reason: str
    sentence: str
    cells: tuple[str, ...]


def rejections(import_id: int, *, at_most: int | None = None, after: int = 0) -> Iterator[RejectedRow]:
    """Rejected rows in file order, after a line. Streams, because there can be many."""
    scale = _scale_of(import_id)
    found = Rejection.objects.filter(file=import_id, line__gt=after).order_by("line")
    for bad in found[:at_most].iterator(2000) if at_most is not None else found.iterator(2000):
        sentence = rejection_sentence(bad.reason, bad.value, scale)
        yield RejectedRow(bad.line, bad.column, bad.value, bad.reason, sentence, tuple(bad.cells))


@dataclass(frozen=True, slots=True)
class RejectionGroup:
    """Rejected rows with the same reason and column: how many, and the value of the first one."""

    reason: str
    sentence: str
    column: str
    count: int
    value: str


def rejections_by_reason(import_id: int) -> list[RejectionGroup]:
    """Rejected rows of an import by reason and column, the most frequent first."""
    scale = _scale_of(import_id)
    groups = Rejection.objects.filter(file=import_id).values_list("reason", "column")
    found = list(groups.annotate(count=Count("line"), line=Min("line")).order_by("-count", "line"))
    values = dict(Rejection.objects.filter(file=import_id, line__in=[row[3] for row in found]).values_list("line", "value"))
    return [
        RejectionGroup(reason, rejection_sentence(reason, values[line], scale), column, count, values[line])
        for reason, column, count, line in found
    ]


def _scale_of(import_id: int) -> Scale | None:
    stored = Import.objects.values_list("profile", flat=True).get(pk=import_id)
    return Profile.from_json(stored).only_scale if stored else None
