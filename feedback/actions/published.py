"""The transaction in which rows become visible, and what it leaves behind besides them: for one import or several together."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults
from feedback.actions.behalf import asker
from feedback.actions.files import forget_file
from feedback.actions.merging import merge
from feedback.actions.reading import clear_staging
from feedback.actions.retention import leave_out_what_is_too_old
from feedback.actions.rollups import bring_up_to_date
from feedback.models import Import, StagedRow
from feedback.verbs import Verb
from journal.actions import house_journal, record
from people.actions import notify
from people.matching import people_by_identity


def publish_now(group: Sequence[Import]) -> None:
    """Merge what is staged of these imports, whose names are all decided, into what counts."""
    faults.point("import.before_publish")
    basis = bring_up_to_date()
    for imported in group:
        leave_out_what_is_too_old(imported)
    done = merge([(imported, _known_names(imported)) for imported in group], basis=basis)
    faults.point("import.after_merge")
    for imported, counts in zip(group, done, strict=True):
        staged = StagedRow.objects.filter(file=imported)
        imported.first_contact_at = staged.aggregate(at=Min("started_at"))["at"]
        clear_staging(imported.pk)
        _mark_published(imported, counts)


def _known_names(imported: Import) -> dict[str, int]:
    """Who the names in the staged rows are, as far as it has been decided."""
    labels = set(StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent", flat=True).distinct())
    return people_by_identity(imported.source, labels)


def _mark_published(imported: Import, done: dict[str, int]) -> None:
    imported.state, imported.published_at = Import.State.PUBLISHED, clock.now()
    imported.counts, imported.can_be_undone = {**imported.counts, **done}, True
    imported.save(update_fields=["state", "published_at", "counts", "can_be_undone", "first_contact_at"])
    forget_file(imported)
    with connection.cursor() as cursor:
        # Foreign keys are checked now and not at commit, so that the journal is held for a moment only.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    record(
        house_journal(),
        Verb.IMPORT_SENT if imported.is_sent else Verb.IMPORT_PUBLISHED,
        actor=asker(imported.uploaded_by_id),
        subject=imported,
        data=imported.counts,
    )
    if imported.uploaded_by_id is not None:
        notify(
            person_id=imported.uploaded_by_id,
            key=f"import:{imported.pk}",
            text=_("Your file %(name)s is imported: %(rows)s rows.")
            % {"name": imported.title, "rows": imported.counts["rows"]},
            url=reverse("feedback:import_detail", args=[imported.pk]),
        )
