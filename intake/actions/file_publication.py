"""Publishing a file: all its rows become visible in one transaction, or none."""

from typing import TYPE_CHECKING

from core.work import Progress
from intake.actions.names import settle_names_in_step
from intake.actions.publication_transaction import hand_over
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from people.actions.source_names import add_unknown_agents

if TYPE_CHECKING:
    from core.models import Work


def publish_file_step(imported: Import, work: "Work") -> Progress:
    """Publish all rows in one step, after a step that adds the people they name."""
    settled = settle_names_in_step(imported)
    # A separate step, so that the journal isn't locked while millions of rows are merged.
    if settled.has_matched or (settled.unknown and _adds_people(imported, settled.unknown)):
        return Progress(finished=False, cursor=work.cursor)
    if settled.unknown:
        imported.counts["unknown_names"] = len(settled.unknown)
        LIFECYCLE.move(imported, Step.ASK_FOR_NAMES)
        imported.save(update_fields=["state", "counts"])
        return Progress(finished=True, cursor=work.cursor)
    hand_over([imported])
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


def _adds_people(imported: Import, names: list[str]) -> bool:
    """Add people for unknown names, if the import may. False if that decides no name."""
    if not imported.creates_people:
        return False
    decided, added = add_unknown_agents(actor=None, source=imported.source, labels=names)
    imported.counts["new_people"] = imported.counts.get("new_people", 0) + added
    imported.save(update_fields=["counts"])
    return bool(decided)
