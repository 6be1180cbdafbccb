"""A table in good order, and the same table with one kind of damage at one place, as real files have it."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import product

TITLES = ("id", "agent", "date", "time", "rating", "channel", "topic", "comment", "link")
COMMENTS = ("", "Fast, friendly", 'Said "hello" twice', "First line\nsecond line", "It's fine; thanks", "ok", "")
ROWS: tuple[tuple[str, ...], ...] = tuple(
    (
        f"row-{number:03}",
        ("Zoë Müller", "Bo, Lee", "Nia", "")[number % 4],
        f"2026-01-{number % 28 + 1:02}",
        f"{number % 24:02}:15",
        str(number % 5 + 1) if number % 6 else "",
        ("phone", "chat")[number % 2],
        ("Delivery", "Billing, refunds")[number % 3 == 0],
        COMMENTS[number % len(COMMENTS)],
        f"https://desk.example/{number}" if number % 3 else "",
    )
    for number in range(1, 41)
)
HEADER_TEXTS = ("Number of the contact", "Name", "Day", "Clock", "Stars", "How", "About", "Remark", "Address")


def written(rows: Sequence[Sequence[str]], **options: str | int) -> str:
    out = StringIO(newline="")
    csv.writer(out, **{"lineterminator": "\r\n", "quoting": csv.QUOTE_MINIMAL, **options}).writerows(rows)  # type: ignore[arg-type] # as the module takes them
    return out.getvalue()


def line(row: Sequence[str], **options: str | int) -> str:
    return written([row], **options)


# Each line of the file with its end. A cell with two lines stays in one of them.
LINES = tuple(line(row) for row in (TITLES, *ROWS))
WHOLE = "".join(LINES)
QUOTED = tuple(line(row, quoting=csv.QUOTE_ALL) for row in (TITLES, *ROWS))


def replaced(at: int, text: str, lines: Sequence[str] = LINES) -> str:
    return "".join([*lines[:at], text, *lines[at + 1 :]])


PLACES = [*range(12), len(ROWS) // 2, len(ROWS)]


def at_each_cell(change: Callable[[list[str], int], str], columns: int = len(TITLES)) -> Iterator[tuple[int, str]]:
    """The file with one cell of one line changed, for each column of many lines."""
    for at, column in product(PLACES, range(columns)):
        yield at, replaced(at, change(list((TITLES, *ROWS)[at]), column))


def _fused(cells: list[str], column: int) -> str:
    """The line without the separator after a cell."""
    return line([*cells[:column], cells[column] + cells[column + 1], *cells[column + 2 :]])


def _split(cells: list[str], column: int) -> str:
    """The line with another separator before a cell."""
    return line([*cells[:column], "", *cells[column:]])


def _with_quote(cells: list[str], column: int) -> str:
    """The line with a quote that isn't doubled at the beginning of a cell."""
    written_cells = [line([cell]).removesuffix("\r\n") if cell else "" for cell in cells]
    written_cells[column] = '"' + written_cells[column]
    return ",".join(written_cells) + "\r\n"


def _with_quote_inside(cells: list[str], column: int) -> str:
    """The line, all cells quoted, with a quote that isn't doubled inside a cell."""
    written_cells = [line([cell], quoting=csv.QUOTE_ALL).removesuffix("\r\n") for cell in cells]
    cell = written_cells[column]
    half = len(cell) // 2
    written_cells[column] = cell[:half] + '"' + cell[half:]
    return ",".join(written_cells) + "\r\n"


def _row_pollutions() -> Iterator[tuple[str, int, str]]:
    """Name, line and file for each kind of damage to a single line, at many places."""
    for at, text in at_each_cell(_fused, len(TITLES) - 1):
        yield "separator missing", at, text
    for at, text in at_each_cell(_split, len(TITLES) + 1):
        yield "separator too many", at, text
    for at, text in at_each_cell(_with_quote):
        yield "quote at the beginning", at, text
    for at, column in product(PLACES, range(len(TITLES))):
        yield "quote inside", at, replaced(at, _with_quote_inside(list((TITLES, *ROWS)[at]), column), QUOTED)
        yield "quote before all quoted", at, replaced(at, _with_quote(list((TITLES, *ROWS)[at]), column), QUOTED)
    for at in PLACES:
        for delimiter in " ;\t|":
            yield f"separated by {delimiter!r}", at, replaced(at, line((TITLES, *ROWS)[at], delimiter=delimiter))
        for text in (
            "",
            ",,,,,,,,\r\n",
            " \r\n",
            "Total: 40\r\n",
            "row,with,few\r\n",
            "Note, of, many, things, in, one, line, and, more, here\r\n",
        ):
            yield f"after {text!r}", at, "".join([*LINES[: at + 1], text, *LINES[at + 1 :]])
        for end in ("\n", "\r", "\r\r\n", "\n\r\n"):
            yield f"end {end!r}", at, replaced(at, LINES[at].removesuffix("\r\n") + end)
        whole = LINES[at]
        for cut in range(1, len(whole) - 2, 7):
            yield "cut", at, "".join([*LINES[:at], whole[:cut]])
            yield "cut within", at, replaced(at, whole[:cut] + "\r\n")


# Line and file of each damage to a single line, by its kind.
ROW_POLLUTIONS: dict[str, list[tuple[int, str]]] = {}
for _kind, _at, _text in _row_pollutions():
    ROW_POLLUTIONS.setdefault(_kind, []).append((_at, _text))


