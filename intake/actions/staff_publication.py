"""Publishing and undoing a file about people: all changes at once, or none."""

from typing import TYPE_CHECKING

from core import faults
from core.work import Progress
from intake.actions.publication_transaction import mark_published
from intake.actions.staff_files import matches_in
from intake.models import Import, StaffFile
from intake.reading.staff.results import StaffContent
from intake.staff_settings import StaffSettings
from people.actions.source_names import identities_for_step, remember_identities
from people.actions.staff_undo import staff_undo_forecast, undo_staff_update
from people.actions.staff_updates import apply_staff_plan, lock_people
from people.identity import User
from people.queries.organisation import today
from people.staff.matching import NOBODY, SOURCE
from people.staff.plan import staff_plan

if TYPE_CHECKING:
    from core.models import Work

ALWAYS_COUNTED = {"people", "updated", "unchanged"}


def publish_staff_step(imported: Import, work: "Work") -> Progress:
    """Make the changes of a file. They are planned again, because others may have changed the same people since the preview."""
    identities_for_step()
    staff = StaffFile.objects.select_for_update().get(file=imported)
    content = StaffContent.from_json(staff.content)
    matches = matches_in(content, StaffSettings.from_json(staff.settings))
    lock_people({person_id for person_id in matches.values() if person_id})
    plan = staff_plan(content.staff, content.leaves, content.shifts, matches=matches, today=today())
    update, counts = apply_staff_plan(actor=_user(imported.uploaded_by_id), plan=plan)
    if nobody := {label: None for label, person_id in matches.items() if person_id == NOBODY}:
        remember_identities(actor=None, source=SOURCE, people=nobody)
    faults.point("staff.applied")
    staff.settings, staff.content, staff.matches, staff.update = {}, {}, {}, update
    staff.save(update_fields=["settings", "content", "matches", "update"])
    counts |= {"unchanged": plan.unchanged, "left_out": len(plan.open) + len(nobody)}
    mark_published(imported, {name: count for name, count in counts.items() if count or name in ALWAYS_COUNTED})
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


def take_staff_back(imported: Import) -> dict[str, int] | None:
    """Undo the changes of a file, or return None if they were deleted by age."""
    update = StaffFile.objects.select_related("update").get(file=imported).update
    if update is None:
        return None
    identities_for_step()
    return undo_staff_update(actor=_user(imported.undone_by_id), update=update)


def staff_forecast(imported: Import) -> dict[str, int]:
    """How many changes undoing would take back, and how many it would keep."""
    update = StaffFile.objects.select_related("update").get(file=imported).update
    return staff_undo_forecast(update=update) if update is not None else {}


def _user(person_id: int | None) -> User | None:
    """Account of a person. Its rights are checked again when the changes are made."""
    return User.objects.get(person_id=person_id) if person_id else None
