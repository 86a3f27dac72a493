"""Tells what may have changed in the vault. What did change is for a look at the files to say, never for an event.

Events get lost, come twice, and come before a file is whole. So they only say where to look: after a short quiet time
the caller looks for itself, at the notes that were named or, in doubt, at everything; and from time to time anyway.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from tj.errors import TjError
from tj.vault.layout import CONFIG, Vault, open_vault
from tj.vault.listen import Deaf, Listener
from tj.vault.news import Changed, News
from tj.vault.scan import scan
from tj.words import vault as words

__all__ = ["QUIET_SECONDS", "SAFETY_SECONDS", "Changed", "watch"]

QUIET_SECONDS = 0.6
SAFETY_SECONDS = 300.0
POLL_SECONDS = 5.0
# Between two looks at whether to stop, and after folders: an idle watch wakes no more often.
STEP_SECONDS = 1.0
# Between two steps of a look at everything.
_PAUSE_SECONDS = 0.005
# Under a steady stream of events the caller still looks this often.
MOST_SECONDS = 5.0
# The part of the quiet time after which work may be done ahead: an editor's own steps follow each other faster.
_LULL = 0.25
# So long before the time is over comes the last look, so that nothing but telling is left to do then.
_LAST_LOOK_SECONDS = 0.002
# Of a drive so slow that a look at it takes long, polling takes no greater part of the time than one in this.
_POLL_SHARE = 20


def watch(
    vault: Vault,
    on_quiet: Callable[[Changed], None],
    *,
    stop: threading.Event,
    on_fallback: Callable[[str], None],
    quiet: float = QUIET_SECONDS,
    safety: float = SAFETY_SECONDS,
    poll: bool = False,
    on_lull: Callable[[Changed], None] | None = None,
    on_patrol: Callable[[], Iterator[Changed]] | None = None,
) -> None:
    """Call `on_quiet` at once, then whenever something may have changed, until `stop` is set.

    Arguments: `on_quiet`, given the notes to look at, or everything: at first, after `safety`, and whenever in doubt;
    `quiet`, seconds without an event before the caller looks; `safety`, seconds after which it looks at everything
    anyway, as soon as nothing else is to be looked at, or after twice as many; `poll`, whether to compare files every
    few seconds in place of the system's announcements; `on_fallback`, told in a sentence when polling had to be chosen;
    `on_lull`, given the notes that changed so far when a part of the quiet time is over, and just before its end, so
    that work can be done ahead: never, once or several times before `on_quiet` names them; `on_patrol`, which does the
    look at everything in short steps, so that nobody waits for it, each of which gives what is to be looked at again.
    What these raise ends the watch and is raised here.
    """
    news = News()
    eyes = _Eyes(vault, news, poll=poll, on_fallback=on_fallback)
    rounds = _Rounds(news, safety, on_patrol)
    try:
        eyes.open()
        news.doubt()
        on_quiet(eyes.take())
        rounds.end()
        while not stop.is_set():
            if not _wait(news, _PAUSE_SECONDS if rounds.are_on else STEP_SECONDS, stop):
                if not rounds.are_on:
                    eyes.attend()
                if eyes.find_vault():
                    rounds.go_on()
                continue
            if rounds.are_late:
                news.doubt()
            attended = _settle(news, quiet, stop, lambda last: _lull(eyes, on_lull, last=last))
            if stop.is_set():
                break
            if attended:
                eyes.find_vault()
            else:
                eyes.attend()
            if not eyes.is_there:
                continue
            changed = eyes.take()
            if changed.everything:
                rounds.end()
            if changed.everything or changed.paths:
                on_quiet(changed)
    finally:
        eyes.close()


class _Rounds:
    """The look at everything from time to time, as long as nothing else is to be looked at: a step at a time."""

    def __init__(self, news: News, safety: float, on_patrol: Callable[[], Iterator[Changed]] | None) -> None:
        self._news = news
        self._safety = safety
        self._on_patrol = on_patrol
        self._steps: Iterator[Changed] | None = None
        self._looked = _now()

    @property
    def are_on(self) -> bool:
        """Whether a look has begun and not ended."""
        return self._steps is not None

    @property
    def are_late(self) -> bool:
        """Whether there was no time for a look in twice the time."""
        return _now() - self._looked >= 2 * self._safety

    def go_on(self) -> None:
        """Take the next step, where it is time to look."""
        if self._steps is None:
            if _now() - self._looked < self._safety:
                return
            self._steps = self._on_patrol() if self._on_patrol else iter([Changed(frozenset(), everything=True)])
        found = next(self._steps, None)
        if found is None:
            self.end()
        elif found.everything:
            self._news.doubt()
        else:
            self._news.add(found.paths)

    def end(self) -> None:
        """Begin to wait for the next look, now that everything was looked at."""
        self._steps = None
        self._looked = _now()


def _settle(news: News, quiet: float, stop: threading.Event, on_lull: Callable[[bool], None]) -> bool:
    """Wait until nothing more has come for the quiet time, which begins when the last came and not when it was met.

    A part of it being over, `on_lull` is called, and just before its end once more, given whether this is the last; and
    both again after what comes then, unless there is no more time. Returns whether the last was called so.
    """
    end = time.monotonic() + max(MOST_SECONDS, quiet)
    lulls = (quiet * _LULL, max(quiet - _LAST_LOOK_SECONDS, quiet * _LULL))
    heard, told = news.latest, 0
    while not stop.is_set():
        latest = news.latest
        if latest != heard:
            heard, told = latest, 0
        due = latest + (*lulls, quiet)[told]
        left = min(due, end) - time.monotonic()
        if left > 0:
            # In steps short enough to notice `stop`, which may be set by a signal to this very thread.
            time.sleep(min(left, STEP_SECONDS))
        elif told == len(lulls) or due > end:
            break
        else:
            told += 1
            on_lull(told == len(lulls))
    return told == len(lulls)


def _lull(eyes: "_Eyes", on_lull: Callable[[Changed], None] | None, *, last: bool) -> None:
    """Have done ahead what can be, the `last` time after keeping up with folders and settings."""
    if last:
        eyes.attend()
    else:
        eyes.find_vault()
    if on_lull is None or not eyes.is_there:
        return
    changed = eyes.peek()
    if changed.paths:
        on_lull(changed)


def _wait(news: News, seconds: float, stop: threading.Event) -> bool:
    """Wait at most so long for news, in steps short enough to notice `stop`; tell if any came."""
    end = time.monotonic() + seconds
    while not stop.is_set():
        left = end - time.monotonic()
        if news.wait(max(min(left, STEP_SECONDS), 0.0)):
            return True
        if left <= 0:
            return False
    return False


def _now() -> float:
    """Return seconds that go on while the machine sleeps, if it has such a clock: after a sleep it is time to look."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    else:  # noqa: RET505 - by which mypy knows that this is for other systems
        return time.monotonic()


