"""Files as strangers export them, each with what is right for it."""

import csv
import json
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

NAMES = ("Ada Roth", "Ben Okoye", "Cem Ak", "Dora Vik")


def lines(*rows: str, end: str = "\n") -> bytes:
    return end.join(rows).encode() + end.encode()


def table(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def freshdesk_report() -> bytes:
    """The satisfaction report of a help desk: two lines about the report, words as ratings, agents as names."""
    words = ("Extremely satisfied", "Neutral", "Very dissatisfied")
    rows = [
        [f"{4000 + at}", NAMES[at % 4], "Refunds" if at % 3 else "", words[at % 3],
         f"0{at % 9 + 1} Mar, 2026 0{at % 9 + 1}:15 PM", ("Thanks, all", "", "no")[at % 3]]
        for at in range(12)
    ]  # fmt: skip
    head = ["Ticket ID", "Agent name", "Group name", "Survey rating", "Rated at", "Customer comment"]
    return ("Satisfaction survey report\r\nGenerated on: 10 Mar 2026\r\n\r\n" + table([head, *rows])).encode("utf-8-sig")


def zammad_tickets() -> bytes:
    """An API answer of an open-source help desk: a single line with nested assets beside the records."""
    tickets = [
        {"id": at, "number": f"6700{at}", "created_at": f"2026-03-0{at}T09:00:00.000Z", "owner": NAMES[at % 4],
         "preferences": {"csat": {"rating": at % 5 + 1, "comment": ""}}}
        for at in range(1, 9)
    ]  # fmt: skip
    groups = [{"id": 1, "name": "Users"}, {"id": 2, "name": "Shop"}]
    return json.dumps({"data": {"tickets": tickets, "assets": {"groups": groups}}, "meta": {"count": 8}}).encode()


def live_chat_chats() -> bytes:
    """Chats in a TSV in UTF-16, with thumbs as words and several agents in a cell."""
    rows = [["chat_id", "started", "agents", "rate", "duration (seconds)"]]
    rows += [
        [f"Q{at}", f"2026-03-0{at} 12:00", NAMES[at % 4], ("good", "bad", "")[at % 3], str(60 * at)] for at in range(1, 10)
    ]
    return table([list(row) for row in rows], "\t").encode("utf-16")


def review_site() -> bytes:
    """Public reviews with quotes, line breaks and stars from 1 to 5; no agent anywhere."""
    rows = [["Review Id", "Review Created (UTC)", "Review Stars", "Review Title", "Review Content", "Reply"]]
    rows += [
        [f"r{at}", f"2026-03-0{at}T08:30:00Z", str(5 - at % 5), f'"Great" no. {at}', "First line\nsecond; line, too", ""]
        for at in range(1, 9)
    ]
    return table([list(row) for row in rows]).encode()


def form_answers() -> bytes:
    """Answers to a form: questions as titles, a timestamp with AM and PM, and who helped as customers typed it."""
    rows = [["Timestamp", "How satisfied were you with our help?", "Who helped you today?", "Anything else?"]]
    rows += [
        [f"3/1{at}/2026 4:0{at}:00 PM", str(at % 5 + 1), ("ada", "Ada R.", "the tall guy")[at % 3], ""] for at in range(3, 9)
    ]
    return table([list(row) for row in rows]).encode()


def wide_survey() -> bytes:
    """A wide survey: 60 question columns, codes in the first header row and texts in the second, -99 for no answer."""
    codes = ["responseid", "enddate", "unit_agent", "q_osat", "q_nps", *(f"q_{at}" for at in range(55))]
    texts = ["Response ID", "End Date", "Agent", "Overall satisfaction", "Recommend", *(f"Question {at}" for at in range(55))]
    rows = [
        [f"m{at}", f"2026-03-0{at} 10:00:00", NAMES[at % 4], str(at % 5 + 1), str(at % 11), *("-99" for _each in range(55))]
        for at in range(1, 9)
    ]
    return table([[*codes], [*texts], *[[*row] for row in rows]]).encode()


def months_as_columns() -> bytes:
    """A pivoted report: an agent in each row, a month in each column, and averages in the cells."""
    rows = [["Agent", "Jan 2026", "Feb 2026", "Mar 2026", "Total"]]
    rows += [[name, "4.52", "4.61", "4.4", "4.51"] for name in NAMES]
    return table([list(row) for row in rows]).encode()


def pages_with_headers() -> bytes:
    """A printed report: the header again on every page, a total below each page, and page numbers."""
    head = ["Ticket", "Agent", "Date", "Rating"]
    found: list[list[object]] = []
    for number in range(4):
        found.append([*head])
        found += [[f"T{number}-{at:02}", NAMES[at % 4], f"2026-03-{at % 28 + 1:02}", str(at % 5 + 1)] for at in range(50)]
        found += [["Total", "", "", "3"], [f"Page {number + 1} of 4", "", "", ""]]
    return table(found).encode()


def decimal_commas() -> bytes:
    """Semicolons, decimal commas, dots for thousands, and Windows-1252."""
    rows = [["Vorgang", "Mitarbeiter", "Datum", "Bewertung", "Bearbeitungszeit (Sekunden)"]]
    rows += [[str(at), "Jörg Groß", f"0{at}.03.2026", str(at % 5 + 1), f"1.{at}00,5"] for at in range(1, 9)]
    return table([list(row) for row in rows], ";").encode("cp1252")


def two_tables_on_a_sheet() -> bytes:
    """A sheet with a summary on the left above, and the answers below it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Team", "Surveys", "CSAT %"], ["North", 120, 91.5], ["South", 80, 88.0], ["West", 60, 93.1]):
        sheet.append(row)
    sheet.append([])
    sheet.append(["Ticket", "Agent", "Date", "Rating", "Comment"])
    for at in range(30):
        sheet.append([f"W{at}", NAMES[at % 4], f"2026-03-{at % 28 + 1:02}", at % 5 + 1, None if at % 2 else "ok"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def outline_report() -> bytes:
    """A report grouped by agent and day, with a subtotal for each group and a grand total."""
    found = [["Advisor", "Date", "Case", "CSAT"]]
    for name in NAMES:
        for day in (3, 4):
            for at in range(3):
                first = day == 3 and at == 0
                found.append(
                    [name if first else "", f"{day:02}.03.2026" if at == 0 else "", f"{name[0]}{day}{at}", str(at + 3)]
                )
        found.append([f"{name} Total", "", "6", "4"])
    return table([list(row) for row in [*found, ["Grand Total", "", "24", "4"]]], ";").encode()


def pages_of_an_api() -> bytes:
    """Answers of an API, saved one after the other into a list, each with its records."""
    pages = [
        {"page": number, "items": [
            {"id": f"{number}-{at}", "agent": NAMES[at % 4], "date": f"2026-03-0{at}", "rating": at + 1} for at in range(1, 5)
        ]}
        for number in range(3)
    ]  # fmt: skip
    return json.dumps(pages).encode()


def csat_as_booleans() -> bytes:
    """Ratings as true and false, with dates as milliseconds since 1970."""
    first, day = 1_772_442_000_000, 86_400_000
    rows = [{"case": at, "agent": NAMES[at % 4], "created": first + at * day, "csat": at % 3 > 0} for at in range(9)]
    return b"\n".join(json.dumps(row).encode() for row in rows)
