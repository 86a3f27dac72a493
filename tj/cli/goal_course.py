"""`tj goal pause`, `resume`, `finish` and `drop`: what a goal's note says of its course, changed in these places only.

A pause is kept as `paused: ["2026-03-01/2026-03-10"]` in the note's front matter, so nothing of the past is lost.
"""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.goal_finding import FOLDER, check_no_other, known_goal
from tj.config import Settings
from tj.entry.goal_marks import fold_goal
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.entry.splice import add_to_list, drop_from_list, replace_in_list, set_date, set_text
from tj.errors import Refused, TjError, UsageProblem
from tj.insight.goal_time import Pause, parse_pause
from tj.vault.files import read_to_change, replace_file
from tj.when import When, parse_when
from tj.words import goals as words

__all__ = ["drop", "finish", "pause", "resume"]


class _Note(NamedTuple):
    """A goal's note as it is being changed: its name, its path, its bytes so far, and what they say."""

    name: str
    path: str
    data: bytes
    settings: Settings

    @property
    def entry(self) -> Entry:
        return parse_note(self.path, self.data, self.settings).entry

    @property
    def status(self) -> str:
        found = self.entry.properties.get("status")
        return found.strip().casefold() if isinstance(found, str) else "active"

    def with_status(self, status: str) -> "_Note":
        if self.status == status:
            return self
        return self._replace(data=set_text(self.path, self.data, "status", status, self.settings))

    def with_ended(self, day: date) -> "_Note":
        return self._replace(data=set_date(self.path, self.data, "ended", day, self.settings))

    def with_pause(self, pause: Pause, place: int | None = None) -> "_Note":
        """Return the note with one more pause, or with this one at the place of another."""
        if place is None:
            data = add_to_list(self.path, self.data, "paused", str(pause), self.settings)
        elif isinstance(self.entry.properties.get("paused"), list):
            data = replace_in_list(self.path, self.data, "paused", place, str(pause), self.settings)
        else:
            data = set_text(self.path, self.data, "paused", str(pause), self.settings)
        return self._replace(data=data)

    def current(self, today: date) -> tuple[int, Pause] | None:
        """Return the pause that today lies in, with its place in the list."""
        written = self.entry.properties.get("paused")
        for place, value in enumerate(written if isinstance(written, list) else [written]):
            found = parse_pause(value)
            if found is not None and found.holds(today):
                return place, found
        return None

    def without_pause(self, today: date) -> "_Note":
        """Return the note with a pause that is not over yet ended on the day before, and without one of today alone.

        Where that one is written so that it cannot be taken out safely, it ends before it begins, which counts as none.
        """
        found = self.current(today)
        if found is None:
            return self
        place, pause = found
        if pause.first == today:
            with contextlib.suppress(Refused):
                return self._replace(data=drop_from_list(self.path, self.data, "paused", place, self.settings))
        return self.with_pause(Pause(pause.first, _before(today)), place)


@click.command("pause")
@click.argument("name")
@click.option("--until", metavar="WHEN", help="The last day of the pause; a weekday is the next one.")
@click.pass_obj
def pause(app: App, name: str, until: str | None) -> None:
    """Let a goal rest: from today on it asks for nothing.

    What was done stays.

    \b
    Example:  tj goal pause walk-daily --until "in 2 weeks"
    """
    today = app.clock().date()
    last = parse_when(until, app.clock(), ahead=True).day if until else None
    if last is not None and last < today:
        raise UsageProblem(*words.pause_over(str(last)))

    def change(note: _Note) -> _Note:
        if note.status in ("done", "dropped"):
            raise TjError(*words.ended_already(note.name, note.status))
        found = note.current(today)
        if found is None:
            return note.with_pause(Pause(today, last)).with_status("paused")
        place, known = found
        kept = last is None or known.last == last
        return (note if kept else note.with_pause(Pause(known.first, last), place)).with_status("paused")

    until_last = str(When(last)) if last else ""
    _change(app, name, change, lambda name: words.paused(name, until_last), words.paused_already)


@click.command("resume")
@click.argument("name")
@click.pass_obj
def resume(app: App, name: str) -> None:
    """Take up a goal that was paused, done or dropped.

    The time in between asks for nothing.

    \b
    Example:  tj goal resume walk-daily
    """
    today = app.clock().date()

    def change(note: _Note) -> _Note:
        since = _rests_since(app, note)
        if since is not None and since < today:
            note = note.with_pause(Pause(since, _before(today)))
        return note.without_pause(today).with_status("active")

    _change(app, name, change, words.resumed, words.active_already)


@click.command("finish")
@click.argument("name")
@click.pass_obj
def finish(app: App, name: str) -> None:
    """Note that a goal is done for good; its note and its history stay.

    \b
    Example:  tj goal finish phone-brother
    """
    _end(app, name, "done", words.finished, words.finished_already)


@click.command("drop")
@click.argument("name")
@click.pass_obj
def drop(app: App, name: str) -> None:
    """Let a goal go; its note and its history stay.

    \b
    Example:  tj goal drop read
    """
    _end(app, name, "dropped", words.dropped, words.dropped_already)


def _end(app: App, name: str, status: str, said: Callable[[str], str], unchanged: Callable[[str], str]) -> None:
    today = app.clock().date()

    def change(note: _Note) -> _Note:
        if note.status == status:
            return note
        return note.without_pause(today).with_status(status).with_ended(today)

    _change(app, name, change, said, unchanged)


def _rests_since(app: App, note: _Note) -> date | None:
    """Return the first day of a rest that only the note's status tells of: the one after its last day."""
    properties = note.entry.properties
    if note.status not in ("paused", "done", "dropped"):
        return None
    if note.status == "paused" and properties.get("paused") is not None:
        return None
    ended = properties.get("ended") if note.status != "paused" else None
    if not isinstance(ended, date):
        worked = app.ask(app.vault(), lambda store: store.goal_days())
        days = [day for name, found in worked.items() if fold_goal(name) == fold_goal(note.name) for day in found]
        ended = max((day for day in days if day <= app.clock().date()), default=None)
    return ended + timedelta(days=1) if ended else None


def _change(
    app: App, name: str, change: Callable[[_Note], _Note], said: Callable[[str], str], unchanged: Callable[[str], str]
) -> None:
    vault = app.vault()
    name, known = known_goal(app, vault, name)
    if known is None:
        check_no_other(vault, name)
        raise TjError(*words.without_note(name, FOLDER))
    with app.locked(vault):
        full = vault.locate(known.path)
        before = read_to_change(full)
        note = _Note(name, known.path, before, vault.settings)
        if not note.entry.readable:
            raise Refused(*words.note_not_readable(known.path))
        after = change(note).data
        if after != before:
            replace_file(full, before, after)
    say.say(say.shown(said(name) if after != before else unchanged(name)))


def _before(day: date) -> date:
    return day - timedelta(days=1)
