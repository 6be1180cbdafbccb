"""Files about people for pages: the preview of all changes, what is left out, and names to decide about."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.moments import moment_in
from intake.kinds import WaitingName
from intake.models import Import, StaffFile
from intake.reading.staff.results import StaffContent
from intake.staff_sentences import CHANGED_FIELDS, NOTES, listed, skipped_words
from intake.staff_settings import StaffSettings
from people.identity import Channel, User
from people.name_matching import likely_people
from people.queries.organisation import reporting_zone, today
from people.staff.changes import FieldChange, PersonPlan, StaffPlan
from people.staff.plan import staff_plan

PEOPLE_SHOWN, NAMES_SHOWN = 200, 20


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """A person in the preview, with all their changes in words."""

    line: int
    name: str
    is_new: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffPreview:
    """What publishing a file would do."""

    people: tuple[PlannedPerson, ...]
    added: int
    changed: int
    unchanged: int
    sentences: tuple[str, ...]
    open_names: int
    unknown_shifts: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def read_so_far(imported: Import) -> tuple[StaffSettings, StaffContent] | None:
    """How a file that waits was read, and its content. None before it was read and after it was published."""
    staff = StaffFile.objects.filter(file=imported).first()
    if staff is None or not staff.content:
        return None
    return StaffSettings.from_json(staff.settings), StaffContent.from_json(staff.content)


def staff_preview(imported: Import) -> StaffPreview | None:
    """All changes of a file that is ready, or None."""
    staff = StaffFile.objects.filter(file=imported).first()
    if imported.state != Import.State.CHECKED or staff is None:
        return None
    content = StaffContent.from_json(staff.content)
    plan = staff_plan(content.staff, content.leaves, content.shifts, matches=staff.matches, today=today())
    changed = [person for person in plan.people if person.has_changes or person.notes]
    added = sum(person.is_new for person in plan.people)
    return StaffPreview(
        people=tuple(_in_words(person) for person in changed[:PEOPLE_SHOWN]),
        added=added,
        changed=len(plan.changed) - added,
        unchanged=plan.unchanged,
        sentences=tuple(_sentences(plan, content, shown=len(changed))),
        open_names=len(plan.open),
        unknown_shifts=tuple(plan.unknown_shifts),
        unused=content.unused,
    )


def _sentences(plan: StaffPlan, content: StaffContent, *, shown: int) -> list[str]:
    found = []
    if plan.teams:
        found.append(_("New teams: %(names)s") % {"names": listed(plan.teams)})
    if plan.shifts:
        shifts = (f"{name} ({starts}–{ends})" for name, (starts, ends) in plan.shifts.items())
        found.append(_("New shifts: %(names)s") % {"names": listed(shifts)})
    if plan.missing:
        names = listed(plan.missing[:NAMES_SHOWN]) + (" …" if len(plan.missing) > NAMES_SHOWN else "")
        sentence = ngettext(
            "%(count)d agent isn't in the file and stays as they are: %(names)s",
            "%(count)d agents aren't in the file and stay as they are: %(names)s",
            len(plan.missing),
        )
        found.append(sentence % {"count": len(plan.missing), "names": names})
    if content.unused:
        found.append(_("Columns that aren't read: %(names)s") % {"names": listed(content.unused)})
    if shown > PEOPLE_SHOWN:
        found.append(_("The table shows the first %(count)d people.") % {"count": PEOPLE_SHOWN})
    return [*found, *skipped_words(content.notes)]


def _in_words(person: PersonPlan) -> PlannedPerson:
    shown = [change for change in person.fields if change.name != "display_name" or not person.is_new]
    changes = [_field(change, is_new=person.is_new) for change in shown]
    if person.joins or person.ends:
        before, after = listed(name for _pk, name in person.ends), listed(person.joins)
        changes.append(
            _("Leaves %(before)s, joins %(after)s") % {"before": before, "after": after}
            if person.joins and person.ends
            else _("Joins %(teams)s") % {"teams": after}
            if person.joins
            else _("Leaves %(teams)s") % {"teams": before}
        )
    if person.left_on:
        changes.append(_("Leaves the organisation. Their account is deactivated"))
    changes += _periods(person)
    return PlannedPerson(person.line, person.name, person.is_new, (*changes, *(str(NOTES[note]) for note in person.notes)))


def _field(change: FieldChange, *, is_new: bool) -> str:
    label, before, after = CHANGED_FIELDS[change.name], _value(change.name, change.before), _value(change.name, change.after)
    values = {"field": label, "before": before, "after": after}
    return (_("%(field)s: %(after)s") if is_new else _("%(field)s: %(before)s → %(after)s")) % values


def _value(name: str, value: object) -> str:
    if isinstance(value, list):
        return listed(dict(Channel.choices).get(each, each) for each in value) if name == "channels" else listed(value)
    if name == "joined_on" and value:
        return date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    if name == "contract_hours" and value is not None:
        # Without needless decimals: 32, not 32.0.
        return number_format(f"{Decimal(str(value)).normalize():f}")
    return str(value or "–")


def _periods(person: PersonPlan) -> list[str]:
    periods, found = person.periods, []
    if periods.leaves:
        days = listed(
            f"{date_format(first, 'SHORT_DATE_FORMAT')}–{date_format(last, 'SHORT_DATE_FORMAT')}"
            for first, last in periods.leaves[:NAMES_SHOWN]
        )
        found.append(_("Leave: %(days)s") % {"days": days})
    if periods.shifts:
        zone = reporting_zone()
        count = len(periods.shifts)
        values = {
            "n": count,
            "first": moment_in(periods.shifts[0][0], zone),
            "last": moment_in(periods.shifts[-1][1], zone),
        }
        sentence = ngettext("%(n)d new shift: %(first)s – %(last)s", "%(n)d new shifts: %(first)s – %(last)s", count)
        found.append(sentence % values)
    if periods.shifts_removed:
        count = len(periods.shifts_removed)
        found.append(
            ngettext("%(n)d shift is no longer in the roster", "%(n)d shifts are no longer in the roster", count) % {"n": count}
        )
    return found


def staff_names_waiting(imported: Import, _user: User) -> list[WaitingName]:
    """Names to decide about, those with the most rows first."""
    staff = StaffFile.objects.filter(file=imported).first()
    if imported.state != Import.State.CHECKED or staff is None:
        return []
    content = StaffContent.from_json(staff.content)
    rows = Counter(content.labels)
    labels = [label for label, person_id in staff.matches.items() if person_id is None]
    likely = likely_people(labels) if labels else {}
    # A name that had to be asked about is never an exact match.
    unsure = {label: tuple(replace(match, is_certain=False) for match in likely[label]) for label in labels}
    return sorted(
        (WaitingName(label, rows[label], unsure[label]) for label in labels), key=lambda name: (-name.rows, name.label)
    )
