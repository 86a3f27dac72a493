"""Pauses, ends and starts by calendars worked out by hand: what is asked for, and what breaks a run."""

from datetime import date

import pytest

from tj.entry.model import Entry, GoalMark, Value
from tj.insight.goal_time import OpenDays, Pause, parse_pause, pauses_of
from tj.insight.goals import GoalProgress, days_done, goals


def walk(**properties: Value) -> Entry:
    return Entry("goals/walk.md", type="goal", title="Walk", properties=properties)


def on(*days: str) -> list[Entry]:
    return [Entry(f"journal/{day}.md", date=date.fromisoformat(day), goals=(GoalMark("walk"),)) for day in days]


def only(note: Entry, entries: list[Entry], today: str = "2026-05-10") -> GoalProgress:
    [found] = goals([note], days_done(entries), date.fromisoformat(today))
    return found


def pauses(*texts: str) -> Value:
    return list(texts)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-01/2026-03-10", Pause(date(2026, 3, 1), date(2026, 3, 10))),
        (" 2026-03-01 / 2026-03-10 ", Pause(date(2026, 3, 1), date(2026, 3, 10))),
        ("2026-03-01/", Pause(date(2026, 3, 1))),
        ("2026-03-01/..", Pause(date(2026, 3, 1))),
        ("2026-03-01", Pause(date(2026, 3, 1), date(2026, 3, 1))),
        (date(2026, 3, 1), Pause(date(2026, 3, 1), date(2026, 3, 1))),
        ("2026-03-10/2026-03-09", None),  # taken back on its first day
        ("2026-02-30/", None),
        ("in March", None),
        (True, None),
        (None, None),
        (["2026-03-01/"], None),
    ],
)
def test_a_pause_is_read(value: Value, expected: Pause | None) -> None:
    assert parse_pause(value) == expected
    if expected:
        assert parse_pause(str(expected)) == expected


def test_pauses_are_read_from_a_list_or_one_text_in_order() -> None:
    assert pauses_of(pauses("2026-05-01/", "soon", "2026-03-01")) == (
        Pause(date(2026, 3, 1), date(2026, 3, 1)),
        Pause(date(2026, 5, 1)),
    )
    assert pauses_of("2026-05-01/") == (Pause(date(2026, 5, 1)),)
    assert pauses_of(None) == ()


def test_days_are_counted_once_though_pauses_overlap() -> None:
    several = [Pause(date(2026, 5, 5), date(2026, 5, 8)), Pause(date(2026, 5, 4), date(2026, 5, 6)),
               Pause(date(2026, 5, 9), date(2026, 5, 9)), Pause(date(2026, 6, 1))]  # fmt: skip
    days = OpenDays.of(date(2026, 5, 1), date(2026, 12, 31), several)
    assert days.count(date(2026, 4, 20), date(2026, 5, 10)) == 4  # 1, 2, 3 and 10 May
    assert days.count(date(2026, 5, 4), date(2026, 5, 9)) == 0
    assert days.count(date(2026, 6, 1), date.max) == 0
    assert days.count(date(2026, 5, 3), date(2026, 5, 2)) == 0


def test_paused_days_ask_for_nothing_and_are_blank() -> None:
    """A daily goal, paused from Thursday 30 April to Tuesday 5 May: six days of the four weeks."""
    note = walk(target="daily", paused=pauses("2026-04-30/2026-05-05"))
    found = only(note, on("2026-04-29", "2026-05-06"))
    assert (found.done, found.planned, found.weeks_planned) == (2, 22, (7, 7, 3, 5))
    assert (found.grid[2], found.grid[3]) == ("··●    ", "  ●····")
    assert found.status == "active"


def test_what_was_done_in_a_pause_counts() -> None:
    note = walk(target="daily", paused=pauses("2026-05-04/2026-05-10"))
    found = only(note, on("2026-05-05"))
    assert (found.done, found.grid[3], found.run) == (1, " ●     ", 1)


def test_a_week_at_rest_breaks_no_run_and_adds_none() -> None:
    """Weeks of 6, 13, (20 April at rest) and 27 April, and the week of 4 May that is not met yet."""
    entries = on("2026-04-06", "2026-04-07", "2026-04-13", "2026-04-14", "2026-04-27", "2026-04-28")
    paused = pauses("2026-04-20/2026-04-26")
    found = only(walk(target="2/week", paused=paused), entries)
    assert (found.run, found.best_run) == (3, 3)
    assert only(walk(target="2/week"), entries).run == 1


