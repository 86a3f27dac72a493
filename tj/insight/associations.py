"""What goes with better and with worse days, how much, and whether that may be chance."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import isfinite, sqrt
from typing import NamedTuple

from tj.entry.model import Entry
from tj.insight.chance import Ranked, adjusted, allow_for_runs, ranked, two_groups, two_rankings
from tj.insight.mood import FEWEST_DAYS, DayMood, figures
from tj.insight.tally import Sum, sum_of, units_of
from tj.insight.variability import FEWEST_PAIRS, correlation, neighbours

__all__ = ["CHANCE", "Association", "Correlation", "associations"]

# A corrected chance above this is said to be one.
CHANCE = 0.05
# A rank correlation of fewer days is not said.
_FEWEST_COMMON = 10


@dataclass(frozen=True, slots=True)
class Association:
    """Days with something, compared with days without; at least 5 of both.

    `kind` is `emotion`, `tag`, `goal`, or `tracker` for one that is answered by yes or no. `difference` is that of the
    mean moods in points of the scale, `effect` Cliff's delta (-1 to 1): (1 + delta) / 2 is how often a day with it was
    the better of the two. `chance` allows for days that resemble those before them; `adjusted` also for the number of
    things that were compared.
    """

    kind: str
    name: str
    difference: float
    effect: float
    days_with: int
    days_without: int
    chance: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rank correlation of a tracker with the mood of the same day, of `n` days that have both; 10 at least.

    All of a number is used: to split days at a median would throw away most of what it tells (MacCallum et al. 2002).
    """

    name: str
    effect: float
    n: int
    chance: float
    adjusted: float


class _Days(NamedTuple):
    """Days with a mood, in order: what all comparisons have in common, worked out once."""

    moods: Sequence[tuple[date, float]]
    ranks: Ranked
    sum: Sum
    units: Sequence[int]
    follows: Sequence[bool]  # whether the day after it is the next in the calendar
    lag: float


def associations(
    entries: Iterable[Entry], days: Sequence[DayMood], yes_no: Collection[str] = ()
) -> tuple[tuple[Association, ...], tuple[Correlation, ...]]:
    """Return what goes with better and with worse days, the largest effect first, and how trackers go with mood.

    Arguments: `entries` of a time, in any order; `days`, what `daily` makes of them; `yes_no`, the trackers that are
    answered by yes or no, which are compared as tags are, a day without an answer being left out.
    Going together is no cause, whichever way one looks at it: whoever shows it must say so, with the numbers of days.
    """
    moods = [(day.day, day.mood) for day in days if day.mood is not None]
    if len(moods) < 2 * FEWEST_DAYS:
        return (), ()
    names, trackers = _noted(entries)
    common = _days(moods)
    places = {day: place for place, (day, _) in enumerate(moods)}
    found = [
        one
        for (kind, name), on in sorted(names.items())
        if (one := _compared(kind, name, common, sorted(places[day] for day in on if day in places)))
    ]
    ranks: list[Correlation] = []
    for key, values in sorted(trackers.items()):
        of_both = _days([(day, mood) for day, mood in moods if day in values])
        noted = [max(values[day]) if key in yes_no else figures(values[day]).mean or 0.0 for day, _ in of_both.moods]
        if key in yes_no:
            on_yes = [place for place, value in enumerate(noted) if value > 0]
            found += [one] if (one := _compared("tracker", key, of_both, on_yes)) else []
        elif one_of := _correlated(key, of_both, noted):
            ranks.append(one_of)
    return _corrected(found, ranks)


def _noted(
    entries: Iterable[Entry],
) -> tuple[Mapping[tuple[str, str], set[date]], Mapping[str, dict[date, list[float]]]]:
    """Return the days of each name, by kind and name, and the values of each tracker, by its key and the day."""
    names: dict[tuple[str, str], set[date]] = {}
    trackers: dict[str, dict[date, list[float]]] = {}
    for entry in entries:
        if entry.type != "entry" or entry.date is None:
            continue
        said = (("emotion", entry.emotions), ("tag", entry.tags), ("goal", [mark.name for mark in entry.goals]))
        for kind, words in said:
            for word in words:
                names.setdefault((kind, word), set()).add(entry.date)
        for key, value in entry.trackers.items():
            if isfinite(value):
                trackers.setdefault(key, {}).setdefault(entry.date, []).append(value)
    return names, trackers


def _days(moods: Sequence[tuple[date, float]]) -> _Days:
    values = [mood for _, mood in moods]
    total = sum_of(values)
    units = [units_of(value, total.places) for value in values]
    numbers = [day.toordinal() for day, _ in moods]
    follows = [after - before == 1 for before, after in pairwise(numbers)]
    ranks = ranked(values)
    return _Days(moods, ranks, total, units, follows, _lag(moods, ranks))


def _lag(moods: Sequence[tuple[date, float]], ranks: Ranked) -> float:
    """Return the lag-1 autocorrelation of some ranks, in the order of the days of `moods`; 0 of too few pairs."""
    pairs = neighbours([(day, rank) for (day, _), rank in zip(moods, ranks.doubled, strict=True)])
    return (correlation(pairs) or 0.0) if len(pairs) >= FEWEST_PAIRS else 0.0


def _compared(kind: str, name: str, days: _Days, places: Sequence[int]) -> Association | None:
    having, lacking = len(places), len(days.moods) - len(places)
    if min(having, lacking) < FEWEST_DAYS:
        return None
    units = sum(days.units[place] for place in places)
    one = 1 << days.sum.places
    # As in the summaries (`tally.contrasts`), to the last bit: each sum is rounded once.
    difference = units / one / having - (days.sum.units - units) / one / lacking
    effect, chance = two_groups(days.ranks, places)
    chance = allow_for_runs(chance, days.lag, _lag_of_places(days, places))
    return Association(kind, name, difference, effect, having, lacking, chance, chance)


def _lag_of_places(days: _Days, places: Sequence[int]) -> float:
    """Return the lag-1 autocorrelation of being among `places`, as `correlation` has it, from counts alone."""
    there = set(places)
    pairs = sum(days.follows)
    first = second = both = 0
    for place in places:
        if place < len(days.follows) and days.follows[place]:
            first += 1
            both += place + 1 in there
        second += place > 0 and days.follows[place - 1]
    spread = first * (pairs - first) * second * (pairs - second)
    return (pairs * both - first * second) / sqrt(spread) if spread and pairs >= FEWEST_PAIRS else 0.0


def _correlated(key: str, days: _Days, values: Sequence[float]) -> Correlation | None:
    ranks = ranked(values)
    found = two_rankings(days.ranks, ranks) if len(values) >= _FEWEST_COMMON else None
    if found is None:
        return None
    chance = allow_for_runs(found[1], days.lag, _lag(days.moods, ranks))
    return Correlation(key, found[0], len(values), chance, chance)


def _corrected(
    found: Sequence[Association], ranks: Sequence[Correlation]
) -> tuple[tuple[Association, ...], tuple[Correlation, ...]]:
    """Correct all chances together, and put the largest effects first."""
    chances = adjusted([*(one.chance for one in found), *(one.chance for one in ranks)])
    named = [replace(one, adjusted=chance) for one, chance in zip(found, chances, strict=False)]
    numbers = [replace(one, adjusted=chance) for one, chance in zip(ranks, chances[len(found) :], strict=True)]
    return (
        tuple(sorted(named, key=lambda one: (-abs(one.effect), one.kind, one.name))),
        tuple(sorted(numbers, key=lambda one: (-abs(one.effect), one.name))),
    )
