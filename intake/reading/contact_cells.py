"""Start and agent of a contact, from the cells of its row."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from intake.reading.cells import UnfitCell
from intake.reading.moments import Moments, NoTime
from intake.reading.precision import UNKNOWN
from intake.reading.profiles import Field, Profile, plain_title
from intake.reading.reasons import RejectionReason

_SPACING = re.compile(r"[\s_-]")
_FIRST_NAME = re.compile(r"(.*)(?:first|given)name(.*)")
# A moment with its precision.
Start = tuple[datetime, int]
Starts = Mapping[str, Start]


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts that a file can be about: those that began after `kept_from`, and the starts of those that are known, by ID."""

    kept_from: datetime | None = None
    starts: Starts = field(default_factory=dict)


ALL_CONTACTS = Contacts()


def start_reader(
    profile: Profile, where: Mapping[Field, int], zone: tzinfo, contacts: Contacts
) -> Callable[[Sequence[str], str], Start]:
    """Function that reads the start of a contact, with its precision, from its row and ID. If there is no column for it, only
    known contacts have a start.
    """
    moments, kept_from = Moments(profile.dates.of_column(Field.STARTED), zone), contacts.kept_from
    at_started, at_time = where.get(Field.STARTED, -1), where.get(Field.STARTED_TIME, -1)

    def read(cells: Sequence[str], _external_id: str) -> Start:
        found = _started(moments, cells[at_started], cells[at_time] if at_time >= 0 else None)
        if kept_from is not None and found[0] < kept_from:
            raise UnfitCell(Field.STARTED, f"{found[0].astimezone(zone):%Y-%m-%d}", RejectionReason.NO_LONGER_KEPT)
        return found

    def read_from_survey(cells: Sequence[str], external_id: str) -> Start:
        return read(cells, external_id)[0], UNKNOWN

    def look_up(_cells: Sequence[str], external_id: str) -> Start:
        try:
            return contacts.starts[external_id]
        except KeyError as error:
            raise UnfitCell(Field.EXTERNAL_ID, external_id, RejectionReason.CONTACT_TO_COME) from error

    if at_started < 0:
        return look_up
    return read_from_survey if profile.dates.of_survey else read


def agent_cell_reader(
    profile: Profile, where: Mapping[Field, int], header: Sequence[str]
) -> Callable[[Sequence[str]], str] | None:
    """Function that reads the agent from a row, or None if that is only a cell."""
    at_agent, at_email = where.get(Field.AGENT, -1), where.get(Field.AGENT_EMAIL, -1)
    at_kind, no_one = _kind_of_agent(profile, header)
    at_surname = _surname_beside(header, at_agent)
    if at_kind < 0 and at_email < 0 and at_surname < 0:
        return None

    def read(cells: Sequence[str]) -> str:
        if at_kind >= 0 and plain_title(cells[at_kind]) == no_one:
            return ""
        agent, email = cells[at_agent], cells[at_email].strip()
        if at_surname >= 0:
            agent = f"{agent.strip()} {cells[at_surname].strip()}".strip()
        # As some help desks write it in one cell: “Nia Berg (nia@example.org)”.
        return f"{agent.strip()} ({email})" if agent.strip() and email else agent or email

    return read


def _surname_beside(header: Sequence[str], at_agent: int) -> int:
    """Position of the surname that belongs to the agent's first name, such as `user.lastName` to `user.firstName`. -1 if there
    is none.
    """
    plain = [_SPACING.sub("", title.casefold()) for title in header]
    if at_agent < 0 or not (match := _FIRST_NAME.fullmatch(plain[at_agent])):
        return -1
    surnames = [match[1] + word + match[2] for word in ("lastname", "surname", "familyname")]
    return next((plain.index(title) for title in surnames if title in plain), -1)


def _kind_of_agent(profile: Profile, header: Sequence[str]) -> tuple[int, str]:
    """Position of the column with the kind of agent, and the kind that is no one. -1 if there is no such column."""
    condition = profile.no_agent_if
    plain = [plain_title(title) for title in header]
    if condition is None or plain_title(condition.column) not in plain:
        return -1, ""
    return plain.index(plain_title(condition.column)), plain_title(condition.value)


def _started(moments: Moments, day: str, clock: str | None) -> Start:
    if not day.strip():
        raise UnfitCell(Field.STARTED, day, RejectionReason.DATE_MISSING)
    try:
        return moments.of_cell(day) if clock is None else moments.of_day_and_time(day, clock)
    except NoTime as error:
        raise UnfitCell(Field.STARTED_TIME, clock or day, RejectionReason.TIME) from error
    except (ValueError, OverflowError, OSError) as error:
        raise UnfitCell(Field.STARTED, day, RejectionReason.DATE) from error
