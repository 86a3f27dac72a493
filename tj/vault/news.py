"""What is known to have changed since someone last looked, collected from several threads."""

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["Changed", "News"]

# With more notes than this, one look at all of them is no slower than a look at each.
MOST_PATHS = 5_000


@dataclass(frozen=True, slots=True)
class Changed:
    """What to look at: the notes of these paths, or `everything`, and then no path is named.

    The paths are vault-relative with `/`, of notes that were created, modified, moved (both paths) or deleted.
    """

    paths: frozenset[str]
    everything: bool


class News:
    """Paths that changed, or the doubt that something else did: given by any thread, taken by one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._came = threading.Event()
        self._paths: set[str] = set()
        self._everything = False
        # When the last of it came, by `time.monotonic`.
        self.latest = time.monotonic()

    def add(self, paths: Collection[str]) -> None:
        """Note that these changed."""
        if not paths:
            return
        with self._lock:
            self._paths.update(paths)
            self._everything = self._everything or len(self._paths) > MOST_PATHS
            if self._everything:
                self._paths.clear()
            self.latest = time.monotonic()
            self._came.set()

    def doubt(self) -> None:
        """Note that anything may have changed."""
        with self._lock:
            self._everything = True
            self._paths.clear()
            self.latest = time.monotonic()
            self._came.set()

    def peek(self) -> Changed:
        """Return what came since it was last taken, and leave it there."""
        with self._lock:
            return Changed(frozenset(self._paths), self._everything)

    def take(self) -> Changed:
        """Return what came since the last time. What comes from now on is kept for the next."""
        with self._lock:
            taken = Changed(frozenset(self._paths), self._everything)
            self._paths.clear()
            self._everything = False
            self._came.clear()
            return taken

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for news; tell if any came since the last wait or take."""
        came = self._came.wait(seconds)
        if came:
            self._came.clear()
        return came
