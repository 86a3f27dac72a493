"""How mood moves: how far days lie apart, how large the steps from day to day are, and how long a mood lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import fsum, sqrt

from tj.insight.mood import FEWEST_DAYS

__all__ = ["FEWEST_PAIRS", "Inertia", "Variability", "correlation", "inertia", "neighbours", "variability"]

# With fewer pairs of days an autocorrelation is little more than noise, and comes out too low (Marriott and Pope 1954).
FEWEST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class Variability:
    """How far `n` days with a mood lie apart (`sd`), and how large the steps of `pairs` of next days are (`rmssd`).

    `sd` is the standard deviation with n - 1; `rmssd` the root mean square of successive differences (von Neumann and
    others 1941; for mood Jahng, Wood and Trull 2008). Both are in points of the scale, and None of fewer than five.
    """

    n: int
    sd: float | None
    pairs: int
    rmssd: float | None


@dataclass(frozen=True, slots=True)
class Inertia:
    """How much of a mood is still there on the next day: the lag-1 autocorrelation (Kuppens, Allen and Sheeber 2010).

    `lag1` is Pearson's correlation of `pairs` of days in a row, from -1 to 1; None of fewer than ten pairs, and where
    the mood did not change.
    """

    pairs: int
    lag1: float | None


def neighbours(moods: Sequence[tuple[date, float]]) -> list[tuple[float, float]]:
    """Return the moods of each two days that follow each other in the calendar; a gap makes no pair.

    Arguments: `moods`, of days in order, each once.
    """
    return [
        (before[1], after[1]) for before, after in pairwise(moods) if after[0].toordinal() - before[0].toordinal() == 1
    ]


def variability(moods: Sequence[tuple[date, float]]) -> Variability:
    """Return how far the moods of days lie apart, and how large the steps are.

    Arguments: `moods`, of days in order, each once.
    """
    values = [mood for _, mood in moods]
    pairs = neighbours(moods)
    sd = rmssd = None
    if len(values) >= FEWEST_DAYS:
        sd = sqrt(_squares(values) / (len(values) - 1))
    if len(pairs) >= FEWEST_DAYS:
        rmssd = sqrt(fsum((after - before) ** 2 for before, after in pairs) / len(pairs))
    return Variability(len(values), sd, len(pairs), rmssd)


def inertia(moods: Sequence[tuple[date, float]]) -> Inertia:
    """Return how much of a day's mood is still there on the next.

    Arguments: `moods`, of days in order, each once.
    """
    pairs = neighbours(moods)
    return Inertia(len(pairs), correlation(pairs) if len(pairs) >= FEWEST_PAIRS else None)


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation of some pairs, from -1 to 1; None where one side does not change."""
    if not pairs:
        return None
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    spread = sqrt(_squares(first)) * sqrt(_squares(second))
    if not spread:
        return None
    one, other = fsum(first) / len(pairs), fsum(second) / len(pairs)
    return max(-1.0, min(1.0, fsum((a - one) * (b - other) for a, b in pairs) / spread))


def _squares(values: Sequence[float]) -> float:
    if min(values) == max(values):
        return 0.0  # and not what rounding leaves of their mean
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values)
