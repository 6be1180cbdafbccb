"""What publishing leaves behind besides the rows, whether imports are published alone or several together."""

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from feedback.actions.behalf import asker
from feedback.actions.files import forget_file
from feedback.models import Import, StagedRow
from feedback.verbs import Verb
from journal.actions import house_journal, record
from people.actions import notify
from people.matching import people_by_identity


def known_names(imported: Import) -> dict[str, int]:
    """Who the names in the staged rows are, as far as it has been decided."""
    labels = set(StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent", flat=True).distinct())
    return people_by_identity(imported.source, labels)


def mark_published(imported: Import, done: dict[str, int]) -> None:
    imported.state, imported.published_at = Import.State.PUBLISHED, clock.now()
    imported.counts, imported.can_be_undone = {**imported.counts, **done}, True
    imported.save(update_fields=["state", "published_at", "counts", "can_be_undone"])
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
