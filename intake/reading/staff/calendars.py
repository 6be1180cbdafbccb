"""Reading an iCalendar file: repeated entries are expanded, and each occurrence becomes a shift or days of leave."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.staff.calendar_lines import CalendarEntry, CalendarText, TooManyEntries, calendar_text
from intake.reading.staff.calendar_people import Named, busy_meaning, named_in, people_in
from intake.reading.staff.calendar_times import BadTime, UnknownZone, When, Zones, length, when
from intake.reading.staff.leave_rows import LONGEST_LEAVE_DAYS, WHOLE_DAY_MINUTES
from intake.reading.staff.recurrences import RuleBudget, local_of, starts_of
from intake.reading.staff.results import (
    Answers,
    NotedSkip,
    StaffAsk,
    StaffContent,
    StaffKind,
    StaffQuestion,
    StaffReason,
    Unread,
)
from intake.reading.staff.rules import BadRule, TooOften
from intake.reading.staff.words import plain
from people.staff.records import LeaveRow, RosterRow

DAYS_BEFORE, DAYS_AFTER = 31, 400
LONGEST_SHIFT = timedelta(hours=24)
# More kinds of entries than this are asked about together.
MOST_KINDS = 30
OTHERS = "*"
WORK, LEAVE, SKIP = "work", "leave", "skip"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of an entry, with its end as a moment, or with days that include the last one."""

    entry: CalendarEntry
    start: When
    ends_at: datetime

    @property
    def days(self) -> tuple[date, date]:
        """First and last day. An end at midnight belongs to the day before."""
        if self.start.is_day:
            return self.start.local.date(), (self.ends_at - timedelta(days=1)).date()
        last = self.start.of(self.ends_at - timedelta(seconds=1)).date()
        return self.start.local.date(), max(last, self.start.local.date())


class CalendarReader:
    """Reader of the entries of one file."""

    def __init__(self, text: CalendarText, content: StaffContent, answers: Answers, *, today: date, usual_zone: str) -> None:
        self.text, self.content, self.answers = text, content, answers
        self.zones = Zones(text, content, answers, usual=usual_zone)
        self.first = datetime.combine(today - timedelta(days=DAYS_BEFORE), datetime.min.time())
        self.last = datetime.combine(today + timedelta(days=DAYS_AFTER), datetime.min.time())
        self.budget = RuleBudget()

    def occurrences(self) -> list[Occurrence]:
        """Occurrences within the horizon. Entries that can't be read are added to the content."""
        found = []
        for master, changes in _series(self.text.entries):
            try:
                found += self._of_series(master, changes)
            except UnknownZone:
                continue
            except (BadTime, OverflowError):
                self._refuse(master, StaffReason.DATE)
            except BadRule:
                self._refuse(master, StaffReason.RULE)
            except TooOften:
                self._refuse(master, StaffReason.TOO_OFTEN)
        return found

    def _refuse(self, entry: CalendarEntry, reason: StaffReason) -> None:
        start = entry.first("DTSTART")
        shown = f"{entry.text('SUMMARY')} {start.raw if start else ''}".strip()
        self.content.unread.append(Unread(entry.line, "", shown[:300], reason.value))

    def _of_series(self, master: CalendarEntry, changes: list[CalendarEntry]) -> list[Occurrence]:
        if any("RANGE" in found.params for change in changes for found in change.all("RECURRENCE-ID")):
            self._refuse(master, StaffReason.LATER_ONES)
            return []
        start = self._start(master)
        changed = {}
        for change in changes:
            stated = change.first("RECURRENCE-ID")
            changed[local_of(when(stated, self.zones), start) if stated and change is not master else start.local] = change
        found = []
        for local in starts_of(master, start, self.zones, self.budget, self.last):
            entry = changed.pop(local, master)
            begins = self._start(entry) if entry is not master else replace(start, local=local)
            found += self._one(entry, begins)
        # Changes of occurrences that the rule doesn't have count for themselves.
        return found + [each for change in changed.values() for each in self._one(change, self._start(change))]

    def _start(self, entry: CalendarEntry) -> When:
        start = entry.first("DTSTART")
        if start is None:
            raise BadTime
        return when(start, self.zones)

    def _one(self, entry: CalendarEntry, start: When) -> list[Occurrence]:
        if entry.text("STATUS").upper() == "CANCELLED":
            self.content.notes[NotedSkip.CANCELLED] += 1
            return []
        ends_at = self._end(entry, start)
        if ends_at.replace(tzinfo=None) <= self.first:
            self.content.notes[NotedSkip.BEFORE] += 1
            return []
        if start.local >= self.last:
            self.content.notes[NotedSkip.AFTER] += 1
            return []
        return [Occurrence(entry, start, ends_at)]

    def _end(self, entry: CalendarEntry, start: When) -> datetime:
        """End of an occurrence: as long after its start as the entry says. Days last from midnight to midnight."""
        duration, end = entry.first("DURATION"), entry.first("DTEND")
        if duration is not None:
            lasts = length(duration.raw)
            return start.at(start.local + timedelta(days=lasts.days)) + lasts.exact
        if end is None:
            return start.at(start.local + timedelta(days=1)) if start.is_day else start.moment
        begin, until = self._start(entry), when(end, self.zones)
        if begin.is_day != until.is_day:
            raise BadTime
        # The exact length of the first occurrence is that of all others.
        return start.moment + (until.moment - begin.moment)


