"""Contacts and responses after any sequence of imports, decisions and undos: the documented rules in plain Python.

Nothing is updated in place. The model keeps what each file says and computes the contacts from the files that are left.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from intake.reading.precision import DAY, MINUTE, SECOND, UNKNOWN

Row = Mapping[str, Any]
# A day has 25 hours where clocks are set back.
A_DAY = timedelta(hours=25)


class Key(NamedTuple):
    """Identity of a contact."""

    source: str
    external_id: str


class Said(NamedTuple):
    """Identity of a response to a contact."""

    instrument: str
    responded_at: datetime
    value: int


class Contact(NamedTuple):
    """A contact as it should be stored."""

    agent: str
    channel: str
    topic: str
    started_at: datetime
    started_precision: int
    file: int


class Response(NamedTuple):
    """A response as it should be stored."""

    key: Key
    said: Said
    state: str
    comment: str
    precision: int
    file: int


@dataclass(frozen=True)
class Statement:
    """All rows of a file about a contact as one, and their responses in order of arrival with comment and precision."""

    file: int
    row: Row
    responses: Mapping[Said, tuple[str, int]]
    is_turned_down: bool = False


@dataclass
class Imports:
    """What the published files say, and people's decisions."""

    statements: dict[Key, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    assigned: dict[Key, str] = field(default_factory=dict)
    # The number of the decision, because the last one of several wins, and whether the response counts.
    decided: dict[tuple[Key, Said], tuple[int, bool]] = field(default_factory=dict)

    def publish(self, file: int, source: str, rows: Sequence[Row], *, keeps_agents: bool, is_sent: bool = False) -> None:
        """Add a file. `keeps_agents` is the decision about reassigned contacts; nobody is asked about sent data."""
        asked = self.questions(source, rows)["reassigned"] if keeps_agents and not is_sent else set()
        for key, row, responses in _together(source, rows):
            known = self.agent(key)
            is_turned_down = bool(known) and known != row["agent"] and (key in asked or self._was_turned_down(key, row))
            self.statements[key].append(Statement(file, row, responses, is_turned_down=is_turned_down))

    def undo(self, file: int) -> None:
        """Remove a file."""
        for key, said in self.statements.items():
            self.statements[key] = [each for each in said if each.file != file]

    def assign(self, key: Key, agent: str) -> None:
        """Assign an agent by hand, or none, to a contact whose source names none."""
        if self.statements[key] and (key in self.assigned or not self.agent(key)):
            self.assigned.pop(key, None)
            if agent:
                self.assigned[key] = agent

    def decide(self, key: Key, said: Said, number: int, counts: bool | None) -> None:
        """Decide whether a response counts, or take the decision back."""
        self.decided.pop((key, said), None)
        if counts is not None:
            self.decided[key, said] = (number, counts)

    def questions(self, source: str, rows: Sequence[Row]) -> dict[str, set[Key]]:
        """Contacts of a file that a person has to decide about."""
        found: dict[str, set[Key]] = {"reassigned": set(), "other_contacts": set()}
        for key, row, _responses in _together(source, rows):
            if not self.statements[key] or key.external_id.startswith("row:") or self._was_turned_down(key, row):
                continue
            known = self.contact(key)
            is_missing = not (row["agent"] and known.agent)
            is_other_day = abs(row["started_at"] - known.started_at) > A_DAY
            is_by_hand = bool(known.agent) and not self._named(key)
            if not is_by_hand and (is_other_day if is_missing else row["agent"] != known.agent):
                found["reassigned" if _is_same_moment(row, known) else "other_contacts"].add(key)
        return found

    def _was_turned_down(self, key: Key, row: Row) -> bool:
        return any(each.is_turned_down and each.row["agent"] == row["agent"] for each in self.statements[key])

    def agent(self, key: Key) -> str:
        return self._named(key) or self.assigned.get(key, "")

    def _named(self, key: Key) -> str:
        """The agent that files name: the latest who wasn't turned down, or else the first who was."""
        named = [each for each in self.statements[key] if each.row["agent"]]
        order = [*(each for each in reversed(named) if not each.is_turned_down), *(each for each in named)]
        return str(order[0].row["agent"]) if order else ""

    def contact(self, key: Key) -> Contact:
        """A contact: of each column the latest value, and the file that had it first."""
        said = self.statements[key]
        latest = _latest([each.row for each in said])
        return Contact(
            self.agent(key), latest["channel"], latest["topic"], latest["started_at"], latest["started_precision"], said[0].file
        )

    def contacts(self) -> dict[Key, Contact]:
        return {key: self.contact(key) for key, said in self.statements.items() if said}

    def responses(self) -> list[Response]:
        """All responses with their states."""
        said = {key: self._said(key) for key in self.contacts()}
        duplicates = self._duplicates(said)
        found = []
        for key, answers in said.items():
            reasons = {each: self._reason(key, each, duplicates) for each in answers}
            racing = [each for each in answers if not reasons[each]]
            counted = {_last(key, instrument, racing, self.decided) for instrument in {each.instrument for each in racing}}
            for each, about in answers.items():
                found.append(Response(key, each, reasons[each] or ("counted" if each in counted else "superseded"), *about))
        return sorted(found)

    def _said(self, key: Key) -> dict[Said, tuple[str, int, int]]:
        """Responses in the order in which they arrived: the latest comment, the best precision, and the first file."""
        found: dict[Said, tuple[str, int, int]] = {}
        for each in self.statements[key]:
            for said, (comment, precision) in each.responses.items():
                known, best, file = found.get(said, ("", UNKNOWN, each.file))
                found[said] = (comment or known, max(precision, best), file)
        return found

    def _reason(self, key: Key, said: Said, duplicates: set[tuple[Key, Said]]) -> str:
        if (key, said) in self.decided:
            return "" if self.decided[key, said][1] else "excluded"
        return "duplicate" if (key, said) in duplicates else ""

    def _duplicates(self, said: Mapping[Key, Mapping[Said, tuple[str, int, int]]]) -> set[tuple[Key, Said]]:
        """Responses that another source had before. Contacts of a source that are alike stay as many as they are."""
        alike: dict[Any, list[tuple[int, Key, Said]]] = defaultdict(list)
        for key, answers in said.items():
            contact = self.contact(key)
            for each, (comment, _precision, file) in answers.items():
                enough = contact.started_precision == SECOND or (contact.started_precision == MINUTE and comment)
                if contact.agent and enough:
                    alike[contact.agent, contact.started_at, each.instrument, each.value, comment].append((file, key, each))
        found = set()
        for group in alike.values():
            ids: dict[str, set[str]] = defaultdict(set)
            for _file, key, _each in group:
                ids[key.source].add(key.external_id)
            place = {Key(source, one): at for source, of_source in ids.items() for at, one in enumerate(sorted(of_source))}
            for _file, key, each in group:
                same = [(file, other.source) for file, other, _each in group if place[other] == place[key]]
                if min(same)[1] != key.source:
                    found.add((key, each))
        return found

    def scores(self, zone: ZoneInfo) -> tuple[Counter[Any], Counter[Any]]:
        """Counted responses by agent, month, channel, topic, instrument and value, and all others by month and reason."""
        counted, left_out = Counter[Any](), Counter[Any]()
        for response in self.responses():
            contact = self.contact(response.key)
            month = contact.started_at.astimezone(zone).date().replace(day=1)
            if response.state == "counted" and contact.agent:
                said = response.said
                counted[contact.agent, month, contact.channel, contact.topic, said.instrument, said.value] += 1
            else:
                reason = "unassigned" if response.state == "counted" else response.state
                left_out[month, response.said.instrument, reason] += 1
        return counted, left_out


def _together(source: str, rows: Sequence[Row]) -> list[tuple[Key, Row, dict[Said, tuple[str, int]]]]:
    """The rows of each contact as one, and its responses in the order of their rows."""
    groups, alike = defaultdict(list), Counter[str]()
    for line, row in enumerate(rows):
        key = row.get("external_id", "")
        if not key:
            alike[row["digest"]] += 1
            key = f"row:{row['digest']}:{alike[row['digest']]}"
        groups[Key(source, key)].append((line, row))
    return [
        (key, _latest([row for _line, row in sorted(lines, key=_in_time)]), _responses(lines)) for key, lines in groups.items()
    ]


def _in_time(numbered: tuple[int, Row]) -> tuple[datetime, int]:
    line, row = numbered
    return row["responded_at"] or row["started_at"], line


def _latest(rows: Sequence[Row]) -> dict[str, Any]:
    """Of each column the latest value. An unknown date only stands in for another one."""
    latest = list(reversed(rows))
    begun = next((row for row in latest if row["started_precision"] > UNKNOWN), latest[0])
    return {
        "agent": next((row["agent"] for row in latest if row["agent"]), ""),
        "topic": next((row["topic"] for row in latest if row["topic"]), ""),
        "channel": next((row["channel"] for row in latest if row["channel"] != "other"), "other"),
        "started_at": begun["started_at"],
        "started_precision": begun["started_precision"],
    }


def _responses(lines: Sequence[tuple[int, Row]]) -> dict[Said, tuple[str, int]]:
    """Each response once, where its last row with a comment is, or else its last row."""
    rows: dict[Said, list[tuple[bool, int, Row]]] = defaultdict(list)
    for line, row in lines:
        if row["value"] is not None:
            rows[Said(row["instrument"], row["responded_at"], row["value"])].append((bool(row["comment"]), line, row))
    last = {said: max(found, key=lambda each: each[:2]) for said, found in rows.items()}
    best = {said: max(row["precision"] for _has, _line, row in found) for said, found in rows.items()}
    return {said: (last[said][2]["comment"], best[said]) for said in sorted(last, key=lambda said: last[said][1])}


def _is_same_moment(row: Row, known: Contact) -> bool:
    precision = min(row["started_precision"], known.started_precision)
    if precision <= DAY:
        return bool(abs(row["started_at"] - known.started_at) <= A_DAY)
    if precision == MINUTE:
        return bool(row["started_at"].replace(second=0, microsecond=0) == known.started_at.replace(second=0, microsecond=0))
    return bool(row["started_at"] == known.started_at)


def _last(key: Key, instrument: str, racing: Sequence[Said], decided: Mapping[tuple[Key, Said], tuple[int, bool]]) -> Said:
    """The response that counts: the one decided for last, or else the latest, or of the same moment the last one received."""
    places = [(decided.get((key, said), (-1, True))[0], said.responded_at, at) for at, said in enumerate(racing)
              if said.instrument == instrument]  # fmt: skip
    return racing[max(places)[2]]
