"""The calendar of moods: weeks from Monday to Sunday, each day a cell with its value, hollow where there is none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import NamedTuple

from tj.config import MoodScale
from tj.insight.mood import DayMood, figures
from tj.moment import format_moment
from tj.report.charts.axes import WIDTH, Span, Values, inner, short_day
from tj.report.charts.figure import Table, drawing, figure, key, number, path, rounded, text
from tj.report.words import some

__all__ = ["STEPS", "heat_figure", "heat_table"]

# How many steps of one hue: as many as stay apart in grey print.
STEPS = 6
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MOST_WEEKS = 7
_MOST_MONTHS = 25
_CELL, _BLOCK = 22, 154
_LARGE, _LARGE_TOP = 44, 20


class _Cell(NamedTuple):
    """One cell: where, in columns and rows, whether there is an entry, its value, and what else stands in it."""

    column: int
    row: int
    is_entry: bool
    value: float | None
    corner: str = ""


def heat_figure(days: Sequence[DayMood], since: date, until: date, scale: MoodScale, *, prefix: str = "heat") -> str:
    """Return the mood of each day as a calendar: one of large cells for seven weeks, by month for two years.

    Beyond that each cell is the mean of a month. Arguments as those of `mood_figure`. Returns nothing for a time
    without an entry.
    """
    span = Span(since, until)
    known = {day.day: _value(day) for day in days if day.day in span}
    if not known:
        return ""
    by_month = _months(span) > _MOST_MONTHS
    if by_month:
        content = _years(known, span, scale, prefix)
    elif _weeks(span) <= _MOST_WEEKS:
        content = _weeks_drawn(known, span, scale, prefix)
    else:
        blocks = "".join(_month(known, span, month, scale, prefix) for month in _month_starts(span))
        content = f'<div class="chart-months">{blocks}</div>'
    cell = "month" if by_month else "day"
    marks = [("heat", f"from {number(scale.lowest)} to {number(scale.highest)}, as the numbers say")]
    marks += [("hollow", f"a {cell} without an entry"), ("bare", "an entry without a mood")]
    title = "Mood by month" if by_month else "Mood calendar"
    table = _months_table(known) if by_month else heat_table(days, since, until)
    return figure(title, _caption(known, span, by_month), content + key(marks), table)


def heat_table(days: Sequence[DayMood], since: date, until: date) -> Table:
    """Return the moods by ISO week: a row a week that has an entry, with a dash for an entry without a mood."""
    span = Span(since, until)
    known = {day.day: _value(day) for day in days if day.day in span}
    weeks: dict[str, list[str]] = {}
    for day in sorted(known):
        row = weeks.setdefault(format_moment("GGGG-[W]WW", day), [""] * 7)
        row[day.weekday()] = number(known[day])
    return Table(("week", *_WEEKDAYS), tuple((week, *cells) for week, cells in weeks.items()))


def _value(day: DayMood) -> float | None:
    return day.mood if day.mood is not None and isfinite(day.mood) else None


def _caption(known: Mapping[date, float | None], span: Span, by_month: bool) -> str:
    without = span.length - len(known)
    said = f"{span.described()}. {without} of {some(span.length, 'day')} {'has' if without == 1 else 'have'} no entry."
    return f"{said} Each cell is the mean of a month; years without an entry are left out." if by_month else said


def _weeks_drawn(known: Mapping[date, float | None], span: Span, scale: MoodScale, prefix: str) -> str:
    """Return one calendar of large cells, with the day in a corner of each."""
    monday = _monday(span.since)
    cells = []
    for offset in range(span.length):
        day = span.since + timedelta(days=offset)
        corner = short_day(day) if offset == 0 or day.day == 1 else str(day.day)
        at = day.toordinal() - monday
        cells.append(_Cell(at % 7, at // 7, day in known, known.get(day), corner))
    rows = cells[-1].row + 1
    parts = [_heads(_WEEKDAYS, 7), _stretched(cells, 7, rows, _LARGE, scale)]
    for row in range(rows):
        week = format_moment("[W]WW", date.fromordinal(max(monday + 7 * row, 1)))
        parts.append(f'<text class="end" x="-7" y="{_LARGE_TOP + _LARGE * row + _LARGE // 2 + 4}">{week}</text>')
    size = f'width="100%" height="{_LARGE_TOP + _LARGE * rows}"'
    title, said = f"Mood calendar, {span.described()}", _said(known, span)
    return drawing(prefix, title, said, parts, kind="beside-weeks heat-large", size=size)


def _years(known: Mapping[date, float | None], span: Span, scale: MoodScale, prefix: str) -> str:
    """Return a row for each year that has an entry, with a cell for each of its months."""
    means = _means(known)
    years = sorted({year for year, _ in means})
    cells = [
        _Cell(month - 1, row, (year, month) in means, means.get((year, month)))
        for row, year in enumerate(years)
        for month in range(1, 13)
        if (span.since.year, span.since.month) <= (year, month) <= (span.until.year, span.until.month)
    ]
    heads = [format_moment("MMM", date(2000, month, 1))[:1] for month in range(1, 13)]
    parts = [_heads(heads, 12), _stretched(cells, 12, len(years), _CELL, scale)]
    for row, year in enumerate(years):
        parts.append(f'<text class="end" x="-7" y="{_LARGE_TOP + _CELL * row + 15}">{year}</text>')
    size = f'width="100%" height="{_LARGE_TOP + _CELL * len(years)}"'
    title, said = f"Mood by month, {span.described()}", _said(known, span)
    return drawing(prefix, title, said, parts, kind="beside-numbers", size=size)


def _month(known: Mapping[date, float | None], span: Span, first: date, scale: MoodScale, prefix: str) -> str:
    """Return the calendar of one month, as its own drawing: these stand side by side where there is room."""
    month = Span(max(first, span.since), min(_last(first), span.until))
    monday = _monday(first)
    cells = []
    for offset in range(month.length):
        day = month.since + timedelta(days=offset)
        at = day.toordinal() - monday
        cells.append(_Cell(at % 7, at // 7, day in known, known.get(day)))
    rows = cells[-1].row + 1
    top = 2 * _LARGE_TOP
    shapes = _shapes(cells, lambda column: _CELL * column, lambda row: top + _CELL * row, (_CELL - 2, _CELL - 2), scale)
    name = format_moment("MMMM YYYY", first)
    heads = "".join(
        f'<text class="middle" x="{_CELL * n + 10}" y="34">{day[0]}</text>' for n, day in enumerate(_WEEKDAYS)
    )
    words = _words(
        cells, lambda cell: _value_text(cell, str(_CELL * cell.column + 10), top + _CELL * cell.row + 14, scale), scale
    )
    parts = [f'<text class="head" y="14">{name}</text>', heads, *shapes, words]
    size = f'viewBox="0 0 {_BLOCK} {top + _CELL * rows}"'
    said = _said({day: value for day, value in known.items() if day in month}, month)
    return drawing(f"{prefix}-{first.isoformat()[:7]}", f"Mood in {name}", said, parts, kind="heat-month", size=size)


def _stretched(cells: Sequence[_Cell], columns: int, rows: int, height: int, scale: MoodScale) -> str:
    width = WIDTH // columns
    gap = 10 if columns < 10 else 6
    shapes = _shapes(cells, lambda column: width * column, lambda row: height * row, (width - gap, height - 3), scale)
    middle = (width - gap) / 2

    def across(column: int, offset: float = middle) -> str:
        return f"{(width * column + offset) / WIDTH * 100:.1f}%"

    down = _LARGE_TOP + height / 2 + (10 if height == _LARGE else 3)
    words = _words(
        cells, lambda cell: _value_text(cell, across(cell.column), round(height * cell.row + down), scale), scale
    )
    corners = _words(
        cells, lambda cell: _corner(cell, across(cell.column, 10), _LARGE_TOP + height * cell.row + 14), scale
    )
    return f"{inner(shapes, height * rows, y=_LARGE_TOP)}{words}{corners}"


def _shapes(
    cells: Sequence[_Cell],
    x: Callable[[int], int],
    y: Callable[[int], int],
    size: tuple[int, int],
    scale: MoodScale,
) -> list[str]:
    """Return a path for each class of cell, and a dash in each that has an entry without a mood."""
    width, height = size
    boxes: dict[str, list[str]] = {}
    dashes = []
    for cell in cells:
        kind = "hollow" if cell.value is None else f"heat-{_step(cell.value, scale)}"
        boxes.setdefault(kind, []).append(f"M{x(cell.column)} {y(cell.row)}h{width}v{height}h-{width}z")
        if cell.is_entry and cell.value is None:
            dash = width // 4
            dashes.append(f"M{x(cell.column) + (width - dash) // 2} {y(cell.row) + height // 2}h{dash}")
    return [*(path(kind, boxes[kind]) for kind in sorted(boxes)), path("bare", dashes)]


def _words(cells: Iterable[_Cell], write: Callable[[_Cell], str], scale: MoodScale) -> str:
    """Return words in cells, in a group each for the pale, the deep and the hollow ones."""
    groups: dict[str, list[str]] = {"on-none": [], "on-low": [], "on-high": []}
    for cell in cells:
        step = 0 if cell.value is None else _step(cell.value, scale)
        groups["on-none" if not step else "on-low" if step <= STEPS // 2 else "on-high"].append(write(cell))
    return "".join(f'<g class="{kind}">{words}</g>' for kind, all_of in groups.items() if (words := "".join(all_of)))


def _value_text(cell: _Cell, x: str, y: int, scale: MoodScale) -> str:
    words = "" if cell.value is None else _short(cell.value, scale)
    return f'<text class="middle" x="{x}" y="{y}">{words}</text>' if words else ""


def _corner(cell: _Cell, x: str, y: int) -> str:
    return f'<text class="corner" x="{x}" y="{y}">{cell.corner}</text>' if cell.corner else ""


def _short(value: float, scale: MoodScale) -> str:
    """Return a value in three signs or so: whole where the scale has many levels."""
    wide = scale.highest / 2 - scale.lowest / 2 > 2
    words = f"{value:z.0f}" if wide and abs(value) < 1e6 else number(round(value, 1) if abs(value) < 1e6 else value)
    return text(words) if len(words) <= 4 else ""


def _step(value: float, scale: MoodScale) -> int:
    return min(int(Values(scale.lowest, scale.highest, 0, 0).share(value) * STEPS) + 1, STEPS)


def _heads(names: Sequence[str], columns: int) -> str:
    width = WIDTH // columns
    return "".join(
        f'<text class="middle" x="{(width * (n + 0.5) - 4) / WIDTH * 100:.1f}%" y="13">{name}</text>'
        for n, name in enumerate(names)
    )


def _said(known: Mapping[date, float | None], span: Span) -> str:
    found = figures([value for value in known.values() if value is not None])
    mean = f"Mean {rounded(found.mean)}; " if found.n else ""
    return f"{mean}{found.n} of {some(span.length, 'day')} have a mood."


def _means(known: Mapping[date, float | None]) -> dict[tuple[int, int], float | None]:
    months: dict[tuple[int, int], list[float]] = {}
    for day, value in known.items():
        months.setdefault((day.year, day.month), []).extend([] if value is None else [value])
    return {month: figures(values).mean for month, values in sorted(months.items())}


def _months_table(known: Mapping[date, float | None]) -> Table:
    counts: dict[tuple[int, int], int] = {}
    for day, value in known.items():
        counts[day.year, day.month] = counts.get((day.year, day.month), 0) + (value is not None)
    rows = (
        (f"{year:04}-{month:02}", number(mean), str(counts[year, month]))
        for (year, month), mean in _means(known).items()
    )
    return Table(("month", "mean mood", "days"), tuple(rows))


def _monday(day: date) -> int:
    """Return the number of the Monday on or before a day: that of the calendar's first is 1."""
    return day.toordinal() - day.weekday()


def _weeks(span: Span) -> int:
    return (_monday(span.until) - _monday(span.since)) // 7 + 1


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
