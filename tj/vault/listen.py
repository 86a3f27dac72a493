"""Listens to the system's announcements of changes in a vault, and knows when it cannot trust them.

Announcements get lost: in a queue that is full, in a folder that is new or was moved, at the limit of what one user may
watch. Each of these is noticed, and answered by listening afresh and by the doubt that anything may have changed.
"""

import contextlib
import errno
import logging
import os
import stat
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tj.vault.inotify import is_remote, queue_length, watches_held
from tj.vault.layout import CONFIG, SUMMARIES, Vault
from tj.vault.news import News
from tj.vault.scan import is_ignored_name, is_note_name
from tj.words import vault as words

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver

__all__ = ["Deaf", "Listener"]

# Events of a file or folder that matter; that one was opened or read does not, and asking for it would wake tj by its
# own reads and fill the queue. Which of these there are differs between versions of watchdog.
_EVENTS = (
    "FileCreatedEvent", "FileModifiedEvent", "FileMovedEvent", "FileDeletedEvent", "FileClosedEvent", "FileAttribEvent",
    "DirCreatedEvent", "DirMovedEvent", "DirDeletedEvent", "DirAttribEvent",
)  # fmt: skip
# A top folder of its own is of no use here: only that it is gone, or not to be looked into, which a scan reports.
_UNWATCHABLE = {errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM}
# So often is it tried afresh to watch all folders, where the system refused none and yet some are not watched.
_TRIES = 5
_LOGGERS = ("watchdog", "fsevents")


class Deaf(Exception):
    """The system cannot announce every change in this vault; its words say why."""

    def __init__(self, why: str = words.NOT_ANNOUNCED) -> None:
        super().__init__(why)


