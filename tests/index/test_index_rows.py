"""What a note's rows say: the quick ways to them say the same as the plain ones."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tj.entry.goal_marks import goal_marks
from tj.entry.model import Entry, GoalMark, Line, Note, Problem, Task
from tj.index.diff import Known
from tj.index.rows import Ready, Stored, all_ready, goal_rows
from tj.vault.scan import Signature

_DAYS = st.none() | st.dates()
_GOALS = st.lists(st.builds(GoalMark, st.sampled_from(["walk", "läsa", 'a "b"']), st.none() | st.floats()), max_size=3)
_TEXTS = st.sampled_from(["walk", "[[walk]]", "#goal/read", "`#goal/read` [[a|b]]"])
_TASKS = st.lists(st.builds(Task, _TEXTS, st.booleans(), _DAYS, _DAYS), max_size=2)


@given(st.sampled_from(["entry", "session"]), _DAYS, _GOALS, st.just([]) | _TASKS)
def test_goals_are_told_by_day_as_they_were_marked(
    kind: str, written: date | None, goals: list[GoalMark], tasks: list[Task]
) -> None:
    entry = Entry("a.md", kind, written, goals=tuple(goals), tasks=tuple(tasks))
    days: dict[date, list[list[object]]] = {}
    for mark in goal_marks(entry):
        days.setdefault(mark.day, []).append([mark.name, mark.amount, mark.linked])
    found = {day: json.loads(marks) for day, marks in goal_rows(entry)}
    assert repr(found) == repr({day.isoformat(): marks for day, marks in days.items()})


def test_a_note_with_all_there_is_has_rows_of_plain_values() -> None:
    known = Known(Signature(1, 2, 3, 4), "digest", settled=True)
    entry = Entry("a.md", date=date(2026, 3, 5), time="14:30", title="Tag", agenda=(Line("ask", True), Line("tell")))
    note = Note(entry, "für й\n", 4, (Problem("a.md", 2, "warning", "a word"),))
    one = all_ready([Stored(note, known)])[0]
    assert (one.path, one.day, one.time, one.type) == ("a.md", "2026-03-05", "14:30", "entry")
    assert one.folded == (b"Tag", "für и\n".encode())
    assert one.problems == (("a.md", 2, "warning", "a word"),)
    assert one.note[12:14] == (True, 4)
    assert (one.note[:4], one.note[5:11]) == (("a.md", "2026-03-05", "14:30", "entry"), ("digest", 1, 2, 3, 4, True))
    done = note._replace(entry=entry._replace(path="b.md", agenda=(Line("ask", True),)))
    others: list[Ready] = all_ready([Stored(note, known), Stored(done, known)])
    assert others[0] == one
    assert others[1].note[12] is False
    assert type(one.problems[0]) is type(one.note) is tuple
