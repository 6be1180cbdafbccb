"""A ratchet: files and functions are split by subject before they grow past what one reads in one go."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ["config", "core", "devservers", "journal", "people", "feedback", "scripts_library", "quality", "recognition", "crisis", "desk"]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50


def sources() -> list[Path]:
    folders = [*ROOMS, "tests", "bench"]
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def test_there_is_something_to_measure() -> None:
    assert len(sources()) > 50


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > MAX_FILE_LINES
    }
    assert long == {}


def test_functions_stay_short() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": length
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}
