"""Mutation tests: small changes to the rules of access, lifecycle, slots, scores, escapes and locks, one at a time.

Each change is made in a copy of the committed project, never here. A change that the tests of its rule do not notice is a
survivor and is printed with its difference: ``python -m tests.soak.mutate [FILE …]``, part of ``make soak``.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db

PROJECT_DIR = Path(__file__).parents[2]
PYTHON = (sys.executable, "-m")
# Data classes that could be changed are as right as those that cannot.
OF_A_DATA_CLASS = "\n-@dataclass"

# Each file with the tests of its rules, the fastest first: the first failure settles it.
ACCESS = "tests/architecture/test_access.py"
TARGETS = {
    "crisis/lifecycle.py": ("tests/crisis/test_life_of_a_crisis.py", "tests/crisis/test_after_the_end.py"),
    "crisis/permissions.py": (
        "tests/crisis/test_figures_of_a_round.py",
        "tests/crisis/test_timeline_audiences.py",
        "tests/crisis/test_answer_an_invitation.py",
        "tests/crisis/test_see_who_gets_places.py",
        "tests/crisis/test_leaders_take_part.py",
        "tests/crisis/test_set_up_a_crisis.py",
        "tests/crisis/test_write_and_review_a_protocol.py",
        ACCESS,
    ),
    "feedback/permissions.py": (ACCESS,),
    "people/permissions.py": ("tests/people/test_manage_people.py", ACCESS),
    "quality/permissions.py": (
        "tests/quality/test_make_a_review.py",
        "tests/quality/test_the_board.py",
        "tests/quality/test_write_a_scorecard.py",
        "tests/quality/test_see_external_reviews.py",
        ACCESS,
    ),
    "recognition/permissions.py": ("tests/recognition", ACCESS),
    "scripts_library/permissions.py": (
        "tests/scripts_library/test_who_sees_what.py",
        "tests/scripts_library/test_approve_a_text.py",
        ACCESS,
    ),
    "quality/slots.py": ("tests/quality/test_slots_of_a_cadence.py", "tests/quality/test_plan_slots.py"),
    "quality/scoring.py": ("tests/quality/test_scores.py",),
    "core/escapes.py": ("tests/core/test_escape_cells.py", "tests/core/test_markdown_as_html.py"),
    "core/locks.py": ("tests/core/test_work_waits.py",),
}
# Of the operators that put each sign in the place of another, one swap per sign says the same as eleven. Sets and
# types are joined by a bar, where most swaps mean nothing.
LEFT_OUT = (
    "core/ReplaceBinaryOperator_BitOr_.*",
    "core/ReplaceBinaryOperator_(Add_(?!Sub)|Sub_(?!Add)|Mul_(?!Div)|Div_(?!Mul)|Mod_(?!Sub)|FloorDiv_(?!Mul)|BitAnd_(?!BitOr)).*",
    "core/ReplaceComparisonOperator_.*_(Is|IsNot)",
    "core/ReplaceComparisonOperator_Is_.*",
    "core/ReplaceUnaryOperator_USub_.*",
)
SETTINGS = """
[cosmic-ray]
module-path = "{file}"
timeout = 1200.0
excluded-modules = []
test-command = '{command}'
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = {left_out}
"""


def main(files: list[str]) -> int:
    """Print the survivors of each file. Returns the exit status: 1 if there is one."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        _run(PROJECT_DIR, "git", "clone", "--quiet", str(PROJECT_DIR), str(copy))
        for name in (".venv", "node_modules"):
            (copy / name).symlink_to(PROJECT_DIR / name)
        try:
            for file in files or TARGETS:
                survivors = _survivors(copy, file, TARGETS[file])
                print(f"{file}: {len(survivors)} not noticed", *survivors, sep="\n", flush=True)
                found += survivors
        finally:
            _run(copy, *PYTHON, "devservers", "remove", ECS_DATA_DIR=str(copy / ".data" / "test"))
    return int(bool(found))


def _survivors(copy: Path, file: str, tests: Sequence[str]) -> list[str]:
    """The difference of each change to a file that its tests did not notice."""
    command = shlex.join([*PYTHON, "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests])
    # Tests that fail without any change would notice everything.
    _run(copy, *shlex.split(command))
    settings, session = copy.parent / "settings.toml", copy.parent / f"{file.replace('/', '-')}.sqlite"
    settings.write_text(SETTINGS.format(file=file, command=command, left_out=json.dumps(LEFT_OUT)), encoding="utf-8")
    _run(copy, *PYTHON, "cosmic_ray.cli", "init", str(settings), str(session))
    _run(copy, *PYTHON, "cosmic_ray.tools.filters.operators_filter", str(session), str(settings))
    _run(copy, *PYTHON, "cosmic_ray.cli", "exec", str(settings), str(session))
    with use_db(session, WorkDB.Mode.open) as results:
        survived = [result.diff for _change, result in results.completed_work_items if not result.is_killed]
    return [difference for difference in survived if OF_A_DATA_CLASS not in difference]


def _run(folder: Path, *command: str, **environment: str) -> str:
    """What a command prints. Raises CalledProcessError, with what it said on the screen, if it fails."""
    done = subprocess.run(
        command, check=False, cwd=folder, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        print(done.stdout)
    done.check_returncode()
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
