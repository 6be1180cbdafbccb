"""Suspicious survey responses of one evening, so that the audit has something to show."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from desk.demo.cast import Csp
from desk.demo.schedule import Story

TITLES = ("Ticket ID", "Assignee", "Created at", "Channel", "Survey sent at", "CSAT rating", "Rated at", "Comment")
EVENING = time(18, 4, 11)
AT_ONE_MOMENT = 11
LONG_AFTER = timedelta(days=45)


def odd_file(story: Story, csps: list[Csp]) -> bytes:
    """The survey tool's CSV export: likely scanner clicks, and responses that are repeated, late or without an agent."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(TITLES)
    began_at = datetime.combine(story.before(70), EVENING)
    for ticket, agent, sent_at, value, rated_at, comment in _answers(csps, began_at):
        sent = sent_at.isoformat(sep=" ") if sent_at else ""
        cells = (began_at.isoformat(sep=" "), "email", sent, value, rated_at.isoformat(sep=" "), comment)
        writer.writerow((f"survey-{ticket:02}", agent, *cells))
    return out.getvalue().encode()


def _answers(csps: list[Csp], began_at: datetime) -> Iterator[tuple[int, str, datetime | None, int, datetime, str]]:
    """Ticket, agent, time of the survey e-mail, rating, time of the rating, and comment."""
    later = began_at + timedelta(hours=2, seconds=8)
    yield 0, csps[0].name, None, 2, later, "Still no answer."
    yield 0, csps[0].name, None, 5, later + timedelta(days=1), "They did call me back. Sorry about the two stars!"
    yield 1, "", None, 4, later + timedelta(minutes=9), "Didn't catch the name, but it's fixed."
    yield 2, "", None, 1, later + timedelta(minutes=31), ""
    yield 3, csps[1].name, later, 1, later + timedelta(seconds=2), ""
    yield 4, csps[2].name, later, 5, later + timedelta(seconds=3), ""
    yield 5, csps[3].name, None, 4, began_at + LONG_AFTER, "Only just saw this e-mail."
    for number in range(AT_ONE_MOMENT):
        yield 6 + number, csps[number % len(csps)].name, None, 1 + number % 5, later + timedelta(minutes=50), ""
