"""The time between two sessions: which days it has, which days it is compared with, and what counts in it."""

from datetime import date, timedelta

import pytest

from tj.entry.model import Entry, GoalMark, Line, Task
from tj.insight.goals import days_done
from tj.insight.session import Between, between
from tj.report.between import between_page, change_lines

HELD = date(2026, 3, 12)


def entry(number: int, mood: float | None = None, **facts: object) -> Entry:
    day = HELD + timedelta(days=number)
    return Entry(f"journal/{day}.md", date=day, stated_mood=mood, **facts)  # type: ignore[arg-type]  # any field


def session(number: int, *tasks: Task) -> Entry:
    day = HELD + timedelta(days=number)
    return Entry(f"sessions/{day}.md", "session", day, tasks=tasks)


def found(entries: list[Entry], *notes: Entry, today: date = HELD + timedelta(days=30)) -> Between:
    return between(entries, notes, days_done(entries), (), ("sleep", "steps"), today)


def test_the_time_begins_on_the_day_after_and_ends_with_the_newest_entry() -> None:
    made = found([entry(0, 2), entry(1, 4), entry(5, 8)], session(0))
    assert (made.since, made.until) == (HELD + timedelta(days=1), HELD + timedelta(days=5))
    assert (made.mood.now.n, made.mood.now.mean, made.mood.before.n, made.mood.before.mean) == (2, 6, 1, 2)


@pytest.mark.parametrize(
    ("earlier", "newest", "first"),
    [
        (-20, 5, -19),  # the day after the session before
        (-60, 5, -59),
        (-61, 5, -13),  # too long ago: 14 days
        (None, 5, -13),
        (None, 40, -39),  # as many days as there are now
    ],
)
def test_what_it_is_compared_with(earlier: int | None, newest: int, first: int) -> None:
    notes = [session(0)] + ([] if earlier is None else [session(earlier)])
    assert found([entry(newest)], *notes).before == (HELD + timedelta(days=first), HELD)


def test_without_a_session_it_is_the_thirty_days_up_to_the_newest_entry() -> None:
    made = found([entry(-50, agenda=(Line("old"),)), entry(0, 5)])
    assert (made.since, made.until) == (HELD - timedelta(days=29), HELD)
    assert [said.text for said in made.agenda] == ["old"]  # nobody has heard of it yet


def test_a_session_that_is_still_to_come_is_not_the_last() -> None:
    made = found([entry(1)], session(0), session(9), today=HELD + timedelta(days=2))
    assert made.session == session(0)


def test_only_trackers_that_were_noted_since_and_goals_that_are_active_are_told_of() -> None:
    def goal(name: str, status: str) -> Entry:
        return Entry(f"goals/{name}.md", "goal", title=name, properties={"target": "daily", "status": status})

    entries = [
        entry(-1, trackers={"steps": 5}),
        entry(1, trackers={"sleep": 7}, goals=(GoalMark("walk"), GoalMark("x"))),
    ]
    made = found(entries, session(0), goal("walk", "active"), goal("read", "paused"))
    assert list(made.trackers) == ["sleep"]
    assert [(one.name, one.done, one.planned) for one in made.goals] == [("walk", 1, 1)]


def test_a_difference_is_left_to_speak_for_itself_once_there_are_five_days_of_both() -> None:
    entries = [entry(number, 4 if number < 1 else 6) for number in range(-4, 6)]
    assert change_lines(found(entries, session(0)), {}) == [
        "Mood: mean 6.0 over 5 days; before that 4.0 over 5 days."
    ]  # fmt: skip
    assert change_lines(found(entries[:-1], session(0)), {})[0].endswith(", too few to say that it changed.")


def test_the_page_says_only_what_there_is() -> None:
    page = between_page(found([], session(0)), {}, "")
    assert page == (
        "# For the next session\n\nSince the session of 2026-03-12, up to 2026-04-11.\n\n"
        "Nothing is noted for it yet. A line with #session in an entry would stand here.\n"
    )
    done = found([entry(0)], session(0, Task("breathe", done=True)))
    assert "\n- Homework: 1 of 1 done.\n" in between_page(done, {}, "What now?")
    assert "no entry is written since" in between_page(done, {}, "")
    assert between_page(done, {}, "What now?").endswith("\n## A question to begin with\n\nWhat now?\n")


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar(day: date) -> None:
    entries = [Entry("a.md", date=day, stated_mood=4)]
    held = Entry("s.md", "session", date.min if day == date.max else day)
    for notes in ((), (held,)):
        made = between(entries, notes, {}, (), ("sleep",), date.max)
        assert between_page(made, {}, "")


def test_a_tracker_of_yes_and_no_is_told_in_words() -> None:
    days = [entry(number, trackers={"pill": float(number % 3 != 0)}) for number in range(-4, 7)]
    made = between(days, [session(0)], {}, (), ("pill",), HELD + timedelta(days=30))
    assert change_lines(made, {"pill": "yes/no"}) == ["Pill: yes 4 of 6 times noted; before that 3 of 5."]
    made = between(days[-1:], [session(0)], {}, (), ("pill",), HELD + timedelta(days=30))
    assert change_lines(made, {"pill": "yes/no"}) == ["Pill: yes 0 of 1 time noted."]


def test_open_lines_of_the_day_of_the_session_are_told_to_be_left_out() -> None:
    day = [Line("one"), Line("two", done=True), Line("three")]
    made = found([entry(0, agenda=tuple(day[:2])), entry(0, agenda=tuple(day[2:])), entry(1)], session(0))
    assert (made.agenda, made.brought_up) == ((), 2)
    said = f"2 lines with #session of {HELD}, the day of the session, are taken as brought up."
    assert f"\n\n{said}\n" in between_page(made, {}, "")
    at_four = session(0)._replace(time="16:00")
    lines = [entry(0, agenda=(Line(at),), time=at) for at in ("15:00", "17:00")]
    made = found(lines, at_four)
    assert ([said.text for said in made.agenda], made.brought_up) == (["17:00"], 1)
    assert "is taken as brought up" in between_page(made, {}, "")
    assert found([entry(0, agenda=(Line("x"),))]).brought_up == 0
