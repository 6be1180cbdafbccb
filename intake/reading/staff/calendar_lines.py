"""Lines of an iCalendar file as entries with their properties, uninterpreted. A bad line costs only its entry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from intake.reading.reasons import RejectionReason
from intake.reading.staff.results import StaffContent, StaffReason, Unread

MOST_ENTRIES, MOST_PROPERTIES = 20_000, 2_000
_TIME_ZONE, _ENTRY, _CALENDAR = "VTIMEZONE", "VEVENT", "VCALENDAR"


@dataclass(frozen=True, slots=True)
class Property:
    """Property of an entry: parameters, the value as written, and the value as text."""

    params: dict[str, str]
    raw: str
    text: str


@dataclass(slots=True)
class CalendarEntry:
    """CalendarEntry of a calendar. `line` is its first line in the file, `calendar` the name of its calendar."""

    line: int
    calendar: str
    properties: dict[str, list[Property]] = field(default_factory=dict)

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])

    def first(self, name: str) -> Property | None:
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        found = self.first(name)
        return " ".join(found.text.split()) if found else ""


@dataclass(slots=True)
class CalendarText:
    """A file's entries, its definitions of time zones by name, and the zone that its calendar names for itself."""

    entries: list[CalendarEntry] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    zone: str = ""
    others: int = 0


class TooManyEntries(Exception):
    """More entries, or properties of one, than the limit."""


def unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first line. Long lines continue on the next one after a space or tab."""
    current, start = "", 0
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if text[:1] in {" ", "\t"} and start:
            current += text[1:]
            continue
        if current:
            yield start, current
        current, start = text, number
    if current:
        yield start, current


class _Reader:
    def __init__(self, content: StaffContent) -> None:
        self.found, self._content = CalendarText(), content
        self._open: list[str] = []
        self._entry: CalendarEntry | None = None
        self._calendar, self._zone = "", ""
        self._zone_lines: list[str] = []
        self._is_bad, self._number = False, 0

    def take(self, number: int, line: str) -> None:
        self._number = number
        name, _sign, value = line.partition(":")
        upper = name.strip().upper()
        if upper in {"BEGIN", "END"}:
            self._part(upper == "BEGIN", number, line, value.strip().upper())
        elif _TIME_ZONE in self._open:
            self._zone_lines.append(line)
            self._zone = value.strip() if upper.partition(";")[0] == "TZID" else self._zone
        elif self._open == [_CALENDAR]:
            self._of_calendar(upper.partition(";")[0], value.strip())
        elif self._entry is not None and self._open[-1:] == [_ENTRY]:
            self._property(number, line)

    def _part(self, begins: bool, number: int, line: str, part: str) -> None:
        if begins:
            self._open.append(part)
            if part == _TIME_ZONE:
                self._zone_lines, self._zone = [], ""
            elif part == _CALENDAR:
                self._calendar, self._open = "", [_CALENDAR]
            elif self._open[:-1] in ([_CALENDAR], []):
                self._entry, self._is_bad = (CalendarEntry(number, self._calendar) if part == _ENTRY else None), False
                self.found.others += part != _ENTRY
        if _TIME_ZONE in self._open:
            self._zone_lines.append(line)
        if not begins and part in self._open:
            del self._open[self._open.index(part) :]
            self._ended(part)

    def _ended(self, part: str) -> None:
        if part == _CALENDAR:
            self._break_off()
        if part == _TIME_ZONE and self._zone:
            self.found.zones[self._zone] = "\r\n".join(self._zone_lines)
        elif part == _ENTRY and self._entry is not None:
            if not self._is_bad:
                self.found.entries.append(self._entry)
                if len(self.found.entries) > MOST_ENTRIES:
                    raise TooManyEntries
            self._entry = None

    def _of_calendar(self, name: str, value: str) -> None:
        if name == "X-WR-CALNAME":
            self._calendar = value.replace("\\,", ",").replace("\\;", ";")
        elif name == "X-WR-TIMEZONE":
            self.found.zone = self.found.zone or value

    def _property(self, number: int, line: str) -> None:
        entry = self._entry
        if entry is None or self._is_bad:
            return
        try:
            parsed = Contentline(line)  # type: ignore[no-untyped-call] # the library's
            name, params, raw = parsed.raw_parts()
            text = parsed.parts()[2]
        except ValueError:
            # Without this line, the entry could mean something else.
            self._content.unread.append(Unread(number, "", line[:300], StaffReason.NOT_READABLE.value))
            self._is_bad = True
            return
        written = {key.upper(): value if isinstance(value, str) else ",".join(value) for key, value in params.items()}
        properties = entry.properties.setdefault(name.upper(), [])
        properties.append(Property(written, raw.strip(), text))
        if len(properties) > MOST_PROPERTIES:
            raise TooManyEntries

    def finished(self) -> CalendarText:
        self._break_off()
        if self._open and not self._content.unread:
            # Whole entries can be missing at the end.
            self._content.unread.append(Unread(self._number, "", "", RejectionReason.BREAKS_OFF.value))
        return self.found

    def _break_off(self) -> None:
        """An entry without an end is not read, because parts of it may be missing."""
        if self._entry is not None:
            shown = self._entry.text("SUMMARY")[:300]
            self._content.unread.append(Unread(self._entry.line, "", shown, RejectionReason.BREAKS_OFF.value))
            self._entry = None


def calendar_text(lines: Iterable[str], content: StaffContent) -> CalendarText:
    """All entries of a file. Lines that can't be read are added to the content. Raises `TooManyEntries`."""
    reader = _Reader(content)
    for number, line in unfolded(lines):
        reader.take(number, line)
    return reader.finished()
