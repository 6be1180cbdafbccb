"""Imports that wait for a person on the last morning: a question about agents, names to match, and a staff list to check."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from desk.demo import cast, contacts
from desk.demo.feedback import HELP_DESK, SURVEY_TOOL, work_on
from desk.demo.oddities import TITLES as SURVEY_TITLES
from desk.demo.organisation import House
from desk.demo.schedule import Story
from intake.actions.staff_files import receive_staff_file
from intake.actions.uploads import receive_file

MOMENT = (0, 36)
REASSIGNED_DAYS_AGO, REASSIGNED = 3, 5
SURVEYED_AT = time(16, 20, 5)
# The survey tool writes the beginning of a first name.
TYPED_NAMES, LETTERS = 4, 1
MORE_HOURS = 36


def plan_waiting_imports(story: Story, house: House) -> None:
    """Upload three files at the end of the story, each of which waits for a decision."""
    story.at(story.moment(0, *MOMENT), lambda: _upload_all(story, house))


def _upload_all(story: Story, house: House) -> None:
    ops, administrator = house.user(cast.OPS), house.user(cast.ADMINISTRATOR)
    files = (
        ("help-desk-after-handover.csv", handover_file(story, house), HELP_DESK),
        ("survey-tool-second-account.csv", typed_file(story, house), SURVEY_TOOL),
    )
    for name, content, source in files:
        imported = receive_file(actor=ops, file_name=name, chunks=[content], profile_name="generic", source=source)
        work_on(imported.pk)
    staff = receive_staff_file(actor=administrator, file_name="staff-list.csv", chunks=[staff_file(house)])
    work_on(staff.pk)
    story.say("  3 imports wait for a decision")


def handover_file(story: Story, house: House) -> bytes:
    """The help desk's second export of a day. Since a colleague took over some of its contacts, they have another agent."""
    day = story.before(REASSIGNED_DAYS_AGO)
    rows = list(contacts.rows_of(story, house.csps, day, day + timedelta(days=1)))
    taken_over = house.csps[0].name
    others = [number for number, row in enumerate(rows) if row[1] != taken_over][:REASSIGNED]
    changed = [(row[0], taken_over, *row[2:]) if number in others else row for number, row in enumerate(rows)]
    return _as_csv(contacts.TITLES, changed)


def typed_file(story: Story, house: House) -> bytes:
    """A survey tool's export with names as people typed them, such as “A. Verhaegen”."""
    began_at = datetime.combine(story.before(2), SURVEYED_AT)
    rows = []
    for number, csp in enumerate(house.csps[:TYPED_NAMES]):
        first, _space, last = csp.name.partition(" ")
        at = began_at + timedelta(minutes=7 * number)
        rated_at = at + timedelta(hours=3, minutes=number)
        name = f"{first[:LETTERS]}. {last}"
        rows.append((f"second-{number:02}", name, f"{at}", "chat", "", f"{5 - number % 3}", f"{rated_at}", ""))
    return _as_csv(SURVEY_TITLES, rows)


def staff_file(house: House) -> bytes:
    """The staff list of next month: two people with other contract hours, and a new colleague."""
    others = [csp for csp in house.csps if csp.contract_hours != MORE_HOURS and csp.team == house.csps[0].team]
    first, second = others[:2]
    rows = [(first.name, first.team, MORE_HOURS), (second.name, second.team, MORE_HOURS), ("Mirte Solano", first.team, 32)]
    return _as_csv(("Name", "Team", "Contract hours"), rows)


def _as_csv(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([titles, *rows])
    return out.getvalue().encode()
