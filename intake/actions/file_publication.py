"""Publishing a file: all its rows become visible in one transaction, or none."""

from typing import TYPE_CHECKING

from core.work import Progress
from intake.actions.names import settle_names_in_step
from intake.actions.publication_transaction import hand_over
from intake.actions.staging import unknown_names
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from people.actions.source_names import add_unknown_agents, identities_for_step, match_same_names

if TYPE_CHECKING:
    from core.models import Work


def publish_file_step(imported: Import, work: "Work") -> Progress:
    """Publish all rows in one step, after a step that adds the people they name."""
    names = unknown_names(imported)
    if names:
        # A separate step, so that the journal isn't locked while millions of rows are merged.
        identities_for_step()
        decided = _decide_names(imported, names)
        if decided:
            return Progress(finished=False, cursor=work.cursor)
        imported.counts["unknown_names"] = len(names)
        LIFECYCLE.move(imported, Step.ASK_FOR_NAMES)
        imported.save(update_fields=["state", "counts"])
        return Progress(finished=True, cursor=work.cursor)
    settle_names_in_step(imported)
    hand_over([imported])
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


def _decide_names(imported: Import, names: list[str]) -> int:
    """Decide names without asking, as far as possible. Returns how many."""
    if not imported.creates_people:
        return match_same_names(source=imported.source, labels=names)
    decided, added = add_unknown_agents(actor=None, source=imported.source, labels=names)
    imported.counts["new_people"] = imported.counts.get("new_people", 0) + added
    imported.save(update_fields=["counts"])
    return decided
