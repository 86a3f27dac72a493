"""What a goal's rhythm asks for in a time, and how many weeks or months in a row met it."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from tj.insight.goal_time import OpenDays
from tj.insight.target import Target, asked, bounds, period

__all__ = ["asked_in", "asked_monthly", "asked_weekly", "runs_of", "windows"]


def windows(first: date, today: date) -> Iterator[tuple[date, date]]:
    """Yield sevens of days from `first` on, the last one up to `today`."""
    for start in range(first.toordinal(), today.toordinal() + 1, 7):
        yield date.fromordinal(start), date.fromordinal(min(start + 6, today.toordinal()))


def asked_weekly(count: int, ask: OpenDays, first: date, today: date) -> tuple[int, ...]:
    """Return what a weekly target asks for in each seven days of a time."""
    return tuple(asked(count, ask.count(*window), 7) for window in windows(first, today)) if count else ()


def asked_monthly(count: int, ask: OpenDays, first: date, today: date) -> int:
    """Return what a monthly target asks for in a time: of each month its share, rounded only when they are added."""
    shares = Fraction(0)
    for number in range(period(first, monthly=True), period(today, monthly=True) + 1):
        start, stop = bounds(number, monthly=True)
        shares += Fraction(count * ask.count(max(start, first), min(stop, today)), (stop - start).days + 1)
    return min(int(shares + Fraction(1, 2)), ask.count(first, today))


def asked_in(number: int, rhythm: Target, ask: OpenDays) -> int:
    """Return what the rhythm asks for in a whole week or month."""
    start, stop = bounds(number, monthly=bool(rhythm.month))
    length = (stop - start).days + 1 if rhythm.month else 7
    return asked(rhythm.month or rhythm.days, ask.count(start, stop), length)


def runs_of(days: Iterable[date], rhythm: Target, ask: OpenDays, now: int) -> tuple[int, int]:
    """Return how many weeks or months in a row up to `now` met the target, and the most that ever did."""
    if not (rhythm.days or rhythm.month):
        return 0, 0
    counts: dict[int, int] = {}
    monthly = bool(rhythm.month)
    for day in days:
        number = period(day, monthly=monthly)
        counts[number] = counts.get(number, 0) + 1
    most = rhythm.month or rhythm.days
    # Of a whole week that is open, all is asked for; most weeks are such, and a month may be shorter than its target.
    whole = range(0) if monthly or ask.closed else range(period(ask.first) + 1, period(ask.last))
    met = sorted(
        number
        for number, count in counts.items()
        if count >= most or (number not in whole and count >= asked_in(number, rhythm, ask))
    )
    length = best = 0
    before: int | None = None
    for number in met:
        goes_on = before is not None and (number == before + 1 or _rested(before, number, rhythm, ask))
        length = length + 1 if goes_on else 1
        before, best = number, max(best, length)
    return length if before is not None and _rested(before, now, rhythm, ask) else 0, best


def _rested(before: int, after: int, rhythm: Target, ask: OpenDays) -> bool:
    """Tell whether nothing was asked for in all weeks or months between two."""
    if after <= before + 1:
        return True
    monthly = bool(rhythm.month)
    # Only those with an open day are looked at, and the first whole one ends it: a pause may last a thousand years.
    stretches = ask.within(bounds(before + 1, monthly=monthly)[0], bounds(after - 1, monthly=monthly)[1])
    return not any(
        asked_in(number, rhythm, ask)
        for start, stop in stretches
        for number in range(period(start, monthly=monthly), period(stop, monthly=monthly) + 1)
    )