def read_calendar(
    lines: Iterable[str], answers: Answers, *, today: date, usual_zone: str, known: Collection[str] = ()
) -> StaffContent:
    """Everything in a calendar. `known` are names of people, to find them in titles. Raises `Unreadable`."""
    content = StaffContent(kind=StaffKind.CALENDAR)
    try:
        text = calendar_text(lines, content)
    except TooManyEntries as error:
        raise Unreadable(FileTrouble.TOO_MANY_ROWS, "20,000") from error
    if not text.entries and not content.unread:
        raise Unreadable(FileTrouble.HEADER_ONLY)
    content.rows = len(text.entries) + len(content.unread)
    content.notes[NotedSkip.NO_EVENT] += text.others
    reader = CalendarReader(text, content, answers, today=today, usual_zone=usual_zone)
    names = {plain(name) for name in known}
    place = people_in(text.entries, content, answers) if text.entries else None
    occurrences = reader.occurrences()
    reader.zones.ask()
    if place is not None:
        people = [(found, person) for found in occurrences for person in named_in(found.entry, place, names)]
        _sort_out(people, content, answers)
    content.unread.sort(key=lambda each: each.line)
    return content


def _sort_out(people: list[tuple[Occurrence, Named]], content: StaffContent, answers: Answers) -> None:
    """Add the shifts and the leave to the content."""
    meanings = _meanings(people, content, answers)
    refused: set[tuple[int, str]] = set()
    for found, person in people:
        meaning = busy_meaning(found.entry, person.label) or meanings.get(_kind(found, person), SKIP)
        if meaning == SKIP:
            content.notes[NotedSkip.MEANING] += 1
            continue
        reason = _unfit(found, person, meaning)
        if reason is None:
            _add(found, person, meaning, content)
        elif (found.entry.line, reason) not in refused:
            refused.add((found.entry.line, reason))
            shown = f"{found.entry.text('SUMMARY')} {found.start.local:%Y-%m-%d %H:%M}".strip()
            content.unread.append(Unread(found.entry.line, "", shown[:300], reason.value))


def _unfit(found: Occurrence, person: Named, meaning: str) -> StaffReason | None:
    lasts = found.ends_at - found.start.moment
    first_on, last_on = found.days
    if not person.name and not person.email:
        return StaffReason.NO_PERSON
    if lasts <= timedelta():
        return StaffReason.NO_END
    if meaning == LEAVE:
        if first_on == last_on and lasts < timedelta(minutes=WHOLE_DAY_MINUTES):
            return StaffReason.PART_DAY
        return StaffReason.TOO_LONG if (last_on - first_on).days > LONGEST_LEAVE_DAYS else None
    if found.start.is_day:
        return StaffReason.ALL_DAY
    return StaffReason.TOO_LONG if lasts > LONGEST_SHIFT else None