def with_all(change: Callable[[Sequence[str]], Sequence[str]], *, also_header: bool = True) -> str:
    first = change(TITLES) if also_header else TITLES
    return written([first, *map(change, ROWS)])


OTHER_LESS = written([("team", "count", "mean"), ("North", "12", "4.5"), ("South", "9", "4.1"), ("West", "3", "4.4")])
OTHER_MORE = written([tuple(f"col {at}" for at in range(12)), *(tuple(f"{row}.{at}" for at in range(12)) for row in range(9))])
OTHER_SAME = written([tuple(f"col {at}" for at in range(9)), *(tuple(f"{row}.{at}" for at in range(9)) for row in range(9))])

# Files that are damaged as a whole. All of their rows are read, or the file is refused.
FILES: dict[str, str] = {
    "in good order": WHOLE,
    "all quoted": "".join(QUOTED),
    "no newline at the end": WHOLE.removesuffix("\r\n"),
    "two newlines at the end": WHOLE + "\r\n",
    "no header": "".join(LINES[1:]),
    "two header rows": LINES[0] + line(HEADER_TEXTS) + "".join(LINES[1:]),
    "three header rows": LINES[0] + line(HEADER_TEXTS) + line(HEADER_TEXTS) + "".join(LINES[1:]),
    "header twice": LINES[0] + WHOLE,
    "header in the middle": "".join([*LINES[:20], LINES[0], *LINES[20:]]),
    "preamble": f"Report of the year\r\nAll teams\r\n\r\n{WHOLE}",
    "preamble with values": f"Report,January\r\nFrom,2026-01-01\r\nTo,2026-01-31\r\n\r\n{WHOLE}",
    "preamble without a blank line": f"Report of the year\r\n{WHOLE}",
    "preamble with a sentence": f"Export, by the desk, of all, teams, in 2026\r\n{WHOLE}",
    "preamble with separators": f"Report,,,,,,,,\r\nTeam,North,,,,,,,\r\n{WHOLE}",
    "one row": "".join(LINES[:2]),
    "one row without a header": LINES[1],
    "another table below, narrower": f"{WHOLE}\r\n{OTHER_LESS}",
    "another table below, wider": f"{WHOLE}\r\n{OTHER_MORE}",
    "another table below, as wide": f"{WHOLE}\r\n{OTHER_SAME}",
    "another table above, narrower": f"{OTHER_LESS}\r\n{WHOLE}",
    "another table above, wider": f"{OTHER_MORE}\r\n{WHOLE}",
    "another table above, as wide": f"{OTHER_SAME}\r\n{WHOLE}",
    "repeated titles": WHOLE.replace("topic", "comment", 1),
    "empty titles": WHOLE.replace("agent,date", ",", 1),
    "numbers for titles": WHOLE.replace(LINES[0], line([str(number) for number in range(9)])),
    "line ends LF": WHOLE.replace("\r\n", "\n"),
    "line ends CR": WHOLE.replace("\r\n", "\r").replace("\n", "\r"),
    "line ends CR CR LF": WHOLE.replace("\r\n", "\r\r\n"),
    "blank lines between": "".join(text + "\r\n" for text in LINES),
    "rows end with a separator": WHOLE.replace("\r\n", ",\r\n").replace(",\r\n", "\r\n", 1),
    "header ends with separators": WHOLE.replace("\r\n", ",,\r\n", 1),
    "header lacks its last title": WHOLE.replace(",link\r\n", "\r\n", 1),
    "header lacks its first title": WHOLE.replace("id,", "", 1),
    "header has a title too many": WHOLE.replace("link\r\n", "link,more\r\n", 1),
    "row numbers without a title": "".join([LINES[0], *(f"{at},{text}" for at, text in enumerate(LINES[1:]))]),
    "separated by ;": written([TITLES, *ROWS], delimiter=";"),
    "separated by tabs": written([TITLES, *ROWS], delimiter="\t"),
    "separated by bars": written([TITLES, *ROWS], delimiter="|"),
    "separated by spaces": written([TITLES, *ROWS], delimiter=" "),
    "separated by # ": written([TITLES, *ROWS], delimiter="#"),
    "comma and space": "".join(
        ", ".join(line([cell], quoting=csv.QUOTE_MINIMAL).removesuffix("\r\n") if cell else "" for cell in row) + "\r\n"
        for row in (TITLES, *ROWS)
    ),
    "comma and space, all quoted": "".join(
        ", ".join(line([cell], quoting=csv.QUOTE_ALL).removesuffix("\r\n") for cell in row) + "\r\n" for row in (TITLES, *ROWS)
    ),
    "single quotes": written([TITLES, *ROWS], quotechar="'"),
    "escaped with a backslash": written([TITLES, *ROWS], escapechar="\\", doublequote=False),
    "quotes not escaped": "".join(
        ",".join(f'"{cell}"' if set(cell) & set(',"\n') else cell for cell in row) + "\r\n" for row in (TITLES, *ROWS)
    ),
    "no quotes": "".join(",".join(row).replace("\n", " ") + "\r\n" for row in (TITLES, *ROWS)),
    "stated separator": f"sep=,\r\n{WHOLE}",
    "surplus empty title": with_all(lambda row: [*row, ""]),
    "end of file mark": WHOLE + "\x1a",
}
