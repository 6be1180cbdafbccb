"""First look at a large file: its columns, guesses and examples, compared with reading its first 64 KB.

The reference bounds any look from below. Ours reads the whole file once, because its encoding may only show near the end.
Memory is that of a process of its own, above its peak before the look.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.harness import Row, seconds_of
from bench.import_file import HEADER
from intake.reading.encodings import SAMPLE_BYTES

FILE_BYTES = 500 * 1024 * 1024
MOST_MIB = 60
LOOK = """
import json, sys, time, django
from pathlib import Path
django.setup()
from bench.harness import peak_mib
from intake.reading.column_guesses import guessed_profile, sample
from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
limits = Limits(file_bytes=Path(sys.argv[1]).stat().st_size)
before, begun = peak_mib(), time.perf_counter()
with open(sys.argv[1], "rb") as file:
    layout = layout_of(file, limits)
    guessed_profile(file, layout, limits)
    sample(file, layout, limits)
print(json.dumps([time.perf_counter() - begun, peak_mib() - before]))
"""


def make_file(path: Path, size_bytes: int) -> None:
    """A file of at least this size, of which every 500th row repeats."""
    rows = "".join(
        f"ID{number:08};Agent {number % 200:04};{number % 28 + 1:02}.01.2026;0.5;Billing;Y;Y;12;12:02:23 AM;"
        f"{number % 5 + 1};Y;\r\n"
        for number in range(500)
    )
    block = (rows * 100).encode()
    with path.open("wb") as file:
        file.write(f"{HEADER}\r\n".encode())
        while file.tell() < size_bytes:
            file.write(block)


def beginning_of(path: Path) -> None:
    with path.open("rb") as file:
        file.read(SAMPLE_BYTES)


def rows() -> list[Row]:
    """Time and memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        make_file(path, FILE_BYTES)
        done = subprocess.run([sys.executable, "-c", LOOK, str(path)], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
        seconds, mebibytes = json.loads(done.stdout.splitlines()[-1])
        reference = seconds_of(lambda: beginning_of(path))
    name = f"first look at a file of {FILE_BYTES // 1024**2} MB"
    return [
        Row(
            name=name,
            reference_name="reading its first 64 KB",
            ours=seconds,
            reference=reference,
            direction="at_most",
            goal=None,
        ),
        Row(
            name=f"{name}, memory above idle",
            reference_name="",
            ours=mebibytes,
            reference=None,
            direction="at_most",
            goal=MOST_MIB,
            unit="MiB",
        ),
    ]
