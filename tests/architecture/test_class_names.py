"""Class names are unique across modules, so that a search for a name finds only one class."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.architecture.rooms import ROOMS, sources

# Names that each room needs: verbs of the journal, steps of a lifecycle, and Django's commands.
SHARED = {"Verb", "Step", "Command"}


def places_of_classes(paths: list[Path]) -> dict[str, list[str]]:
    """Modules by the class name they define. Nested classes don't count."""
    found = defaultdict(list)
    for path in paths:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(path))
    return found


def twice(paths: list[Path]) -> dict[str, list[str]]:
    return {name: places for name, places in places_of_classes(paths).items() if len(places) > 1 and name not in SHARED}


def test_class_names_are_unique() -> None:
    assert not twice(sources(*ROOMS))


def test_duplicate_class_names_are_found(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.py").write_text("class Line:\n    class Kind: ...\n\nclass Verb: ...\n", encoding="utf-8")
    assert twice(sorted(tmp_path.glob("*.py"))) == {"Line": [str(tmp_path / "first.py"), str(tmp_path / "second.py")]}
