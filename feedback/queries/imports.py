"""Imports as pages and the command show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.models import Import, Rejection
from feedback.sentences import reason_sentence

# In the order in which they are shown.
COUNTS: Mapping[str, Promise] = {
    "rows": _("rows read"),
    "rejected": _("rows rejected"),
    "with_rating": _("rows with a rating"),
    "unassigned": _("rows without an agent"),
    "unknown_names": _("unknown names"),
    "new_people": _("persons added"),
    "added": _("rows new"),
    "changed": _("rows that changed what was there"),
    "unchanged": _("rows unchanged"),
    "responses": _("responses new"),
    "superseded": _("responses superseded by a later answer"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of an import with its name."""

    name: str
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A rejected row as people read it."""

    line: int
    column: str
    value: str
    reason: str
    sentence: str
    cells: tuple[str, ...]


def counts_of(imported: Import) -> list[Count]:
    """The import's figures in order, as far as they are known."""
    return [Count(name, str(label), imported.counts[name]) for name, label in COUNTS.items() if name in imported.counts]


def rejections(import_id: int, *, at_most: int | None = None) -> Iterator[RejectedRow]:
    """The rows that could not be taken, in the order of the file. Streams: there may be very many."""
    found = Rejection.objects.filter(file=import_id).order_by("line")
    for bad in found[:at_most].iterator(2000) if at_most is not None else found.iterator(2000):
        yield RejectedRow(bad.line, bad.column, bad.value, bad.reason, reason_sentence(bad.reason), tuple(bad.cells))
