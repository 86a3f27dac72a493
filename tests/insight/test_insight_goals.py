"""Targets, what was done towards them, and runs of weeks."""

from datetime import date, timedelta

import pytest

from tj.entry.model import Entry, GoalMark, Value
from tj.insight.goals import GoalProgress, Target, days_done, goals, parse_target

SUNDAY = date(2026, 5, 10)
MONDAY = date(2026, 4, 13)  # the first of the four weeks up to SUNDAY


def goal(name: str = "walk", **properties: Value) -> Entry:
    return Entry(f"goals/{name}.md", type="goal", title=name.title(), properties=properties)


def done(*days: date, name: str = "walk") -> list[Entry]:
    return [Entry(f"journal/{day}.md", date=day, goals=(GoalMark(name),)) for day in days]


def every(first: date, count: int, step: int = 1) -> list[date]:
    return [first + timedelta(days=step * number) for number in range(count)]


def only(notes: list[Entry], entries: list[Entry], today: date = SUNDAY, since: date | None = None) -> GoalProgress:
    [found] = goals(notes, days_done(entries), today, since)
    return found


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("daily", Target(7)),
        (" Every day ", Target(7)),
        ("3/week", Target(3)),
        ("3 per week", Target(3)),
        ("3x week", Target(3)),
        ("2 times a week", Target(2)),
        ("once", Target(once=True)),
        ("once by 2026-05-01", Target(once=True, by=date(2026, 5, 1))),
        ("once by 2026-02-30", None),
        ("0/week", None),
        ("8/week", None),
        ("now and then", None),
        ("", None),
    ],
)
def test_targets(text: str, target: Target | None) -> None:
    assert parse_target(text) == target


def test_four_weeks_of_a_daily_goal() -> None:
    found = only([goal(target="daily")], done(*every(MONDAY, 14), *every(MONDAY - timedelta(days=7), 3)))
    assert (found.done, found.planned, found.weeks) == (14, 28, (7, 7, 0, 0))
    assert (found.name, found.title, found.status, found.target) == ("walk", "Walk", "active", "daily")


def test_planned_counts_up_to_today_only() -> None:
    wednesday = date(2026, 5, 6)
    assert only([goal(target="daily")], [], wednesday).planned == 24


def test_nothing_before_its_start_counts() -> None:
    found = only([goal(target="3/week", start=date(2026, 5, 4))], done(*every(date(2026, 5, 1), 6)))
    assert (found.done, found.planned, found.weeks) == (3, 3, (0, 0, 0, 3))


def test_a_goal_that_has_not_begun_plans_nothing() -> None:
    assert only([goal(target="daily", start=date(2026, 6, 1))], []).planned == 0


def test_the_same_goal_twice_a_day_is_one_day() -> None:
    entries = [*done(SUNDAY), Entry("journal/b.md", date=SUNDAY, goals=(GoalMark("walk", 2.0), GoalMark("walk")))]
    assert only([goal(target="daily")], entries).done == 1


def test_what_comes_after_today_does_not_count() -> None:
    assert only([goal()], done(SUNDAY + timedelta(days=1))).done == 0


def test_marks_in_other_notes_do_not_count() -> None:
    session = Entry("sessions/a.md", type="session", date=SUNDAY, goals=(GoalMark("walk"),))
    assert only([goal()], [session]).done == 0


@pytest.mark.parametrize(
    ("days", "status", "expected"), [((), "active", 0), ((date(2025, 1, 1),), "active", 1), ((), "done", 1)]
)
def test_once_is_done_or_not(days: tuple[date, ...], status: str, expected: int) -> None:
    found = only([goal(target="once", status=status)], done(*days))
    assert (found.done, found.planned) == (expected, 1)


def test_a_goal_that_only_entries_name_is_listed() -> None:
    found = only([], done(SUNDAY, name="read"))
    assert (found.name, found.title, found.status, found.target, found.path) == ("read", "read", "active", "", "")
    assert (found.done, found.planned, found.weeks, found.last) == (1, 0, (0, 0, 0, 1), SUNDAY)


def test_paused_and_done_keep_their_history_and_come_later() -> None:
    notes = [goal("b", status="done", target="daily"), goal("a", status="Paused"), goal("c", status="whatever")]
    found = goals(notes, days_done([*done(SUNDAY, name="b"), *done(SUNDAY, name="d")]), SUNDAY)
    assert [(g.name, g.status) for g in found] == [("c", "active"), ("d", "active"), ("a", "paused"), ("b", "done")]
    assert found[-1].done == 1


def test_a_target_that_is_no_text_and_an_unreadable_note_are_passed_over() -> None:
    unreadable = Entry("goals/x.md", type="goal", readable=False)
    assert only([goal(target=["daily"], start="soon"), unreadable], []).target == ""


def test_a_window_can_be_chosen() -> None:
    found = only([goal(target="daily")], done(*every(MONDAY, 14)), date(2026, 4, 20), date(2026, 4, 12))
    assert (found.done, found.planned, found.weeks) == (8, 9, (6, 2))


def test_runs_are_weeks_in_a_row() -> None:
    weeks = [*every(date(2026, 3, 2), 4, 7), *every(date(2026, 4, 20), 2, 7)]
    entries = done(*weeks, *(day + timedelta(days=1) for day in weeks))
    found = only([goal(target="2/week")], entries)
    assert (found.run, found.best_run) == (2, 4)  # this week is not met yet, and breaks nothing
    later = only([goal(target="2/week")], entries, SUNDAY + timedelta(days=7))
    assert (later.run, later.best_run) == (0, 4)
    assert only([goal(target="2/week")], []).best_run == 0


def test_both_ends_of_the_calendar_work() -> None:
    assert only([goal(target="daily")], done(date.min), date.min).done == 1
    assert only([goal(target="daily")], done(date.max), date.max).done == 1


def test_notes_of_one_name_come_in_one_order() -> None:
    first, second = goal("walk", target="daily"), Entry("archive/walk.md", type="goal", title="Old")
    assert goals([first, second], {}, SUNDAY) == goals([second, first], {}, SUNDAY)
