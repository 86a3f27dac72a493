"""Whether what goes together could do so by chance: rank tests and their correction, from whole numbers only.

Moods are levels on a scale with many ties and no even spacing, so all tests here are of ranks. The sums of ranks are
whole numbers: a result is the same to the last bit in whatever order the days are read.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import asin, comb, erfc, exp, fsum, pi, sqrt
from statistics import NormalDist
from typing import NamedTuple

__all__ = ["Ranked", "adjusted", "allow_for_runs", "ranked", "spread_of_groups", "two_groups", "two_rankings"]

# Up to so many pairs of a day with and a day without, every way to choose the days is counted.
_MOST_EXACT = 400
# Less than this the sums below cannot tell from nothing.
_LEAST = 1e-15


class Ranked(NamedTuple):
    """Twice the rank of each of some values, ties sharing their middle, and the sum of t³ − t over ties of t values."""

    doubled: tuple[int, ...]
    tied: int


def ranked(values: Sequence[float]) -> Ranked:
    """Return the ranks of some finite values, the lowest being first."""
    order = sorted(range(len(values)), key=values.__getitem__)
    doubled = [0] * len(values)
    tied = start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            doubled[place] = start + 1 + end
        tied += (end - start) ** 3 - (end - start)
        start = end
    return Ranked(tuple(doubled), tied)


def two_groups(values: Ranked, chosen: Sequence[int]) -> tuple[float, float]:
    """Compare the values at the places `chosen` with all others: the test of Mann and Whitney (1947).

    Arguments: `chosen`, places in `values`, each once; at least one must be chosen and one left.
    Returns the effect and the chance. The effect is Cliff's delta (1993), which is also the rank-biserial correlation:
    how much more often a chosen value is above one of the others than below, from -1 to 1. The chance, from 0 to 1, is
    that of so large an effect either way if the choice were blind: counted over all choices, ties included, where the
    two groups make 400 pairs or fewer, else by the normal curve with corrections for ties and continuity.
    """
    count, having = len(values.doubled), len(chosen)
    pairs = having * (count - having)
    total = sum(values.doubled[place] for place in chosen)
    above = total - having * (having + 1)  # twice Mann and Whitney's U
    effect = above / pairs - 1
    if values.tied == count**3 - count:
        return 0.0, 1.0  # all are equal
    if pairs <= _MOST_EXACT:
        return effect, _counted(values.doubled, having, total)
    variance = pairs / 12 * (count + 1 - values.tied / (count * (count - 1)))
    return effect, min(1.0, erfc((abs(above - pairs) - 1) / 2 / sqrt(2 * variance)))


def two_rankings(one: Ranked, other: Ranked) -> tuple[float, float] | None:
    """Return how alike two rankings of the same days are: Spearman's correlation (1904), from -1 to 1, and its chance.

    Arguments: both with as many values, three at least. The chance is that of Student's t with two days less.
    Returns None where all values of one are equal.
    """
    count = len(one.doubled)
    square = (count * (count + 1)) ** 2  # of the sum of all doubled ranks
    first, second = (count * sum(rank * rank for rank in r.doubled) - square for r in (one, other))
    if not first or not second:
        return None
    both = count * sum(a * b for a, b in zip(one.doubled, other.doubled, strict=True)) - square
    found = max(-1.0, min(1.0, both / sqrt(first * second)))
    return found, _student(abs(found), count - 2)


def spread_of_groups(values: Ranked, groups: Sequence[Sequence[int]]) -> float:
    """Return the chance that groups differ so much: the test of Kruskal and Wallis (1952).

    Arguments: `groups`, two at least, of places in `values`, none of them empty and together all.
    """
    count = len(values.doubled)
    ties = 1 - values.tied / (count**3 - count)
    if ties <= 0:
        return 1.0
    squares = fsum(sum(values.doubled[place] for place in group) ** 2 / 4 / len(group) for group in groups)
    return _chi_square((12 / (count * (count + 1)) * squares - 3 * (count + 1)) / ties, len(groups) - 1)


def allow_for_runs(chance: float, one: float, other: float) -> float:
    """Return a chance with allowance for days that resemble the days before them, as moods and habits do.

    Two things that each last for days, or that each turn from day to day, meet by chance more easily than others. As in
    Bartlett (1935), the days count as fewer: by (1 - ab) / (1 + ab), of the lag-1 autocorrelations a and b of both. It
    never makes a chance smaller.
    Arguments: `chance`, from 0 to 1; `one` and `other`, the autocorrelations, from -1 to 1, 0 where not known.
    """
    product = min(one * other, 0.99)
    if product <= 0 or chance >= 1:
        return chance
    distance = -NormalDist().inv_cdf(max(chance, _LEAST) / 2)
    return max(chance, erfc(distance * sqrt((1 - product) / (1 + product) / 2)))


def adjusted(chances: Sequence[float]) -> list[float]:
    """Return chances corrected for being many, in their order, by Benjamini and Hochberg (1995).

    Of all comparisons that come out at 0.05 or lower, about one in twenty is then expected to be chance alone.
    """
    found = [1.0] * len(chances)
    least = 1.0
    order = sorted(range(len(chances)), key=chances.__getitem__)
    for rank in range(len(order), 0, -1):
        least = min(least, chances[order[rank - 1]] * (len(order) / rank))  # by 1 at least, so never below it
        found[order[rank - 1]] = least
    return found


def _counted(doubled: tuple[int, ...], having: int, total: int) -> float:
    count = len(doubled)
    if having * 2 > count:  # as well told by those that are left, who are fewer to choose
        having, total = count - having, sum(doubled) - total
    ways, width = _ways(doubled, having)
    # The sum of all digits is what is left of a number over the largest digit that there could be.
    up_to = (ways & ((1 << (total + 1) * width) - 1)) % ((1 << width) - 1)
    from_on = (ways >> total * width) % ((1 << width) - 1)
    return min(1.0, 2 * min(up_to, from_on) / comb(count, having))


@lru_cache(maxsize=32)  # of the days of one time, many groups are of equal size
def _ways(doubled: tuple[int, ...], having: int) -> tuple[int, int]:
    """Return in how many ways `having` ranks make each sum: one large number with a digit for each, and its width.

    The digit of a sum stands `width` bits times the sum from the right, so that a rank is added by a shift.
    """
    width = comb(len(doubled), having).bit_length() + 1
    ways = [1] + [0] * having
    for rank in doubled:
        for size in range(having, 0, -1):
            ways[size] += ways[size - 1] << rank * width
    return ways[having], width


def _student(correlation: float, freedom: int) -> float:
    """Return the two-sided chance of a correlation: Student's t by the sums of Abramowitz and Stegun 26.7.3-4."""
    square = 1 - correlation * correlation
    odd = freedom % 2
    term = sqrt(square) if odd else 1.0
    terms = [term] if freedom > 1 else []
    for step in range(2 + odd, freedom, 2):
        term *= square * (step - 1) / step
        terms.append(term)
    inner = correlation * fsum(terms)
    return min(1.0, max(0.0, 1 - (2 / pi * (asin(correlation) + inner) if odd else inner)))


def _chi_square(value: float, freedom: int) -> float:
    """Return the chance of a chi-square as large or larger: the finite sums of Abramowitz and Stegun 26.4.4-5."""
    half = max(value, 0.0) / 2
    odd = freedom % 2
    term = exp(-half) * (2 * sqrt(half / pi) if odd else 1.0)
    terms = [erfc(sqrt(half))] if odd else []
    for step in range(freedom // 2):
        terms.append(term)
        term *= half / (step + 1 + odd / 2)
    return min(1.0, fsum(terms))
