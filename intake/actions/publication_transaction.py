"""Transaction that publishes one or more imports: rows, counts, journal entry and notification."""

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import ngettext

from core import clock, faults
from intake.actions.files import forget_file
from intake.actions.findings import forget_examples
from intake.actions.requester import asker
from intake.actions.staging import clear_staging
from intake.destination import destination
from intake.kinds import kind_of
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import, StagedRow
from intake.verbs import Verb
from journal.actions import house_journal, record
from people.actions import notify


def hand_over(group: Sequence[Import]) -> None:
    """Pass the staged rows of these imports to their destination. All their names must be matched."""
    faults.point("import.before_publish")
    done = destination().take_over(group)
    faults.point("import.after_merge")
    for imported, counts in zip(group, done, strict=True):
        staged = StagedRow.objects.filter(file=imported)
        imported.first_contact_at = staged.aggregate(at=Min("started_at"))["at"]
        clear_staging(imported.pk)
        mark_published(imported, counts)


def mark_published(imported: Import, done: Mapping[str, int]) -> None:
    """Finish publishing an import whose rows count now: state, counts, journal entry and notification."""
    LIFECYCLE.move(imported, Step.FINISH_PUBLISHING)
    imported.published_at = clock.now()
    imported.counts, imported.can_be_undone = {**imported.counts, **done}, True
    imported.save(update_fields=["state", "published_at", "counts", "can_be_undone", "first_contact_at"])
    forget_file(imported)
    forget_examples(imported)
    with connection.cursor() as cursor:
        # Check foreign keys now and not at commit, so that the journal is locked only briefly.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    record(
        house_journal(),
        Verb.IMPORT_SENT if imported.is_sent else kind_of(imported).published,
        actor=asker(imported.uploaded_by_id),
        subject=imported,
        data=imported.counts,
    )
    if imported.uploaded_by_id is not None:
        notify(
            person_id=imported.uploaded_by_id,
            key=f"import:{imported.pk}",
            text=ngettext(
                "Your import %(name)s is published: %(rows)s row.",
                "Your import %(name)s is published: %(rows)s rows.",
                imported.counts["rows"],
            )
            % {"name": imported.title, "rows": imported.counts["rows"]},
            url=reverse("intake:import_detail", args=[imported.pk]),
        )
