"""What the summaries are made from, month by month: kept in the index where a watch had it made, else worked out."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from tj.cli.kept import days_within, kept_of
from tj.index.store import Store
from tj.insight.tally import Sum, Tally, added, tally_of
from tj.report.book import months_of_year
from tj.report.parts import Day, Lines, lines_of
from tj.report.period import month_number

__all__ = ["Anew", "fill_months"]


# In place of a year: tells that all months were kept once.
_ALL = 0


class Anew:
    """The months worked out from the entries, year by year; only the last years are held. A `Source` of pages."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._years: dict[int, dict[int, list[Day]]] = {}
        self._tallies: dict[int, Tally] = {}

    def forget(self, year: int) -> None:
        """Hold nothing any more of the years before this one."""
        self._years = {one: months for one, months in self._years.items() if one >= year}
        self._tallies = {month: tally for month, tally in self._tallies.items() if month // 12 >= year}

    def days(self, month: int) -> Sequence[Day]:
        """Return the days of a month that have an entry, in order."""
        year = month // 12
        if year not in self._years:
            found: defaultdict[int, list[Day]] = defaultdict(list)
            for day in days_within(self._store, date(year, 1, 1), date(year, 12, 31)):
                found[month_number(day.day)].append(day)
            self._years[year] = dict(found)
        return self._years[year].get(month, [])

    def tally(self, month: int) -> Tally:
        """Return what the days of a month add up to."""
        if month not in self._tallies:
            self._tallies[month] = tally_of([day.facts for day in self.days(month)])
        return self._tallies[month]

    def lines(self, month: int) -> Lines:
        """Return the lines of a month."""
        return lines_of(self.days(month))

    def moods(self, month: int) -> Sum:
        """Return what the moods of the days of a month add up to."""
        return self.tally(month).moods

    def year(self, year: int) -> Tally:
        """Return what the months of a year add up to."""
        return added([self.tally(month) for month in months_of_year(year)])


def fill_months(store: Store) -> None:
    """Have the index keep what each month gives, so that no save need work out more than its day; done once for all.

    What is not kept any more later on, since another process has changed it, is worked out when it is asked for.
    """
    if store.year(_ALL) is not None:
        return
    oldest, newest = store.oldest_date(), store.newest_date()
    if oldest is None or newest is None:
        return
    for year in range(oldest.year, newest.year + 1):
        with store.changing():  # so that nothing changes between what is read and what is kept
            stale = store.stale()
            if stale.everything:
                return
            left = {*store.months(year * 12, year * 12 + 11), *map(month_number, stale.dates)}
            anew = Anew(store)
            months = [month for month in months_of_year(year) if month not in left and anew.days(month)]
            store.keep_months({month: kept_of(anew.days(month), anew.tally(month)) for month in months})
            if year == newest.year:
                store.keep_years({_ALL: b""})
        store.relax()  # else a long journal would all be in memory in the end
