"""What is brought to the next session, what the last one asked for, and wins."""

from datetime import date

from tj.config import Settings
from tj.entry.body import read_body
from tj.entry.model import Entry, Line, Task
from tj.insight.agenda import agenda, homework, last_session, open_homework
from tj.insight.wins import Said, wins

FIFTH, SIXTH = date(2026, 3, 5), date(2026, 3, 6)


def note(path: str, day: date | None, *lines: Line, time: str = "", kind: str = "entry") -> Entry:
    return Entry(path, type=kind, date=day, time=time, agenda=lines, wins=lines)


def test_open_lines_come_oldest_first_and_in_their_order() -> None:
    entries = [
        note("b.md", SIXTH, Line("third", line=1)),
        note("a.md", FIFTH, Line("second", line=9), Line("first", line=2), Line("ticked", done=True), Line("")),
        note("undated.md", None, Line("nowhere")),
    ]
    assert [said.text for said in agenda(entries)] == ["first", "second", "third"]
    assert agenda(entries)[0] == Said(FIFTH, "first", "a.md")


def test_what_was_written_before_the_session_was_brought_up() -> None:
    entries = [note("a.md", FIFTH, Line("old")), note("b.md", SIXTH, Line("new"))]
    assert [said.text for said in agenda(entries, FIFTH)] == ["new"]


def test_on_the_day_itself_the_hour_decides() -> None:
    entries = [
        note("a.md", FIFTH, Line("morning"), time="08:00"),
        note("b.md", FIFTH, Line("evening"), time="22:30"),
        note("c.md", FIFTH, Line("some time")),
    ]
    assert [said.text for said in agenda(entries, FIFTH, "16:00")] == ["evening"]
    assert agenda(entries, FIFTH) == []


def test_a_session_note_is_not_on_the_agenda() -> None:
    assert agenda([note("sessions/a.md", SIXTH, Line("about"), kind="session")]) == []


def test_the_last_session_is_not_later_than_today() -> None:
    notes = [
        note("sessions/a.md", FIFTH, kind="session"),
        note("sessions/b.md", SIXTH, kind="session"),
        note("sessions/c.md", None, kind="session"),
        note("journal/a.md", SIXTH),
    ]
    assert last_session(notes, SIXTH) == notes[1]
    assert last_session(notes, FIFTH) == notes[0]
    assert last_session([], FIFTH) is None


def test_homework_is_the_last_sessions_tasks() -> None:
    tasks = (Task("breathe", done=True), Task("write", done=False))
    assert homework([Entry("sessions/a.md", type="session", date=FIFTH, tasks=tasks)], SIXTH) == tasks
    assert homework([], SIXTH) == ()


def test_wins_come_newest_first_and_in_their_order() -> None:
    entries = [
        note("a.md", FIFTH, Line("c", line=1)),
        note("b.md", SIXTH, Line("b", line=5), Line("a", line=2), Line("", line=1)),
        note("c.md", None, Line("nowhere")),
    ]
    assert wins(entries) == wins(entries[::-1])
    assert [win.text for win in wins(entries)] == ["a", "b", "c"]
    assert wins(entries)[0] == Said(SIXTH, "a", "b.md")


def test_what_is_marked_as_important_comes_first_and_what_is_not_last() -> None:
    scale = Settings().scale
    text = (
        "plain #session\n- low 🔽 #session\n- [ ] high ⏫ 📅 2026-03-09 #session\n! said aloud #session\n"
        "- [ ] field [priority:: highest] #session\n- 🔼 medium #session\n- !! at once #session\n"
        "![[photo.jpg]] #session\n`🔺` in code #session\n"
    )
    entries = [Entry("a.md", date=SIXTH, agenda=read_body(text, scale).agenda), note("b.md", FIFTH, Line("older"))]
    assert [said.text for said in agenda(entries)] == [
        "field", "!! at once", "high", "! said aloud", "medium", "older", "plain",
        "![[photo.jpg]]", "` ` in code", "low"
    ]  # fmt: skip


def test_open_tasks_of_guidance_since_the_session_are_homework_too() -> None:
    def guidance(path: str, day: date | None, *tasks: Task, readable: bool = True) -> Entry:
        return Entry(path, type="guidance", date=day, tasks=tasks, readable=readable)

    notes = [
        guidance("guidance/b.md", SIXTH, Task("second", done=True), Task("a question #prompt #gentle", done=False)),
        guidance("guidance/a.md", FIFTH, Task("first", done=False), Task("", done=False)),
        guidance("guidance/old.md", date(2026, 3, 4), Task("before", done=False)),
        guidance("guidance/later.md", date(2026, 3, 7), Task("later", done=False)),
        guidance("guidance/undated.md", None, Task("undated", done=False)),
        guidance("guidance/broken.md", SIXTH, Task("unreadable", done=False), readable=False),
        Entry("sessions/a.md", type="session", date=FIFTH, tasks=(Task("asked", done=False),)),
    ]
    assert [task.text for task in homework(notes, SIXTH)] == ["asked", "first", "second"]
    assert [(one.task.text, one.note.path) for one in open_homework(notes, SIXTH)] == [
        ("asked", "sessions/a.md"), ("first", "guidance/a.md")
    ]  # fmt: skip
    assert [task.text for task in homework(notes[:-1], FIFTH)] == ["before", "first"]