class Listener:
    """The observers on the vault's own folders: the root by itself, and each folder that holds notes with all below.

    Hidden folders such as `.git` are not watched; they would take most of the system's watches and cause most events.
    """

    def __init__(self, vault: Vault, news: News) -> None:
        self._root = vault.root
        self._prefix = os.path.join(vault.root, "")  # noqa: PTH118 - a prefix that ends with a separator
        self._excluded = {SUMMARIES, *vault.settings.exclude}
        self._news = news
        self._observer: BaseObserver | None = None
        self._tops: dict[str, int] = {}
        self._threads: list[threading.Thread] = []
        self._shaken = threading.Event()
        self._worry = _Worry(self._shake)
        self._count = 0
        self._most = queue_length() // 4
        self._short = 0
        self._has_links = False

    def open(self) -> None:
        """Listen to all that is there now.

        Raises `Deaf` where not all of it can be listened to.
        """
        if is_remote(self._root):
            raise Deaf(words.ON_NETWORK_DRIVE)
        self._shaken.clear()
        self._count = 0
        self._worry.attach()
        others = set(threading.enumerate())
        self._tops = self._find_tops()
        try:
            self._observer = _new_observer()
            self._observer.start()
            for name in self._tops:
                self._schedule(self._root / name, recursive=bool(name))
            # One that ends unbidden had its folder deleted, or met an error.
            self._threads = [one for one in set(threading.enumerate()) - others if _is_of_watchdog(one)]
            self._verify()
        except (OSError, RecursionError):  # no watch is left, or folders lie deeper than the library can go
            self.close()
            raise Deaf from None
        except Deaf:
            self.close()
            raise

    def close(self) -> None:
        """Listen no longer."""
        self._stop()
        self._worry.detach()

    def attend(self) -> None:
        """Listen afresh, and doubt, if folders changed or announcements were lost; raises `Deaf` like `open`."""
        if self._shaken.is_set() or self._find_tops() != self._tops or not all(map(_is_alive, self._threads)):
            self._stop()
            self.open()
            self._news.doubt()

    def count_anew(self) -> None:
        """Begin to count again how many announcements come, since those so far were dealt with."""
        self._count = 0

    def is_sure(self, paths: frozenset[str]) -> bool:
        """Tell whether nothing else can have changed with these paths: what links lead to goes by several."""
        if self._has_links:
            return False
        for path in paths:
            try:
                status = os.lstat(self._prefix + path)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                return False
            if stat.S_ISLNK(status.st_mode):
                self._has_links = True
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                return False
        return True

    def _stop(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            if observer.is_alive():
                observer.join(5.0)

    def _schedule(self, path: Path, *, recursive: bool) -> None:
        if self._observer is None:
            return
        from watchdog import events

        wanted = [getattr(events, name) for name in _EVENTS if hasattr(events, name)]
        try:
            self._observer.schedule(self._handler(), str(path), recursive=recursive, event_filter=wanted)
        except OSError as error:
            if error.errno not in _UNWATCHABLE:
                raise

    def _handler(self) -> "FileSystemEventHandler":
        from watchdog.events import FileSystemEventHandler

        handler = FileSystemEventHandler()
        handler.on_any_event = self._on_event  # type: ignore[method-assign]
        return handler

    def _verify(self) -> None:
        """See that every folder is watched: for one further down that cannot be, no error is raised."""
        needed, self._has_links = self._survey()
        held = watches_held()
        if held is not None and held >= needed:
            self._short = 0
            return
        # Are there none left? Then asking for one more is refused.
        self._schedule((self._root / CONFIG).parent, recursive=False)
        if held is not None:
            self._short += 1
            if self._short >= _TRIES:
                raise Deaf
            self._shake()  # folders may have come and gone meanwhile

    def _survey(self) -> tuple[int, bool]:
        """Return how many folders there are to watch, and whether any note is a link."""
        folders: set[tuple[int, int]] = set()
        has_links = False
        waiting = [self._root / name for name in self._tops]
        while waiting:
            folder = waiting.pop()
            try:
                status = folder.stat()
                with os.scandir(folder) as listing:
                    entries = list(listing)
            except OSError:  # gone, or not to be looked into, and so not to be watched
                continue
            folders.add((status.st_dev, status.st_ino))
            has_links = has_links or any(entry.is_symlink() and is_note_name(entry.name) for entry in entries)
            if folder != self._root:
                waiting.extend(Path(entry.path) for entry in entries if _is_folder(entry))
        return len(folders), has_links

    def _find_tops(self) -> dict[str, int]:
        """Return the folders in the root that may hold notes, by name with their inodes, and the root as ``""``."""
        tops: dict[str, int] = {}
        with contextlib.suppress(OSError):
            tops[""] = os.stat(self._prefix).st_ino  # noqa: PTH116 - a text, for speed
            with os.scandir(self._prefix) as listing:
                for entry in listing:
                    if not is_ignored_name(entry.name) and entry.name not in self._excluded and _is_folder(entry):
                        tops[entry.name] = entry.inode()
        return tops

    def _shake(self) -> None:
        self._shaken.set()
        self._news.doubt()

    def _on_event(self, event: "FileSystemEvent") -> None:
        self._count += 1
        if self._count > self._most:
            # So many may be what was left of more: older versions of watchdog do not tell of a queue that was full.
            self._shake()
        paths = [path for path in (event.src_path, event.dest_path) if path]
        if not event.is_directory:
            self._news.add(set(self._notes(paths)))
        elif event.event_type != "modified" and any(self._relative(str(path)) is not None for path in paths):
            self._shake()

    def _notes(self, paths: list[bytes | str]) -> Iterator[str]:
        for path in paths:
            relative = self._relative(str(path))
            if relative is None or not relative.lower().endswith(".md"):
                continue
            if is_note_name(relative.rpartition("/")[2]):
                yield relative
            else:  # it is no note, but a scan has something to say of it
                self._news.doubt()

    def _relative(self, path: str) -> str | None:
        """Return the path within the vault, or None for one that is never read."""
        if not path.startswith(self._prefix):
            return ""  # the root, or something strange: both are reasons to look
        parts = path[len(self._prefix) :].replace(os.sep, "/").split("/")
        steps = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
        return None if any(map(is_ignored_name, parts)) or steps & self._excluded else "/".join(parts)


class _Worry(logging.Handler):
    """Takes a warning of watchdog's, such as that events were lost, for a sign; its text has paths and is not shown."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell
        self._before: list[tuple[logging.Logger, bool]] = []

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - what it says does not matter
        self._tell()

    def attach(self) -> None:
        if not self._before:
            self._before = [(logger, logger.propagate) for logger in map(logging.getLogger, _LOGGERS)]
            for logger, _ in self._before:
                logger.addHandler(self)
                logger.propagate = False

    def detach(self) -> None:
        for logger, propagate in self._before:
            logger.removeHandler(self)
            logger.propagate = propagate
        self._before = []


def _new_observer() -> "BaseObserver":
    from watchdog.observers import Observer

    # A folder made within a new one can be met twice. That is harmless, and the warning of it would show paths.
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
    return Observer()


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_of_watchdog(thread: threading.Thread) -> bool:
    return type(thread).__module__.partition(".")[0] == "watchdog"


def _is_alive(thread: threading.Thread) -> bool:
    return thread.is_alive()
