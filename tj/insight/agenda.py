"""What the writer wants to bring to the next session, and what the last one asked them to try."""

from collections.abc import Iterable, Sequence
from datetime import date

from tj.entry.model import Entry, Task
from tj.insight.wins import Said

__all__ = ["agenda", "homework", "last_session"]


def last_session(notes: Iterable[Entry], today: date) -> Entry | None:
    """Return the latest note of type session that is not later than `today`."""
    found = [note for note in notes if note.type == "session" and note.date is not None and note.date <= today]
    return max(found, key=lambda note: (note.date or today, note.time, note.path), default=None)


def agenda(entries: Iterable[Entry], since: date | None = None, time: str = "") -> list[Said]:
    """Return the `#session` lines that are not ticked yet, oldest first.

    Arguments: `since` and `time` (HH:MM), the day and hour of the last session: only lines written later are still to
    be brought up. Without an hour on both sides, what was written on the day itself counts as brought up.
    """
    found = [
        (entry.date, entry.path, line.line, line.text)
        for entry in entries
        if entry.type != "session" and entry.date is not None and _is_later(entry, entry.date, since, time)
        for line in entry.agenda
        if not line.done and line.text
    ]
    return [Said(day, text, path) for day, path, _, text in sorted(found)]


def homework(notes: Sequence[Entry], today: date) -> tuple[Task, ...]:
    """Return the tasks of the last session's note, done or not, in their order."""
    session = last_session(notes, today)
    return session.tasks if session else ()


def _is_later(entry: Entry, day: date, since: date | None, time: str) -> bool:
    return since is None or day > since or (day == since and bool(time) and entry.time > time)
