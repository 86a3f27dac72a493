"""Tells when something in the vault may have changed. What did change is for a scan to say, never for an event.

Events get lost, come twice, and come before a file is whole. So they are only a signal: after a short quiet time the
caller looks for itself, and it looks from time to time even without one.
"""

import contextlib
import errno
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from tj.vault.layout import CONFIG, SUMMARIES, Vault
from tj.vault.scan import is_ignored_name

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver, ObservedWatch

__all__ = ["QUIET_SECONDS", "watch"]

QUIET_SECONDS = 0.6
SAFETY_SECONDS = 300.0
POLL_SECONDS = 5.0
# Under a steady stream of events the caller still looks this often.
MOST_SECONDS = 5.0

# What reading a file causes: tj's own reads must not wake it.
_READS = {"opened", "closed_no_write"}
# A folder of its own is of no use here: only that it is gone, or not to be looked into, which a scan reports.
_UNWATCHABLE = {errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM}


def watch(
    vault: Vault,
    on_quiet: Callable[[], None],
    *,
    stop: threading.Event,
    on_fallback: Callable[[str], None],
    quiet: float = QUIET_SECONDS,
    safety: float = SAFETY_SECONDS,
    poll: bool = False,
) -> None:
    """Call `on_quiet` at once, then whenever something may have changed, until `stop` is set.

    Arguments: `quiet`, seconds without an event before the caller looks; `safety`, seconds after which it looks anyway;
    `poll`, whether to compare files every few seconds in place of the system's announcements; `on_fallback`, told in a
    sentence when polling had to be chosen. What `on_quiet` raises ends the watch and is raised here.
    """
    signal = _Signal()
    eyes = _Eyes(vault, signal, poll=poll, on_fallback=on_fallback)
    try:
        eyes.open()
        eyes.prove()
        signal.lower()
        on_quiet()
        looked = time.monotonic()
        while not stop.is_set():
            if not signal.wait(min(1.0, quiet), stop) and time.monotonic() - looked < safety:
                eyes.follow()
                continue
            _settle(signal, quiet, stop)
            if stop.is_set():
                break
            eyes.follow()
            eyes.prove()
            on_quiet()
            looked = time.monotonic()
    finally:
        eyes.close()


class _Signal:
    """Raised by events from other threads, and lowered by the one that looks."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def lower(self) -> None:
        self._event.clear()

    def raise_(self) -> None:
        self._event.set()

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait some seconds for the signal, in steps short enough to notice `stop`; lower it and tell if it came."""
        end = time.monotonic() + seconds
        while not stop.is_set():
            left = end - time.monotonic()
            if self._event.wait(max(min(left, 0.1), 0.0)):
                self._event.clear()
                return True
            if left <= 0:
                return False
        return False


def _settle(signal: _Signal, quiet: float, stop: threading.Event) -> None:
    end = time.monotonic() + max(MOST_SECONDS, quiet)
    while signal.wait(quiet, stop) and time.monotonic() < end:
        pass


class _Eyes:
    """The observers on the vault's own folders: the root by itself, and each folder that holds notes with all below.

    Hidden folders such as `.git` are not watched; they would take most of the system's watches and cause most events.
    """

    def __init__(self, vault: Vault, signal: _Signal, *, poll: bool, on_fallback: Callable[[str], None]) -> None:
        self._root = vault.root
        self._excluded = {SUMMARIES, *vault.settings.exclude}
        self._signal = signal
        self._poll = poll
        self._on_fallback = on_fallback
        self._observer = self._make_observer()
        self._watches: dict[Path, tuple[ObservedWatch, int]] = {}
        # Watched folders that were deleted or moved, as the observer's thread hears of it: a folder made in their place
        # may have the very same inode, and nothing would be heard of it.
        self._lost: set[Path] = set()

    def open(self) -> None:
        self._observer.start()
        self.follow()

    def close(self) -> None:
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(5.0)
        self._watches.clear()

    def follow(self) -> None:
        """Watch the folders that are there now: new ones, and those that were replaced by another of the same name."""
        wanted = self._folders()
        lost = {self._lost.pop() for _ in range(len(self._lost))}
        for path, (handle, inode) in list(self._watches.items()):
            if wanted.get(path) != inode or path in lost:
                with contextlib.suppress(KeyError, OSError):
                    self._observer.unschedule(handle)
                del self._watches[path]
        for path, inode in wanted.items():
            if path not in self._watches:
                self._schedule(path, inode)

    def prove(self) -> None:
        """Fall back to polling if the system's watches are used up.

        For a folder further down that cannot be watched no error is raised; so one more watch is asked for, and let go.
        """
        if self._poll:
            return
        handle = self._watch((self._root / CONFIG).parent, recursive=False)
        if handle is not None:
            with contextlib.suppress(KeyError, OSError):
                self._observer.unschedule(handle)

    def _schedule(self, path: Path, inode: int) -> None:
        handle = self._watch(path, recursive=path != self._root)
        if handle is not None:
            self._watches[path] = (handle, inode)
            self._signal.raise_()

    def _watch(self, path: Path, *, recursive: bool) -> "ObservedWatch | None":
        from watchdog.events import FileSystemEventHandler

        handler = FileSystemEventHandler()
        handler.on_any_event = self._on_event  # type: ignore[method-assign]
        try:
            return self._observer.schedule(handler, str(path), recursive=recursive)
        except OSError as error:
            if error.errno not in _UNWATCHABLE and not self._poll:
                self._fall_back()
            return None

    def _fall_back(self) -> None:
        self._poll = True
        self._on_fallback(f"the system cannot announce changes here, so tj looks every {POLL_SECONDS:.0f} seconds.")
        self.close()
        self._observer = self._make_observer()
        self.open()

    def _folders(self) -> dict[Path, int]:
        folders: dict[Path, int] = {}
        with contextlib.suppress(OSError):
            folders[self._root] = self._root.stat().st_ino
            for path in self._root.iterdir():
                if is_ignored_name(path.name) or path.name in self._excluded or path.is_symlink():
                    continue
                with contextlib.suppress(OSError):
                    if path.is_dir():
                        folders[path] = path.stat().st_ino
        return folders

    def _make_observer(self) -> "BaseObserver":
        if self._poll:
            from watchdog.observers.polling import PollingObserver

            return PollingObserver(timeout=POLL_SECONDS)
        from watchdog.observers import Observer

        # A folder made within a new one can be met twice. That is harmless, and the warning of it would show paths.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        return Observer()

    def _on_event(self, event: "FileSystemEvent") -> None:
        # That a folder was modified says only that something in it was, of which there is an event too.
        if event.event_type in _READS or (event.is_directory and event.event_type == "modified"):
            return
        if event.is_directory and event.event_type in ("deleted", "moved"):
            self._lost.add(Path(str(event.src_path)))
        paths = [str(path) for path in (event.src_path, event.dest_path) if path]
        if any(self._matters(path) for path in paths):
            self._signal.raise_()

    def _matters(self, path: str) -> bool:
        try:
            parts = PurePath(path).relative_to(self._root).parts
        except ValueError:
            return True
        steps = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
        return not any(map(is_ignored_name, parts)) and not steps & self._excluded