def test_a_week_of_which_a_part_rested_asks_for_its_share() -> None:
    """Of 20 to 26 April, Monday to Thursday are at rest: three days of seven at 3/week ask for one."""
    paused = pauses("2026-04-20/2026-04-23")
    before = on("2026-04-13", "2026-04-14", "2026-04-15")
    assert only(walk(target="3/week", paused=paused), [*before, *on("2026-04-25")], "2026-04-26").run == 2
    assert only(walk(target="3/week", paused=paused), before, "2026-04-26").run == 1
    assert only(walk(target="3/week", paused=paused), before, "2026-04-27").run == 0


def test_a_pause_over_the_turn_of_a_year_with_53_weeks() -> None:
    """2020-W52 is met; 2020-W53, 28 December 2020 to 3 January 2021, rests; 2021-W01 is met."""
    note = walk(target="1/week", paused=pauses("2020-12-28/2021-01-03"))
    found = only(note, on("2020-12-21", "2021-01-04"), "2021-01-10")
    assert (found.run, found.weeks, found.weeks_planned) == (2, (0, 1, 0, 1), (1, 1, 0, 1))


def test_the_days_on_which_clocks_change_are_days() -> None:
    """Clocks changed on 29 March 2026 in Europe and on 8 March in North America; both weeks have seven days."""
    days = [f"2026-03-{day:02}" for day in range(2, 30)]
    found = only(walk(target="daily"), on(*days), "2026-03-29")
    assert (found.done, found.planned, found.weeks, found.run) == (28, 28, (7, 7, 7, 7), 4)


@pytest.mark.parametrize(
    ("start", "asked", "run_with_two"),
    [
        ("2026-05-04", 3, 0),  # Monday: the whole week
        ("2026-05-06", 2, 1),  # Wednesday: five days of seven at 3/week are 2.1
        ("2026-05-08", 1, 1),  # Friday: 1.3
        ("2026-05-10", 0, 1),  # Sunday: 0.4; what is done in a week that asks for nothing counts
    ],
)
def test_a_start_in_mid_week_asks_for_its_share(start: str, asked: int, run_with_two: int) -> None:
    note = walk(target="3/week", start=date.fromisoformat(start))
    found = only(note, on("2026-05-09", "2026-05-10"))
    assert (found.asked, found.planned, found.run) == (asked, asked, run_with_two)


def test_nothing_is_asked_for_after_the_due_day() -> None:
    found = only(walk(target="daily", due=date(2026, 5, 1)), on("2026-05-03"))
    assert (found.done, found.planned, found.grid[2], found.grid[3]) == (1, 19, "·····  "[:5] + " ●", " " * 7)


def test_a_finished_goal_keeps_its_run_and_asks_for_nothing_more() -> None:
    entries = on("2026-03-02", "2026-03-09")
    found = only(walk(target="1/week", status="done", ended=date(2026, 3, 11)), entries)
    assert (found.status, found.planned, found.run, found.best_run) == ("done", 0, 2, 2)
    found = only(walk(target="1/week", status="dropped"), entries)  # nobody wrote when: its last day is taken
    assert (found.status, found.planned, found.run) == ("dropped", 0, 2)
    assert only(walk(target="daily", status="done"), []).planned == 0


def test_a_status_of_paused_alone_rests_since_the_last_day() -> None:
    found = only(walk(target="daily", status="paused"), on("2026-04-15", "2026-04-16"))
    assert (found.status, found.done, found.planned) == ("paused", 2, 4)
    assert found.pause == Pause(date(2026, 4, 17))
    found = only(walk(target="daily", status="paused", start=date(2026, 4, 20)), [])
    assert (found.planned, found.pause) == (0, Pause(date(2026, 4, 20)))


def test_a_goal_is_active_again_when_its_pause_is_over() -> None:
    note = walk(target="daily", status="paused", paused=pauses("2026-05-01/2026-05-09"))
    assert only(note, [], "2026-05-09").status == "paused"
    assert only(note, [], "2026-05-10").status == "active"
    ahead = walk(status="paused", paused=pauses("2026-05-11/"))  # since the newest entry was written
    found = only(ahead, [])
    assert (found.status, found.pause) == ("paused", Pause(date(2026, 5, 11)))


def test_an_end_that_an_active_goal_once_had_does_not_count() -> None:
    assert only(walk(target="daily", ended=date(2026, 4, 20)), []).planned == 28


def test_both_ends_of_the_calendar_can_rest() -> None:
    note = walk(target="daily", status="paused", paused=pauses("0001-01-01/9999-12-31"))
    [found] = goals([note], {"walk": [date.min, date.max]}, date.max)
    assert (found.planned, found.best_run) == (0, 2)  # and nothing in between was asked for
    [found] = goals([walk(status="paused")], {"walk": [date.max]}, date.max)
    assert found.status == "paused"
    assert goals([note], {}, date.min)[0].grid == (" " * 7,)
