"""Whatever was noted, a figure is well formed, stays in its frame, and its table has every figure."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, timedelta
from math import isfinite

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.report.drawings import parsed, places, plots, table
from tj.config import MoodScale
from tj.insight.mood import DayMood
from tj.report.charts import (
    GoalWeeks,
    Series,
    assessment_figure,
    emotions_figure,
    goals_figure,
    heat_figure,
    mood_figure,
    trackers_figure,
)
from tj.report.charts.figure import number

# What a page that rebuilds the report from a short list needs to know of drawings.
ELEMENTS = {
    "figure", "figcaption", "strong", "p", "div", "ul", "li", "details", "summary", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "svg", "title", "desc", "g", "path", "line", "rect", "text", "tspan",
}  # fmt: skip
ATTRIBUTES = {
    "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "class", "d", "dx", "height", "id",
    "preserveAspectRatio", "role", "scope", "tabindex", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip

levels = st.one_of(st.floats(), st.integers(-20, 120).map(float), st.sampled_from([1.0, 5.5, 10.0]))
words = st.text(max_size=30)
names = st.text(st.characters(exclude_categories=()), max_size=30)


@st.composite
def times(draw: st.DrawFn) -> tuple[date, date]:
    since = draw(st.dates())
    length = draw(st.sampled_from([-1, 0, 1, 6, 30, 48, 49, 120, 121, 365, 760, 3000, 146_000]))
    return since, date.fromordinal(min(max(since.toordinal() + length, 1), date.max.toordinal()))


@st.composite
def scales(draw: st.DrawFn) -> MoodScale:
    lowest, highest = draw(
        st.sampled_from([(1.0, 10.0), (0.0, 1.0), (-5.0, 5.0), (0.0, 100.0), (-1.7e308, 1.7e308), (1e-9, 2e-9)])
    )
    return MoodScale(lowest, highest, draw(st.dictionaries(names, st.floats(lowest, highest), max_size=6)))


def days_of(data: st.DataObject, since: date, until: date) -> list[DayMood]:
    """Return days of a time in order, some by chance and some in a row, which chance alone would seldom give."""
    made: dict[date, DayMood] = {}
    points = st.lists(st.tuples(st.sampled_from(["", "08:00"]), levels), max_size=3).map(tuple)
    for day in data.draw(st.lists(st.dates(since, max(since, until)), max_size=8)):
        made[day] = DayMood(day, data.draw(st.none() | levels), data.draw(points), 1)
    for offset in range(min(data.draw(st.sampled_from([0, 15])), (date.max - since).days)):
        day = since + timedelta(days=offset)
        made[day] = DayMood(day, float(offset % 9), (), 1)
    return [made[day] for day in sorted(made)]


def check(figure: str) -> ET.Element:
    """Hold what is true of every figure."""
    found = parsed(figure)
    assert {element.tag for element in found.iter()} <= ELEMENTS | {"figures"}
    assert {name for element in found.iter() for name in element.attrib} <= ATTRIBUTES
    assert "url(" not in figure
    ids = [element.get("id") for element in found.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for svg in found.iter("svg"):
        if svg.get("role") == "img":
            title, desc = list(svg)[:2]
            assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == (title.get("id"), desc.get("id"))
            assert title.text
            assert desc.text
            assert not any(desc.text in "".join(caption.itertext()) for caption in found.iter("figcaption"))
            within(svg, float(svg.get("height") or (svg.get("viewBox") or "").split()[3]))
    for svg, width, height in plots(found):
        for path in svg.findall("path"):
            for x, y in places(path.get("d") or ""):
                assert 0 <= x <= width
                assert 0 <= y <= height
    return found


def within(svg: ET.Element, height: float) -> None:
    """Hold that words, lines and bars are not above, below or right of their drawing."""
    for element in svg.iter():
        for name in ("y", "y1", "y2"):
            assert 0 <= float(element.get(name) or 0) <= height
        for name in ("x", "x1", "x2", "width"):
            value = element.get(name) or "0"
            if value.endswith("%"):
                assert 0 <= float(value.removesuffix("%")) <= 100


@given(st.data(), times(), scales())
def test_mood(data: st.DataObject, time: tuple[date, date], scale: MoodScale) -> None:
    days = days_of(data, *time)
    before = days_of(data, date.fromordinal(max(time[0].toordinal() - 40, 1)), time[0])
    found = check(mood_figure(days, before, *time, scale))
    shown = [
        (day, [felt for _, felt in day.points if isfinite(felt)])
        for day in days
        if time[0] <= day.day <= time[1] and (day.mood is not None or day.points)
    ]
    rows = {row[0]: row for row in table(found)[1:]} if len(found) else {}
    for day, felt in shown:
        if day.mood is not None and isfinite(day.mood):
            assert rows[str(day.day)][1] == number(day.mood)
        if felt:
            assert all(number(level) in rows[str(day.day)][2] for level in felt)


@given(st.data(), times(), scales())
def test_heat(data: st.DataObject, time: tuple[date, date], scale: MoodScale) -> None:
    days = days_of(data, *time)
    found = check(heat_figure(days, *time, scale))
    within_time = [day for day in days if time[0] <= day.day <= time[1]]
    assert bool(len(found)) is bool(within_time)
    if within_time and table(found)[0][0] == "week":
        cells = [cell for row in table(found)[1:] for cell in row[1:] if cell]
        assert sorted(cells) == sorted(
            number(day.mood if day.mood is not None and isfinite(day.mood) else None) for day in within_time
        )


@given(st.data(), times())
@example(None, (date.min, date.max))
def test_trackers(data: st.DataObject | None, time: tuple[date, date]) -> None:
    points = st.lists(st.tuples(st.dates(*sorted(time)), levels), max_size=20)
    several = st.lists(st.builds(Series, names, st.sampled_from(["", "hours", "yes/no"]) | names, points), max_size=3)
    series = data.draw(several) if data else [Series("a", "x", [(date.min, 1.0), (date.max, 2.0)])]
    found = check(trackers_figure(series, *time))
    days = {day for one in series for day, value in one.points if isfinite(value) and time[0] <= day <= time[1]}
    assert (sorted(row[0] for row in table(found)[1:]) if days else []) == sorted(map(str, days))


@given(
    st.lists(
        st.builds(
            GoalWeeks,
            names,
            names,
            st.lists(st.integers(0, 7), max_size=300).map(tuple),
            st.integers(-1, 7) | st.lists(st.integers(0, 7), max_size=9).map(tuple),
        ),
        max_size=4,
    ),
    times(),
)
def test_goals(goals: list[GoalWeeks], time: tuple[date, date]) -> None:
    found = check(goals_figure(goals, *time))
    if len(found):
        assert len(table(found)) <= 107
        done = [cell.split()[0] for row in table(found)[1:] for cell in row[1:] if cell]
        assert sum(map(int, done)) == sum(sum(goal.weeks) for goal in goals)


@given(
    words,
    st.lists(st.tuples(st.dates(), st.integers(-50, 200)), max_size=12),
    st.lists(st.tuples(names, st.integers(-10, 120)), max_size=8),
    st.integers(-10, 50),
    st.integers(0, 200),
)
def test_assessments(
    title: str, results: list[tuple[date, int]], bands: list[tuple[str, int]], lowest: int, wide: int
) -> None:
    found = check(assessment_figure(title, results, bands, lowest, lowest + wide))
    assert bool(len(found)) is (len(results) > 1)
    if len(found):
        assert [row[:2] for row in table(found)[1:]] == [[str(day), str(score)] for day, score in sorted(results)]


@given(st.dictionaries(names, st.integers(-1, 10**6), max_size=20))
def test_emotions(counts: dict[str, int]) -> None:
    found = check(emotions_figure(counts))
    assert (
        len(table(found)) - 1 == sum(n > 0 for n in counts.values())
        if len(found)
        else not any(n > 0 for n in counts.values())
    )


def year() -> list[str]:
    """Return all figures of a year with three check-ins a day, five trackers and four goals."""
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    scale = MoodScale()

    def days(first: date) -> list[DayMood]:
        made = []
        for n in range(365):
            felt = tuple((f"{hour:02}:00", 1.0 + n * hour % 10) for hour in (8, 13, 20))
            made.append(DayMood(first + timedelta(days=n), 1 + n * 7 % 28 / 3, felt, 1))
        return made

    points = [(since + timedelta(days=n), 4.5 + n * 11 % 9 / 2) for n in range(365)]
    return [
        mood_figure(days(since), days(date(2025, 1, 1)), since, until, scale),
        heat_figure(days(since), since, until, scale),
        trackers_figure([Series(f"tracker {n}", "hours", points) for n in range(5)], since, until),
        goals_figure([GoalWeeks(f"goal {n}", "3/week", (2,) * 53, 3) for n in range(4)], since, until),
        assessment_figure("PHQ-9", [(since + timedelta(days=14 * n), n % 20) for n in range(26)], [("mild", 5)], 0, 27),
        emotions_figure({f"emotion {n}": n for n in range(30)}),
    ]


def test_a_year_with_all_drawings_and_tables_stays_small() -> None:
    figures = year()
    assert all(figures)
    assert sum(len(figure.encode()) for figure in figures) < 160_000


@pytest.mark.parametrize("make", [year])
def test_the_same_figures_are_the_same_bytes(make: Callable[[], list[str]]) -> None:
    assert make() == make()


def test_figures_of_one_page_have_ids_of_their_own() -> None:
    found = parsed("".join(year()))
    ids = [element.get("id") for element in found.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 40
