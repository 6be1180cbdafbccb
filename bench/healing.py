"""Seconds from killing a part of an installation until everything works again, without anyone doing anything.

Everything works when a page that needs the database answers, the interrupted work is done, and so is new work. For beat, a tick
must also have run since.
"""

import tempfile
import time
from pathlib import Path

from bench.harness import Row
from tests.faults.installation import KINDS, Installation, eventually, installation

GOAL_SECONDS = 30


def seconds_to_heal(there: Installation, kind: str) -> float:
    """Kill a part in the middle of a step, and wait until everything works."""
    keys = f"{kind} before", f"{kind} after"
    begun = time.time()
    eventually(lambda: there.has_ticked_since(begun), but=there.said)
    with there.busy_with(keys[0]):
        killed = time.time()
        there.kill(kind)
    eventually(there.is_up, but=there.said)
    there.add_work(keys[1])
    eventually(lambda: all(there.is_done(key) for key in keys), but=there.said)
    if kind == "beat":
        eventually(lambda: there.has_ticked_since(killed), but=there.said)
    return time.time() - killed


def rows() -> list[Row]:
    """A row for each part. There is no reference, so the goal is in seconds."""
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder) / "data") as there:
        there.start()
        return [
            Row(
                name=f"healthy after kill -9: {kind}",
                reference_name="",
                ours=seconds_to_heal(there, kind),
                reference=None,
                direction="at_most",
                goal=GOAL_SECONDS,
            )
            for kind in KINDS
        ]
