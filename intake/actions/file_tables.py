"""Choosing the table of a file that waits: its sheet, its header, or the stream of its records."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from intake import permissions
from intake.actions.findings import forget_findings
from intake.actions.staging import clear_staging
from intake.installation_limits import limits
from intake.lifecycle import LIFECYCLE, Step, WrongImportState
from intake.models import Import, Rejection
from intake.queries.profiles import profile_for
from intake.reading.column_guesses import dated_rows
from intake.reading.layouts import TableChoice, layout_of
from intake.reading.reasons import Unreadable
from intake.reason_sentences import trouble_sentence
from intake.upload_storage import place_of
from people.identity import User


class TableUnreadable(Refused):
    """The chosen table can't be read. The message says why."""


@transaction.atomic
def choose_table(*, actor: User, imported: Import, choice: TableChoice) -> Import:
    """Detect the layout of the file again, with this choice. Its columns have to be matched again, because the earlier ones
    were those of another table. Raises `TableUnreadable`.
    """
    if not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    LIFECYCLE.check(locked, Step.CHOOSE_TABLE)
    if not locked.has_columns:
        raise WrongImportState(_("This import has no columns to match, so its file can't be read again."))
    try:
        with place_of(locked.path).open("rb") as file:
            layout = layout_of(file, limits(), choice)
            profile = profile_for(layout, dated_rows(file, layout, limits()))
    except Unreadable as error:
        raise TableUnreadable(trouble_sentence(error.trouble, error.about)) from error
    clear_staging(locked.pk)
    Rejection.objects.filter(file=locked).delete()
    forget_findings(locked)
    LIFECYCLE.move(locked, Step.CHOOSE_TABLE)
    locked.layout, locked.profile = layout.as_json(), profile.as_json() if profile else {}
    locked.counts, locked.lost_cells, locked.named_questions = {}, [], {}
    locked.touched_at = clock.now()
    locked.save(update_fields=["state", "layout", "profile", "counts", "lost_cells", "named_questions", "touched_at"])
    imported.refresh_from_db()
    return imported
