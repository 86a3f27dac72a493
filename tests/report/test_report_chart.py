"""Mermaid for summaries and the SVG for the report."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

from tests.report.mermaid_check import VERDICT, VERSIONS, charts, digest
from tj.config import MoodScale
from tj.insight.mood import DayMood
from tj.report.chart import day_labels, mermaid_moods, mood_svg

DAY = date(2026, 3, 5)
SCALE = MoodScale()
SVG = "{http://www.w3.org/2000/svg}"


def moods(*levels: float | None) -> list[DayMood]:
    return [
        DayMood(DAY + timedelta(days=n), level, (("", level),) if level is not None else (), 1)
        for n, level in enumerate(levels)
    ]


def draw(days: list[DayMood], length: int, scale: MoodScale = SCALE) -> ET.Element:
    text = mood_svg(days, DAY, DAY + timedelta(days=length - 1), scale)
    return ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - a drawing of our own


def test_mermaid_holds_labels_and_values() -> None:
    text = mermaid_moods([("1 Mar", 5.0), ("2", 6.25), ("4", 10.0)], SCALE)
    assert text.startswith("```mermaid\nxychart-beta\n")
    assert text.endswith('    x-axis ["1 Mar", "2", "4"]\n    y-axis "mood" 1 --> 10\n    line [5, 6.25, 10]\n```')


def test_mermaid_needs_two_points() -> None:
    assert mermaid_moods([], SCALE) == mermaid_moods([("1 Mar", 5.0)], SCALE) == ""


def test_mermaid_writes_numbers_plainly() -> None:
    text = mermaid_moods([("a", -0.001), ("b", 1e6)], MoodScale(-5, 2_000_000))
    assert 'y-axis "mood" -5 --> 2000000\n    line [0, 1000000]' in text


def test_no_label_stands_twice() -> None:
    for month in range(1, 13):
        days = [date(2026, month, 10) + timedelta(days=n) for n in range(31)]
        assert len(set(day_labels(days))) == 31
    assert day_labels([date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 3)]) == [
        "27 Feb",
        "28",
        "1 Mar",
        "3",
    ]


def test_the_line_breaks_where_a_day_has_no_mood() -> None:
    drawing = draw(moods(5, 6, None, 4, None, 7, 8, 9), 8)
    lines = [path.get("d", "") for path in drawing.iter(f"{SVG}path") if path.get("class") == "line"]
    assert [line.count("L") for line in lines] == [1, 2]  # the fourth day stands alone, as a dot


def test_every_checkin_is_a_dot() -> None:
    day = DayMood(DAY, 5.0, (("08:00", 3.0), ("12:00", 5.0), ("20:00", 7.0)), 1)
    [dots] = [path for path in draw([day], 7).iter(f"{SVG}path") if path.get("class") == "dots"]
    heights = [float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)h0", dots.get("d", ""))]
    assert len(heights) == 3
    assert heights == sorted(heights, reverse=True)


def test_the_drawing_says_what_it_shows() -> None:
    drawing = draw(moods(5, 6, None), 7)
    ids = (drawing.get("aria-labelledby") or "").split()
    said = {element.get("id"): element.text for element in drawing if element.get("id")}
    assert drawing.get("role") == "img"
    assert said[ids[0]] == "Mood from 2026-03-05 to 2026-03-11"
    assert "2 of 7 days" in (said[ids[1]] or "")


def test_one_day_stands_in_the_middle() -> None:
    drawing = draw(moods(5), 1)
    labels = [(text.get("x"), text.text) for text in drawing.iter(f"{SVG}text") if text.get("text-anchor") == "middle"]
    assert labels == [("377.0", "5 Mar")]


def test_everything_lies_within_the_drawing_whatever_the_scale() -> None:
    drawing = draw(moods(-5, 0, 5), 3, MoodScale(-5, 5))
    for path in drawing.iter(f"{SVG}path"):
        for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", path.get("d", "")):
            assert 0 <= float(x) <= 720
            assert 0 <= float(y) <= 220


def test_years_are_named_where_there_are_many() -> None:
    drawing = draw([], 1000)
    assert "Mar 2026" in [text.text for text in drawing.iter(f"{SVG}text")]


def test_the_whole_calendar_can_be_drawn() -> None:
    assert mood_svg([], date.min, date.max, SCALE).endswith("</svg>")


def test_a_full_year_stays_small() -> None:
    days = [
        DayMood(DAY + timedelta(days=n), 5.5, tuple((f"{h:02}:00", 1.0 + h % 9) for h in range(4)), 1)
        for n in range(366)
    ]
    assert len(mood_svg(days, DAY, days[-1].day, SCALE)) <= 40_000


def test_mermaid_itself_took_the_charts_of_today() -> None:
    """What it said was written down by `python -m tests.report.mermaid_check`, to be run anew where this fails."""
    said = json.loads(VERDICT.read_text("utf-8"))
    texts = charts()
    assert len(texts) > 500
    assert said["sha256"] == digest(texts)
    assert said["refused"] == {version: [] for version in VERSIONS}
