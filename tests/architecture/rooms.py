"""Rooms of the project and the order inside them, read from the import contracts.

``python -m tests.architecture.rooms`` writes them into docs/developing.md.
"""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "bench"})
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
# From the lowest to the highest. Rooms on the same floor don't use each other.
FLOORS: list[list[str]] = [
    floor.split(" | ")
    for contract in CONTRACTS["contracts"]
    if contract["type"] == "layers" and "core" in contract["layers"]
    for floor in reversed(contract["layers"])
]
# Floors inside each room, from the highest to the lowest. Modules on the same floor don't use each other.
CONTRACTS_INSIDE: dict[str, dict[str, Any]] = {
    contract["containers"][0]: contract for contract in CONTRACTS["contracts"] if "containers" in contract
}
FLOORS_INSIDE: dict[str, list[list[str]]] = {
    room: [floor.split(" | ") for floor in contract["layers"]] for room, contract in CONTRACTS_INSIDE.items()
}


def sources(*folders: str) -> list[Path]:
    """Python files of these folders, without migrations."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


DOCUMENT = ROOT / "docs" / "developing.md"


def docstring(room: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""


def public_modules(room: str) -> set[str]:
    """Modules that other rooms may import, listed in the last paragraph of the room's docstring."""
    found = re.search(r"^Public: (.*)\Z", docstring(room), re.MULTILINE | re.DOTALL)
    return set(re.findall(r"`(\w+)`", found[1])) if found else set()


def picture() -> str:
    """Table with a row per floor, highest first, with the purpose of its rooms."""
    rows = [
        f"| {' '.join(f'`{room}`' for room in floor)} | {' · '.join(docstring(room).split(chr(10))[0] for room in floor)} |"
        for floor in reversed(FLOORS)
    ]
    return "\n".join(["| room | for |", "| --- | --- |", *rows]) + "\n"


def orders() -> str:
    """Table with a row per room, highest first, with its floors from the highest to the lowest."""
    rows = [
        f"| `{room}` | {' → '.join(' '.join(f'`{module}`' for module in floor) for floor in FLOORS_INSIDE[room])} |"
        for floor in reversed(FLOORS)
        for room in floor
        if room in FLOORS_INSIDE
    ]
    return "\n".join(["| room | from the highest floor to the lowest |", "| --- | --- |", *rows]) + "\n"


def with_pictures(text: str) -> str:
    """The document with both tables regenerated."""
    for name, drawn in {"rooms": picture(), "order": orders()}.items():
        begin, end = f"<!-- {name}: written by `python -m tests.architecture.rooms` -->\n", f"<!-- end of {name} -->\n"
        before, _begin, rest = text.partition(begin)
        _old, _end, after = rest.partition(end)
        text = before + begin + drawn + end + after
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(with_pictures(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
