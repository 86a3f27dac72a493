"""What a watch does while it waits for quiet: all but telling of it, so that nothing is left to do after it."""

from contextlib import AbstractContextManager
from typing import NamedTuple

from tj.cli.summaries import Written, write_summaries
from tj.errors import TjError
from tj.index.store import Store
from tj.index.sync import Refreshed, refresh
from tj.vault.layout import Vault
from tj.vault.scan import Signature, glance

__all__ = ["Ahead", "joined"]


class _Ready(NamedTuple):
    """What notes and index were like when all was done for them."""

    paths: frozenset[str]
    seen: dict[str, Signature | None]
    version: int


class Ahead:
    """One batch of changes, and what was done for it so far.

    `done` is what became of the notes, `written` the summaries, `problems` how many there were at the last lull, and
    `changes` how many the index took in, of which several may be of one note.
    """

    def __init__(self) -> None:
        self.done = Refreshed(0)
        self.written = Written()
        self.problems = 0
        self.changes = 0
        self._ready: _Ready | None = None

    def look(
        self, vault: Vault, store: Store, paths: frozenset[str], now_ns: int, lock: AbstractContextManager[None]
    ) -> None:
        """Bring index and summaries up to date with these notes.

        Arguments: `now_ns`, the time in nanoseconds since 1970; `lock`, the vault's, for which nobody should wait long.
        What cannot be done now is left for the next time, or for the end of the batch, which says so.
        """
        if self.is_all(vault, store, paths):
            return
        self._ready = None
        try:
            # Looked at first: what changes from here on is seen to be other than this.
            seen, version = glance(vault, paths), store.version()
            self.take_in(refresh(vault, store, now_ns=now_ns, only=paths))
            if store.stale().everything:  # which takes longer than a lull is
                return
            with lock:
                write_summaries(vault, store, everything=False, done=self.written)
            self.problems = store.count_problems()
        except TjError:
            return
        if seen is not None:
            self._ready = _Ready(paths, seen, version)

    def is_all(self, vault: Vault, store: Store, paths: frozenset[str]) -> bool:
        """Tell whether all was done for these notes: they, and what others left of the index, are as they were then.

        A note that was saved again since has another time: at least a part of the quiet time lies between.
        """
        ready = self._ready
        if ready is None or ready.paths != paths:
            return False
        try:
            return ready.version == store.version() and ready.seen == glance(vault, paths)
        except TjError:  # which is met, and told of, by whoever goes on
            return False

    def take_in(self, done: Refreshed) -> None:
        """Note what became of notes besides."""
        self.done = joined(self.done, done)
        self.changes += len(done.added) + len(done.changed) + len(done.removed)


def joined(first: Refreshed, then: Refreshed) -> Refreshed:
    """Return what two refreshes, one after the other, did together."""
    met = {*first.added, *first.changed, *first.removed}
    before = {*first.changed, *first.removed, *({*then.changed, *then.removed} - met)}
    after = {*then.added, *then.changed, *({*first.added, *first.changed} - {*then.removed})}
    return Refreshed(
        then.entries,
        tuple(sorted(after - before)),
        tuple(sorted(after & before)),
        tuple(sorted(before - after)),
    )
