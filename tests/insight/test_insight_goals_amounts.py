"""Amounts, ticked tasks, months, and names in another case or script."""

from datetime import date

import pytest

from tj.entry.model import Entry, GoalMark, Task, Value
from tj.insight.goals import DONE, NOT_ASKED, NOTHING, PARTLY, GoalProgress, days_done, goals, parse_target, work_done
from tj.insight.target import Target, asked, bounds, period

SUNDAY = date(2026, 5, 10)


def goal(name: str = "read", path: str = "", **properties: Value) -> Entry:
    return Entry(path or f"goals/{name}.md", type="goal", title=name.title(), properties=properties)


def entry(day: str, *marks: GoalMark, tasks: tuple[Task, ...] = ()) -> Entry:
    return Entry(f"journal/{day}.md", date=date.fromisoformat(day), goals=marks, tasks=tasks)


def pages(day: str, amount: float | None) -> Entry:
    return entry(day, GoalMark("read", amount))


def only(note: Entry, entries: list[Entry], today: date = SUNDAY) -> GoalProgress:
    [found] = goals([note], work_done([note, *entries]), today)
    return found


def test_a_day_counts_when_its_amounts_reach_the_goals() -> None:
    entries = [
        pages("2026-05-04", 20), pages("2026-05-05", 12), pages("2026-05-05", 8), pages("2026-05-06", 19.9),
        pages("2026-05-07", None), pages("2026-05-08", 0), pages("2026-05-09", -3),
    ]  # fmt: skip
    found = only(goal(target="3/week", amount=20, unit="pages"), entries)
    assert (found.done, found.partly, found.weeks, found.run) == (3, 1, (0, 0, 0, 3), 1)
    assert found.grid[3] == f"{DONE}{DONE}{PARTLY}{DONE}{NOTHING * 3}"
    assert found.last == date(2026, 5, 7)
    assert found.total == pytest.approx(56.9)


def test_tenths_add_up_as_a_person_adds_them() -> None:
    assert only(goal(amount=0.8), [pages("2026-05-04", 0.7), pages("2026-05-04", 0.1)]).done == 1


@pytest.mark.parametrize("amount", [0, -5, True, "20 pages", float("inf"), float("nan"), None, [20]])
def test_an_amount_that_is_none_asks_for_none(amount: Value) -> None:
    assert only(goal(amount=amount), [pages("2026-05-04", 1)]).done == 1


def test_the_amounts_of_a_goal_for_once_add_up_over_all_days() -> None:
    note = goal(target="once by 2026-06-01", amount=50)
    entries = [pages("2026-01-04", 20), pages("2026-05-05", 20), pages("2026-05-06", 10), pages("2026-05-07", 1)]
    short = only(note, entries[:2])
    assert (short.done, short.planned, short.partly, short.total) == (0, 1, 1, 40.0)
    found = only(note, entries)
    assert (found.done, found.planned, found.grid[3]) == (1, 1, f"{NOTHING}{PARTLY}{DONE}{DONE}{NOTHING * 3}")


def test_a_ticked_task_counts_on_the_day_it_was_completed() -> None:
    tasks = (
        Task("a chapter [[read]]", done=True, completed=date(2026, 5, 4)),
        Task("another [[read]]", done=True),
        Task("a third [[read]]", done=False),
        Task("rang [[Anna]] #goal/ring", done=True),
    )
    notes = [goal(), entry("2026-05-06", tasks=tasks)]
    assert work_done(notes) == {
        "read": {date(2026, 5, 4): None, date(2026, 5, 6): None},
        "ring": {date(2026, 5, 6): None},
    }
    assert days_done(notes) == {}
    read, ring = goals(notes, work_done(notes), SUNDAY)
    assert (read.name, read.done, ring.name, ring.done) == ("read", 2, "ring", 1)


def test_case_and_accents_make_no_other_goal() -> None:
    entries = [entry("2026-05-04", GoalMark("Écrire")), entry("2026-05-05", GoalMark("e\u0301crire"))]
    found = only(goal("écrire"), entries)
    assert (found.name, found.done) == ("écrire", 2)


