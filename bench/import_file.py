"""Import of a file through the whole pipeline, compared with a bare COPY of the same rows into the same tables.

Both start from empty tables. The reference gets finished rows: those that the pipeline published, written by COPY TO before the
clock starts.
"""

import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from django.db import connection, transaction

from bench.harness import Row
from core.work import find, run_here
from intake.actions.uploads import receive_file
from intake.models import Import

ROWS = 1_000_000
AGENTS = 200
REPETITIONS = 3
TOPICS = ("Billing", "Contract", "Delivery", "Technical", "Returns", "Account")
HEADER = (
    "Call Id;Agent;Date;Time;Topic;Answered (Y/N);Resolved;Speed of answer in seconds;AvgTalkDuration;"
    "Satisfaction rating;Calls Answered (Y);Total Calls Resolved"
)
TARGETS = ("feedback_interaction", "feedback_surveyresponse")


def make_file(path: Path, *, rows: int = ROWS, seed: int = 1) -> None:
    """A file in the dialect of the profile `call-center`: half a year, every row rated."""
    chance = random.Random(seed)
    names = [f"Agent {number:04}" for number in range(AGENTS)]
    first = date(2026, 1, 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(HEADER + "\r\n")
        for number in range(rows):
            day = first + timedelta(days=number * 180 // rows)
            minutes, seconds = divmod(chance.randrange(30, 600), 60)
            rating = chance.choices((1, 2, 3, 4, 5), (6, 6, 10, 38, 40))[0]
            file.write(
                f"ID{number:08};{chance.choice(names)};{day:%d.%m.%Y};{chance.randrange(540, 1080) / 1440:.14f};"
                f"{chance.choice(TOPICS)};Y;{chance.choice('YYYN')};{chance.randrange(125)};12:{minutes:02}:{seconds:02} AM;"
                f"{rating};Y;\r\n"
            )


def empty() -> None:
    """Empty the tables that an import writes. Only for the benchmark's own database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE intake_import, intake_rejection, intake_stagedrow, feedback_interaction, feedback_surveyresponse, "
            "feedback_monthlyscore, feedback_dailyscore, feedback_dailytimes, "
            "feedback_monthlycontacts, feedback_leftout CASCADE"
        )


def ours(path: Path) -> float:
    """Seconds from the file's first byte to the commit that publishes it: upload, reading, people, merging, rollups."""
    empty()
    started = time.perf_counter()
    with path.open("rb") as file:
        imported = receive_file(
            actor=None,
            file_name=path.name,
            chunks=iter(lambda: file.read(1024 * 1024), b""),
            goes_on=True,
            creates_people=True,
        )
    while imported.state != Import.State.PUBLISHED and (work := find(imported.work_key)):
        run_here(work)
        imported.refresh_from_db()
    return time.perf_counter() - started


def reference(folder: Path) -> float:
    """Seconds of COPY for the rows that `write_rows` left in the folder, in one transaction, from empty tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TARGETS)} CASCADE")
    started = time.perf_counter()
    with transaction.atomic():
        for table in TARGETS:
            _copy_in(table, folder / table)
    return time.perf_counter() - started


def write_rows(folder: Path) -> None:
    """Write the rows of the last import to the folder."""
    for table in TARGETS:
        _copy_out(table, folder / table)


def rows() -> list[Row]:
    """One row: medians of runs in turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        make_file(path)
        pairs = []
        for _ in range(REPETITIONS):
            first = ours(path)
            write_rows(Path(folder))
            pairs.append((first, reference(Path(folder))))
    return [
        Row(
            name=f"import of {ROWS:,} rows, whole pipeline",
            reference_name="bare COPY of the same rows into the same tables",
            ours=median(pair[0] for pair in pairs),
            reference=median(pair[1] for pair in pairs),
            direction="at_most",
            goal=1.5,
        )
    ]


def _copy_out(table: str, place: Path) -> None:
    with connection.cursor() as cursor, place.open("wb") as file, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        file.writelines(bytes(block) for block in copy)


def _copy_in(table: str, place: Path) -> None:
    with connection.cursor() as cursor, place.open("rb") as file, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        while block := file.read(1024 * 1024):
            copy.write(block)
