"""What the days of a time add up to, kept so that a longer time is the sum of shorter ones.

All sums are exact, so a year comes out the same to the last bit, whether it is added up from days or from months.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from tj.entry.model import Entry
from tj.insight.mood import FEWEST_DAYS, Contrast, Figures

__all__ = ["Cell", "Facts", "Names", "Sum", "Tally", "added", "added_sums", "contrasts", "facts_of", "names_after",
           "ranked", "sum_of", "tally_of", "units_of"]  # fmt: skip

# What is counted by name: emotions and tags by the entry, goals by the day.
_KINDS = ("emotion", "tag", "goal")

# How often something was named, on how many days that have a mood, and what these moods add up to, in units of the
# tally's `moods`.
Cell: TypeAlias = tuple[int, int, int]
_NONE: Cell = (0, 0, 0)
Names: TypeAlias = Mapping[str, Mapping[str, Cell]]


class Sum(NamedTuple):
    """Some values added up: `n` of them make `units` over two to the power of `places`, so nothing is rounded."""

    n: int = 0
    units: int = 0
    places: int = 0
    lowest: float = 0.0
    highest: float = 0.0

    def figures(self) -> Figures:
        """Return mean and range, the same to the last bit as `tj.insight.mood.figures` of the values; no median."""
        if not self.n:
            return Figures(0)
        one = 1 << self.places
        try:
            mean = self.units / one / self.n  # rounded to a float twice, as a sum by `math.fsum` over a number is
        except OverflowError:
            mean = self.units / (one * self.n)
        return Figures(self.n, mean, None, self.lowest, self.highest)


_NOTHING = Sum()


class Facts(NamedTuple):
    """What the readable entries of one day have that is counted.

    `mood` is the day's, None where none was noted. `counts` says how often each name stands in the entries, by kind.
    `trackers` are the finite values noted under each key.
    """

    entries: int
    mood: float | None
    counts: Mapping[str, Mapping[str, int]]
    trackers: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Tally:
    """A time added up: its readable entries, the days with one, the moods of days, names by kind, and trackers."""

    entries: int = 0
    days: int = 0
    moods: Sum = _NOTHING
    names: Names = field(default_factory=dict)
    trackers: Mapping[str, Sum] = field(default_factory=dict)


def facts_of(entries: Sequence[Entry], mood: float | None) -> Facts:
    """Return what is counted of one day.

    Arguments: `entries`, its readable ones; `mood`, what `daily` says that it was.
    """
    if len(entries) == 1:
        return _facts_of_one(entries[0], mood)
    counts: dict[str, dict[str, int]] = {
        "emotion": _counts([entry.emotions for entry in entries]),
        "tag": _counts([entry.tags for entry in entries]),
        "goal": dict.fromkeys(_counts([[mark.name for mark in entry.goals] for entry in entries]), 1),
    }
    trackers: dict[str, list[float]] = {}
    for entry in entries:
        for key, value in entry.trackers.items():
            if isfinite(value):
                trackers.setdefault(key, []).append(value)
    return Facts(len(entries), mood, counts, {key: sorted(trackers[key]) for key in sorted(trackers)})


def _facts_of_one(entry: Entry, mood: float | None) -> Facts:
    """Do what `facts_of` does for a day with one entry, as most are."""
    counts = {
        "emotion": _once_each(entry.emotions),
        "tag": _once_each(entry.tags),
        "goal": _once_each(tuple([mark.name for mark in entry.goals]) if entry.goals else ()),
    }
    if not entry.trackers:
        return Facts(1, mood, counts, {})
    return Facts(1, mood, counts, {key: [value] for key, value in sorted(entry.trackers.items()) if isfinite(value)})


@lru_cache(maxsize=1024)  # days share what they are like
def _once_each(names: tuple[str, ...]) -> Mapping[str, int]:
    return dict.fromkeys(sorted(names), 1)


def _counts(named: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return in how many entries each name stands; each entry's names come in order, after those of the one before."""
    counts: dict[str, int] = {}
    for names in named:
        for name in sorted(set(names)):
            counts[name] = counts.get(name, 0) + 1
    return counts


def tally_of(days: Sequence[Facts]) -> Tally:
    """Return what some days add up to."""
    moods = sum_of([day.mood for day in days if day.mood is not None])
    names: dict[str, dict[str, Cell]] = {kind: {} for kind in _KINDS}
    values: dict[str, list[float]] = {}
    for day in days:
        recorded, units = (0, 0) if day.mood is None else (1, units_of(day.mood, moods.places))
        for kind, counts in day.counts.items():
            cells = names[kind]
            for name, count in counts.items():
                there, having, felt = cells.get(name, _NONE)
                cells[name] = (there + count, having + recorded, felt + units)
        for key, found in day.trackers.items():
            values.setdefault(key, []).extend(found)
    trackers = {key: sum_of(found) for key, found in values.items()}
    entries = [day.entries for day in days]
    return Tally(sum(entries), len(entries) - entries.count(0), moods, names, trackers)


