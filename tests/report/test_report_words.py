"""Figures and dates as people read them, and whether Mermaid and the terminal get what they can draw."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.pages import summaries
from tests.report.stats_words import stats_text
from tj.config import MoodScale, Settings
from tj.entry.model import Entry
from tj.insight.mood import Figures, figures
from tj.insight.stats import stats
from tj.report.mermaid import day_labels, mermaid_moods
from tj.report.terminal import sparkline, week_grid
from tj.report.words import level, mean, noted, some, span, times_yes

SCALE = MoodScale()


def test_numbers_have_their_nouns() -> None:
    assert [some(n, "day") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [some(n, "entry", "entries") for n in (1, 12)] == ["1 entry", "12 entries"]


@pytest.mark.parametrize(
    ("value", "as_mean", "as_level"),
    [(6.0, "6.0", "6"), (6.25, "6.2", "6.2"), (9.96, "10.0", "10"), (-0.04, "0.0", "0"), (-2.5, "-2.5", "-2.5"),
     (None, "–", "–"), (1e6, "1000000.0", "1000000")],
)  # fmt: skip
def test_a_mean_has_one_decimal_and_a_level_no_needless_one(value: float | None, as_mean: str, as_level: str) -> None:
    assert (mean(value), level(value)) == (as_mean, as_level)


def test_a_tracker_by_yes_or_no_is_said_in_words() -> None:
    assert [noted(value, "yes/no") for value in (1.0, 0.0)] == ["yes", "no"]
    assert [noted(value, "hours") for value in (1.0, 7.25)] == ["1", "7.25"]
    assert [times_yes(figures([1.0] * yes + [0.0] * (49 - yes))) for yes in range(50)] == list(range(50))
    assert times_yes(Figures(0)) == 0


def test_a_range() -> None:
    assert span(Figures(2, 5.0, 5.0, 3.0, 7.5)) == "3 to 7.5"
    assert span(Figures(0)) == "– to –"


@settings(deadline=None)
@given(st.dates(date(1, 1, 1), date(9999, 11, 30)), st.lists(st.integers(0, 30), unique=True, min_size=2).map(sorted))
def test_a_mermaid_chart_has_as_many_labels_as_values_and_none_twice(first: date, offsets: list[int]) -> None:
    days = [first + timedelta(days=offset) for offset in offsets]
    text = mermaid_moods([(label, 5.5) for label in day_labels(days)], SCALE)
    labels = re.findall(r'"([^"]*)"', re.findall(r"x-axis \[(.*)\]", text)[0])
    values = re.findall(r"line \[(.*)\]", text)[0].split(", ")
    assert len(set(labels)) == len(labels) == len(values) == len(days)
    assert all(re.fullmatch(r"\d{1,2}( [A-Z][a-z]{2})?", label) for label in labels)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.integers(0, 400), st.none() | st.floats(1, 10), max_size=20))
def test_a_chart_stands_where_two_days_have_a_mood_and_skips_the_rest(moods: dict[int, float | None]) -> None:
    first = date(2026, 1, 1)
    days = {first + timedelta(days=offset): mood for offset, mood in moods.items()}
    found = summaries([Entry(f"{day}.md", date=day, stated_mood=mood) for day, mood in days.items()], Settings())
    for name, text in found.items():
        month = re.fullmatch(r"(\d{4}-\d{2})\.md", name)
        if month:
            noted = [mood for day, mood in sorted(days.items()) if f"{day:%Y-%m}" == month[1] and mood is not None]
            lines = re.findall(r"^    line \[(.*)\]$", text, re.MULTILINE)
            assert len(lines) == (len(noted) >= 2)
            for line in lines:
                assert [float(value) for value in line.split(", ")] == pytest.approx(noted, abs=0.006)


@pytest.mark.parametrize("scale", [SCALE, MoodScale(-5, 5), MoodScale(0, 1)])
def test_a_sparkline_rises_with_mood_on_any_scale(scale: MoodScale) -> None:
    steps = [scale.lowest + (scale.highest - scale.lowest) * n / 7 for n in range(8)]
    assert sparkline(steps, scale) == "▁▂▃▄▅▆▇█"
    assert sparkline([None, *steps[::-7], None], scale) == "·█▁·"


@settings(deadline=None)
@given(st.dates(), st.integers(0, 60))
def test_a_week_grid_has_a_line_for_each_week_and_a_cell_for_each_day(since: date, length: int) -> None:
    until = since + timedelta(days=min(length, (date.max - since).days))
    head, *lines = week_grid({since: 6.0, until: 7.0}, since, until)
    weeks = {(since + timedelta(days=n)).isocalendar()[:2] for n in range((until - since).days + 1)}
    assert head.split() == ["week", "of", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert len(lines) == len(weeks)
    cells = [cell for line in lines for cell in line.split()[1:]]
    assert len(cells) == (until - since).days + 1
    assert cells[-1] == "7"
    assert set(cells[1:-1]) <= {"·"}
    column = head.index("Mo") + 3 * since.weekday()
    assert lines[0][column : column + 2].strip() == ("7" if since == until else "6")


def test_a_sparkline_of_a_time_across_new_year_and_a_leap_day() -> None:
    days = {date(2023, 12, 31): 1.0, date(2024, 2, 29): 10.0}
    found = stats(
        [Entry(f"{day}.md", date=day, stated_mood=mood) for day, mood in days.items()],
        date(2023, 12, 31),
        date(2024, 2, 29),
    )
    lines = stats_text(found, Settings()).split("\n")
    assert lines[3].startswith("  mean 5.5, median 5.5, range 1 to 10 on a scale of 1 to 10; 2 of 61 days")
    assert "  ▁" + "·" * 59 + "█" in lines
    grid = lines.index("  week of     Mo Tu We Th Fr Sa Su")
    assert [line.split()[0] for line in lines[grid + 1 : grid + 11]] == [
        str(date(2023, 12, 25) + timedelta(days=7 * n)) for n in range(10)
    ]
