"""Figures as plain text for a terminal."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.stats_words import stats_text
from tj.config import MoodScale, Settings
from tj.entry.model import Checkin, Entry
from tj.insight.stats import stats
from tj.report.columns import columns
from tj.report.terminal import sparkline, stats_sections, week_grid

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


def test_a_week_grid_that_is_too_wide_loses_the_year() -> None:
    assert week_grid({THURSDAY: -100.0}, THURSDAY, THURSDAY, 41) == [
        "week     Mo   Tu   We   Th   Fr   Sa   Su",
        "03-02                 -100",
    ]


def test_a_week_grid_reaches_both_ends_of_the_calendar() -> None:
    assert week_grid({}, date.min, date(1, 1, 2))[1:] == ["0001-01-01   ·  ·"]
    assert week_grid({}, date.max, date.max)[1:] == ["9999-12-27               ·"]


def test_the_text_of_stats() -> None:
    entries = [
        Entry("a.md", date=THURSDAY, stated_mood=6.0, trackers={"sleep": 7.5}, emotions=("calm",), tags=("work",)),
        Entry("b.md", date=date(2026, 2, 27), stated_mood=4.0, trackers={"sleep": 6.0}),
    ]
    text = stats_text(stats(entries, THURSDAY, THURSDAY + timedelta(days=6)), Settings())
    assert text.split("\n") == [
        "2026-03-05 to 2026-03-11: 1 entry on 1 of 7 days",
        "",
        "Mood",
        "  mean 6.0, median 6, range 6 to 6 on a scale of 1 to 10; 1 of 7 days recorded",
        "  2.0 higher than in the 7 days before: mean 4.0, 1 of 7 days recorded; few days",
        "    to compare",
        "  ▅······",
        "",
        "  week of     Mo Tu We Th Fr Sa Su",
        "  2026-03-02            6  ·  ·  ·",
        "  2026-03-09   ·  ·  ·",
        "  · is a day without a mood",
        "",
        "Trackers",
        "  sleep: mean 7.5, median 7.5, range 7.5 to 7.5 hours; noted 1 time; before,",
        "    mean 6.0, 1 time",
        "",
        "Emotions",
        "  calm 1",
        "",
        "Tags",
        "  work 1",
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "told"),
    [(5.0, 6.04, "1.0 higher than in the 10 days before: mean 5.0"), (6.0, 5.96, "the same as in the 10 days before"),
     (6.0, 4.0, "2.0 lower than in the 10 days before: mean 6.0")],
)  # fmt: skip
def test_the_period_before_is_compared_by_the_numbers_shown(earlier: float, later: float, told: str) -> None:
    moods = [earlier] * 8 + [later] * 6
    days = [THURSDAY + timedelta(days=n) for n in (*range(-10, -2), *range(6))]
    entries = [Entry(f"{day}.md", date=day, stated_mood=mood) for day, mood in zip(days, moods, strict=True)]
    text = stats_text(stats(entries, THURSDAY, THURSDAY + timedelta(days=9)), Settings(), 100)
    [line] = [line for line in text.split("\n") if "before" in line]
    assert told in line
    assert line.endswith("8 of 10 days recorded")


def test_a_tracker_by_yes_or_no_is_counted_with_the_time_before() -> None:
    days = [THURSDAY + timedelta(days=n) for n in range(-4, 6)]
    entries = [Entry(f"{day}.md", date=day, trackers={"pill": float(day.day % 2)}) for day in days]
    text = stats_text(stats(entries, THURSDAY, THURSDAY + timedelta(days=5)), Settings(trackers={"pill": "yes/no"}))
    assert "\n  pill: yes 3 of 6 times noted; before, 2 of 4" in text


def test_a_long_time_shows_all_its_weeks_in_a_line_and_its_last_quarter_by_day() -> None:
    entries = [Entry("a.md", date=THURSDAY, stated_mood=6.0), Entry("b.md", date=date(2025, 12, 1), stated_mood=10.0)]
    lines = stats_text(stats(entries, date(2025, 9, 1), THURSDAY), Settings(), 40).split("\n")
    drawn = [line.strip() for line in lines if "█" in line]
    assert [len(line) for line in drawn] == [-(-186 // 7)]
    assert drawn[0] == "·" * 13 + "█" + "·" * 12 + "▅"
    assert "  each sign is the mean of 7 days" in lines
    assert sum(line.startswith("  20") for line in lines) == 14  # 91 days up to a Thursday


def test_all_the_calendar_fits_a_line() -> None:
    found = stats([Entry("a.md", date=THURSDAY, stated_mood=6.0)], date.min, date.max)
    lines = stats_text(found, Settings()).split("\n")
    assert [len(line) for line in lines if "▅" in line] == [len(line) for line in lines if "·▅·" in line]
    assert all(len(line) <= 80 for line in lines)


def test_nothing_noted_is_said_kindly() -> None:
    assert "No mood was noted" in stats_text(stats([], THURSDAY, THURSDAY), Settings())


def test_more_words_come_only_when_they_are_asked_for() -> None:
    found = stats([], THURSDAY, THURSDAY)
    assert [part.title for part in stats_sections(found, Settings())] == ["", "Mood"]
    assert stats_sections(found, Settings(), explain=True)[-1].title == "What these figures are"


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    str.strip
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 80), st.floats(-50, 50), st.booleans()), max_size=40),
    NAMES,
    st.integers(40, 100),
)
def test_no_line_is_wider_than_the_terminal(days: list[tuple[int, float, bool]], name: str, width: int) -> None:
    entries = [
        Entry(
            f"{number}-{place}.md",
            date=THURSDAY + timedelta(days=number),
            checkins=(Checkin("09:30", mood), Checkin("23:00", mood)),
            tags=(name,) if tagged else (),
            emotions=(name,) if not tagged else (),
            trackers={name: mood},
        )
        for place, (number, mood, tagged) in enumerate(days)
    ]
    found = stats(entries, THURSDAY, THURSDAY + timedelta(days=80))
    text = stats_text(found, Settings(scale=MoodScale(-50, 50)), width, explain=True)
    assert all(columns(line) <= width for line in text.split("\n"))
