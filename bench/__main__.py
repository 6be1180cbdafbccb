"""Run every benchmark, print the table, and write it as JSON: ``python -m bench [NAME …]``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

BENCHMARKS = (
    "import_file",
    "import_export",
    "api",
    "first_look",
    "memory",
    "publishing",
    "ranking",
    "selection",
    "covering",
    "reviewing_tick",
    "notices",
    "pages",
    "phrases",
    "search",
    "healing",
)
RESULTS = Path(__file__).parent / "results" / "latest.json"


def rows_of(name: str) -> list[dict[str, Any]]:
    """Rows of one benchmark, run in its own process and database."""
    done = subprocess.run([sys.executable, "-m", "bench.one", name], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def line(row: dict[str, Any]) -> str:
    sign = "≤" if row["direction"] == "at_most" else "≥"
    goal = "reported" if row["goal"] is None else f"{sign} {row['goal']:g}"
    if row["reference"] is None:
        reference, goal = f"{'–':>13} {'–':>10}", f"{goal} {row['unit']}"
    else:
        reference = f"{row['reference']:>9.3f} {row['unit']:<3} {row['ratio']:>8.2f} ×"
    return (
        f"{row['name']:<52} {row['ours']:>9.3f} {row['unit']:<3} {reference} "
        f"{goal:<8} {row['verdict']:<5} {row['reference_name']}"
    )


def main(names: list[str]) -> None:
    rows = [row for name in names or BENCHMARKS for row in rows_of(name)]
    print(f"{'name':<52} {'ours':>13} {'reference':>13} {'ratio':>10} {'goal':<8} {'':<5} reference")
    for row in rows:
        print(line(row))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
