"""Figures as plain text for a terminal."""

from datetime import date, timedelta

from tj.config import MoodScale, Settings
from tj.entry.model import Entry
from tj.insight.stats import stats
from tj.report.terminal import sparkline, stats_text, week_grid

THURSDAY = date(2026, 3, 5)


def test_a_sparkline_keeps_gaps() -> None:
    assert sparkline([1, None, 10, 5.5, 0, 11], MoodScale()) == "▁·█▅▁█"
    assert sparkline([], MoodScale()) == ""


def test_a_week_grid_shows_days_without_a_mood_as_dots() -> None:
    lines = week_grid({THURSDAY: 6.0, date(2026, 3, 9): 10.0}, THURSDAY, date(2026, 3, 10))
    assert lines == [
        "week of     Mo Tu We Th Fr Sa Su",
        "2026-03-02            6  ·  ·  ·",
        "2026-03-09  10  ·",
    ]


def test_a_week_grid_widens_for_a_long_scale() -> None:
    assert week_grid({THURSDAY: 100.0}, THURSDAY, THURSDAY)[1] == "2026-03-02              100"


def test_a_week_grid_reaches_both_ends_of_the_calendar() -> None:
    assert week_grid({}, date.min, date(1, 1, 2))[1:] == ["0001-01-01   ·  ·"]
    assert week_grid({}, date.max, date.max)[1:] == ["9999-12-27               ·"]


def test_the_text_of_stats() -> None:
    entries = [
        Entry("a.md", date=THURSDAY, stated_mood=6.0, trackers={"sleep": 7.5}, emotions=("calm",), tags=("work",)),
        Entry("b.md", date=date(2026, 2, 27), stated_mood=4.0),
    ]
    text = stats_text(stats(entries, THURSDAY, THURSDAY + timedelta(days=6)), Settings())
    assert text.split("\n") == [
        "2026-03-05 to 2026-03-11: 1 entry on 1 of 7 days",
        "",
        "mood: mean 6.0, median 6, range 6 to 6; 1 of 7 days recorded; in the period before the mean was 4.0",
        "▅······",
        "",
        "week of     Mo Tu We Th Fr Sa Su",
        "2026-03-02            6  ·  ·  ·",
        "2026-03-09   ·  ·  ·",
        "",
        "sleep: mean 7.5, median 7.5, range 7.5 to 7.5 hours",
        "",
        "emotions: calm 1",
        "",
        "tags: work 1",
    ]


def test_a_long_time_shows_its_last_quarter() -> None:
    found = stats([Entry("a.md", date=THURSDAY, stated_mood=6.0)], date(2020, 1, 1), THURSDAY)
    lines = stats_text(found, Settings()).split("\n")
    assert len(lines[3]) == 91
    assert "before" not in lines[2]
    assert len(lines) < 25


def test_nothing_noted_is_said_kindly() -> None:
    assert "No mood was noted" in stats_text(stats([], THURSDAY, THURSDAY), Settings())
