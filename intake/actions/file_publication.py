"""Publishing a file: the one transaction in which all its rows become visible, or none."""

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
    """The one step in which all rows become visible, or the one before, which adds the people they name."""
    names = unknown_names(imported)
    if names and imported.creates_people:
        # A step of its own: the journal's row must not be held while millions of rows are merged.
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
