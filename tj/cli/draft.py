"""Summaries that are worked out before they are to be written, so that little is left to do then."""

import os
from collections.abc import Iterable
from typing import NamedTuple

from tj.cli.folder import Folder, Written
from tj.cli.kept import Made
from tj.index.store import Stale, Store
from tj.vault.files import remove_generated, supplant_generated
from tj.vault.layout import Vault

__all__ = ["Draft", "Drawer"]

# A page written this short a time ago may be changed again without a sign.
_RACY_NS = 2_000_000_000

# Size, times and inode of a file.
_Seen = tuple[int, int, int, int]


class _Page(NamedTuple):
    """A page, and what a file of tj's own that lies in its place looks like, if it is known well enough."""

    name: str
    text: str
    data: bytes
    over: _Seen | None


class Drawer(Folder):
    """The summaries' folder, in which nothing changes until `empty` puts the pages there."""

    def __init__(self, vault: Vault, now_ns: int) -> None:
        super().__init__(vault)
        self._latest = now_ns - _RACY_NS
        self._pages: list[_Page] = []
        self._gone: list[str] = []
        self._old: list[str] = []

    def write(self, name: str, text: str) -> None:
        """Take a page that differs from the one that lies there, which is looked at now, and hardly once more."""
        seen = self._look(name)
        state, there = self.state(name)
        data = text.encode("utf-8")
        if state == "ours" and there == data:
            return
        is_sure = state == "ours" and seen is not None and max(seen[1:3]) < self._latest
        self._pages.append(_Page(name, text, data, seen if is_sure else None))

    def remove(self, names: Iterable[str]) -> None:
        """Note that what tj wrote of these times is to go."""
        self._gone += names

    def empty(self) -> Written:
        """Write the pages and remove what is to go, but leave alone what was edited meanwhile; tell what was done."""
        for name, text, data, over in self._pages:
            if over is not None and over == self._look(name):
                self._old.append(supplant_generated(self._path(name), data))
                self.done.count += 1
            else:
                super().write(name, text)
        super().remove(self._gone)
        return self.done

    def tidy(self) -> None:
        """Remove the pages that others took the places of: they are out of sight already, and nobody waits for it."""
        while self._old:
            remove_generated(self._old.pop())

    def _look(self, name: str) -> _Seen | None:
        try:
            status = os.lstat(self._path(name))
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class Draft(NamedTuple):
    """The pages that say what the index noted as stale, and what it is to keep once they are written."""

    stale: Stale
    made: Made
    pages: Drawer

    def write(self, store: Store) -> Written | None:
        """Write the pages; None, and nothing is done, where the index has changed since.

        Arguments: `store`, in which nothing was changed since through this connection; the vault's lock is held.
        Raises `TjError` where they cannot be written, `Refused` where their folder leads out of the vault.
        """
        try:
            return self.pages.empty() if store.version() == self.stale.version else None
        except BaseException:
            self.pages.tidy()
            raise

    def settle(self, store: Store) -> None:
        """Tidy up, and note in the index that the pages were written: a kill before that has them written again."""
        self.pages.tidy()
        if self.stale._replace(version=0) != Stale():
            store.settle(self.stale, *self.made)
