"""What the summaries are made from, month by month: kept in the index where a watch had it made, else worked out."""

from collections.abc import Sequence
from datetime import date

from tj.cli.kept import days_within, kept_of
from tj.index.store import Store
from tj.insight.mood import Figures, daily
from tj.insight.tally import Sum, Tally, added, sum_of, tally_of
from tj.report.book import months_of_year, told_of_days
from tj.report.parts import Day, Lines, lines_of
from tj.report.period import Period, month_at, month_number
from tj.report.summary import Told

__all__ = ["Anew", "fill_months", "told_anew"]


# In place of a year: tells that all months were kept once.
_ALL = 0


class Anew:
    """The months worked out from the entries; only those of the last years are held. A `Source` of pages."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._days: dict[int, Sequence[Day]] = {}
        self._tallies: dict[int, Tally] = {}

    def turn_to(self, year: int, until: date = date.max) -> None:
        """Work out a whole year at once, up to the month of a day, and hold nothing any more of those before the last.

        A month of any other time is worked out alone, when it is asked for.
        """
        self._days = {month: days for month, days in self._days.items() if month // 12 >= year - 1}
        self._tallies = {month: tally for month, tally in self._tallies.items() if month // 12 >= year - 1}
        months = months_of_year(year)[: until.month if until.year == year else None]
        found: dict[int, list[Day]] = {month: [] for month in months}
        for day in days_within(self._store, date(year, 1, 1), month_at(months[-1]).until):
            found[month_number(day.day)].append(day)
        self._days.update(found)

    def days(self, month: int) -> Sequence[Day]:
        """Return the days of a month that have an entry, in order."""
        if month not in self._days:
            of = month_at(month)
            self._days[month] = days_within(self._store, of.since, of.until)
        return self._days[month]

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
        if month in self._days or month in self._tallies:
            return self.tally(month).moods
        # Of the time before that of the pages nothing else is asked, and the rest takes three times as long.
        return _moods_within(self._store, month_at(month))

    def year(self, year: int) -> Tally:
        """Return what the months of a year add up to."""
        return added([self.tally(month) for month in months_of_year(year)])


def told_anew(store: Store, period: Period) -> Told:
    """Return what the page of some days tells, worked out from their own entries and those of the days before alone."""
    before = _moods_within(store, period.before).figures() if period.before else Figures(0)
    return told_of_days(days_within(store, period.since, period.until), before)


def _moods_within(store: Store, period: Period) -> Sum:
    entries = store.felt(period.since, period.until)
    moods = [day.mood for day in daily([entry for entry in entries if entry.readable])]
    return sum_of([mood for mood in moods if mood is not None])


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
            anew.turn_to(year)
            months = [month for month in months_of_year(year) if month not in left and anew.days(month)]
            store.keep_months({month: kept_of(anew.days(month), anew.tally(month)) for month in months})
            if year == newest.year:
                store.keep_years({_ALL: b""})
        store.relax()  # else a long journal would all be in memory in the end
