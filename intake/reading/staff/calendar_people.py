"""Names of people and kinds of work in calendar entries: attendees, the organiser, the title, or the calendar's name."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.reading.staff.calendar_lines import CalendarEntry, Property
from intake.reading.staff.results import Answers, StaffAsk, StaffContent, StaffQuestion
from intake.reading.staff.words import LEAVE_WORDS, WORK_WORDS, meaning_of, plain

_BETWEEN = re.compile(r"\s*[|:()\[\]–—,;/]\s*|\s+-\s+")
_CLOCKS = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_NOT_PEOPLE = {"ROOM", "RESOURCE"}
MOST = 0.8
LONGEST_LABEL = 200


class PeopleIn(StrEnum):
    """Where entries name their people."""

    ATTENDEES = "attendees"
    ORGANIZER = "organizer"
    TITLE = "title"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Named:
    """Name and address of a person in an entry, and the words that are left for the kind of entry."""

    name: str
    email: str
    label: str


def attendees(entry: CalendarEntry) -> list[Property]:
    """People who attend, without rooms."""
    return [found for found in entry.all("ATTENDEE") if found.params.get("CUTYPE", "").upper() not in _NOT_PEOPLE]


def has_declined(attendee: Property) -> bool:
    return attendee.params.get("PARTSTAT", "").upper() == "DECLINED"


def people_in(entries: Sequence[CalendarEntry], content: StaffContent, answers: Answers) -> PeopleIn | None:
    """Where these entries name people, or None if that has to be asked."""
    counts = Counter({PeopleIn.ATTENDEES: sum(bool(attendees(entry)) for entry in entries)})
    organizers = [found.raw.lower() for entry in entries if (found := entry.first("ORGANIZER"))]
    counts[PeopleIn.ORGANIZER] = len(organizers) if len(set(organizers)) > 1 else 0
    rests = {plain(rest_of(entry.text("SUMMARY"))) for entry in entries} - {""}
    is_named = any(entry.calendar for entry in entries)
    choices = [PeopleIn.TITLE]
    choices += [PeopleIn.CALENDAR] if is_named else []
    choices += [PeopleIn.ATTENDEES] if counts[PeopleIn.ATTENDEES] else []
    choices += [PeopleIn.ORGANIZER] if organizers else []
    if counts[PeopleIn.ATTENDEES] == len(entries):
        return PeopleIn.ATTENDEES
    if choices == [PeopleIn.TITLE]:
        return PeopleIn.TITLE
    # Titles such as “Early shift” name no one.
    if not rests and choices == [PeopleIn.TITLE, PeopleIn.CALENDAR]:
        return PeopleIn.CALENDAR
    guess = next((place for place in (PeopleIn.ATTENDEES, PeopleIn.ORGANIZER) if counts[place] >= MOST * len(entries)), None)
    guess = guess or (PeopleIn.CALENDAR if is_named and len(rests) <= 1 else PeopleIn.TITLE)
    example = next((entry.text("SUMMARY") for entry in entries if entry.text("SUMMARY")), "")
    question = StaffQuestion(StaffAsk.PEOPLE, guess=guess, choices=tuple(choices), count=len(entries), example=example)
    answer = content.ask(question, answers, allowed=choices)
    return PeopleIn(answer) if answer else None


def named_in(entry: CalendarEntry, place: PeopleIn, known: Collection[str]) -> list[Named]:
    """People of an entry who take part. Without a name in this place, an empty one."""
    title = " ".join([*(found.text for found in entry.all("CATEGORIES")), entry.text("SUMMARY")]).strip()
    if place is PeopleIn.ATTENDEES:
        return [_person(found, title) for found in attendees(entry) if not has_declined(found)]
    if place is PeopleIn.ORGANIZER:
        organizer = entry.first("ORGANIZER")
        return [_person(organizer, title)] if organizer else [Named("", "", title)]
    if place is PeopleIn.CALENDAR:
        return [Named(entry.calendar[:LONGEST_LABEL], "", title)]
    name = rest_of(entry.text("SUMMARY"), known)
    rest = " ".join(part for part in _BETWEEN.split(entry.text("SUMMARY")) if part and part != name)
    kind = " ".join([*(found.text for found in entry.all("CATEGORIES")), rest]).strip()
    is_whole = name == entry.text("SUMMARY")
    left = entry.text("SUMMARY").replace(name, " ") if name and not is_whole and not kind else kind
    return [Named(name[:LONGEST_LABEL], "", " ".join(left.split()))]


def rest_of(title: str, known: Collection[str] = ()) -> str:
    """A known name in a title, or its first part that is no word for work or leave: “Ana Lund” of “Leave – Ana Lund”."""
    parts = [_CLOCKS.sub("", part).strip() for part in _BETWEEN.split(title)]
    names = [part for part in parts if part and not _is_kind(part)]
    if not names:
        return ""
    found = next((part for part in names if plain(part) in known), names[0])
    words = [word for word in found.split() if plain(word) not in LEAVE_WORDS | WORK_WORDS]
    return " ".join(words)


def _is_kind(part: str) -> bool:
    return plain(part) in LEAVE_WORDS | WORK_WORDS or not plain(part) or plain(part).replace(" ", "").isdigit()


def _person(found: Property, title: str) -> Named:
    address = found.raw[len("mailto:") :] if found.raw.lower().startswith("mailto:") else found.params.get("EMAIL", "")
    name = found.params.get("CN", "").strip().strip('"')
    if "@" in name and not address:
        name, address = "", name
    return Named("" if name.lower() == address.lower() else name[:LONGEST_LABEL], address.strip()[:254], title)


def busy_meaning(entry: CalendarEntry, label: str) -> str:
    """Meaning of an entry by its words, or because its status is out of office. Empty if neither says it."""
    by_words = meaning_of(label)
    if by_words:
        return by_words
    return "leave" if entry.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "OOF" else ""
