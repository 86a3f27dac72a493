"""A day's mood, the figures over days, and what goes with better and worse ones."""

import random
from datetime import date, timedelta

import pytest

from tests.insight.tallies import contrasts
from tj.entry.model import Checkin, Entry, GoalMark
from tj.insight.mood import (
    Contrast,
    DayMood,
    Figures,
    count_emotions,
    count_goals,
    count_tags,
    daily,
    figures,
    mood_of_day,
    tracker_figures,
    within,
)

DAY = date(2026, 3, 5)


def entry(offset: int = 0, mood: float | None = None, *felt: tuple[str, float | None], **facts: object) -> Entry:
    day = DAY + timedelta(days=offset)
    checkins = tuple(Checkin(time, level) for time, level in felt)
    path = str(facts.pop("path", f"journal/{day}.md"))
    return Entry(path, date=day, stated_mood=mood, checkins=checkins, **facts)  # type: ignore[arg-type]  # any field of an entry


def test_a_stated_mood_comes_before_checkins_and_both_are_points() -> None:
    [day] = daily([entry(0, 7.0, ("08:00", 3.0), ("14:00", 4.0))])
    assert day == DayMood(DAY, 7.0, (("", 7.0), ("08:00", 3.0), ("14:00", 4.0)), 1)


@pytest.mark.parametrize("mood", [None, 7, 6.5, 0.0, -0.0, -3, 1e300])
def test_a_day_without_checkins_is_as_with_some_that_have_no_mood(mood: float | None) -> None:
    one = mood_of_day(DAY, [entry(0, mood)])
    assert one == mood_of_day(DAY, [entry(0, mood, ("08:00", None))])
    assert repr(one.mood) == repr(mood_of_day(DAY, [entry(0, mood, ("08:00", None))]).mood)


def test_without_a_stated_mood_the_mean_of_checkins_counts() -> None:
    [day] = daily([entry(0, None, ("08:00", 3.0), ("", None), ("14:00", 4.0))])
    assert day.mood == 3.5


def test_two_entries_of_a_day_are_one_day() -> None:
    [day] = daily(
        [entry(0, 8.0, time="22:30", path="b.md"), entry(0, 5.0, path="a.md"), entry(0, None, ("09:00", 1.0))]
    )
    assert (day.mood, day.entries) == (6.5, 3)
    assert day.points == (("", 5.0), ("09:00", 1.0), ("22:30", 8.0))


def test_only_dated_entries_count() -> None:
    assert daily([Entry("a.md", stated_mood=5.0), entry(0, 5.0, type="session"), entry(1)]) == [
        DayMood(DAY + timedelta(days=1), None, (), 1)
    ]


def test_within_takes_both_ends_in_order() -> None:
    found = within([entry(2), entry(0), entry(1), entry(3), Entry("x.md")], DAY, DAY + timedelta(days=2))
    assert [e.date for e in found] == [DAY + timedelta(days=n) for n in range(3)]


def test_no_values_have_no_figures() -> None:
    assert figures([]) == Figures(0)


def test_figures_are_the_same_to_the_bit_in_any_order() -> None:
    values = [0.1, 0.2, 0.3, 1e16, -1e16, 0.7, -0.0, 0.0]
    found = figures(values)
    for seed in range(20):
        shuffled = values[:]
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - chance that can be repeated
        assert repr(figures(shuffled)) == repr(found)


def test_figures_of_huge_values_stay_finite() -> None:
    assert figures([1.5e308, 1.5e308]) == Figures(2, 1.5e308, 1.5e308, 1.5e308, 1.5e308)


def test_figures_of_few() -> None:
    assert figures([4.0, 1.0, 9.0, 6.0]) == Figures(4, 5.0, 5.0, 1.0, 9.0)


def test_trackers_leave_out_what_is_no_finite_number() -> None:
    infinite, never = float("inf"), float("nan")
    found = tracker_figures(
        [entry(0, trackers={"sleep": 7.0, "steps": infinite}), entry(1, trackers={"sleep": 8.0, "steps": never})]
    )
    assert found == {"sleep": Figures(2, 7.5, 7.5, 7.0, 8.0)}


def test_counts_have_most_first_then_by_name() -> None:
    entries = [
        entry(0, emotions=("calm", "sad"), tags=("work",), goals=(GoalMark("walk"), GoalMark("walk", 2.0))),
        entry(0, emotions=("anxious", "calm"), tags=("home",), goals=(GoalMark("walk"),), path="b.md"),
        entry(1, emotions=("calm",), goals=(GoalMark("read"), GoalMark("walk"))),
    ]
    assert list(count_emotions(entries).items()) == [("calm", 3), ("anxious", 1), ("sad", 1)]
    assert list(count_tags(entries).items()) == [("home", 1), ("work", 1)]
    assert count_goals(entries) == {"walk": 2, "read": 1}


def test_contrasts_compare_days_with_and_without() -> None:
    entries = [entry(n, 8.0, tags=("garden",), emotions=("calm",)) for n in range(5)]
    entries += [entry(n, 4.0, goals=(GoalMark("walk"),)) for n in range(5, 11)]
    assert contrasts(entries) == [
        Contrast("emotion", "calm", 4.0, 5, 6),
        Contrast("goal", "walk", -4.0, 6, 5),
        Contrast("tag", "garden", 4.0, 5, 6),
    ]


@pytest.mark.parametrize(("having", "lacking"), [(4, 9), (9, 4)])
def test_too_few_days_are_not_compared(having: int, lacking: int) -> None:
    entries = [entry(n, 8.0, tags=("garden",)) for n in range(having)]
    entries += [entry(n, 4.0) for n in range(having, having + lacking)]
    assert contrasts(entries) == []


def test_days_without_a_mood_are_in_no_contrast() -> None:
    entries = [entry(n, 8.0 if n < 4 else None, tags=("garden",)) for n in range(8)]
    entries += [entry(n, 4.0) for n in range(10, 20)]
    assert contrasts(entries) == []


def test_points_of_one_minute_stay_as_they_were_written() -> None:
    [day] = daily([entry(0, None, ("14:00", 7.0), ("09:30", 6.0), ("14:00", 3.0), ("14:00", 5.0))])
    assert day.points == (("09:30", 6.0), ("14:00", 7.0), ("14:00", 3.0), ("14:00", 5.0))
