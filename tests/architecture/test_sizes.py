"""Limits of file and function sizes. Split by subject before they are reached."""

import ast

from tests.architecture.rooms import ROOMS, ROOT, sources

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
SOURCES = sources(*ROOMS, "tests", "bench")


def test_files_are_found() -> None:
    assert len(SOURCES) > 50


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): lines for path in SOURCES if (lines := len(path.read_text().splitlines())) > MAX_FILE_LINES
    }
    assert long == {}


def test_functions_stay_short() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": length
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}
