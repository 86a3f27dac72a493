"""The times that summaries are about: weeks, months, years, and the 30 days up to the newest entry."""

from collections.abc import Iterable
from datetime import MAXYEAR, date, timedelta
from typing import Literal, NamedTuple

__all__ = ["Period", "all_periods", "latest", "month_at", "month_number", "month_of", "periods_of",
           "touched", "week_of", "year_of"]  # fmt: skip

_LATEST_DAYS = 30


class Period(NamedTuple):
    """A named time, both ends included. `name` is `2026-W10`, `2026-03`, `2026` or `index`."""

    kind: Literal["index", "week", "month", "year"]
    name: str
    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def before(self) -> "Period | None":
        """The period before this one, to compare with; None at the beginning of the calendar."""
        if self.since == date.min:
            return None
        last = self.since - timedelta(days=1)
        if self.kind == "index":
            return Period("index", "index", last - timedelta(days=min(_LATEST_DAYS, last.toordinal()) - 1), last)
        return {"week": week_of, "month": month_of, "year": year_of}[self.kind](last)

    @property
    def after(self) -> "Period | None":
        """The period after this one; None at the end of the calendar and for the latest days."""
        if self.until == date.max or self.kind == "index":
            return None
        return {"week": week_of, "month": month_of, "year": year_of}[self.kind](self.until + timedelta(days=1))


def week_of(day: date) -> Period:
    """Return the ISO week of a day, cut off where the calendar ends."""
    year, week, weekday = day.isocalendar()
    since = date.fromordinal(max(day.toordinal() - weekday + 1, 1))
    until = date.fromordinal(min(day.toordinal() - weekday + 7, date.max.toordinal()))
    return Period("week", f"{year:04}-W{week:02}", since, until)


def month_of(day: date) -> Period:
    """Return the month of a day."""
    until = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1) if _has_next(day) else date.max
    return Period("month", f"{day.year:04}-{day.month:02}", day.replace(day=1), until)


def month_number(day: date) -> int:
    """Return the number of a day's month: the months of all years count on."""
    return day.year * 12 + day.month - 1


def month_at(number: int) -> Period:
    """Return the month of a number."""
    return month_of(date(number // 12, number % 12 + 1, 1))


def year_of(day: date) -> Period:
    """Return the calendar year of a day."""
    return Period("year", f"{day.year:04}", date(day.year, 1, 1), date(day.year, 12, 31))


def latest(newest: date) -> Period:
    """Return the 30 days up to and including `newest`."""
    return Period("index", "index", date.fromordinal(max(newest.toordinal() - _LATEST_DAYS + 1, 1)), newest)


def periods_of(day: date) -> tuple[Period, ...]:
    """Return the week, the month and the year that a day lies in."""
    return week_of(day), month_of(day), year_of(day)


def all_periods(days: Iterable[date]) -> list[Period]:
    """Return every week, month and year that has one of these days, and the latest 30, in order."""
    dates = set(days)
    # One day of each is enough: most days lie where another does.
    weeks = {(day.toordinal() - 1) // 7: day for day in dates}
    months = {(day.year, day.month): day for day in dates}
    years = {day.year: day for day in months.values()}
    found = [*map(week_of, weeks.values()), *map(month_of, months.values()), *map(year_of, years.values())]
    return sorted([*found, latest(max(dates))] if dates else found)


def touched(days: Iterable[date], newest: date | None) -> list[Period]:
    """Return the periods whose summaries may differ when notes of these days have changed.

    A period is compared with the one before, so the one after a day's own is among them.
    """
    found = {period for day in set(days) for period in periods_of(day)}
    found |= {period.after for period in found if period.after is not None}
    return sorted(found | ({latest(newest)} if newest else set()))


def _has_next(day: date) -> bool:
    return (day.year, day.month) < (MAXYEAR, 12)
