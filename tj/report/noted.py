"""What a page says of the assessments and the sessions of its time: a line each, with a link to its note."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from tj.entry.model import Entry
from tj.insight.scores import Scored
from tj.report.period import Period
from tj.report.render import link, plain
from tj.report.results import change_words

__all__ = ["Noted", "dump_noted", "load_noted", "noted_of", "session_words", "within_period"]

_day = itemgetter(0)


class Noted(NamedTuple):
    """Lines of Markdown with their days, in order: those of assessments, and those of sessions."""

    assessments: Sequence[tuple[date, str]] = ()
    sessions: Sequence[tuple[date, str]] = ()


def noted_of(scores: Iterable[Scored], notes: Iterable[Entry]) -> Noted:
    """Return the lines of some assessments, from `scored`, and of all sessions among some notes with properties."""
    held = [note for note in notes if note.type == "session" and note.date is not None]
    held.sort(key=lambda note: (note.date or date.min, note.time, note.path))
    return Noted(
        [(one.day, _assessment(one)) for one in scores],
        [(note.date, _session(note)) for note in held if note.date is not None],
    )


def within_period(noted: Noted, period: Period) -> Noted:
    """Return the lines of a period."""
    return Noted(_within(noted.assessments, period), _within(noted.sessions, period))


def dump_noted(noted: Noted) -> list[list[tuple[int, str]]]:
    """Return plain values for the lines, as another process can be given."""
    return [[(day.toordinal(), line) for day, line in lines] for lines in noted]


def load_noted(dumped: Iterable[Iterable[tuple[int, str]]]) -> Noted:
    """Return what `dump_noted` was given."""
    return Noted(*([(date.fromordinal(day), line) for day, line in lines] for lines in dumped))


def session_words(note: Entry) -> str:
    """Return what is told of a session in a list: with whom it was, and how much of its homework is done."""
    therapist = note.properties.get("therapist")
    tasks = [task for task in note.tasks if task.text]
    parts = [f"with {' '.join(therapist.split())}"] if isinstance(therapist, str) and therapist.strip() else []
    parts += [f"homework: {sum(task.done for task in tasks)} of {len(tasks)} done"] if tasks else []
    return "; ".join(parts)


def _within(lines: Sequence[tuple[date, str]], period: Period) -> Sequence[tuple[date, str]]:
    first = bisect_left(lines, period.since, key=_day)
    return lines[first : bisect_right(lines, period.until, first, key=_day)]


def _assessment(one: Scored) -> str:
    total = f"{plain(one.title)}, {one.score} of {one.highest}" + (f", {plain(one.band)}" if one.band else "")
    moved = f"; {plain(change_words(one.instrument, one.since))}" if one.instrument and one.since else ""
    return f"{link(str(one.day), one.path)}: {total}{moved}"


def _session(note: Entry) -> str:
    words = session_words(note)
    return link(f"{note.date} {note.time}".strip(), note.path) + (f": {plain(words)}" if words else "")
