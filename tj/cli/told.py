"""The months as the summaries last told of them, as far as the index has kept what they give."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tj.index.rows import Kept
from tj.index.store import Store
from tj.insight.tally import Sum, Tally, added
from tj.report.book import months_of_year
from tj.report.keeping import (
    YearNames,
    is_known_format,
    load_days,
    load_figures,
    load_lines,
    load_names,
    load_year,
    stamp,
)
from tj.report.parts import Day, Lines

__all__ = ["Told", "Unknown"]

Value = TypeVar("Value")


class Unknown(Exception):
    """The index has kept nothing of a month, or nothing that can be read."""


class Told:
    """The months as the summaries last told of them: a `Source` that raises `Unknown` for one that was not kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._years: dict[int, dict[int, Kept]] = {}
        self._figures: dict[int, Tally] = {}
        self._days: dict[int, Sequence[Day]] = {}

    def days(self, month: int) -> Sequence[Day]:
        if month not in self._days:
            self._days[month] = _read(load_days, self._kept(month).days, self.lines(month))
        return self._days[month]

    def tally(self, month: int) -> Tally:
        return replace(self.figures(month), names=_read(load_names, self._kept(month).names))

    def lines(self, month: int) -> Lines:
        return _read(load_lines, self._kept(month).lines)

    def moods(self, month: int) -> Sum:
        return self.figures(month).moods

    def year(self, year: int) -> Tally:
        return added([self.tally(month) for month in months_of_year(year)])

    def figures(self, month: int) -> Tally:
        """Return all of a month's tally but its names."""
        if month not in self._figures:
            self._figures[month] = _read(load_figures, self._kept(month).figures)
        return self._figures[month]

    def stamp(self, month: int) -> str:
        """Return what tells a month's tally from any other."""
        kept = self._kept(month)
        return stamp(kept.figures, kept.names)

    def names_of_year(self, year: int) -> YearNames:
        """Return the names of a year as they were together, if they are those of the months."""
        found = _read(load_year, self._store.year(year))
        if found.stamps != [self.stamp(month) for month in months_of_year(year)]:
            raise Unknown
        return found

    def _kept(self, month: int) -> Kept:
        year = month // 12
        if year not in self._years:
            found = self._store.months(year * 12, year * 12 + 11)
            self._years[year] = {one: kept for one, kept in found.items() if is_known_format(kept.figures)}
        if month not in self._years[year]:
            raise Unknown
        return self._years[year][month]


def _read(load: Callable[..., Value], data: object, *more: object) -> Value:
    """Return what was kept, unless there is nothing, or the index's file was spoiled without SQLite's noticing."""
    if data is None:
        raise Unknown
    try:
        return load(data, *more)
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError):
        raise Unknown from None
