"""Publishing a file: all its rows become visible in one transaction, or none."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.work import Progress
from intake.actions.findings import look_at_contacts
from intake.actions.publication_transaction import hand_over
from intake.actions.staging import unknown_names
from intake.destination import destination
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from people.actions import notify
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
    # Imports are published one after another, so nothing can change between this check and the merge.
    destination().lock()
    if look_at_contacts(imported):
        _ask_again(imported)
        return Progress(finished=True, cursor=work.cursor)
    hand_over([imported])
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


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