def _add(found: Occurrence, person: Named, meaning: str, content: StaffContent) -> None:
    line = found.entry.line
    if meaning == LEAVE:
        first_on, last_on = found.days
        content.leaves.append(LeaveRow(line, person.name, person.email, first_on.isoformat(), last_on.isoformat()))
    else:
        starts, ends = (moment.astimezone(UTC).isoformat() for moment in (found.start.moment, found.ends_at))
        content.shifts.append(RosterRow(line, person.name, person.email, starts, ends))


def _kind(found: Occurrence, person: Named) -> str:
    return f"{'day' if found.start.is_day else 'time'} {plain(person.label)}".strip()


def _meanings(people: list[tuple[Occurrence, Named]], content: StaffContent, answers: Answers) -> dict[str, str]:
    """Meanings of all kinds of entries without a known word, by `_kind`. What isn't answered yet is asked."""
    unknown: dict[str, list[tuple[Occurrence, Named]]] = defaultdict(list)
    for found, person in people:
        if not busy_meaning(found.entry, person.label):
            unknown[_kind(found, person)].append((found, person))
    is_many = len(unknown) > MOST_KINDS
    asked: dict[str, StaffQuestion] = {}
    for kind, uses in unknown.items():
        found, person = uses[0]
        about = OTHERS if is_many else person.label[:100] or kind
        count = (asked[about].count if about in asked else 0) + len(uses)
        guess, example = _guess(found), f"{found.entry.text('SUMMARY')} {found.start.local:%Y-%m-%d %H:%M}"
        asked[about] = StaffQuestion(
            StaffAsk.MEANING, about, guess=guess, choices=(WORK, LEAVE, SKIP), count=count, example=example
        )
    answers_by_about = {about: content.ask(question, answers, allowed=question.choices) for about, question in asked.items()}
    return {
        kind: answers_by_about[OTHERS if is_many else uses[0][1].label[:100] or kind] or SKIP for kind, uses in unknown.items()
    }


def _guess(found: Occurrence) -> str:
    is_free = found.entry.text("TRANSP").upper() == "TRANSPARENT" and not found.start.is_day
    return SKIP if is_free else LEAVE if found.start.is_day else WORK


def _series(entries: Iterable[CalendarEntry]) -> Iterator[tuple[CalendarEntry, list[CalendarEntry]]]:
    """Each entry with the entries that change single occurrences of it. Of several versions of an entry, the newest counts."""
    masters: dict[tuple[str, str], CalendarEntry] = {}
    changes: defaultdict[str, dict[str, CalendarEntry]] = defaultdict(dict)
    for entry in entries:
        uid = entry.text("UID") or f"line {entry.line}"
        stated, start = entry.first("RECURRENCE-ID"), entry.first("DTSTART")
        if stated is not None:
            known = changes[uid].get(stated.raw)
            changes[uid][stated.raw] = entry if known is None else _newest(known, entry)
            continue
        # Some programs give all entries the same id; a repeated entry has only one.
        key = (uid, "" if entry.first("RRULE") else start.raw if start else "")
        masters[key] = _newest(masters[key], entry) if key in masters else entry
    for (uid, _start), master in masters.items():
        yield master, list(changes[uid].values()) if master.first("RRULE") or master.first("RDATE") else []
    repeated = {uid for (uid, _start), master in masters.items() if master.first("RRULE") or master.first("RDATE")}
    for uid, alone in changes.items():
        if uid not in repeated:
            yield from ((change, []) for change in alone.values())


def _newest(one: CalendarEntry, other: CalendarEntry) -> CalendarEntry:
    def sequence(entry: CalendarEntry) -> int:
        text = entry.text("SEQUENCE")
        return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - a small number

    return other if sequence(other) >= sequence(one) else one
