"""Contracts in pyproject.toml: modules import only from lower floors of their room, and packages have no cycles."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.rooms import CONTRACTS, CONTRACTS_INSIDE, FLOORS_INSIDE, ROOT

ORDER = ["apps", "urls", "views", "forms", "actions", "queries", "permissions", "models", "verbs"]
WITH_PAGES = {path.relative_to(ROOT).parts[0] for name in ("urls.py", "views.py", "views/") for path in ROOT.glob(f"*/{name}")}

# A wrong import for each room: the importing module and the imported one.
WRONG = {
    "api": ("problems", "urls"),
    "care": ("queries", "actions"),
    "crisis": ("models", "queries"),
    "desk": ("homes", "views"),
    "feedback": ("sql", "queries"),
    "intake": ("actions", "forms"),
    "journal": ("queries", "actions"),
    "notices": ("queries", "actions"),
    "people": ("permissions", "queries"),
    "protocol": ("queries", "actions"),
    "quality": ("forms", "actions"),
    "recognition": ("models", "permissions"),
    "scripts_library": ("actions", "views"),
    "selection": ("queries", "presentation"),
    "training": ("queries", "actions"),
}


NO_CIRCLES = next(contract for contract in CONTRACTS["contracts"] if contract["type"] == "acyclic_siblings")
CHECKED = [NO_CIRCLES, *CONTRACTS_INSIDE.values()]


def broken_in(folder: Path) -> set[str]:
    """Names of our contracts that the packages in a folder break, according to `lint-imports`."""
    lines = ["[tool.importlinter]", f"root_packages = {json.dumps(CONTRACTS['root_packages'])}"]
    for contract in CHECKED:
        lines += ["[[tool.importlinter.contracts]]", *(f"{name} = {json.dumps(value)}" for name, value in contract.items())]
    (folder / "contracts.toml").write_text("\n".join(lines), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "contracts.toml", "--no-cache"]
    run = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8")
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", run.stdout, re.MULTILINE))
    assert verdicts.keys() == {contract["name"] for contract in CHECKED}, run.stdout + run.stderr
    broken = {name for name, verdict in verdicts.items() if verdict == "BROKEN"}
    assert (run.returncode != 0) == bool(broken)
    return broken


@pytest.fixture
def empty_rooms(tmp_path: Path) -> Path:
    """Packages with the modules of their contracts, all of them empty."""
    for package in CONTRACTS["root_packages"]:
        (tmp_path / package).mkdir()
        for module in ["__init__", *(module for floor in FLOORS_INSIDE.get(package, []) for module in floor)]:
            (tmp_path / package / f"{module}.py").touch()
    return tmp_path


def test_each_room_has_an_example_of_a_wrong_import() -> None:
    assert WRONG.keys() == CONTRACTS_INSIDE.keys()


def test_wrong_import_inside_any_room_is_found(empty_rooms: Path) -> None:
    assert broken_in(empty_rooms) == set()
    for room, (module, imported) in WRONG.items():
        # Imports in functions count too.
        text = f"def escape() -> None:\n    from {room} import {imported}\n"
        (empty_rooms / room / f"{module}.py").write_text(text, encoding="utf-8")
    assert broken_in(empty_rooms) == {CONTRACTS_INSIDE[room]["name"] for room in WRONG}


def test_new_module_needs_a_place_in_its_room(empty_rooms: Path) -> None:
    for room in CONTRACTS_INSIDE:
        (empty_rooms / room / "helpers.py").touch()
    assert broken_in(empty_rooms) == {contract["name"] for contract in CONTRACTS_INSIDE.values()}


def test_circle_between_modules_of_a_package_is_found(empty_rooms: Path) -> None:
    actions = empty_rooms / "core" / "actions"
    actions.mkdir()
    (actions / "__init__.py").touch()
    (actions / "one.py").write_text("from core.actions import two\n", encoding="utf-8")
    (actions / "two.py").write_text("from core.actions import one\n", encoding="utf-8")
    assert broken_in(empty_rooms) == {NO_CIRCLES["name"]}
    assert set(NO_CIRCLES["ancestors"]) == set(CONTRACTS["root_packages"])


def test_rooms_with_pages_have_the_same_order() -> None:
    """To fix: add a contract with `containers`, `exhaustive` and this order, like those of the other rooms."""
    assert WITH_PAGES - {"config"} <= FLOORS_INSIDE.keys()
    for room, floors in FLOORS_INSIDE.items():
        found = [module for floor in floors for module in floor if module in ORDER]
        assert found == [module for module in ORDER if module in found], room
        # Forms and actions don't use each other.
        assert len([floor for floor in floors if {"forms", "actions"} & set(floor)]) <= 1, room


def test_contracts_have_no_exceptions() -> None:
    for room, contract in CONTRACTS_INSIDE.items():
        assert contract["exhaustive"], room
        assert set(contract.get("exhaustive_ignores", [])) <= {"migrations"}, room
        assert "ignore_imports" not in contract, room
