"""The calendar: weeks from Monday on, each value in its cell, and no entry never looks like a low mood."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from math import nan

from tests.report.drawings import described, parsed, places, table, words
from tj.config import MoodScale
from tj.insight.mood import DayMood
from tj.report.charts import heat_figure
from tj.report.charts.cells import STEPS
from tj.report.charts.heat import heat_table

DAY = date(2026, 3, 5)  # a Thursday
SCALE = MoodScale()


def moods(*levels: float | None, since: date = DAY) -> list[DayMood]:
    return [DayMood(since + timedelta(days=n), level, (), 1) for n, level in enumerate(levels)]


def cells(drawing: ET.Element, kind: str) -> list[tuple[float, float]]:
    """Return where the cells of a class begin."""
    found = [path.get("d") or "" for path in drawing.iter("path") if path.get("class") == kind]
    return [places(f"M{start}")[0] for start in "".join(found).split("M") if start and start != "1 1h12v12h-12z"]


def test_a_few_weeks_are_cells_with_day_and_value() -> None:
    drawing = parsed(heat_figure(moods(1, 5.5, 10), DAY, DAY + timedelta(days=6), SCALE))
    assert [word for word in words(drawing) if not re.fullmatch("[A-Z][a-z]|W..", word)] == [
        "1", "5.5", "10", "8", "9", "10", "11", "5 Mar", "6", "7",
    ]  # fmt: skip
    assert [word for word in words(drawing) if word.startswith("W")] == ["We", "W10", "W11"]


def test_weeks_begin_on_monday() -> None:
    drawing = parsed(heat_figure(moods(1, 1, 1, 1, 1), DAY, DAY + timedelta(days=4), SCALE))
    lowest = next(path for path in drawing.iter("path") if path.get("class") == "heat-1")
    starts = [places(f"M{part}")[0] for part in (lowest.get("d") or "").split("M")[1:]]
    assert starts == [(142 * 3, 0), (142 * 4, 0), (142 * 5, 0), (142 * 6, 0), (0, 44)]


def test_no_entry_and_no_mood_look_different() -> None:
    drawing = parsed(heat_figure(moods(5, None), DAY, DAY + timedelta(days=2), SCALE))
    assert len(cells(drawing, "hollow")) == 2
    dashes = [path for path in drawing.iter("path") if path.get("class") == "bare" and path.get("d") != "M4 7h6"]
    assert len(dashes) == 1
    assert len(places(dashes[0].get("d") or "")) == 2
    said = "".join(drawing.itertext())
    assert "a day without an entry" in said
    assert "an entry without a mood" in said


def test_a_mark_that_is_not_drawn_is_not_explained() -> None:
    assert "an entry without a mood" not in heat_figure(moods(5), DAY, DAY + timedelta(days=2), SCALE)


def test_steps_rise_with_the_value() -> None:
    drawing = parsed(heat_figure(moods(1, 3, 5, 6, 8, 10), DAY, DAY + timedelta(days=5), SCALE))
    drawn = {
        path.get("class"): path.get("d") or "" for path in drawing.iter("path") if "12v12" not in path.get("d", "")
    }
    columns = [places(drawn[f"heat-{step}"])[0] for step in range(1, STEPS + 1)]
    assert columns == [(426, 0), (568, 0), (710, 0), (852, 0), (0, 44), (142, 44)]


def test_a_year_is_one_drawing_a_month() -> None:
    since = date(2026, 1, 1)
    drawing = parsed(heat_figure(moods(*[5] * 365, since=since), since, date(2026, 12, 31), SCALE))
    titles = [title for title, _ in described(drawing)]
    assert len(titles) == 12
    assert titles[2] == "Mood in March 2026"
    assert dict(described(drawing))["Mood in March 2026"] == "Mean 5.0; 31 of 31 days have a mood."
    assert words(drawing).count("5") == 365
    assert len({svg.get("aria-labelledby") for svg in drawing.iter("svg")} - {None}) == 12


def test_months_are_cut_to_the_time_shown() -> None:
    since, until = date(2026, 1, 20), date(2026, 3, 15)
    drawing = parsed(heat_figure(moods(5, since=since), since, until, SCALE))
    assert len(cells(drawing, "hollow")) == 12 + 28 + 15 - 1
    assert dict(described(drawing))["Mood in January 2026"] == "Mean 5.0; 1 of 12 days has a mood."


def test_many_years_are_months() -> None:
    days = [
        *moods(2, 4, since=date(2020, 1, 1)),
        *moods(None, since=date(2020, 2, 1)),
        *moods(9, since=date(2026, 5, 1)),
    ]
    drawing = parsed(heat_figure(days, date(1800, 1, 1), date(2026, 12, 31), SCALE))
    assert [word for word in words(drawing) if not word.isalpha()] == ["3", "9", "2020", "2026"]
    assert table(drawing) == [
        ["month", "mean mood", "days"],
        ["2020-01", "3", "2"],
        ["2020-02", "–", "0"],
        ["2026-05", "9", "1"],
    ]
    said = "".join(drawing.itertext())
    assert "Each cell is the mean of a month; years without an entry are left out." in said
    assert "entries without a mood" in said


def test_the_table_is_by_iso_week() -> None:
    found = heat_table(moods(5, None, 6.25, since=date(2027, 1, 1)), date(2026, 12, 1), date(2027, 1, 31))
    assert found.head == ("week", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    assert found.rows == (("2026-W53", "", "", "", "", "5", "–", "6.25"),)


def test_a_narrow_scale_shows_a_decimal_and_a_vast_one_nothing() -> None:
    assert "0.5" in words(parsed(heat_figure(moods(0.5), DAY, DAY, MoodScale(0, 1))))
    vast = parsed(heat_figure(moods(4e8), DAY, DAY, MoodScale(0, 1e9)))
    assert not [word for word in words(vast) if word.startswith("4")]
    assert ["2026-W10", "", "", "", "4e+08", "", "", ""] in table(vast)


def test_the_ends_of_the_calendar_can_be_drawn() -> None:
    first = parsed(heat_figure(moods(5, since=date.min), date.min, date.min + timedelta(days=90), SCALE))
    assert described(first)[0][0] == "Mood in January 0001"
    last = date.max - timedelta(days=3)
    assert words(parsed(heat_figure(moods(5, since=last), last, date.max, SCALE)))
    assert words(parsed(heat_figure(moods(5, since=last), date.max - timedelta(days=100), date.max, SCALE)))


def test_nothing_written_is_no_calendar() -> None:
    assert heat_figure([], DAY, DAY, SCALE) == ""
    assert heat_figure(moods(5), DAY + timedelta(days=1), DAY, SCALE) == ""


def test_what_is_no_number_is_an_entry_without_a_mood() -> None:
    assert heat_table(moods(nan), DAY, DAY).rows == (("2026-W10", "", "", "", "–", "", "", ""),)