def added(tallies: Sequence[Tally]) -> Tally:
    """Return the tally of several times together, which must not overlap."""
    moods = added_sums([one.moods for one in tallies])
    names: dict[str, dict[str, Cell]] = {kind: {} for kind in _KINDS}
    sums: dict[str, list[Sum]] = {}
    for one in tallies:
        shift = moods.places - one.moods.places
        for kind, of_kind in one.names.items():
            cells = names[kind]
            for name, (count, days, units) in of_kind.items():
                there, having, felt = cells.get(name, _NONE)
                cells[name] = (there + count, having + days, felt + (units << shift))
        for key, found in one.trackers.items():
            sums.setdefault(key, []).append(found)
    trackers = {key: added_sums(found) for key, found in sums.items()}
    return Tally(sum(one.entries for one in tallies), sum(one.days for one in tallies), moods, names, trackers)


def names_after(names: Names, places: int, changes: Sequence[tuple[Tally, Tally]], now: int) -> Names:
    """Return the names of a time of which parts have changed.

    Arguments: `names`, those before, in units of `places`; `changes`, the tally of each such part as it was and as it
    is; `now`, the places in which the moods of the whole time are counted now.
    """
    most = max([places, now, *(one.moods.places for change in changes for one in change)])
    found = {kind: {name: _shifted(cell, most - places) for name, cell in of.items()} for kind, of in names.items()}
    for change in changes:
        for sign, one in zip((-1, 1), change, strict=True):
            for kind, cells in one.names.items():
                of_kind = found.setdefault(kind, {})
                for name, cell in cells.items():
                    count, days, units = _shifted(cell, most - one.moods.places)
                    there = of_kind.get(name, _NONE)
                    of_kind[name] = (there[0] + sign * count, there[1] + sign * days, there[2] + sign * units)
    return {
        kind: {name: (cell[0], cell[1], cell[2] >> most - now) for name, cell in of.items() if cell[0]}
        for kind, of in found.items()
    }


def sum_of(values: Sequence[float]) -> Sum:
    """Return the sum of some finite values."""
    if not values:
        return _NOTHING
    # Adding 0.0 makes floats of all, and one zero of the two that there are.
    ratios = [(value + 0.0).as_integer_ratio() for value in values]
    most = max([over for _, over in ratios])  # a power of two, as each of them is
    units = sum([units * (most // over) for units, over in ratios])
    return Sum(len(values), units, most.bit_length() - 1, min(values) + 0.0, max(values) + 0.0)


def units_of(value: float, places: int) -> int:
    """Return a value in units of one over two to the power of `places`, as `sum_of` counts some it was among."""
    units, over = value.as_integer_ratio()
    return units << places + 1 - over.bit_length()


def added_sums(sums: Iterable[Sum]) -> Sum:
    """Return the sum of the values of several."""
    some = [one for one in sums if one.n]
    if not some:
        return _NOTHING
    places = max(one.places for one in some)
    return Sum(
        sum(one.n for one in some),
        sum(one.units << places - one.places for one in some),
        places,
        min(one.lowest for one in some),
        max(one.highest for one in some),
    )


def ranked(tally: Tally, kind: str) -> dict[str, int]:
    """Return how often each name of a kind was there, most first."""
    found = sorted([(name, cell[0]) for name, cell in tally.names.get(kind, {}).items()])
    found.sort(key=itemgetter(1), reverse=True)  # what is there as often stays in order, in reverse too
    return dict(found)


def contrasts(tally: Tally) -> list[Contrast]:
    """Return what goes with better and with worse days, the largest difference first.

    Only what stands on at least 5 days with a mood and is absent on at least 5 others is compared. A difference is no
    cause: whoever shows it must say so, with both numbers of days.
    """
    moods = tally.moods
    if moods.n < 2 * FEWEST_DAYS:
        return []
    one = 1 << moods.places
    results: list[Contrast] = []
    for kind, cells in tally.names.items():
        for name, (_, having, units) in cells.items():
            lacking = moods.n - having
            if having >= FEWEST_DAYS and lacking >= FEWEST_DAYS:
                # Each sum is rounded once, by the first division, so that it is the float nearest to it.
                difference = units / one / having - (moods.units - units) / one / lacking
                results.append(Contrast(kind, name, difference, having, lacking))
    return sorted(results, key=lambda c: (-abs(c.difference), c.kind, c.name))


def _shifted(cell: Cell, places: int) -> Cell:
    return cell[0], cell[1], cell[2] << places
