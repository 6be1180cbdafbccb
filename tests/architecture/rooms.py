"""The rooms of the project, and their order, as the import contracts state it."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "bench"})
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
# From the lowest to the highest. Rooms that share a floor do not use each other.
FLOORS: list[list[str]] = [
    floor.split(" | ")
    for contract in CONTRACTS["contracts"]
    if contract["type"] == "layers" and "core" in contract["layers"]
    for floor in reversed(contract["layers"])
]


def sources(*folders: str) -> list[Path]:
    """The Python files of folders, without migrations, which Django writes."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
