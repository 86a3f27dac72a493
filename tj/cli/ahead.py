"""What a watch does while it waits for quiet: all but writing the summaries, so that little is left to do after it."""

from typing import NamedTuple

from tj.cli.draft import Draft
from tj.cli.summaries import draft_summaries
from tj.errors import TjError
from tj.index.store import Store
from tj.index.sync import Refreshed, refresh
from tj.vault.layout import Vault
from tj.vault.scan import Signature, glance

__all__ = ["Ahead", "joined"]


class _Ready(NamedTuple):
    paths: frozenset[str]
    seen: dict[str, Signature | None] | None
    draft: Draft


class Ahead:
    """The index, brought up to date as often as there is a lull, and the summaries as they would be now."""

    def __init__(self) -> None:
        self._done: Refreshed | None = None
        self._ready: _Ready | None = None

    def look(self, vault: Vault, store: Store, paths: frozenset[str], now_ns: int) -> None:
        """Bring the index up to date with these notes, and work out the summaries that this changes.

        Argument: `now_ns`, the time in nanoseconds since 1970.
        What cannot be done now is left for the end of the batch, which says so.
        """
        self._ready = None
        try:
            # Looked at first: what changes from here on is seen to be other than this.
            seen = glance(vault, paths)
            self._done = joined(self._done, refresh(vault, store, now_ns=now_ns, only=paths))
            draft = draft_summaries(vault, store, now_ns)
        except TjError:
            return
        if draft is not None:
            self._ready = _Ready(paths, seen, draft)

    def take(self, vault: Vault, paths: frozenset[str]) -> tuple[Refreshed | None, Draft | None]:
        """Return what was done since it was last asked for, and the summaries if these notes still are as they were.

        A note that was saved again since has another time: at least a part of the quiet time lies between.
        """
        (done, self._done), (ready, self._ready) = (self._done, None), (self._ready, None)
        if ready is None or ready.seen is None or ready.paths != paths or ready.seen != glance(vault, paths):
            return done, None
        return done, ready.draft


def joined(first: Refreshed | None, then: Refreshed) -> Refreshed:
    """Return what two refreshes, one after the other, did together."""
    if first is None:
        return then
    met = {*first.added, *first.changed, *first.removed}
    before = {*first.changed, *first.removed, *({*then.changed, *then.removed} - met)}
    after = {*then.added, *then.changed, *({*first.added, *first.changed} - {*then.removed})}
    return Refreshed(
        then.entries,
        tuple(sorted(after - before)),
        tuple(sorted(after & before)),
        tuple(sorted(before - after)),
    )
