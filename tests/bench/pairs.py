"""Peers and tj measured in turn, size by size, within the minutes that a row of a peer has.

A figure is the peer's time over tj's: 1 means as fast, more that tj is faster. A slow peer gets fewer rounds, and a
size that would not fit, going by the pace at the one before, is left out; what is left out is said.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.bench.measure import Broken, Line, Spread, TooSlow, ratios, repeated

__all__ = ["NOT", "Pairs", "Round", "absent", "measured"]

# With these words a remark begins that tells of sizes which were left out.
NOT = "not measured"
# Given the seconds that are left, measures the peer and then tj.
Round = Callable[[float], tuple[float, float]]


@dataclass(slots=True)
class Pairs:
    """Seconds of a peer and of tj by vault size, and what is to be said of what was not measured."""

    theirs: dict[int, list[float]] = field(default_factory=dict)
    ours: dict[int, list[float]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def lines(self, line: Line, seconds: str = "") -> list[Line]:
        """Return `line` with the ratios, or the reason why there are none, and one called `seconds` with the peer's."""
        remark = "; ".join([*self.remarks, *filter(None, [line.remark])])
        if not self.theirs:
            return [Line(line.row, line.what, line.goal, {}, "", line.peer, remark)]
        over = {size: Spread.of(ratios(self.theirs[size], self.ours[size])) for size in self.theirs}
        took = {size: Spread.of(times) for size, times in self.theirs.items()}
        lines = [Line(line.row, line.what, line.goal, over, remark, line.peer)]
        return [*lines, Line(line.row, seconds, None, took, "", line.peer)] if seconds else lines


def measured(sizes: Sequence[int], rounds: int, patience: float, prepare: Callable[[int], Round]) -> Pairs:
    """Measure at each size, the smallest first.

    Arguments: `rounds`, how many at most, though a quarter of the time is enough for a size; `patience`, the seconds
    for all; `prepare`, which returns the round for a size, and whose own time does not count.
    """
    found, pace, left = Pairs(), 0.0, patience
    for place, size in enumerate(sizes):
        if pace * size > left:
            found.remarks.append(
                f"{NOT} at {_sizes(sizes[place:])}, where its minutes would not be enough at this pace"
            )
            break
        began = time.monotonic()
        try:
            one = prepare(size)
            began = time.monotonic()
            for _ in repeated(rounds, patience / 4):
                theirs, ours = one(left - (time.monotonic() - began))
                found.theirs.setdefault(size, []).append(theirs)
                found.ours.setdefault(size, []).append(ours)
        except (Broken, OSError) as problem:
            sys.stderr.write(f"{problem}\n")
            slow = isinstance(problem, TooSlow)
            why = f"it took longer than its {patience / 60:g} minutes" if slow else "the measurement failed"
            found.remarks.append(f"{NOT}, or in part, at {_sizes(sizes[place:])}, since {why} at {size:,}")
            break
        done, spent = len(found.theirs[size]), time.monotonic() - began
        if done < rounds:
            found.remarks.append(f"{done} of {rounds} rounds at {size:,}")
        pace, left = spent / done / size, left - spent
    return found


def absent(line: Line, why: Exception) -> list[Line]:
    """Return the line of a peer that cannot be had, with the reason."""
    return [Line(line.row, line.what, line.goal, {}, "", line.peer, str(why))]


def _sizes(sizes: Sequence[int]) -> str:
    return " and ".join(f"{size:,}" for size in sizes)
