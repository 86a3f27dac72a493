"""What the writer wants to bring to the next session, and what the last one asked them to try."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tj.entry.model import Entry, Task
from tj.insight.wins import Said

__all__ = ["Homework", "agenda", "homework", "homework_notes", "last_session", "open_homework"]

# A task of the therapist's guidance that is a prompt (`tj.insight.prompt_text`) is answered, not done.
_PROMPT_MARK = re.compile(r"(?<!\S)#prompt(?![\w/-])", re.IGNORECASE)


class Homework(NamedTuple):
    """A task to do until the next session, and the note that asks for it."""

    task: Task
    note: Entry


def last_session(notes: Iterable[Entry], today: date) -> Entry | None:
    """Return the latest note of type session that is not later than `today`."""
    found = [note for note in notes if note.type == "session" and note.date is not None and note.date <= today]
    return max(found, key=lambda note: (note.date or today, note.time, note.path), default=None)


def agenda(entries: Iterable[Entry], since: date | None = None, time: str = "") -> list[Said]:
    """Return the `#session` lines that are not ticked yet, the most important first, and of equal ones the oldest.

    What is important is for the writer to mark: by the priorities of Obsidian Tasks (🔺 ⏫ 🔼 come before all others,
    🔽 ⏬ after them), or by a leading `!`, which counts as ⏫, and `!!` as 🔺.

    Arguments: `since` and `time` (HH:MM), the day and hour of the last session: only lines written later are still to
    be brought up. Without an hour on both sides, what was written on the day itself counts as brought up.
    """
    found = [
        (-line.priority, entry.date, entry.path, line.line, line.text)
        for entry in entries
        if entry.type != "session" and entry.date is not None and _is_later(entry, entry.date, since, time)
        for line in entry.agenda
        if not line.done and line.text
    ]
    return [Said(day, text, path) for _, day, path, _, text in sorted(found)]


def homework(notes: Sequence[Entry], today: date) -> tuple[Task, ...]:
    """Return the tasks of the last session's note and of guidance received since, done or not, in their order.

    Arguments: `notes`, among which the sessions and the notes of guidance are; `today`, after which nothing counts.
    """
    return tuple(one.task for one in homework_notes(notes, today))


def homework_notes(notes: Sequence[Entry], today: date) -> list[Homework]:
    """Return what `homework` does, each task with the note that asks for it: the session first, then guidance by day.

    Guidance of the session's own day counts, since it was written after it; where no session is noted, all does.
    """
    session = last_session(notes, today)
    since = session.date if session and session.date else date.min
    guidance = [
        note
        for note in notes
        if note.type == "guidance" and note.readable and note.date is not None and since <= note.date <= today
    ]
    guidance.sort(key=lambda note: (note.date or since, note.time, note.path))
    return [
        Homework(task, note)
        for note in ([session] if session else []) + guidance
        for task in note.tasks
        if task.text and (note.type == "session" or not _PROMPT_MARK.search(task.text))
    ]


def open_homework(notes: Sequence[Entry], today: date) -> list[Homework]:
    """Return the homework that is not ticked yet, in its order."""
    return [one for one in homework_notes(notes, today) if not one.task.done]


def _is_later(entry: Entry, day: date, since: date | None, time: str) -> bool:
    return since is None or day > since or (day == since and bool(time) and entry.time > time)
