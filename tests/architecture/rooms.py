"""The rooms of the project, and their order, as the import contracts state it.

``python -m tests.architecture.rooms`` draws them into docs/developing.md.
"""

import ast
import re
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


DOCUMENT = ROOT / "docs" / "developing.md"
BEGIN, END = "<!-- rooms: written by `python -m tests.architecture.rooms` -->\n", "<!-- end of rooms -->\n"


def docstring(room: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""


def public_modules(room: str) -> set[str]:
    """The modules that other rooms may import, as the last paragraph of the room's docstring lists them."""
    found = re.search(r"^Public: (.*)\Z", docstring(room), re.MULTILINE | re.DOTALL)
    return set(re.findall(r"`(\w+)`", found[1])) if found else set()


def picture() -> str:
    """A row for each floor, the highest first, with what its rooms are for."""
    rows = [
        f"| {' '.join(f'`{room}`' for room in floor)} | {' · '.join(docstring(room).split(chr(10))[0] for room in floor)} |"
        for floor in reversed(FLOORS)
    ]
    return "\n".join(["| room | for |", "| --- | --- |", *rows]) + "\n"


def with_picture(text: str) -> str:
    """The document with the rooms as they are."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return before + BEGIN + picture() + END + after


if __name__ == "__main__":
    DOCUMENT.write_text(with_picture(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
