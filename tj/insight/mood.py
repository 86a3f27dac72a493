"""How the days were: one mood a day, every check-in as a point, and plain figures over a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum, isfinite
from operator import itemgetter
from statistics import mean, median_high, median_low
from typing import NamedTuple

from tj.entry.model import Entry

__all__ = ["FEWEST_DAYS", "Contrast", "DayMood", "Figures", "count_emotions", "count_goals", "count_tags", "daily",
           "figures", "mood_of_day", "tracker_figures", "within"]  # fmt: skip

# Fewer days with or without something say nothing about it.
FEWEST_DAYS = 5

_time = itemgetter(0)


class DayMood(NamedTuple):
    """One day: its mood, None where none was noted, and each noted level with its time (HH:MM or empty)."""

    day: date
    mood: float | None
    points: tuple[tuple[str, float], ...]
    entries: int


class Figures(NamedTuple):
    """Plain figures over `n` values; None everywhere where there are none."""

    n: int
    mean: float | None = None
    median: float | None = None
    lowest: float | None = None
    highest: float | None = None


class Contrast(NamedTuple):
    """The mean mood of days with something, less that of days without; both numbers of days are at least 5."""

    kind: str
    name: str
    difference: float
    days_with: int
    days_without: int


def within(entries: Iterable[Entry], since: date, until: date) -> list[Entry]:
    """Return the dated entries (no other types of note) of a time, both ends included, in order."""
    found = [e for e in entries if e.type == "entry" and e.date is not None and since <= e.date <= until]
    return sorted(found, key=lambda e: (e.date or since, e.time, e.path))


def daily(entries: Iterable[Entry]) -> list[DayMood]:
    """Return each day that has an entry, in order.

    A day's mood is the mean of the moods stated in front matter, where there are any, else of its check-ins.
    """
    days: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.type == "entry" and entry.date is not None:
            days[entry.date].append(entry)
    return [mood_of_day(day, sorted(days[day], key=lambda e: (e.time, e.path))) for day in sorted(days)]


def mood_of_day(day: date, entries: Sequence[Entry]) -> DayMood:
    """Return what `daily` does of one day; `entries` are its own, by time and path."""
    if len(entries) == 1 and not entries[0].checkins:  # as on most days, and then the mood is the one that is stated
        entry = entries[0]
        if entry.stated_mood is None:
            return DayMood(day, None, (), 1)
        return DayMood(day, entry.stated_mood + 0.0, ((entry.time, entry.stated_mood),), 1)
    points = [(entry.time, entry.stated_mood) for entry in entries if entry.stated_mood is not None]
    felt = [(c.time, c.mood) for entry in entries for c in entry.checkins if c.mood is not None]
    levels = [mood for _, mood in points or felt]
    mood = fsum(levels) / len(levels) if levels else None
    points += felt
    points.sort(key=_time)  # by time alone, so that those of one minute stay as they were written
    return DayMood(day, mood, tuple(points), len(entries))


def figures(values: Sequence[float]) -> Figures:
    """Return mean, median and range of some finite values, the same to the last bit in whatever order they come."""
    if not values:
        return Figures(0)
    # Adding 0.0 makes one zero of the two that there are.
    ordered = sorted(value + 0.0 for value in values)
    middle = _mean((median_low(ordered), median_high(ordered)))
    return Figures(len(ordered), _mean(ordered), middle, ordered[0], ordered[-1])


def _mean(values: Sequence[float]) -> float:
    # The sum is exact before it is rounded once, so order does not matter; only for vast values it has no room.
    try:
        return fsum(values) / len(values)
    except OverflowError:
        return mean(values)


def tracker_figures(entries: Iterable[Entry]) -> dict[str, Figures]:
    """Return the figures of each tracker, by its key, in order; `n` counts the entries that have a finite number."""
    values: defaultdict[str, list[float]] = defaultdict(list)
    for entry in entries:
        for key, value in entry.trackers.items():
            if isfinite(value):
                values[key].append(value)
    return {key: figures(values[key]) for key in sorted(values)}


def count_emotions(entries: Iterable[Entry]) -> dict[str, int]:
    """Return in how many entries each emotion stands, most first."""
    return _ranked(Counter(word for entry in entries for word in set(entry.emotions)))


def count_tags(entries: Iterable[Entry]) -> dict[str, int]:
    """Return in how many entries each tag stands, most first."""
    return _ranked(Counter(tag for entry in entries for tag in set(entry.tags)))


def count_goals(entries: Iterable[Entry]) -> dict[str, int]:
    """Return on how many days each goal was worked on, most first."""
    days = {(mark.name, entry.date) for entry in entries for mark in entry.goals}
    return _ranked(Counter(name for name, _ in days))


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
