"""Publishing data from other systems: all waiting imports of a source together, in order of arrival.

Batches are small, so publishing them one by one would mostly repeat the fixed cost. Each keeps its own counts and can be
undone separately.
"""

from typing import TYPE_CHECKING

from core.work import Progress
from intake.actions.names import settle_names_in_step
from intake.actions.publication_transaction import hand_over
from intake.actions.receiving import SENT, ask_for_names
from intake.destination import destination
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from people.actions.source_names import add_unknown_agents

if TYPE_CHECKING:
    from core.models import Work

TOGETHER = 25


def is_sent_and_due(work: "Work") -> bool:
    """True if this is the work of publishing data from another system."""
    imported = Import.objects.get(pk=work.subject_id)
    return imported.is_sent and work.key == imported.work_key and imported.state == Import.State.PUBLISHING


def publish_sent_step(work: "Work") -> Progress:
    """Publish the oldest waiting imports of this source in one transaction. Finished once this import is one of them."""
    # The lock comes before the rows, so that another worker for the same source waits here without holding any.
    destination().lock()
    source = Import.objects.values_list("source", flat=True).get(pk=work.subject_id)
    waiting = Import.objects.select_for_update(of=("self",)).filter(SENT, source=source, state=Import.State.PUBLISHING)
    group = list(waiting.order_by("pk")[:TOGETHER])
    settled = {imported.pk: settle_names_in_step(imported) for imported in group}
    names = {pk: each.unknown for pk, each in settled.items()}
    # A separate step, as for files.
    if any(each.has_matched for each in settled.values()) or _adds_people(source, group, names):
        return Progress(finished=False, cursor=work.cursor)
    for imported in group:
        if names[imported.pk]:
            _wait_for_names(imported, names[imported.pk])
    if ready := [imported for imported in group if not names[imported.pk]]:
        hand_over(ready)
    own = next((imported for imported in group if imported.pk == work.subject_id), None)
    # Another worker has published this import, or older ones come first.
    is_over = own is not None or not waiting.filter(pk=work.subject_id).exists()
    rows = own.counts["rows"] if own is not None else 0
    return Progress(finished=is_over, cursor=work.cursor, done_units=rows, total_units=rows or None)


def _adds_people(source: str, group: list[Import], names: dict[int, list[str]]) -> bool:
    """Add people for the unknown names of imports that may. False if that decides no name."""
    total = 0
    for imported in group:
        if imported.creates_people and names[imported.pk]:
            decided, added = add_unknown_agents(actor=None, source=source, labels=names[imported.pk])
            total += decided
            if added:
                imported.counts["new_people"] = added
                imported.save(update_fields=["counts"])
    return bool(total)


def _wait_for_names(imported: Import, names: list[str]) -> None:
    """Make the import wait for matched names, and ask for them once per source."""
    LIFECYCLE.move(imported, Step.ASK_FOR_NAMES)
    imported.counts["unknown_names"] = len(names)
    imported.save(update_fields=["state", "counts"])
    ask_for_names(imported.source)
