"""Rows of an import that couldn't be imported."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.models import Import, Rejection
from intake.reading.profiles import Profile
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
    stored = Import.objects.values_list("profile", flat=True).get(pk=import_id)
    scale = Profile.from_json(stored).only_scale if stored else None
    found = Rejection.objects.filter(file=import_id, line__gt=after).order_by("line")
    for bad in found[:at_most].iterator(2000) if at_most is not None else found.iterator(2000):
        sentence = rejection_sentence(bad.reason, bad.value, scale)
        yield RejectedRow(bad.line, bad.column, bad.value, bad.reason, sentence, tuple(bad.cells))
