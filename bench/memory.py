"""Peak memory of a worker that imports a file, compared with a file of five times as many rows.

The file is uploaded as on the page, and then imported in its own process, as by a worker.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.db import connection
from django.test import override_settings

from bench.harness import Row
from bench.import_file import empty, make_file
from intake.actions.uploads import receive_file

ROWS = 1_000_000
TIMES = 5
MOST_MIB = 250e6 / 1024**2
WORKER = """
import sys, django
django.setup()
from bench.harness import peak_mib
from core.work import find, run_here
from intake.models import Import
imported = Import.objects.get(pk=sys.argv[1])
while imported.state != Import.State.PUBLISHED and (work := find(imported.work_key)):
    run_here(work)
    imported.refresh_from_db()
print(peak_mib())
"""


def peak_of_importing(rows: int) -> float:
    """Peak memory in MiB between a file's first row and the commit that publishes it."""
    empty()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        make_file(path, rows=rows)
        with path.open("rb") as file, override_settings(IMPORT_MAX_BYTES=path.stat().st_size):
            chunks = iter(lambda: file.read(1024 * 1024), b"")
            imported = receive_file(actor=None, file_name=path.name, chunks=chunks, goes_on=True, creates_people=True)
    values = connection.settings_dict
    host = str(values["HOST"]).replace("/", "%2F")
    address = f"{host}:{values['PORT']}" if values["PORT"] else host
    database = f"postgresql://{values['USER']}:{values['PASSWORD']}@{address}/{values['NAME']}"
    command = [sys.executable, "-c", WORKER, str(imported.pk)]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": database}, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return float(done.stdout.splitlines()[-1])


def rows() -> list[Row]:
    few, many = peak_of_importing(ROWS), peak_of_importing(ROWS * TIMES)
    return [
        Row(
            name=f"peak memory of a worker, {ROWS * TIMES:,} rows",
            reference_name=f"the same with {ROWS:,} rows",
            ours=many,
            reference=few,
            direction="at_most",
            goal=1.1,
            unit="MiB",
        ),
        Row(
            name=f"peak memory of a worker, {ROWS * TIMES:,} rows",
            reference_name="250 MB",
            ours=many,
            reference=MOST_MIB,
            direction="at_most",
            goal=1,
            unit="MiB",
        ),
    ]
