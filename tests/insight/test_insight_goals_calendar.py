"""Goals by calendars worked out by hand: across years, in leap years, with a start inside the time looked at."""

import random
from datetime import date, timedelta

import pytest

from tj.entry.model import Entry, GoalMark, Value
from tj.insight.goals import GoalProgress, days_done, goals


def walk(path: str = "goals/walk.md", **properties: Value) -> Entry:
    return Entry(path, type="goal", title="Walk", properties=properties)


def on(*days: str, name: str = "walk") -> list[Entry]:
    return [Entry(f"journal/{day}.md", date=date.fromisoformat(day), goals=(GoalMark(name),)) for day in days]


def only(note: Entry, entries: list[Entry], today: str, since: str | None = None) -> GoalProgress:
    [found] = goals([note], days_done(entries), date.fromisoformat(today), date.fromisoformat(since) if since else None)
    return found


def test_a_week_that_lies_in_two_years_is_one_week() -> None:
    """2026-W53 runs from Monday 28 December 2026 to Sunday 3 January 2027."""
    entries = on("2026-12-30", "2026-12-31", "2027-01-02")
    found = only(walk(target="3/week"), entries, "2027-01-03")
    assert (found.weeks, found.run, found.best_run) == ((0, 0, 0, 3), 1, 1)


def test_a_run_goes_on_from_the_last_week_of_a_year_to_the_first() -> None:
    """2024-W52 ends on Sunday 29 December 2024; 2025-W01 begins the day after."""
    entries = on("2024-12-17", "2024-12-18", "2024-12-28", "2024-12-29", "2024-12-30", "2025-01-05")
    found = only(walk(target="2/week"), entries, "2025-01-05")
    assert (found.weeks, found.run) == ((0, 2, 2, 2), 3)


def test_a_leap_day_is_a_day() -> None:
    """In 2024 the four weeks up to Sunday 3 March hold 29 February, a Thursday."""
    days = [str(date(2024, 2, 5) + timedelta(days=n)) for n in range(28)]
    assert days[24] == "2024-02-29"
    found = only(walk(target="daily"), on(*days), "2024-03-03")
    assert (found.done, found.planned, found.weeks, found.run) == (28, 28, (7, 7, 7, 7), 4)
    days.remove("2024-02-29")
    found = only(walk(target="daily"), on(*days), "2024-03-03")
    assert (found.done, found.weeks, found.run, found.best_run) == (27, (7, 7, 7, 6), 3, 3)


def test_the_year_around_a_leap_day_can_be_looked_at() -> None:
    found = only(walk(target="daily"), on("2024-02-29"), "2024-12-31", "2024-01-01")
    assert (found.done, found.planned, len(found.weeks), found.weeks[8]) == (1, 366, 53, 1)


@pytest.mark.parametrize(
    ("target", "start", "planned", "done"),
    [
        ("daily", "2026-04-13", 28, 4),  # the first day of the time looked at
        ("daily", "2026-04-12", 28, 4),  # the day before it
        ("daily", "2026-04-29", 12, 3),
        ("daily", "2026-05-10", 1, 1),  # today
        ("daily", "2026-05-11", 0, 0),
        ("3/week", "2026-04-27", 6, 3),
        ("3/week", "2026-04-29", 5, 3),  # twelve days at three in seven
        ("once by 2026-05-01", "2026-04-29", 1, 1),
        ("once", "2026-05-11", 1, 0),
        ("sometimes", "2026-04-29", 0, 3),
    ],
)
def test_a_start_within_the_time(target: str, start: str, planned: int, done: int) -> None:
    entries = on("2026-04-14", "2026-04-29", "2026-05-04", "2026-05-10")
    found = only(walk(target=target, start=date.fromisoformat(start)), entries, "2026-05-10")
    assert (found.planned, found.done) == (planned, done)


def test_a_week_of_three_is_met_by_the_third_day_and_not_by_the_second() -> None:
    note = walk(target="3/week")
    entries = on("2026-04-27", "2026-04-28", "2026-04-29", "2026-05-04", "2026-05-05")
    assert only(note, entries, "2026-05-06").run == 1  # of the week before: this one can still be met
    assert only(note, [*entries, *on("2026-05-06")], "2026-05-06").run == 2
    assert only(note, entries, "2026-05-11").run == 0  # the week of 4 May went by unmet


def test_a_run_looks_back_further_than_the_time_looked_at() -> None:
    entries = on(*(str(date(2026, 1, 5) + timedelta(days=7 * week)) for week in range(18)))
    found = only(walk(target="1/week"), entries, "2026-05-10", "2026-05-04")
    assert (found.done, found.weeks, found.run, found.best_run) == (1, (1,), 18, 18)


def test_any_order_gives_the_same() -> None:
    notes = [walk(target="daily"), walk("goals/read.md"), walk("archive/walk.md", status="paused")]
    entries = on("2026-05-04", "2026-05-06", "2026-05-10") + on("2026-05-09", "2026-05-10", name="swim")
    expected = goals(notes, days_done(entries), date(2026, 5, 10))
    for seed in range(10):
        shuffle = random.Random(seed).shuffle  # noqa: S311 - chance that can be repeated
        shuffle(notes)
        shuffle(entries)
        assert goals(notes, days_done(entries), date(2026, 5, 10)) == expected


def test_a_goal_that_only_entries_name_keeps_its_whole_name() -> None:
    entries = on("2026-05-10", name="read/walk") + on("2026-05-09", name="walk")
    found = goals([], days_done(entries), date(2026, 5, 10))
    expected = [("read/walk", "read/walk", ""), ("walk", "walk", "")]
    assert [(goal.name, goal.title, goal.path) for goal in found] == expected


def test_each_goal_says_which_note_sets_it() -> None:
    found = goals([walk(), walk("archive/walk.md")], {}, date(2026, 5, 10))
    assert [goal.path for goal in found] == ["archive/walk.md", "goals/walk.md"]
