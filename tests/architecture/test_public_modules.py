"""Rooms import only those modules of other rooms that the room's docstring lists as public."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rooms import FLOORS, ROOT, public_modules, sources

ROOMS = [room for floor in FLOORS for room in floor]


def imports_of(text: str) -> Iterator[tuple[str, str]]:
    """Imported modules of a source as package and first part inside it, without imports for type checking only."""
    tree = ast.parse(text)
    for_types = {
        id(inside)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inside in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            package, _dot, inside = node.module.partition(".")
            yield from ((package, (inside or name.name).split(".")[0]) for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((name.name.split(".")[0], [*name.name.split("."), ""][1]) for name in node.names)


def private_imports(room: str, text: str) -> set[str]:
    return {
        f"{package}.{inside}"
        for package, inside in imports_of(text)
        if package in ROOMS and package not in {room, "core"} and inside not in public_modules(package)
    }


def test_rooms_use_only_public_modules_of_each_other() -> None:
    """To fix: use the queries and actions of the other room, or list the module as public in its docstring."""
    wrong = {
        str(path.relative_to(ROOT)): found
        for room in ROOMS
        for path in sources(room)
        if (found := private_imports(room, path.read_text(encoding="utf-8")))
    }
    assert wrong == {}


def test_public_modules_exist_and_are_used() -> None:
    used = {
        (package, inside)
        for room in ROOMS
        for path in sources(room)
        for package, inside in imports_of(path.read_text(encoding="utf-8"))
        if package != room
    }
    public = {(room, module) for room in ROOMS if room != "core" for module in public_modules(room)}
    assert {each for each in public if each not in used} == set()


def test_private_import_is_found() -> None:
    assert private_imports(
        "desk", "from crisis.models import Crisis\nfrom crisis import rules\nimport people.merge_comparison"
    ) == {
        "crisis.models",
        "crisis.rules",
        "people.merge_comparison",
    }
    assert private_imports("desk", "from crisis.queries.room import Room\nfrom people import identity") == set()


def test_tables_of_rooms_in_the_docs_are_up_to_date() -> None:
    """To fix: run `python -m tests.architecture.rooms`."""
    from tests.architecture.rooms import DOCUMENT, with_pictures

    text = Path(DOCUMENT).read_text(encoding="utf-8")
    assert with_pictures(text) == text
