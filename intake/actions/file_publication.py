"""Publishing a file: all its rows become visible in one transaction, or none."""

from typing import TYPE_CHECKING

from core.work import Progress
from intake.actions.publication_transaction import hand_over
from intake.actions.staging import unknown_names
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from people.actions.source_names import add_agents, identities_for_step

if TYPE_CHECKING:
    from core.models import Work


def publish_file_step(imported: Import, work: "Work") -> Progress:
    """Publish all rows in one step, after a step that adds the people they name."""
    names = unknown_names(imported)
    if names and imported.creates_people:
        # A separate step, so that the journal isn't locked while millions of rows are merged.
        identities_for_step()
        add_agents(actor=None, source=imported.source, labels=names)
        imported.counts["new_people"] = len(names)
        imported.save(update_fields=["counts"])
        return Progress(finished=False, cursor=work.cursor)
    if names:
        LIFECYCLE.move(imported, Step.ASK_FOR_NAMES)
        imported.save(update_fields=["state"])
        return Progress(finished=True, cursor=work.cursor)
    hand_over([imported])
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)
