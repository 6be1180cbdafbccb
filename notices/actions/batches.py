"""Batches of a reconciler: short transactions, so that other ticks and pages don't wait for its locks."""

from collections.abc import Callable

BATCH = 200
# Per tick: 10,000 rows. The next tick continues.
MOST_BATCHES = 50


def in_batches(do_some: Callable[[], int], size: int) -> int:
    """Call a function that handles up to `size` rows until it finds fewer. Returns how many it handled in all."""
    handled = 0
    for _batch in range(MOST_BATCHES):
        some = do_some()
        handled += some
        if some < size:
            break
    return handled
