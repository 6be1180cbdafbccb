"""Rows of a benchmark's report, and functions that measure."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement, or a comparison of two in the same unit.

    `ours` and `reference` are medians over repetitions of the same work. With ``at_most`` the ratio is ours / reference (how
    many times as long, or as much). With ``at_least`` it is reference / ours (how many times as fast). Without a reference
    there is no ratio, and the goal is a limit for `ours`. A row without a goal is only reported.
    """

    name: str
    reference_name: str
    ours: float
    reference: float | None
    direction: Literal["at_most", "at_least"]
    goal: float | None
    unit: Literal["s", "MiB", "%"] = "s"

    @property
    def ratio(self) -> float | None:
        if self.reference is None:
            return None
        return self.ours / self.reference if self.direction == "at_most" else self.reference / self.ours

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        figure = self.ours if self.ratio is None else self.ratio
        met = figure <= self.goal if self.direction == "at_most" else figure >= self.goal
        return "ok" if met else "MISS"


def seconds_of(work: Callable[[], object]) -> float:
    """Wall time of one call in seconds, after collecting the garbage of earlier work."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def side_by_side(
    ours: Callable[[], object],
    reference: Callable[[], object],
    *,
    repetitions: int,
    before_each: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """Median seconds of both, measured in turns, so that a slower machine slows both."""
    pairs = []
    for _ in range(repetitions):
        before_each()
        first = seconds_of(ours)
        before_each()
        pairs.append((first, seconds_of(reference)))
    middle = repetitions // 2
    return sorted(pair[0] for pair in pairs)[middle], sorted(pair[1] for pair in pairs)[middle]


def peak_mib() -> float:
    """Peak memory of this process in MiB. Unlike `getrusage`, it doesn't include the parent's memory before the fork."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024
