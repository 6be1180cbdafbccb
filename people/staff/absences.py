"""Plans for leave and rosters from files: which periods are new, and which ones they replace."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from people.models import Leave, RosteredShift
from people.staff.changes import Days, PersonPlan, Times
from people.staff.records import LeaveRow, RosterRow, label_of


def _plan_by_person(rows: Iterable[LeaveRow | RosterRow], plans: Mapping[str, PersonPlan | None]) -> dict[int, PersonPlan]:
    found = (plans[label_of(row.name, row.email)] for row in rows)
    return {id(plan): plan for plan in found if plan is not None}


def leave_plan(rows: Sequence[LeaveRow], plans: Mapping[str, PersonPlan | None]) -> None:
    """Add leave to the plans. Overlapping leave becomes one period, in the file and with what is known."""
    wanted: defaultdict[int, list[Days]] = defaultdict(list)
    for row in rows:
        if (plan := plans[label_of(row.name, row.email)]) is not None:
            wanted[id(plan)].append((date.fromisoformat(row.first_on), date.fromisoformat(row.last_on)))
    by_person = _plan_by_person(rows, plans)
    known: defaultdict[int, dict[int, Days]] = defaultdict(dict)
    for leave in Leave.objects.filter(person__in=[plan.person_id for plan in by_person.values() if plan.person_id]):
        known[leave.person_id][leave.pk] = (leave.first_on, leave.last_on)
    for key, plan in by_person.items():
        present = known.get(plan.person_id or 0, {})
        for first, last in joined_days(wanted[key] + [days for days in present.values() if _touches(days, wanted[key])]):
            covered = {pk: days for pk, days in present.items() if first <= days[0] and days[1] <= last}
            if list(covered.values()) != [(first, last)]:
                plan.periods.leaves.append((first, last))
                plan.periods.leaves_replaced |= covered


def _touches(days: Days, wanted: Iterable[Days]) -> bool:
    return any(first <= days[1] and days[0] <= last for first, last in wanted)


def joined_days(periods: Iterable[Days]) -> list[Days]:
    """Periods in order, with overlapping ones joined."""
    found: list[Days] = []
    for first, last in sorted(periods):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def roster_plan(rows: Sequence[RosterRow], plans: Mapping[str, PersonPlan | None]) -> None:
    """Add shifts to the plans. From a person's first to their last shift in the file, the file replaces the roster."""
    wanted: defaultdict[int, list[Times]] = defaultdict(list)
    for row in rows:
        if (plan := plans[label_of(row.name, row.email)]) is not None:
            wanted[id(plan)].append((datetime.fromisoformat(row.starts_at), datetime.fromisoformat(row.ends_at)))
    by_person = _plan_by_person(rows, plans)
    known: defaultdict[int, dict[int, Times]] = defaultdict(dict)
    for shift in RosteredShift.objects.filter(person__in=[plan.person_id for plan in by_person.values() if plan.person_id]):
        known[shift.person_id][shift.pk] = (shift.starts_at, shift.ends_at)
    for key, plan in by_person.items():
        shifts = without_overlaps(wanted[key])
        first, last = shifts[0][0], shifts[-1][1]
        present = {
            pk: times for pk, times in known.get(plan.person_id or 0, {}).items() if times[0] < last and first < times[1]
        }
        plan.periods.shifts = [times for times in shifts if times not in present.values()]
        plan.periods.shifts_removed = {pk: times for pk, times in present.items() if times not in shifts}


def without_overlaps(shifts: Iterable[Times]) -> list[Times]:
    """Shifts in order. Of two overlapping ones, the later one begins when the earlier one ends."""
    found: list[Times] = []
    for start, end in sorted(set(shifts)):
        begin = max(start, found[-1][1]) if found else start
        if begin < end:
            found.append((begin, end))
    return found
