"""Changes of a file, one at a time, and a plugin of pytest that tries each in a copy of one process that is ready to test.

Starting a process for each change would take as long as testing it. So the tests run once without any change, and the
process is
copied for each one. In the copy the changed code takes the place of the functions that others have imported. What cannot be
put there counts as not noticed, and `tests.soak.mutate` tries it again from the start.
"""

import ast
import json
import os
import re
import resource
import time
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from importlib import import_module
from itertools import count, takewhile
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from django.db import connections

# Names of the environment, by which `tests.soak.mutate` says which file to change and where to put what was not noticed.
FILE, NOT_NOTICED = "ECS_CHANGED_FILE", "ECS_NOT_NOTICED"
# Of the operators that put each sign in the place of another, one swap per sign says the same as eleven. Sets and
# types are joined by a bar, where most swaps mean nothing.
LEFT_OUT = re.compile(
    r"core/(ReplaceBinaryOperator_(BitOr_|Add_(?!Sub)|Sub_(?!Add)|Mul_(?!Div)|Div_(?!Mul)|Mod_(?!Sub)|FloorDiv_(?!Mul)"
    r"|BitAnd_(?!BitOr))|ReplaceComparisonOperator_(.*_(Is|IsNot)$|Is_)|ReplaceUnaryOperator_USub_)"
)
# A change that makes the tests compute so many times longer was noticed: they would not end.
TIMES_LONGER, AT_LEAST_SECONDS = 3, 10


def changes(source: str) -> Iterator[str]:
    """The source with each change that Python can read."""
    for changed in dict.fromkeys((*_by_cosmic_ray(source), *_by_us(source))):
        with suppress(SyntaxError):
            ast.parse(changed)
            if _of_a_data_class(changed) == _of_a_data_class(source):
                yield changed


def _of_a_data_class(source: str) -> list[str]:
    """The lines with its options: one that could be changed, or has no slots, is as right as one that cannot."""
    return [line for line in source.splitlines() if line.startswith("@dataclass(")]


def _by_cosmic_ray(source: str) -> Iterator[str]:
    for name in operator_names():
        operator = get_operator(name)
        if not LEFT_OUT.match(name) and not operator.arguments():
            yield from takewhile(bool, (mutate_code(source, operator(), occurrence) for occurrence in count()))


def _by_us(source: str) -> Iterator[str]:
    """The source with a part of a collection left out, and with another answer of a rule."""
    for start, end, instead in [*_left_out(ast.parse(source)), *_other_answers(ast.parse(source))]:
        lines = source.splitlines(keepends=True)
        (first, column), (last, last_column) = start, end
        before = "".join(lines[: first - 1]) + lines[first - 1].encode()[:column].decode()
        after = lines[last - 1].encode()[last_column:].decode() + "".join(lines[last:])
        yield before + instead + (after if instead else re.sub(r"^\s*,\s*", "", after))


Place = tuple[int, int]


def _left_out(tree: ast.Module) -> Iterator[tuple[Place, Place, str]]:
    """The places of what a collection holds, and of the roles of which a person needs one."""
    types = {node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if (
            isinstance(node, ast.Tuple | ast.Set | ast.List)
            and node not in types
            and not isinstance(getattr(node, "ctx", None), ast.Store)
        ):
            parts = node.elts
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "has_role":
            parts = node.args
        for part in parts if len(parts) > 1 else []:
            yield (*_place(part), "")


def _other_answers(tree: ast.Module) -> Iterator[tuple[Place, Place, str]]:
    """The places of what is returned by functions that say yes or no, with both answers."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.returns and ast.unparse(function.returns) == "bool":
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value:
                    answers = {"True", "False"} - {ast.unparse(node.value)}
                    yield from ((*_place(node.value), answer) for answer in sorted(answers))


def _place(node: ast.expr) -> tuple[Place, Place]:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Takes the place of pytest's own: the tests run once, which sets up the database, and then in a copy for each change."""
    file = Path(os.environ[FILE])
    source = file.read_text(encoding="utf-8")
    module = import_module(".".join(file.with_suffix("").parts))
    began = time.process_time()
    if not _pass(session):
        raise pytest.UsageError("These tests fail without any change.")
    seconds = int(max(AT_LEAST_SECONDS, TIMES_LONGER * (time.process_time() - began)))
    tried = list(changes(source))
    # The copy without a change has to pass too: then nothing but a change fails there.
    if source not in (rest := [text for text in (source, *tried) if not _noticed(session, file, module, text, seconds)]):
        raise pytest.UsageError("These tests fail in a copy of the process.")
    Path(os.environ[NOT_NOTICED]).write_text(json.dumps([len(tried), rest[1:]]), encoding="utf-8")
    return True


def _pass(session: pytest.Session) -> bool:
    """Whether the tests pass, until the first that does not. What was set up for the whole session stays."""
    for item, following in zip(session.items, [*session.items[1:], session], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return False
    return True


def _noticed(session: pytest.Session, file: Path, module: ModuleType, source: str, seconds: int) -> bool:
    """Whether a test fails in a copy of this process with the changed source."""
    connections.close_all()
    before = file.read_text(encoding="utf-8")
    # Processes that a test starts read it from there.
    file.write_text(source, encoding="utf-8")
    try:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                _put(module, source)
                status = 0 if _pass(session) else 1
            finally:
                # Nothing else of this process may end here: it belongs to the one that was copied.
                os._exit(status)
        return os.waitpid(child, 0)[1] != 0
    finally:
        file.write_text(before, encoding="utf-8")


def _put(module: ModuleType, source: str) -> None:
    """Put changed code in the place of a module's own: into its functions and classes, which others may have imported."""
    changed = dict(vars(module))
    exec(compile(source, str(module.__file__), "exec"), changed)  # noqa: S102 - our own, with one change
    for name, value in list(changed.items()):
        known = vars(module).get(name)
        if isinstance(known, FunctionType) and isinstance(value, FunctionType):
            known.__code__ = value.__code__
            known.__defaults__, known.__kwdefaults__ = value.__defaults__, value.__kwdefaults__
        elif isinstance(known, type) and isinstance(value, type):
            # There is one class of a name, with the changed methods.
            changed[name] = known
            for method, function in vars(value).items() if not issubclass(known, Enum) else ():
                if isinstance(function, FunctionType | property):
                    setattr(known, method, function)
        elif isinstance(known, dict | list) and known and not value:
            # A registry that rooms have filled.
            changed[name] = known
        else:
            setattr(module, name, value)
