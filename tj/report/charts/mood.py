"""The mood line: each day's mean, every check-in as a dot, the period before behind it; what is missing stays so."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import isfinite

from tj.config import MoodScale
from tj.insight.mood import DayMood, figures
from tj.report.charts.axes import WIDTH, Span, Values, grid, inner, labels_beside, runs, short_day, time_axis
from tj.report.charts.figure import Table, clip, drawing, figure, key, number, rounded
from tj.report.charts.shapes import dots, line, path
from tj.report.words import some

__all__ = ["mood_figure", "smoothed"]

_TOP, _HEIGHT, _BELOW = 8, 180, 24
_WINDOW = 7
# So many days leave a pixel or two for each on a phone.
_DENSE = 120
_WORD_COLUMNS = 9


def mood_figure(
    days: Sequence[DayMood],
    before: Sequence[DayMood],
    since: date,
    until: date,
    scale: MoodScale,
    *,
    prefix: str = "mood",
) -> str:
    """Return the mood of a time as a figure.

    Arguments: `days`, those with an entry; `before`, those of as long a time just before, empty where it is not shown;
    `since` and `until`, the time shown, both included; `scale`, the vertical axis. Returns nothing for a time without a
    mood.
    """
    lines = _Lines.of(days, before, Span(since, until))
    if not lines.moods and not any(points for _, points in lines.points):
        return ""
    values = Values(scale.lowest, scale.highest, _TOP, _HEIGHT)
    dense = " dense" if lines.is_dense else ""
    noted = ((lines.span.x(day), values.y(felt)) for day, at in lines.points for felt in at)
    shapes = [
        path("before" + dense, _strokes(lines.before, lines.span, values, 7 if lines.is_dense else 1)),
        path("line" + dense, _strokes(lines.moods, lines.span, values)),
        path("dots" + dense, [dots(noted)]),
        path("trend", _strokes(lines.smooth, lines.span, values)),
    ]
    levels = _levels(scale, values.middle())
    content = [
        # The ends of the scale and its middle, or the word next to that.
        grid(values.y(level) for level, _ in levels[:3]),
        inner(shapes, _TOP + _HEIGHT),
        labels_beside([(values.y(level), words) for level, words in levels]),
        time_axis(lines.span, _TOP + _HEIGHT),
    ]
    gutter = "beside-words" if scale.words else "beside-numbers"
    size = f'width="100%" height="{_TOP + _HEIGHT + _BELOW}"'
    drawn = drawing(prefix, f"Mood, {lines.span.described()}", lines.described(), content, kind=gutter, size=size)
    return figure("Mood", lines.caption(scale), drawn + key(lines.key()), lines.table())


def smoothed(moods: Mapping[date, float]) -> dict[date, float]:
    """Return the mean of the seven days around each day, where all seven have a mood and so has a week of such days.

    A line through fewer than seven points would show a direction that nobody can know.
    """
    found: dict[date, float] = {}
    for run in runs(moods):
        middle = run[_WINDOW // 2 : len(run) - _WINDOW // 2]
        if len(middle) < _WINDOW:
            continue
        for at, day in enumerate(middle):
            mean = figures([moods[near] for near in run[at : at + _WINDOW]]).mean
            found[day] = mean if mean is not None else moods[day]
    return found


class _Lines:
    """What is drawn: finite moods of the time by day, the smoothed ones, and those before by the day they lie on.

    Where there are many days, those before are drawn by week: two lines of days would hide each other.
    """

    def __init__(self, span: Span, days: Sequence[DayMood], before: Mapping[date, float], then: date) -> None:
        self.span = span
        self.days = [day for day in days if day.day in span]
        self.moods = _moods(self.days)
        self.points = [(day.day, [felt for _, felt in day.points if isfinite(felt)]) for day in self.days]
        self.smooth = smoothed(self.moods)
        self.is_dense = span.length > _DENSE
        self.earlier, self.then = figures(list(before.values())), then
        self.before = _by_week(before, span) if self.is_dense else before

    @classmethod
    def of(cls, days: Sequence[DayMood], before: Sequence[DayMood], span: Span) -> "_Lines":
        start = date.fromordinal(max(span.since.toordinal() - span.length, 1))
        moved = {
            span.since + timedelta(days=offset): mood
            for day, mood in _moods(before).items()
            if 0 <= (offset := (day - start).days) < span.length
        }
        return cls(span, days, moved, start)

    def caption(self, scale: MoodScale) -> str:
        """Return in sentences what was noted, and of how many days nothing is known."""
        found = figures(list(self.moods.values()))
        said = [f"{self.span.described()}."]
        if found.n:
            said.append(f"Mean {rounded(found.mean)} of {some(found.n, 'day')}.")
        without = self.span.length - len({day.day for day in self.days})
        said.append(f"{without} of {some(self.span.length, 'day')} {'has' if without == 1 else 'have'} no entry.")
        if bare := len(self.days) - len(self.moods):
            said.append(f"{bare} more {'has' if bare == 1 else 'have'} an entry without a mood.")
        if self.earlier.n:
            said.append(
                f"In the period before, from {short_day(self.then, year=True)} on, the mean of "
                f"{some(self.earlier.n, 'day')} was {rounded(self.earlier.mean)}."
            )
        levels = [felt for _, points in self.points for felt in points] + list(self.moods.values())
        if any(not scale.lowest <= level <= scale.highest for level in (*levels, *self.before.values())):
            said.append("What lies outside of the scale is drawn at its edge.")
        return " ".join(said)

    def described(self) -> str:
        """Return in a sentence between what the line goes up and down, and where it ends; of equal days the later."""
        if not self.moods:
            return "A dot for each mood that was noted."
        lowest = max(self.moods, key=lambda day: (-self.moods[day], day))
        highest = max(self.moods, key=lambda day: (self.moods[day], day))
        last = max(self.moods)
        ends = [f"{name} {number(self.moods[day])} on {short_day(day, year=True)}"
                for name, day in (("Lowest", lowest), ("highest", highest), ("last", last))]  # fmt: skip
        return f"{', '.join(ends)}."

    def key(self) -> list[tuple[str, str]]:
        marks = [("dots", "as noted")]
        if len(self.moods) > 1:
            marks.append(("line", "mean of each day; it breaks where a day has none"))
        if self.smooth:
            marks.append(("trend", "mean of the seven days around each day"))
        before = "the period before, as means of weeks" if self.is_dense else "the period before"
        return [*marks, ("before", before)] if self.before else marks

    def table(self) -> Table:
        head = ["day", "mood", "as noted"]
        known = {day.day: day for day in self.days}
        wanted = {day.day for day in self.days if day.day in self.moods or _noted(day)} | set(self.before)
        head += ["mean of 7 days"] if self.smooth else []
        if self.before:
            head += ["middle of week before" if self.is_dense else "day before", "mood then"]
        rows = []
        for day in sorted(wanted):
            row = [str(day), number(self.moods.get(day)), _noted(known[day]) if day in known else ""]
            row += [number(self.smooth.get(day))] if self.smooth else []
            if self.before:
                drawn = self.before.get(day)
                row += ["", ""] if drawn is None else [str(self.then + (day - self.span.since)), number(drawn)]
            rows.append(tuple(row))
        return Table(tuple(head), tuple(rows))


def _moods(days: Sequence[DayMood]) -> dict[date, float]:
    return {day.day: day.mood for day in days if day.mood is not None and isfinite(day.mood)}


def _noted(day: DayMood) -> str:
    return ", ".join(f"{time} {number(felt)}".strip() for time, felt in day.points if isfinite(felt))


def _by_week(moods: Mapping[date, float], span: Span) -> dict[date, float]:
    """Return the mean of each whole week of the time, by its middle day."""
    weeks: dict[int, list[float]] = {}
    for day in sorted(moods):
        weeks.setdefault((day - span.since).days // 7, []).append(moods[day])
    means = {week: figures(values).mean for week, values in weeks.items() if 7 * week + 6 < span.length}
    return {span.since + timedelta(days=7 * week + 3): mean for week, mean in means.items() if mean is not None}


def _strokes(moods: Mapping[date, float], span: Span, values: Values, step: int = 1) -> list[str]:
    """Return a line through each run of days; a day alone is a short dash."""
    strokes = []
    for run in runs(moods, step):
        places = [(span.x(day), values.y(moods[day])) for day in run]
        if len(run) == 1:
            [(x, y)] = places
            places = [(max(x - 6, 0), y), (min(x + 6, WIDTH), y)]
        strokes.append(line(places))
    return strokes


def _levels(scale: MoodScale, middle: float) -> list[tuple[float, str]]:
    """Return the levels that have a label: both ends, the middle or a word close to it, and the other words."""
    named: dict[float, str] = {}
    for word, level in scale.words.items():
        if scale.lowest <= level <= scale.highest:
            named.setdefault(level, f"{clip(word, _WORD_COLUMNS)} {number(level)}")
    ends = [(level, named.pop(level, number(level))) for level in (scale.lowest, scale.highest)]
    words = sorted(named.items(), key=lambda item: (abs(item[0] / 2 - middle / 2), item[0]))
    is_close = bool(words) and abs(words[0][0] / 2 - middle / 2) <= (scale.highest / 2 - scale.lowest / 2) / 10
    return [*ends, *words] if is_close else [*ends, (middle, number(middle)), *words]
