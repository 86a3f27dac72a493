"""What the days of a time add up to, kept so that a longer time is the sum of shorter ones.

All sums are exact, so a year comes out the same to the last bit, whether it is added up from days or from months.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TypeAlias

from tj.entry.model import Entry
from tj.insight.mood import FEWEST_DAYS, Contrast

__all__ = ["KINDS", "Cell", "Tally", "added", "contrasts", "counts", "finite_trackers", "ranked", "tally_of"]

# What is counted by name: emotions and tags by the entry, goals by the day.
KINDS = ("emotion", "tag", "goal")

# How often something was named, on how many days that have a mood, and what these moods add up to, in a tally's units.
Cell: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of a time: how many readable entries it has, on how many `days`, and the mood of each day with one.

    `total` is what the moods add up to, in units of two to the power of minus `places`: all moods are whole numbers of
    these, so nothing is rounded. `names` has a cell for each name, by the words of `KINDS`. `trackers` are the finite
    values noted under each key.
    """

    entries: int = 0
    days: int = 0
    moods: Sequence[float] = ()
    total: int = 0
    places: int = 0
    names: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    trackers: Mapping[str, Sequence[float]] = field(default_factory=dict)


def counts(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """Return how often each name stands in the entries of one day, by the words of `KINDS`."""
    found: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    for entry in entries:
        named = (set(entry.emotions), set(entry.tags), {mark.name for mark in entry.goals})
        for kind, names in zip(KINDS, named, strict=True):
            for name in names:
                found[kind][name] = 1 if kind == "goal" else found[kind].get(name, 0) + 1
    return {kind: dict(sorted(names.items())) for kind, names in found.items()}


def finite_trackers(entries: Iterable[Entry]) -> dict[str, list[float]]:
    """Return the finite values noted under each key, in order."""
    found: dict[str, list[float]] = {}
    for entry in entries:
        for key, value in entry.trackers.items():
            if isfinite(value):
                found.setdefault(key, []).append(value)
    return {key: sorted(values) for key, values in sorted(found.items())}


def tally_of(
    entries: int, mood: float | None, named: Mapping[str, Mapping[str, int]], trackers: Mapping[str, Sequence[float]]
) -> Tally:
    """Return the tally of one day.

    Arguments: `entries`, how many readable ones it has; `mood`, what `daily` says that it was; `named`, from `counts`;
    `trackers`, from `finite_trackers`.
    """
    total, over = (mood or 0.0).as_integer_ratio()
    days = int(mood is not None)
    names = {kind: {name: (count, days, total) for name, count in of.items()} for kind, of in named.items()}
    moods = () if mood is None else (mood,)
    return Tally(entries, int(entries > 0), moods, total, over.bit_length() - 1, names, trackers)


def added(tallies: Sequence[Tally]) -> Tally:
    """Return the tally of several times together, which must not overlap."""
    places = max((one.places for one in tallies), default=0)
    moods: list[float] = []
    names: dict[str, dict[str, Cell]] = {kind: {} for kind in KINDS}
    trackers: dict[str, list[float]] = {}
    for one in tallies:
        moods += one.moods
        for kind, cells in one.names.items():
            _add_cells(names[kind], cells, places - one.places)
        for key, values in one.trackers.items():
            trackers.setdefault(key, []).extend(values)
    return Tally(
        sum(one.entries for one in tallies),
        sum(one.days for one in tallies),
        moods,
        sum(one.total << places - one.places for one in tallies),
        places,
        names,
        trackers,
    )


def ranked(tally: Tally, kind: str) -> dict[str, int]:
    """Return how often each name of a kind was there, most first."""
    found = [(name, cell[0]) for name, cell in tally.names.get(kind, {}).items()]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def contrasts(tally: Tally) -> list[Contrast]:
    """Return what goes with better and with worse days, the largest difference first.

    Only what stands on at least 5 days with a mood and is absent on at least 5 others is compared. A difference is no
    cause: whoever shows it must say so, with both numbers of days.
    """
    unit = 1 << tally.places
    results: list[Contrast] = []
    for kind, cells in tally.names.items():
        for name, (_, having, units) in cells.items():
            lacking = len(tally.moods) - having
            if having >= FEWEST_DAYS and lacking >= FEWEST_DAYS:
                # Each sum is rounded once, by the division, so that it is the float nearest to it.
                difference = units / unit / having - (tally.total - units) / unit / lacking
                results.append(Contrast(kind, name, difference, having, lacking))
    return sorted(results, key=lambda c: (-abs(c.difference), c.kind, c.name))


def _add_cells(into: dict[str, Cell], cells: Mapping[str, Cell], shift: int) -> None:
    for name, (count, days, units) in cells.items():
        there = into.get(name)
        if there is None:
            into[name] = (count, days, units << shift)
        else:
            into[name] = (there[0] + count, there[1] + days, there[2] + (units << shift))
