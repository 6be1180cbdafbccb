"""The tick that opens a week's reviews, compared with the last commit that chose contacts in Python; its memory with many and
few CSPs; and the tick that finds nothing to do, with much and little history.

Each measurement has its own process and database: `bench.ticking`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bench.harness import Row

# The last commit in which the tick loaded everyone's contacts.
BEFORE = "42e7664"
HERE = Path(__file__).resolve().parent.parent
CSPS, FEW_CSPS, MANY_CSPS = 2_000, 500, 5_000
IDLE_CSPS, WEEKS, TIMES = 500, 26, 10


@contextmanager
def database(name: str) -> Iterator[str]:
    """Address of a new, empty database."""
    values = connection.settings_dict
    host = str(values["HOST"]).replace("/", "%2F")
    address = f"{host}:{values['PORT']}" if values["PORT"] else host
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield f"postgresql://{values['USER']}:{values['PASSWORD']}@{address}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measured(command: str, *arguments: int, tree: Path = HERE, packages: Path | None = None) -> dict[str, float]:
    """Figures printed by `bench.ticking` with the code of a tree, and optionally its own packages."""
    script = [sys.executable, str(HERE / "bench" / "ticking.py"), command, *map(str, arguments)]
    with database("bench_ticking") as address:
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "PYTHONPATH": os.pathsep.join(map(str, filter(None, (tree, packages)))),
        }
        done = subprocess.run(script, cwd=tree, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


@contextmanager
def worktree(commit: str) -> Iterator[tuple[Path, Path] | None]:
    """Files and packages of an earlier commit, or None if the history doesn't contain it."""
    git = ["git", "-C", str(HERE), "worktree"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "before"
        added = subprocess.run([*git, "add", "--detach", str(path), commit], check=False, capture_output=True, text=True)  # noqa: S603
        if added.returncode:
            print(f"Not compared with commit {commit}: {added.stderr.strip()}", file=sys.stderr)
            yield None
            return
        try:
            packages = Path(folder) / "packages"
            pip = [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
                "--no-compile",
                "--target",
                str(packages),
            ]
            subprocess.run([*pip, "-r", str(path / "requirements" / "run.txt")], check=True)  # noqa: S603
            yield path, packages
        finally:
            subprocess.run([*git, "remove", "--force", str(path)], check=True, capture_output=True)  # noqa: S603


def against_before() -> list[Row]:
    with worktree(BEFORE) as before:
        if before is None:
            return []
        tree, packages = before
        reference = measured("monday", CSPS, tree=tree, packages=packages)
    ours = measured("monday", CSPS)
    name, reference_name = f"Monday tick, {CSPS:,} CSPs, 40 contacts a day", f"commit {BEFORE}"
    return [
        Row(name, reference_name, ours["seconds"], reference["seconds"], "at_least", 8),
        Row(f"{name}: peak memory", reference_name, ours["peak"], reference["peak"], "at_most", None, "MiB"),
    ]


def rows() -> list[Row]:
    few, many = measured("monday", FEW_CSPS)["peak"], measured("monday", MANY_CSPS)["peak"]
    memory = f"peak memory of a Monday tick, {MANY_CSPS:,} CSPs", f"the same with {FEW_CSPS} CSPs"
    idle = measured("idle", IDLE_CSPS, WEEKS, TIMES)
    quiet = f"idle tick, {WEEKS * TIMES} weeks of history", f"the same with {WEEKS} weeks"
    return [
        *against_before(),
        Row(*memory, many, few, "at_most", 1.3, "MiB"),
        Row(*quiet, idle["many"], idle["few"], "at_most", 1.5),
    ]
