"""Row `noop`: the look before every answer when nothing has changed, against a bare walk with a stat of every file."""

import time
from collections.abc import Sequence

from tests.bench.grounds import Ground, Grounds
from tests.bench.measure import Broken, Goal, Line, Spread, ratios, timed
from tests.bench.plain import walk
from tj.index.store import open_store
from tj.index.sync import fingerprint, index_path, refresh

__all__ = ["noop"]

# These are milliseconds, so more rounds cost nothing.
_TIMES = 5


def noop(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time of a refresh that finds nothing over that of a walk."""
    found = {size: _measure(grounds.reading(size), rounds * _TIMES) for size in sizes}
    over = {size: Spread.of(ratios(*pair)) for size, pair in found.items()}
    lines = [Line("noop", "refresh with nothing changed / bare walk", Goal(1.3), over)]
    for what, which in (("refresh", 0), ("walk", 1)):
        cells = {size: Spread.of(one * 1000 for one in pair[which]) for size, pair in found.items()}
        lines.append(Line("noop", f"ms: {what}", None, cells))
    return lines


def _measure(ground: Ground, rounds: int) -> tuple[list[float], list[float]]:
    vault, root = ground.vault(), str(ground.root)
    refreshing: list[float] = []
    walking: list[float] = []
    with open_store(index_path(vault, ground.places), fingerprint(vault)) as store:

        def look() -> None:
            done = refresh(vault, store, now_ns=time.time_ns())
            if done.added or done.changed or done.removed or done.unchanged < ground.size:
                raise Broken(f"{ground.root} was not as it had been")

        look()
        walk(root)
        for _ in range(rounds):
            refreshing.append(timed(look))
            walking.append(timed(lambda: walk(root)))
    return refreshing, walking
