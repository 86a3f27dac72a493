"""The scores of a questionnaire over time, with the edges of its bands; between two of them nobody knows."""

from collections.abc import Sequence
from datetime import date

from tj.report.charts.axes import Span, Values, grid, inner, labels_beside, short_day, time_axis
from tj.report.charts.figure import Table, clip, drawing, figure, key, text
from tj.report.charts.shapes import dots, path
from tj.report.words import some

__all__ = ["assessment_figure", "assessment_table"]

_TOP, _HEIGHT, _BELOW = 16, 200, 24
_LINE, _COLUMNS = 13, 11
_NEAREST = 0.07
# More scores are too many to be listened to; the table has all.
_MOST_SAID = 12


def assessment_figure(
    title: str,
    results: Sequence[tuple[date, int]],
    bands: Sequence[tuple[str, int]],
    lowest: int,
    highest: int,
    *,
    prefix: str = "assessment",
) -> str:
    """Return the scores of one questionnaire as a figure.

    Arguments: `title`, its name; `results`, each with its day, in any order; `bands`, each with its first score;
    `lowest` and `highest`, the scores that there can be. Returns nothing for fewer than two results.
    """
    if len(results) < 2:
        return ""
    ordered = sorted(results)
    span = Span(ordered[0][0], ordered[-1][0])
    values = Values(lowest, highest, _TOP, _HEIGHT)
    places = [(round(30 + span.share(day) * 940), values.y(score), score) for day, score in ordered]
    # A stem each and no line between: what lay in between was not asked.
    stems = path("stem", (f"M{x} {_TOP + _HEIGHT}V{y}" for x, y, _ in places))
    scores = path("scores", [dots((x, y) for x, y, _ in places)])
    starts = sorted(start for _, start in bands if lowest < start < highest)
    edges = [lowest, highest, *starts]
    content = [
        grid((values.y(edge) for edge in edges), "edge"),
        inner([stems, scores], _TOP + _HEIGHT),
        labels_beside([(values.y(edge), str(edge)) for edge in edges]),
        _names(bands, values),
        _scores(places),
        f'<svg x="3%" width="94%" class="plot">{time_axis(span, _TOP + _HEIGHT + 2)}</svg>',
    ]
    said = f"{some(len(ordered), 'result')}, {span.described()}; scores from {lowest} to {highest}."
    size = f'width="100%" height="{_TOP + _HEIGHT + _BELOW}"'
    kind = "beside-bands" if bands else "beside-numbers"
    drawn = drawing(prefix, f"{title} over time", _described(ordered), content, kind=kind, size=size)
    marks = key([("scores", "a score"), *([("edge", "where a band begins")] if starts else [])])
    return figure(f"{title} over time", said, drawn + marks, assessment_table(results, bands))


def assessment_table(results: Sequence[tuple[date, int]], bands: Sequence[tuple[str, int]]) -> Table:
    """Return the figures of `assessment_figure` as a table, with the band of each score where there are bands."""
    rising = sorted(bands, key=lambda band: band[1], reverse=True)
    rows = []
    for day, score in sorted(results):
        band = next((name for name, start in rising if score >= start), "")
        rows.append((str(day), str(score), *([band] if bands else [])))
    return Table(("day", "score", *(["band"] if bands else [])), tuple(rows))


def _described(ordered: Sequence[tuple[date, int]]) -> str:
    """Return the scores, the last ones where they are many, for whoever does not see them."""
    shown = ", ".join(f"{score} on {short_day(day, year=True)}" for day, score in ordered[-_MOST_SAID:])
    return f"{shown}." if len(ordered) <= _MOST_SAID else f"The last {_MOST_SAID}: {shown}."


def _names(bands: Sequence[tuple[str, int]], values: Values) -> str:
    """Return the name of each band beside it, in two lines where one is too short and there is room."""
    parts = []
    rising = sorted(bands, key=lambda band: band[1])
    for at, (name, start) in enumerate(rising):
        end = rising[at + 1][1] if at + 1 < len(rising) else values.highest
        upper, lower = values.y(end), values.y(start)
        lines = _two_lines(name) if lower - upper >= 2 * _LINE + 6 else [clip(name, _COLUMNS)]
        if lower - upper < _LINE or end < values.lowest or start > values.highest:
            continue
        first = (upper + lower) // 2 + 4 - (len(lines) - 1) * _LINE // 2
        for row, line in enumerate(lines):
            parts.append(f'<text class="end" x="-32" y="{first + row * _LINE}">{text(line)}</text>')
    return "".join(parts)


def _two_lines(name: str) -> list[str]:
    words = name.split()
    for at in range(len(words), 0, -1):
        first = " ".join(words[:at])
        if len(first) <= _COLUMNS or at == 1:
            rest = " ".join(words[at:])
            return [clip(line, _COLUMNS) for line in (first, rest) if line]
    return []


def _scores(places: Sequence[tuple[int, int, int]]) -> str:
    """Return the scores above their dots, those that have room: the last one always has."""
    parts: list[str] = []
    near: float = 2000
    for x, y, score in reversed(places):
        if near - x >= _NEAREST * 1000:
            parts.append(f'<text class="middle score" x="{x / 10:g}%" y="{y - 7}">{score}</text>')
            near = x
    return "".join(reversed(parts))
