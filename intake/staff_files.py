"""Files about people as a kind of import: staff lists, leave, and rosters."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.actions.staff_files import decide_staff_names, read_staff_step
from intake.actions.staff_publication import publish_staff_step, staff_forecast, take_staff_back
from intake.kinds import FileOfKind, NameMatching
from intake.models import Import, ImportKind, StaffFile
from intake.queries.staff import staff_names_waiting, staff_preview
from intake.staff_sentences import staff_undo_effects
from intake.staff_settings import LIMITS
from intake.tables import PlannedPeopleTable
from intake.verbs import Verb

COUNTS: Mapping[str, Promise] = {
    "rows": _("rows read"),
    "rejected": _("rows not imported"),
    "people": _("people added"),
    "updated": _("people changed"),
    "unchanged": _("people unchanged"),
    "teams": _("teams added"),
    "shifts": _("shifts added"),
    "departures": _("departures recorded"),
    "leaves": _("periods of leave added"),
    "rostered": _("shifts added to the roster"),
    "unrostered": _("shifts removed from the roster"),
    "left_out": _("names left out, because they weren't matched"),
}
UNDONE_COUNTS: Mapping[str, Promise] = {
    "gone_back": _("changes undone"),
    "stayed": _("changes kept, because they were changed again or are needed"),
}


def _shown(imported: Import) -> Mapping[str, Any]:
    preview = staff_preview(imported)
    table = PlannedPeopleTable(preview.people if preview else ())
    return {"rows": table, "staff": preview, "what_next": "intake/_staff_next.html"}


def _clear(imported: Import) -> None:
    StaffFile.objects.filter(file=imported).delete()


def _is_partly_purged(imported: Import) -> bool:
    is_published = imported.state == Import.State.PUBLISHED
    return is_published and StaffFile.objects.filter(file=imported, update=None).exists()


STAFF_FILES = FileOfKind(
    kind=ImportKind.PEOPLE,
    limits=lambda: LIMITS,
    read_step=read_staff_step,
    publish_step=publish_staff_step,
    take_back=take_staff_back,
    clear=_clear,
    would_undo=staff_forecast,
    undo_effects=lambda imported: staff_undo_effects(staff_forecast(imported)),
    counts=COUNTS,
    undone_counts=UNDONE_COUNTS,
    published=Verb.STAFF_IMPORTED,
    undone=Verb.STAFF_UNDONE,
    names=NameMatching(waiting=staff_names_waiting, decide=decide_staff_names),
    shown=_shown,
    is_partly_purged=_is_partly_purged,
)
