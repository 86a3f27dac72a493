"""Gathers what a page tells of its time, from days and months wherever they are kept."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol

from tj.insight.mood import Figures
from tj.insight.tally import Sum, Tally, added_sums, sum_of
from tj.report.parts import Day, Lines, Part, lines_after, part_of, within
from tj.report.period import Period, month_at, month_number
from tj.report.sections import by_day, by_month
from tj.report.summary import Told

__all__ = ["Source", "months_of_year", "moods_of", "told_in_order", "told_of", "told_of_days"]

# The last day and the moods of a period that was not told of.
_NOTHING = (-1, Figures(0))


class Source(Protocol):
    """Where days and months are to be had; months go by their numbers, and have no day where there is no entry."""

    def days(self, month: int) -> Sequence[Day]:
        """Return the days of a month that have an entry, in order."""

    def tally(self, month: int) -> Tally:
        """Return what the days of a month add up to."""

    def lines(self, month: int) -> Lines:
        """Return the lines of a month."""

    def moods(self, month: int) -> Sum:
        """Return what the moods of the days of a month add up to."""

    def year(self, year: int) -> Tally:
        """Return what the months of a year add up to."""


def told_of(source: Source, period: Period, before: Figures | None = None) -> Told:
    """Return what the page of a period tells.

    Argument: `before`, the figures of the moods of the period before, from `moods_of`, where they are known already.
    """
    if before is None:
        before = moods_of(source, period.before) if period.before else Figures(0)
    if period.kind == "year":
        months = months_of_year(period.since.year)
        drawn = by_month((month_at(month).name, source.moods(month).figures()) for month in months)
        lines = lines_after([source.lines(month) for month in months])
        return Told(Part(source.year(period.since.year), lines), before, drawn)
    days = _days(source, period)
    if period.kind == "month":
        month = month_number(period.since)
        return Told(Part(source.tally(month), source.lines(month)), before, by_day(days))
    return told_of_days(days, before)


def told_of_days(days: Sequence[Day], before: Figures) -> Told:
    """Return what the page of some days tells; `before` as in `told_of`."""
    return Told(part_of(days), before, by_day(days))


def told_in_order(source: Source, periods: Iterable[Period]) -> Iterator[Told]:
    """Yield what `told_of` returns of each of some periods; what is told of one is what the next is compared with."""
    last: dict[str, tuple[int, Figures]] = {}
    for period in periods:
        until, before = last.get(period.kind, _NOTHING)
        told = told_of(source, period, before if until + 1 == period.since.toordinal() else None)
        last[period.kind] = period.until.toordinal(), told.part.tally.moods.figures()
        yield told


def moods_of(source: Source, period: Period) -> Figures:
    """Return the figures of the moods of a period's days."""
    if period.kind in ("month", "year"):
        return added_sums(source.moods(month) for month in _months(period)).figures()
    days = _days(source, period)
    return sum_of([day.facts.mood for day in days if day.facts.mood is not None]).figures()


def months_of_year(year: int) -> range:
    """Return the numbers of a year's months."""
    return range(year * 12, year * 12 + 12)


def _days(source: Source, period: Period) -> Sequence[Day]:
    first, last = month_number(period.since), month_number(period.until)
    days = source.days(first)
    if period.kind == "month":
        return days
    if first == last:
        return within(days, period.since, period.until)
    # Parts of two months, or little more: what lies within each is less than both together.
    parts = [within(source.days(month), period.since, period.until) for month in range(first, last + 1)]
    return list(chain.from_iterable(parts))


def _months(period: Period) -> range:
    return range(month_number(period.since), month_number(period.until) + 1)
