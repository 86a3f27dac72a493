"""What the summaries are made from, month by month: kept in the index where a watch had it made, else worked out."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from tj.index.query import Query
from tj.index.rows import Kept
from tj.index.store import Store
from tj.insight.tally import Sum
from tj.report.book import moods_of
from tj.report.parts import Day, Part, days_of, dump_days, dump_part, load_days, load_part, part_of
from tj.report.period import Period, month_at, month_number
from tj.report.sections import before_said

__all__ = ["Anew", "Months", "fill_months", "kept_of"]

# Where more days of one month changed, all its days are read at once.
_MANY = 5


class Anew:
    """The months worked out from the entries, year by year; only the last years are held. A `Source` of pages."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._years: dict[int, dict[int, list[Day]]] = {}
        self._parts: dict[int, Part] = {}

    def forget(self, year: int) -> None:
        """Hold nothing any more of the years before this one."""
        self._years = {one: months for one, months in self._years.items() if one >= year}
        self._parts = {month: part for month, part in self._parts.items() if month // 12 >= year}

    def days(self, month: int) -> Sequence[Day]:
        """Return the days of a month that have an entry, in order."""
        year = month // 12
        if year not in self._years:
            found: defaultdict[int, list[Day]] = defaultdict(list)
            for day in _days_within(self._store, date(year, 1, 1), date(year, 12, 31)):
                found[month_number(day.day)].append(day)
            self._years[year] = dict(found)
        return self._years[year].get(month, [])

    def part(self, month: int) -> Part:
        """Return what the days of a month give together."""
        if month not in self._parts:
            self._parts[month] = part_of(self.days(month))
        return self._parts[month]

    def moods(self, month: int) -> Sum:
        """Return what the moods of the days of a month add up to."""
        return self.part(month).tally.moods


class _Unknown(Exception):
    """The index has kept nothing of a month."""


class _Told:
    """The months as the summaries last told of them: a `Source` that raises `_Unknown` for one that was not kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._years: dict[int, dict[int, Kept]] = {}
        self._days: dict[int, Sequence[Day]] = {}
        self._moods: dict[int, Sum] = {}

    def days(self, month: int) -> Sequence[Day]:
        if month not in self._days:
            self._days[month] = _known(load_days(self._kept(month).days))
        return self._days[month]

    def part(self, month: int) -> Part:
        return _known(load_part(self._kept(month).part))

    def moods(self, month: int) -> Sum:
        if month not in self._moods:
            self._moods[month] = Sum(*json.loads(self._kept(month).moods))
        return self._moods[month]

    def _kept(self, month: int) -> Kept:
        year = month // 12
        if year not in self._years:
            self._years[year] = self._store.months(year * 12, year * 12 + 11)
        return _known(self._years[year].get(month))


class Months:
    """The months as they are now, from what is kept of them and the days that changed. A `Source` of pages.

    Arguments: `store`, to be read within one `reading`; `dates`, those of which something older may be kept.
    """

    def __init__(self, store: Store, dates: Iterable[date]) -> None:
        self._store = store
        self._told = _Told(store)
        self._dates: defaultdict[int, list[date]] = defaultdict(list)
        for day in dates:
            self._dates[month_number(day)].append(day)
        self._days: dict[int, Sequence[Day]] = {}
        self._parts: dict[int, Part] = {}

    def days(self, month: int) -> Sequence[Day]:
        """Return the days of a month that have an entry, in order."""
        try:
            told = self._told.days(month)
        except _Unknown:
            told = None
        dates = self._dates.get(month, [])
        if told is not None and not dates:
            return told
        if month not in self._days:
            self._days[month] = self._work_out(month, told, dates)
        return self._days[month]

    def part(self, month: int) -> Part:
        """Return what the days of a month give together."""
        if month not in self._dates:
            try:
                return self._told.part(month)
            except _Unknown:
                pass
        if month not in self._parts:
            self._parts[month] = part_of(self.days(month))
        return self._parts[month]

    def moods(self, month: int) -> Sum:
        """Return what the moods of the days of a month add up to."""
        if month not in self._dates:
            try:
                return self._told.moods(month)
            except _Unknown:
                pass
        return self.part(month).tally.moods

    def have_entries(self, period: Period) -> bool:
        """Tell whether there is an entry in a period."""
        sure = any(
            period.since <= day.day <= period.until for month in self._dates for day in self.days(month)
        )  # looked at first, since these are read anyway
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
        except _Unknown:
            return True

    def had(self, day: date) -> bool:
        """Tell whether the day surely had an entry when it was last told of."""
        try:
            return _at(self._told.days(month_number(day)), day) is not None
        except _Unknown:
            return False

    def made(self) -> dict[int, Kept]:
        """Return what is to be kept now of each month that was worked out."""
        return {month: kept_of(days, self.part(month)) for month, days in self._days.items()}

    def _differs(self, day: date) -> bool:
        month = month_number(day)
        try:
            return _at(self._told.days(month), day) != _at(self.days(month), day)
        except _Unknown:
            return True

    def _work_out(self, month: int, told: Sequence[Day] | None, dates: Sequence[date]) -> Sequence[Day]:
        if told is None or len(dates) > _MANY:
            of = month_at(month)
            return _days_within(self._store, of.since, of.until)
        fresh = [day for changed in dates for day in _days_within(self._store, changed, changed)]
        return sorted([*(day for day in told if day.day not in dates), *fresh], key=lambda day: day.day)


def kept_of(days: Sequence[Day], part: Part) -> Kept:
    """Return what the index keeps of a month."""
    return Kept(json.dumps(part.tally.moods), dump_part(part), dump_days(days))


def fill_months(store: Store) -> None:
    """Have the index keep what it does not keep yet of any month, so that a save need not work it out."""
    with store.reading():
        months = {month_number(day) for day in store.dates()}
        missing = months - store.months_kept()
    for year in sorted({month // 12 for month in missing}):
        with store.changing():  # so that nothing changes between what is read and what is kept
            stale = store.stale()
            left = {month_number(day) for day in stale.dates} | store.months_kept()
            anew = Anew(store)
            of_year = [month for month in missing if month // 12 == year and month not in left]
            if not stale.everything:
                store.keep_months({month: kept_of(anew.days(month), anew.part(month)) for month in of_year})
    if missing:
        store.relax()


_Value = TypeVar("_Value")


def _known(value: _Value | None) -> _Value:
    if value is None:
        raise _Unknown
    return value


def _days_within(store: Store, since: date, until: date) -> list[Day]:
    return days_of(store.entries(Query(since=since, until=until)))


def _at(days: Sequence[Day], date_: date) -> Day | None:
    return next((day for day in days if day.day == date_), None)
