"""Run every benchmark, print the table, and write it as JSON: ``python -m bench [NAME …]``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

BENCHMARKS = ("import_file", "ranking", "api")
RESULTS = Path(__file__).parent / "results" / "latest.json"


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of one benchmark, run in a process of its own so that its peak memory is its own."""
    done = subprocess.run([sys.executable, "-m", "bench.one", name], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def line(row: dict[str, Any]) -> str:
    sign = "≤" if row["direction"] == "at_most" else "≥"
    return (
        f"{row['name']:<44} {row['ours_seconds']:>9.3f} s {row['reference_seconds']:>9.3f} s {row['ratio']:>8.2f} × "
        f"{sign} {row['goal']:<5g} {row['verdict']:<5} {row['peak_mib']:>7.0f} MiB   {row['reference']}"
    )


def main(names: list[str]) -> None:
    rows = [row for name in names or BENCHMARKS for row in rows_of(name)]
    print(f"{'name':<44} {'ours':>11} {'reference':>11} {'ratio':>10} {'goal':<7} {'':<5} {'peak':>11}   reference")
    for row in rows:
        print(line(row))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
