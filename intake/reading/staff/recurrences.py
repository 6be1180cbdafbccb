"""Occurrences of repeated calendar entries. Every limit is set before a rule is expanded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from dateutil.rrule import rrulestr

from intake.reading.staff.calendar_lines import CalendarEntry, Property
from intake.reading.staff.calendar_times import BadTime, When, Zones, when
from intake.reading.staff.rules import BadRule, TooOften, rule_parts

# Occurrences that all rules of a file may have before the horizon, together.
MOST_STEPS = 200_000
# A rule without any occurrence is searched until the year 9999, so only a few of them are tried.
MOST_EMPTY = 5


@dataclass(slots=True)
class RuleBudget:
    """Steps that are left for all rules of a file."""

    steps: int = MOST_STEPS
    empty: int = MOST_EMPTY

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise TooOften


def starts_of(entry: CalendarEntry, start: When, zones: Zones, budget: RuleBudget, until: datetime) -> Iterator[datetime]:
    """Wall clock times at which an entry starts, up to a moment without a zone: its start, its rule, and its extra dates."""
    excluded = {local for found in entry.all("EXDATE") for local in _locals(found, start, zones)}
    extra = {local for found in entry.all("RDATE") for local in _locals(found, start, zones)}
    rules = entry.all("RRULE")
    if len(rules) > 1 or entry.all("EXRULE"):
        raise BadRule
    seen: set[datetime] = set()
    for local in (start.local, *sorted(extra), *(_ruled(rules[0].raw, start, budget, until) if rules else ())):
        if local not in excluded and local not in seen:
            seen.add(local)
            yield local


def _locals(found: Property, start: When, zones: Zones) -> Iterator[datetime]:
    """Values of a property with dates, as wall clock times of the entry's zone. Periods count with their start."""
    for value in found.raw.split(","):
        yield local_of(when(found, zones, raw=value.partition("/")[0]), start)


def local_of(other: When, start: When) -> datetime:
    """Another time as a wall clock time of the entry's zone. A date in an entry with times means the time of its start."""
    if start.is_day or other.is_day:
        return datetime.combine(other.local.date(), start.local.time())
    return start.of(other.moment)


def _ruled(text: str, start: When, budget: RuleBudget, until: datetime) -> Iterator[datetime]:
    parts = rule_parts(text)
    rule = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    last = min(until, _until(parts["UNTIL"], start)) if "UNTIL" in parts else until
    try:
        expanded = rrulestr(rule, dtstart=start.local)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BadRule from error
    is_empty = True
    if budget.empty <= 0:
        raise TooOften
    for local in expanded:
        is_empty = False
        if local > last:
            break
        budget.step()
        yield local
    budget.empty -= is_empty


def _until(text: str, start: When) -> datetime:
    """Last wall clock time of a rule. A date includes the whole day."""
    try:
        if len(text) == len("20260131"):
            return datetime.strptime(text, "%Y%m%d").replace(hour=23, minute=59, second=59)  # noqa: DTZ007 - wall clock
        moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall clock
    except ValueError as error:
        raise BadTime from error
    if not text.endswith("Z") or start.is_day:
        return moment
    return start.of(moment.replace(tzinfo=UTC))
