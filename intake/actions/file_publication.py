"""Publishing a file: all its rows become visible in one transaction, or none."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.work import Progress
from intake.actions.findings import look_at_contacts
from intake.actions.names import settle_names_in_step
from intake.actions.publication_transaction import hand_over
from intake.destination import destination
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from people.actions import notify
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
    # Imports are published one after another, so nothing can change between this check and the merge.
    destination().lock()
    if look_at_contacts(imported):
        _ask_again(imported)
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


def _ask_again(imported: Import) -> None:
    """Go back to waiting, because another import was published since this one was checked."""
    LIFECYCLE.move(imported, Step.ASK_TO_LOOK)
    imported.save(update_fields=["state"])
    if imported.uploaded_by_id is not None:
        notify(
            person_id=imported.uploaded_by_id,
            key=f"import-look:{imported.pk}:{imported.round}",
            text=_("The import %(name)s is not published yet, because another import changed the same contacts. Take a look.")
            % {"name": imported.title},
            url=reverse("intake:import_detail", args=[imported.pk]),
        )
