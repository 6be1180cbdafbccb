"""Start and agent of a contact, from the cells of its row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from intake.reading.cells import UnfitCell
from intake.reading.moments import Moments, NoTime
from intake.reading.precision import UNKNOWN
from intake.reading.profiles import Field, Profile, plain_title
from intake.reading.reasons import RejectionReason

# Start of known contacts, with its precision, by ID.
Starts = Mapping[str, tuple[datetime, int]]
NO_STARTS: Starts = {}
Start = tuple[datetime, int]


def start_reader(
    profile: Profile, moments: Moments, *, at_started: int, at_time: int, starts: Starts
) -> Callable[[Sequence[str], str], Start]:
    """Function that reads the start of a contact, with its precision, from its row and ID. Without a column for it, the
    contact must be among `starts`.
    """

    def read(cells: Sequence[str], _external_id: str) -> Start:
        return _started(moments, cells[at_started], cells[at_time] if at_time >= 0 else None)

    def read_from_survey(cells: Sequence[str], external_id: str) -> Start:
        return read(cells, external_id)[0], UNKNOWN

    def look_up(_cells: Sequence[str], external_id: str) -> Start:
        try:
            return starts[external_id]
        except KeyError as error:
            raise UnfitCell(Field.EXTERNAL_ID, external_id, RejectionReason.CONTACT_TO_COME) from error

    if at_started < 0:
        return look_up
    return read_from_survey if profile.dates.of_survey else read


def agent_reader(
    profile: Profile, header: Sequence[str], *, at_agent: int, at_email: int
) -> Callable[[Sequence[str]], str] | None:
    """Function that reads the agent from a row, or None if that is only a cell."""
    at_kind, no_one = _kind_of_agent(profile, header)
    if at_kind < 0 and at_email < 0:
        return None

    def read(cells: Sequence[str]) -> str:
        if at_kind >= 0 and plain_title(cells[at_kind]) == no_one:
            return ""
        agent, email = cells[at_agent], cells[at_email].strip()
        # As some help desks write it in one cell: “Nia Berg (nia@example.org)”.
        return f"{agent.strip()} ({email})" if agent.strip() and email else agent or email

    return read


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
        if clock is None:
            raise UnfitCell(Field.STARTED, day, RejectionReason.DATE) from error
        raise UnfitCell(Field.STARTED_TIME, clock, RejectionReason.TIME) from error
    except (ValueError, OverflowError, OSError) as error:
        raise UnfitCell(Field.STARTED, day, RejectionReason.DATE) from error
