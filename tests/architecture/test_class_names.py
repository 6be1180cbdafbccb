"""Classes of different modules have different names, so that a name found by searching is the one that was meant."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.architecture.rooms import ROOMS, sources

# Each room lists its own verbs of the journal and steps of a life, and Django asks for the name of a command's class.
SHARED = {"Verb", "Step", "Command"}


def places_of_classes(paths: list[Path]) -> dict[str, list[str]]:
    """The modules that define a class of each name. Classes inside classes are named by the outer one."""
    found = defaultdict(list)
    for path in paths:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(path))
    return found


def twice(paths: list[Path]) -> dict[str, list[str]]:
    return {name: places for name, places in places_of_classes(paths).items() if len(places) > 1 and name not in SHARED}


def test_no_two_classes_share_a_name() -> None:
    assert not twice(sources(*ROOMS))


def test_two_classes_of_one_name_are_found(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.py").write_text("class Line:\n    class Kind: ...\n\nclass Verb: ...\n", encoding="utf-8")
    assert twice(sorted(tmp_path.glob("*.py"))) == {"Line": [str(tmp_path / "first.py"), str(tmp_path / "second.py")]}
