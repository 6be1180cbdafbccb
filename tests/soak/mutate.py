"""Mutation tests: small changes to the rules of access, lifecycle, slots, scores, escapes and locks, one at a time.

Each change is made in a copy of the committed project, never here. A change that the tests of its rule do not notice is a
survivor and is printed with its difference: ``python -m tests.soak.mutate [FILE …]``, part of ``make soak``.
"""

import difflib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.soak.changes import FILE, NOT_NOTICED

PROJECT_DIR = Path(__file__).parents[2]
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0")
# Each file with the tests of its rules, the fastest first: the first failure settles it.
TARGETS = {
    "core/escaping.py": ("tests/core/test_escape_cells.py", "tests/core/test_markdown_as_html.py"),
    "quality/scoring.py": ("tests/quality/test_scores.py",),
    "crisis/permissions.py": ("tests/crisis/test_rights_of_each_person.py",),
    "protocol/permissions.py": ("tests/crisis/test_rights_of_each_person.py",),
    "selection/permissions.py": ("tests/crisis/test_rights_of_each_person.py",),
    "quality/slot_times.py": (
        "tests/quality/test_slots_of_a_cadence.py",
        "tests/quality/test_lapse.py",
        "tests/quality/test_plan_slots.py",
    ),
    "quality/permissions.py": ("tests/quality/test_rights_of_each_person.py",),
    "core/states.py": ("tests/architecture/test_lifecycles.py",),
    "crisis/lifecycle.py": ("tests/crisis/test_life_of_a_crisis.py",),
    "scripts_library/permissions.py": ("tests/scripts_library/test_rights_of_each_role.py",),
    "recognition/permissions.py": (
        "tests/recognition/test_rights_of_each_role.py",
        "tests/recognition/test_decide.py",
    ),
    "people/permissions.py": ("tests/people/test_rights_of_each_role.py",),
    "intake/permissions.py": ("tests/people/test_rights_of_each_role.py",),
    "core/locks.py": ("tests/core/test_work_waits.py",),
}
# Changes after which a file does the same as before, by their new line.
EQUIVALENT = {
    "return 0 if self.scale <= BINARY else 1": "no scale is shorter than yes or no",
    "return _is_answered(question, answers) and answers[question.id] <= question.lowest": "lower answers are refused",
    "while start_of_day(monday, zone) <= ends_at:": "a week that begins then has no slot before it",
    'if end <= -1 or not 0 < len(inside) <= LONGEST_PLACEHOLDER or {"{", "\\n"} & set(inside):': "nothing is found before -1",
    'if end == -1 or not 0 != len(inside) <= LONGEST_PLACEHOLDER or {"{", "\\n"} & set(inside):': "no length is below 0",
    'if (runs := state.delimiters[known:]) and len(runs) > 1 and state.src[start] <= "*":': "the rule sees * and _ only",
    'if (runs := state.delimiters[known:]) and len(runs) != 1 and state.src[start] == "*":': "an empty list is settled before",
    'state.push("mark_open", "mark", 2)': "any number above 0 opens",
    'parser = MarkdownIt("commonmark", {"html": True, "breaks": True})': "both rules that read it are disabled",
    'parser.disable(["image", "heading", "lheading", "code", "html_inline"])': "html_block does nothing without the option",
    'parser.disable(["image", "heading", "lheading", "code", "html_block", ])': "html_inline does nothing without the option",
}


def main(files: list[str]) -> int:
    """Print the survivors of each file. Returns the exit status: 1 if there is one."""
    chosen = files or list(TARGETS)
    with ThreadPoolExecutor(2) as lanes:
        return int(any([*lanes.map(_survivors_of, filter(None, (chosen[::2], chosen[1::2])))]))


def _survivors_of(files: Sequence[str]) -> list[str]:
    """The differences that the tests of files do not notice, tried one after the other in one copy of the project."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        _run(PROJECT_DIR, "git", "clone", "--quiet", str(PROJECT_DIR), str(copy)).check_returncode()
        for name in (".venv", "node_modules"):
            (copy / name).symlink_to(PROJECT_DIR / name)
        try:
            for file in files:
                tried, survivors = _survivors(copy, file)
                print(f"{file}: {tried} changes, {len(survivors)} not noticed", *survivors, sep="\n", flush=True)
                found += survivors
        finally:
            _run(copy, sys.executable, "-m", "devservers", "remove", ECS_DATA_DIR=str(copy / ".data" / "test"))
    return found


def _survivors(copy: Path, file: str) -> tuple[int, list[str]]:
    """How many changes to a file were tried, and the difference of each that its tests did not notice."""
    answer, command = copy.parent / "answer.json", (*PYTEST, *TARGETS[file])
    done = _run(copy, *command, "-p", "tests.soak.changes", **{FILE: file, NOT_NOTICED: str(answer)})
    if done.returncode:
        raise RuntimeError(done.stdout)
    source = (copy / file).read_text(encoding="utf-8")
    tried, not_noticed = json.loads(answer.read_text(encoding="utf-8"))
    survivors = []
    for changed in not_noticed:
        lines = _difference(source, changed)
        if _new(lines) in EQUIVALENT:
            continue
        (copy / file).write_text(changed, encoding="utf-8")
        if _run(copy, *command).returncode == 0:
            survivors.append("\n".join(lines))
    (copy / file).write_text(source, encoding="utf-8")
    return tried, survivors


def _difference(before: str, after: str) -> list[str]:
    return list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]


def _new(difference: Iterable[str]) -> str:
    """The new lines, as `EQUIVALENT` names a change."""
    return "\n".join(line[1:].strip() for line in difference if line.startswith("+"))


def _run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