class _Eyes:
    """Looks at the vault by whichever means works: the system's announcements, else comparing files."""

    def __init__(self, vault: Vault, news: News, *, poll: bool, on_fallback: Callable[[str], None]) -> None:
        self._vault = vault
        self._news = news
        self._on_fallback = on_fallback
        self._listener = None if poll else Listener(vault, news)
        self._poller = _Poller(vault, news) if poll else None
        self._config = vault.root / CONFIG
        self._mark = str(self._config.parent)
        self._settings = self._look_at_settings()
        # A vault on a drive that was taken out is not empty, and nothing may be written in its place.
        self.is_there = True

    def open(self) -> None:
        if self._listener is not None:
            self._try(self._listener.open)

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()

    def attend(self) -> None:
        """Keep up with folders and settings, and compare files where it is time to."""
        self.find_vault()
        if self._look_at_settings() != self._settings:
            self._take_settings()
        if self._listener is not None:
            self._try(self._listener.attend)
        if self._poller is not None:
            self._poller.attend()

    def find_vault(self) -> bool:
        """Tell whether the vault is there. Where it has just come back, anything may have changed."""
        was_there, self.is_there = self.is_there, os.path.isdir(self._mark)  # noqa: PTH112 - a text, for speed
        if self.is_there and not was_there:
            self._news.doubt()
        return self.is_there

    def take(self) -> Changed:
        """Return what changed, or everything where that may not be all."""
        if self._listener is not None:
            self._listener.count_anew()
        return self._all_of(self._news.take())

    def peek(self) -> Changed:
        """Return the same, and leave it to be taken."""
        return self._all_of(self._news.peek())

    def _all_of(self, changed: Changed) -> Changed:
        if self._listener is None or changed.everything or self._listener.is_sure(changed.paths):
            return changed
        return Changed(frozenset(), everything=True)

    def _try(self, listen: Callable[[], None]) -> None:
        try:
            listen()
        except Deaf as deaf:
            self._listener = None
            self._poller = _Poller(self._vault, self._news)
            self._news.doubt()
            self._on_fallback(words.looks_instead(str(deaf)))

    def _look_at_settings(self) -> tuple[int, int, int] | None:
        with suppress(OSError):
            status = self._config.stat()
            return status.st_size, status.st_mtime_ns, status.st_ino
        return None

    def _take_settings(self) -> None:
        """Look at the folders that the settings, which were changed, leave in."""
        self._settings = self._look_at_settings()
        self._news.doubt()
        with suppress(TjError):
            self._vault = open_vault(self._vault.root)
            self.close()
            if self._listener is None:
                self._poller = _Poller(self._vault, self._news)
            else:
                self._listener = Listener(self._vault, self._news)
                self.open()


class _Poller:
    """Compares the files with what they were a few seconds ago."""

    def __init__(self, vault: Vault, news: News) -> None:
        self._vault = vault
        self._news = news
        self._look()

    def attend(self) -> None:
        if time.monotonic() < self._due:
            return
        before = self._seen
        self._look()
        if self._seen.oddities != before.oddities:
            self._news.doubt()
        paths = self._seen.found.keys() | before.found.keys()
        self._news.add({path for path in paths if self._seen.found.get(path) != before.found.get(path)})

    def _look(self) -> None:
        began = time.monotonic()
        self._seen = scan(self._vault)
        ended = time.monotonic()
        self._due = ended + max(POLL_SECONDS, _POLL_SHARE * (ended - began))
