"""Nightly imports of help desk files, through the same pipeline as an upload on the page."""

from datetime import date, timedelta

from django.db import connection

from core import work
from desk.demo import cast, contacts
from desk.demo.oddities import odd_file
from desk.demo.organisation import BEGINS, House
from desk.demo.schedule import Story
from intake.actions.file_reading import KIND
from intake.actions.people import decide_people
from intake.actions.publication_request import request_publication
from intake.actions.uploads import receive_file

NIGHT, MORNING = (0, 10), (0, 40)
HELP_DESK, SURVEY_TOOL = "help desk", "survey tool"
DAYS_A_WEEK = 7


def plan_imports(story: Story, house: House) -> None:
    """Import the history, then new files: monthly, weekly once reviews begin, more often during a crisis."""
    nights = [BEGINS - 1, *(days for days in range(BEGINS - 2, -1, -1) if _is_a_night_of_import(story, days))]
    since = contacts.first_on(story)
    for days in nights:
        until = story.before(days)
        story.at(story.moment(days, *NIGHT), lambda since=since, until=until: take_in(story, house, since, until))  # type: ignore[misc] # the defaults bind the loop's values
        since = until
    # After the last regular export has been imported.
    story.at(
        story.moment(0, *MORNING),
        lambda: take_in_file(story, house, "survey-tool.csv", odd_file(story, house.csps), source=SURVEY_TOOL),
    )


def _is_a_night_of_import(story: Story, days: int) -> bool:
    night = story.before(days)
    if contacts.RECALL.last <= days <= contacts.RECALL.first:
        return night.isoweekday() in {1, 4}
    if days <= contacts.STORM.first:
        return True
    return night.day == 1 or (night.isoweekday() == 1 and days <= DAYS_A_WEEK * (story.size.weeks_of_baseline + 1))


def take_in(story: Story, house: House, since: date, until: date) -> None:
    """Import the help desk's export of these days."""
    last_on = until - timedelta(days=1)
    name = f"help-desk-{since:%Y-%m-%d}-to-{last_on:%Y-%m-%d}.csv"
    take_in_file(story, house, name, contacts.file_of(story, house.csps, since, until), source=HELP_DESK)
    if since == contacts.first_on(story):
        _let_the_planner_know()


def take_in_file(story: Story, house: House, name: str, content: bytes, *, source: str) -> None:
    ops = house.user(cast.OPS)
    imported = receive_file(actor=ops, file_name=name, chunks=[content], profile_name="generic", source=source)
    work_on(imported.pk)
    imported.refresh_from_db()
    if imported.state == imported.State.NEEDS_PEOPLE:
        decide_people(actor=ops, imported=imported, people={person: row.pk for person, row in house.persons.items()})
    request_publication(actor=ops, imported=imported)
    work_on(imported.pk)
    imported.refresh_from_db()
    story.say(f"  {name}: {imported.counts['rows']} contacts, {imported.counts['responses']} rated")


def _let_the_planner_know() -> None:
    """Update the planner's statistics: autovacuum doesn't see the rows of a running transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def work_on(import_id: int) -> None:
    """Do the work that an import waits for."""
    row = work.latest(KIND, import_id)
    if row is not None:
        work.run_here(row)
