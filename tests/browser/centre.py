"""The contact centre of the story: its agents, the hours it happens in, and the files its help desk exports."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
# Two extra reviews a week open on Monday and on Thursday at 00:00. Between them the crisis begins.
WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=ZONE)
THURSDAY = datetime(2026, 3, 5, 9, 30, tzinfo=ZONE)

# Of twelve answers in each month, so many are satisfied. Three people are too close to call; one drops below the minimum.
SATISFIED = {"Nia Berg": 11, "Omar Lind": 11, "Pia Holt": 11, "Quentin Raab": 6}
MONTHS = [(2025, 9), (2025, 10), (2025, 11), (2025, 12), (2026, 1), (2026, 2)]
ANSWERS_A_MONTH = 12

HEADER = ("Contact id", "Date", "Agent", "Rating", "Topic", "Channel", "Comment")
Row = tuple[str, str, str, int, str, str, str]


def half_a_year() -> bytes:
    """Six months of everybody's work, and one row with a date that is none."""
    rows = [
        (
            f"{name[0]}-{year}-{month}-{number}",
            f"{year}-{month:02}-{2 * number + 1:02} {9 + number % 8:02}:15",
            name,
            5 if number < satisfied else 2,
            ("Delivery", "Billing")[number % 2],
            ("phone", "chat", "email")[number % 3],
            "",
        )
        for name, satisfied in SATISFIED.items()
        for year, month in MONTHS
        for number in range(ANSWERS_A_MONTH)
    ]
    return as_csv([*rows, ("broken", "soon", "Nia Berg", 5, "Delivery", "phone", "")])


def first_day(names: Iterable[str]) -> bytes:
    """What the team was asked on the day the crisis began, and early on the next."""
    return as_csv(
        (f"{name[0]}-storm-{number}", moment, name, 5, "Storm", "phone", "Someone told me what happens next.")
        for name in names
        for number, moment in enumerate(["2026-03-04 15:10", "2026-03-04 17:40", "2026-03-05 08:20"])
    )


def as_csv(rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode()
