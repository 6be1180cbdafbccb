"""Inside a room a module uses those on lower floors, as the contracts in pyproject.toml state it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.rooms import CONTRACTS_INSIDE, FLOORS_INSIDE, ROOT

ORDER = ["apps", "urls", "views", "forms", "actions", "queries", "permissions", "models", "verbs"]
WITH_PAGES = sorted(path.parent.name for path in ROOT.glob("*/urls.py") if path.parent.name != "config")

# A wrong line for each room: the module in which it stands, and what it imports.
WRONG = {
    "api": ("problems", "urls"),
    "crisis": ("models", "queries"),
    "desk": ("homes", "views"),
    "feedback": ("sql", "queries"),
    "intake": ("actions", "forms"),
    "journal": ("queries", "actions"),
    "people": ("permissions", "queries"),
    "protocol": ("queries", "actions"),
    "quality": ("forms", "actions"),
    "recognition": ("models", "permissions"),
    "scripts_library": ("actions", "views"),
    "selection": ("queries", "presentation"),
}


def broken_in(folder: Path) -> set[str]:
    """The rooms in a folder that break our contracts, as `lint-imports` says."""
    options = {"root_packages": list(CONTRACTS_INSIDE)}
    lines = ["[tool.importlinter]", *(f"{name} = {json.dumps(value)}" for name, value in options.items())]
    for contract in CONTRACTS_INSIDE.values():
        lines += ["[[tool.importlinter.contracts]]", *(f"{name} = {json.dumps(value)}" for name, value in contract.items())]
    (folder / "contracts.toml").write_text("\n".join(lines), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "contracts.toml", "--no-cache"]
    run = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8")
    verdicts = dict(re.findall(r"^Inside (\w+),.* (KEPT|BROKEN)$", run.stdout, re.MULTILINE))
    assert verdicts.keys() == CONTRACTS_INSIDE.keys(), run.stdout + run.stderr
    broken = {room for room, verdict in verdicts.items() if verdict == "BROKEN"}
    assert (run.returncode != 0) == bool(broken)
    return broken


@pytest.fixture
def empty_rooms(tmp_path: Path) -> Path:
    """Every room with every module, none of which imports anything."""
    for room, floors in FLOORS_INSIDE.items():
        (tmp_path / room).mkdir()
        for module in ["__init__", *(module for floor in floors for module in floor)]:
            (tmp_path / room / f"{module}.py").touch()
    return tmp_path


def test_every_room_has_a_wrong_line_here() -> None:
    assert WRONG.keys() == CONTRACTS_INSIDE.keys()


def test_wrong_import_inside_any_room_is_found(empty_rooms: Path) -> None:
    assert broken_in(empty_rooms) == set()
    for room, (module, imported) in WRONG.items():
        # In a function too: that is no way round.
        text = f"def escape() -> None:\n    from {room} import {imported}\n"
        (empty_rooms / room / f"{module}.py").write_text(text, encoding="utf-8")
    assert broken_in(empty_rooms) == set(WRONG)


def test_new_module_needs_a_place_in_its_room(empty_rooms: Path) -> None:
    for room in CONTRACTS_INSIDE:
        (empty_rooms / room / "helpers.py").touch()
    assert broken_in(empty_rooms) == set(CONTRACTS_INSIDE)


def test_every_room_with_pages_has_the_one_order() -> None:
    """Remedy: a contract with `containers`, `exhaustive` and this order, like those of the other rooms."""
    assert set(WITH_PAGES) <= FLOORS_INSIDE.keys()
    for room, floors in FLOORS_INSIDE.items():
        found = [module for floor in floors for module in floor if module in ORDER]
        assert found == [module for module in ORDER if module in found], room
        # Forms and actions do not use each other.
        assert len([floor for floor in floors if {"forms", "actions"} & set(floor)]) <= 1, room


def test_no_import_is_excused_from_the_order() -> None:
    for room, contract in CONTRACTS_INSIDE.items():
        assert contract["exhaustive"], room
        assert set(contract.get("exhaustive_ignores", [])) <= {"migrations"}, room
        assert "ignore_imports" not in contract, room
