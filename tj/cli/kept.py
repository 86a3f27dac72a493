"""The months as they are now, from what the index keeps of them and the days that have changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from tj.cli.told import Told, Unknown
from tj.index.query import Query
from tj.index.rows import Kept
from tj.index.store import Store
from tj.insight.tally import Sum, Tally, added, names_after, tally_of
from tj.report.book import months_of_year, moods_of
from tj.report.keeping import YearNames, dump_days, dump_figures, dump_lines, dump_names, dump_year, stamp
from tj.report.parts import Day, Lines, days_of, lines_of
from tj.report.period import Period, month_at, month_number
from tj.report.sections import before_said

__all__ = ["NOTHING_MADE", "Made", "Months", "days_within", "kept_of"]

# Where more days of one month changed, all its days are read at once.
_MANY = 5

_Value = TypeVar("_Value")


class Made(NamedTuple):
    """What the index is to keep of months, and of the names of years."""

    months: Mapping[int, Kept]
    years: Mapping[int, bytes]


NOTHING_MADE = Made({}, {})


def days_within(store: Store, since: date, until: date) -> list[Day]:
    """Return the days of a time that have an entry, in order, worked out from the entries."""
    return days_of(store.entries(Query(since=since, until=until)))


def kept_of(days: Sequence[Day], tally: Tally) -> Kept:
    """Return what the index keeps of a month."""
    return Kept(dump_figures(tally), dump_names(tally), dump_lines(lines_of(days)), dump_days(days))


class Months:
    """The months as they are now, from what is kept of them and the days that changed. A `Source` of pages.

    Arguments: `store`, to be read within one `reading`; `dates`, those of which something older may be kept.
    """

    def __init__(self, store: Store, dates: Iterable[date]) -> None:
        self._store = store
        self._told = Told(store)
        self._dates: defaultdict[int, list[date]] = defaultdict(list)
        for day in dates:
            self._dates[month_number(day)].append(day)
        self._days: dict[int, Sequence[Day]] = {}
        self._tallies: dict[int, Tally] = {}
        self._years: dict[int, Tally] = {}

    def days(self, month: int) -> Sequence[Day]:
        """Return the days of a month that have an entry, in order."""
        if (told := self._if_as_told(self._told.days, month)) is not None:
            return told
        if month not in self._days:
            self._days[month] = self._work_out(month)
        return self._days[month]

    def tally(self, month: int) -> Tally:
        """Return what the days of a month add up to."""
        if (told := self._if_as_told(self._told.tally, month)) is not None:
            return told
        if month not in self._tallies:
            self._tallies[month] = tally_of([day.facts for day in self.days(month)])
        return self._tallies[month]

    def lines(self, month: int) -> Lines:
        """Return the lines of a month."""
        told = self._if_as_told(self._told.lines, month)
        return lines_of(self.days(month)) if told is None else told

    def moods(self, month: int) -> Sum:
        """Return what the moods of the days of a month add up to."""
        told = self._if_as_told(self._told.moods, month)
        return self.tally(month).moods if told is None else told

    def year(self, year: int) -> Tally:
        """Return what the months of a year add up to."""
        if year not in self._years:
            try:
                self._years[year] = self._year_after(year, self._told.names_of_year(year))
            except Unknown:
                self._years[year] = added([self.tally(month) for month in months_of_year(year)])
        return self._years[year]

    def have_entries(self, period: Period) -> bool:
        """Tell whether there is an entry in a period."""
        # These days are looked at first, since they are read anyway.
        sure = any(period.since <= day.day <= period.until for month in self._dates for day in self.days(month))
        return sure or self._store.has_entries(period.since, period.until)

    def differs(self, period: Period) -> bool:
        """Tell whether a day of the period may be told of in other words than it was."""
        dates = [day for of_month in self._dates.values() for day in of_month]
        return any(period.since <= day <= period.until and self._differs(day) for day in dates)

    def is_compared_otherwise(self, period: Period) -> bool:
        """Tell whether what a page says of the period as the one before its own may be other than it was."""
        if not self.differs(period):
            return False
        try:
            return before_said(moods_of(self._told, period)) != before_said(moods_of(self, period))
        except Unknown:
            return True

    def had(self, day: date) -> bool:
        """Tell whether the day surely had an entry when it was last told of."""
        try:
            return _at(self._told.days(month_number(day)), day) is not None
        except Unknown:
            return False

    def made(self) -> Made:
        """Return what is to be kept now of each month that was worked out, and of each year that was asked for."""
        months = {month: kept_of(days, self.tally(month)) for month, days in self._days.items()}
        years: dict[int, bytes] = {}
        for year, tally in self._years.items():
            stamps = [
                stamp(months[month].figures, months[month].names) if month in months else self._told.stamp(month)
                for month in months_of_year(year)
            ]
            years[year] = dump_year(YearNames(stamps, tally.moods.places, tally.names))
        return Made(months, years)

    def _if_as_told(self, load: Callable[[int], _Value], month: int) -> _Value | None:
        """Return what is kept of a month, if it is and nothing of the month has changed."""
        if month in self._dates or month in self._days:
            return None
        try:
            return load(month)
        except Unknown:
            return None

    def _year_after(self, year: int, told: YearNames) -> Tally:
        figures = [
            self.tally(month) if month in self._dates else self._told.figures(month) for month in months_of_year(year)
        ]
        whole = added([replace(one, names={}) for one in figures])
        changes = [(self._told.tally(month), self.tally(month)) for month in self._dates if month // 12 == year]
        return replace(whole, names=names_after(told.names, told.places, changes, whole.moods.places))

    def _differs(self, day: date) -> bool:
        month = month_number(day)
        try:
            return _at(self._told.days(month), day) != _at(self.days(month), day)
        except Unknown:
            return True

    def _work_out(self, month: int) -> Sequence[Day]:
        dates = self._dates.get(month, [])
        try:
            told = [day for day in self._told.days(month) if day.day not in dates]
        except Unknown:
            told = None
        if told is None or not 0 < len(dates) <= _MANY:
            of = month_at(month)
            return days_within(self._store, of.since, of.until)
        fresh = [day for changed in dates for day in days_within(self._store, changed, changed)]
        return sorted([*told, *fresh], key=lambda day: day.day)


def _at(days: Sequence[Day], date_: date) -> Day | None:
    return next((day for day in days if day.day == date_), None)