def test_a_goal_that_only_entries_name_has_its_usual_spelling() -> None:
    entries = [entry(f"2026-05-0{day}", GoalMark(name)) for day, name in enumerate(["Sit", "sit", "sit", "SIT"], 4)]
    [found] = goals([], days_done(entries), SUNDAY)
    assert (found.name, found.done) == ("sit", 4)
    [found] = goals([], days_done(entries[:2]), SUNDAY)
    assert found.name == "Sit"


def test_days_alone_are_enough() -> None:
    [found] = goals([goal(amount=20)], {"read": {date(2026, 5, 4)}}, SUNDAY)
    assert found.done == 1


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("2/month", Target(month=2)), ("31 per month", Target(month=31)), ("32/month", None), ("0/month", None),
        ("monthly", Target(month=1)), ("Twice a  month", Target(month=2)), ("weekly", Target(1)),
        ("once a week", Target(1)), ("twice a week", Target(2)), ("3 times a week", Target(3)), ("3 x week", Target(3)),
        ("３/week", Target(3)), ("3/day", None), ("once by", None), ("once by soon", None), ("١/week", Target(1)),
    ],
)  # fmt: skip
def test_more_targets(text: str, target: Target | None) -> None:
    assert parse_target(text) == target


def test_a_monthly_goal_counts_by_calendar_months() -> None:
    """Two in February of a leap year, two in March, one in April so far; asked for up to Sunday 7 April."""
    days = ["2024-02-01", "2024-02-29", "2024-03-01", "2024-03-31", "2024-04-02"]
    note = goal(target="2/month")
    found = only(note, [pages(day, None) for day in days], date(2024, 4, 7))
    # The four weeks from 11 March hold 21 of 31 days of March and 7 of 30 of April: 1.35 and 0.47 of two a month.
    assert (found.done, found.planned, found.weeks) == (2, 2, (0, 0, 1, 1))
    assert (found.lately, found.asked, found.run, found.best_run) == (1, 2, 2, 2)
    assert found.weeks_planned == ()
    found = only(note, [pages(day, None) for day in days], date(2024, 5, 1))
    assert (found.run, found.best_run) == (0, 2)  # April went by with one


def test_weeks_and_months_by_number() -> None:
    assert bounds(period(date(2027, 1, 1))) == (date(2026, 12, 28), date(2027, 1, 3))  # 2026-W53
    assert bounds(period(date(2021, 1, 3))) == (date(2020, 12, 28), date(2021, 1, 3))  # 2020-W53
    assert bounds(period(date.min)) == (date.min, date(1, 1, 7))
    assert bounds(period(date.max)) == (date(9999, 12, 27), date.max)
    for day, last in ((date(2024, 2, 10), 29), (date(2100, 2, 10), 28), (date(2026, 12, 31), 31), (date.max, 31)):
        first, final = bounds(period(day, monthly=True), monthly=True)
        assert (first.day, final.day, first.month, final.year) == (1, last, day.month, day.year)
    assert period(date(2027, 1, 1), monthly=True) == period(date(2026, 12, 1), monthly=True) + 1


@pytest.mark.parametrize(
    ("count", "open_days", "length", "expected"),
    [
        (7, 7, 7, 7), (7, 3, 7, 3), (3, 7, 7, 3), (3, 6, 7, 3), (3, 5, 7, 2), (3, 4, 7, 2), (3, 3, 7, 1), (3, 2, 7, 1),
        (3, 1, 7, 0), (3, 0, 7, 0), (1, 4, 7, 1), (1, 3, 7, 0), (1, 15, 30, 1), (1, 14, 30, 0), (31, 28, 28, 28),
    ],
)  # fmt: skip
def test_a_part_of_a_week_asks_for_its_share(count: int, open_days: int, length: int, expected: int) -> None:
    assert asked(count, open_days, length) == expected


def test_signs_are_one_character_each() -> None:
    assert {len(sign) for sign in (DONE, PARTLY, NOTHING, NOT_ASKED)} == {1}
