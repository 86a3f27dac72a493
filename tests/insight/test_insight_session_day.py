"""The day of a session itself: what was written before it was brought up, what came after is still to be."""

from datetime import date

import pytest

from tj.entry.model import Entry, Line, Task
from tj.insight.agenda import agenda, homework, last_session

DAY = date(2026, 3, 12)


def session(path: str, day: date, time: str = "") -> Entry:
    return Entry(path, type="session", date=day, time=time, tasks=(Task(f"of {path}", False),))


@pytest.mark.parametrize(
    ("written", "held", "is_open"),
    [("15:59", "16:00", False), ("16:00", "16:00", False), ("16:01", "16:00", True), ("", "16:00", False),
     ("23:59", "", False), ("", "", False)],
)  # fmt: skip
def test_only_what_was_written_after_the_hour_is_open(written: str, held: str, is_open: bool) -> None:
    entry = Entry("journal/a.md", date=DAY, time=written, agenda=(Line("ask"),))
    assert bool(agenda([entry], DAY, held)) is is_open


def test_of_two_sessions_on_one_day_the_later_is_the_last() -> None:
    notes = [session("b.md", DAY, "09:00"), session("a.md", DAY, "16:00"), session("c.md", DAY)]
    assert last_session(notes, DAY) == last_session(notes[::-1], DAY) == notes[1]
    assert [task.text for task in homework(notes, DAY)] == ["of a.md"]


def test_a_session_without_tasks_leaves_no_earlier_homework_open() -> None:
    latest = Entry("sessions/b.md", type="session", date=DAY)
    assert homework([session("a.md", date(2026, 3, 5)), latest], DAY) == ()


@pytest.mark.parametrize("today", [date.min, date.max])
def test_both_ends_of_the_calendar_work(today: date) -> None:
    assert last_session([session("a.md", today)], today) is not None
    assert [said.day for said in agenda([Entry("b.md", date=today, agenda=(Line("ask"),))])] == [today]
