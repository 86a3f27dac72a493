"""The calendar of moods: weeks from Monday to Sunday, each day a cell with its value, hollow where there is none."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import isfinite

from tj.config import MoodScale
from tj.insight.mood import DayMood, figures
from tj.moment import format_moment
from tj.report.charts.axes import WIDTH, Span, short_day
from tj.report.charts.cells import Cell, Grid, block, heads, stretched
from tj.report.charts.figure import Table, drawing, figure, key, number, rounded
from tj.report.words import WEEKDAYS, some

__all__ = ["heat_figure", "heat_table"]

_MONTHS = "JFMAMJJASOND"
_MOST_WEEKS, _MOST_MONTHS = 7, 25
_LARGE = Grid(WIDTH // 7, 44, 6, 20)
_SMALL = Grid(22, 22, 2, 40)
_YEARS = Grid(WIDTH // 12, 24, 3, 20)

_Known = Mapping[date, float | None]


def heat_figure(days: Sequence[DayMood], since: date, until: date, scale: MoodScale, *, prefix: str = "heat") -> str:
    """Return the mood of each day as a calendar: one of large cells for seven weeks, by month for two years.

    Beyond that each cell is the mean of a month. Arguments as those of `mood_figure`. Returns nothing for a time
    without an entry.
    """
    span = Span(since, until)
    known = _known(days, span)
    if not known:
        return ""
    by_month = _months(span) > _MOST_MONTHS
    if by_month:
        content = _by_year(known, span, scale, prefix)
    elif (_monday(until) - _monday(since)) // 7 < _MOST_WEEKS:
        content = _by_week(known, span, scale, prefix)
    else:
        blocks = "".join(_by_day(known, span, month, scale, prefix) for month in _month_starts(span))
        content = f'<div class="chart-months">{blocks}</div>'
    marks = [("heat", f"{number(scale.lowest)} to {number(scale.highest)}")]
    marks.append(("hollow", f"a {'month' if by_month else 'day'} without an entry"))
    if not all(_by_month(known).values()) if by_month else None in known.values():
        marks.append(("bare", "entries without a mood" if by_month else "an entry without a mood"))
    title = "Mood by month" if by_month else "Mood calendar"
    table = _months_table(known) if by_month else heat_table(days, since, until)
    return figure(title, _caption(known, span, by_month=by_month), content + key(marks), table)


def heat_table(days: Sequence[DayMood], since: date, until: date) -> Table:
    """Return the moods by ISO week: a row a week that has an entry, with a dash for an entry without a mood."""
    known = _known(days, Span(since, until))
    weeks: dict[str, list[str]] = {}
    for day in sorted(known):
        row = weeks.setdefault(format_moment("GGGG-[W]WW", day), [""] * 7)
        row[day.weekday()] = number(known[day])
    return Table(("week", *WEEKDAYS), tuple((week, *cells) for week, cells in weeks.items()))


def _known(days: Sequence[DayMood], span: Span) -> _Known:
    """Return the mood of each day of a time that has an entry, None where it has no mood."""
    moods = {day.day: day.mood for day in days if day.day in span}
    return {day: mood if mood is not None and isfinite(mood) else None for day, mood in moods.items()}


def _caption(known: _Known, span: Span, *, by_month: bool) -> str:
    without = span.length - len(known)
    said = f"{span.described()}. {without} of {some(span.length, 'day')} {'has' if without == 1 else 'have'} no entry."
    return f"{said} Each cell is the mean of a month; years without an entry are left out." if by_month else said


def _by_week(known: _Known, span: Span, scale: MoodScale, prefix: str) -> str:
    """Return one calendar of large cells, with the day in a corner of each."""
    monday = _monday(span.since)
    cells = []
    for offset, day in enumerate(_days(span)):
        corner = short_day(day) if offset == 0 or day.day == 1 else str(day.day)
        cells.append(_cell(day, monday, known)._replace(corner=corner))
    rows = cells[-1].row + 1
    weeks = [
        format_moment("[W]WW", date.fromordinal(min(monday + 7 * row, date.max.toordinal()))) for row in range(rows)
    ]
    content = [heads(WEEKDAYS, _LARGE, is_stretched=True), stretched(cells, _LARGE, scale), _beside(weeks, _LARGE)]
    size = f'width="100%" height="{_LARGE.top + _LARGE.height * rows}"'
    title = f"Mood calendar, {span.described()}"
    return drawing(prefix, title, _said(known, span), content, kind="beside-numbers heat-large", size=size)


def _by_day(known: _Known, span: Span, first: date, scale: MoodScale, prefix: str) -> str:
    """Return the calendar of one month, as its own drawing: these stand side by side where there is room."""
    month = Span(max(first, span.since), min(_last(first), span.until))
    cells = [_cell(day, _monday(first), known) for day in _days(month)]
    name = format_moment("MMMM YYYY", first)
    initials = [day[0] for day in WEEKDAYS]
    content = [
        f'<text class="head" y="14">{name}</text>',
        heads(initials, _SMALL, is_stretched=False),
        block(cells, _SMALL, scale),
    ]
    said = _said({day: value for day, value in known.items() if day in month}, month)
    size = f'viewBox="0 0 {_SMALL.width * 7} {_SMALL.top + _SMALL.height * (cells[-1].row + 1)}"'
    ids = f"{prefix}-{format_moment('YYYY-MM', first)}"
    return drawing(ids, f"Mood in {name}", said, content, kind="heat-month", size=size)


def _by_year(known: _Known, span: Span, scale: MoodScale, prefix: str) -> str:
    """Return a row for each year that has an entry, with a cell for each of its months."""
    means = {month: figures(values).mean for month, values in _by_month(known).items()}
    years = sorted({year for year, _ in means})
    cells = [
        Cell(month - 1, row, (year, month) in means, means.get((year, month)))
        for row, year in enumerate(years)
        for month in range(1, 13)
        if (span.since.year, span.since.month) <= (year, month) <= (span.until.year, span.until.month)
    ]
    beside = _beside([str(year) for year in years], _YEARS)
    content = [heads(_MONTHS, _YEARS, is_stretched=True), stretched(cells, _YEARS, scale), beside]
    size = f'width="100%" height="{_YEARS.top + _YEARS.height * len(years)}"'
    title = f"Mood by month, {span.described()}"
    return drawing(prefix, title, _said(known, span), content, kind="beside-numbers", size=size)


def _beside(names: Sequence[str], grid: Grid) -> str:
    """Return the headings of rows, left of their cells."""
    base = grid.top + (grid.height - grid.gap) // 2 + 5
    words = (f'<text class="end" x="-7" y="{base + grid.height * row}">{name}</text>' for row, name in enumerate(names))
    return "".join(words)


def _said(known: _Known, span: Span) -> str:
    found = figures([value for value in known.values() if value is not None])
    mean = f"Mean {rounded(found.mean)}; " if found.n else ""
    return f"{mean}{found.n} of {some(span.length, 'day')} {'has' if found.n == 1 else 'have'} a mood."


def _by_month(known: _Known) -> dict[tuple[int, int], list[float]]:
    months: dict[tuple[int, int], list[float]] = {}
    for day in sorted(known):
        value = known[day]
        months.setdefault((day.year, day.month), []).extend([] if value is None else [value])
    return months


def _months_table(known: _Known) -> Table:
    rows = (
        (f"{year:04}-{month:02}", number(figures(values).mean), str(len(values)))
        for (year, month), values in _by_month(known).items()
    )
    return Table(("month", "mean mood", "days"), tuple(rows))


def _cell(day: date, monday: int, known: _Known) -> Cell:
    at = day.toordinal() - monday
    return Cell(at % 7, at // 7, day in known, known.get(day))


def _monday(day: date) -> int:
    """Return the number of the Monday on or before a day: that of the calendar's first is 1."""
    return day.toordinal() - day.weekday()


def _days(span: Span) -> list[date]:
    return [span.since + timedelta(days=offset) for offset in range(span.length)]


def _months(span: Span) -> int:
    return (span.until.year - span.since.year) * 12 + span.until.month - span.since.month + 1


def _month_starts(span: Span) -> list[date]:
    begin = span.since.year * 12 + span.since.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(begin, begin + _months(span))]


def _last(first: date) -> date:
    """Return the last day of the month that begins on a day."""
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1) - timedelta(days=1)
