"""The wiring: which vault, which folders, which clock. Commands get everything that is not an argument from here.

Loaded by the first `tj mood` of a day, which has no use for most of what is imported within functions here.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tj.cli import say
from tj.errors import TjError
from tj.places import Places, user_places
from tj.vault.locks import lock_folder
from tj.vault.place import MARK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from tj.index.store import Store
    from tj.index.sync import Refreshed
    from tj.vault.layout import Vault

    Answer = TypeVar("Answer")

__all__ = ["App", "own_app"]


class App(NamedTuple):
    """One run of `tj`: functions that name the user's folders, the local time and the folder it was started in."""

    places: Callable[[], Places]
    clock: Callable[[], datetime]
    start: Callable[[], Path]
    vault_dir: Path | None = None

    def within(self, vault_dir: Path | None) -> "App":
        """Return the same wiring for the vault that was named, if one was."""
        return self._replace(vault_dir=vault_dir) if vault_dir is not None else self

    def vault(self) -> "Vault":
        """Open the vault: the one that was named, else the nearest around the folder that tj was started in."""
        from tj.vault.layout import find_vault, open_vault

        try:
            if self.vault_dir is None:
                return find_vault(self.start())
            named = self.vault_dir.expanduser()
            return open_vault((named if named.is_absolute() else self.start() / named).resolve())
        except FileNotFoundError:
            from tj.words import common as words

            raise TjError(*words.folder_gone()) from None

    def open_store(self, vault: "Vault") -> "Store":
        """Open the vault's index as it stands, for who closes it."""
        from tj.index.store import open_store
        from tj.index.sync import fingerprint, index_path

        return open_store(index_path(vault, self.places()), fingerprint(vault))

    @contextlib.contextmanager
    def store(self, vault: "Vault") -> "Iterator[Store]":
        """Open the vault's index as it stands."""
        with self.open_store(vault) as store:
            yield store

    def ask(self, vault: "Vault", question: "Callable[[Store], Answer]") -> "Answer":
        """Bring the vault's index up to date and return what it answers, all of one moment.

        Where the index turns out to be damaged it is made anew, and asked once more.
        """
        from tj.index.store import IndexDamaged

        try:
            return self._answer(vault, question)
        except IndexDamaged:
            return self._answer(vault, question)

    def _answer(self, vault: "Vault", question: "Callable[[Store], Answer]") -> "Answer":
        with self.fresh_store(vault) as (store, _), store.reading():
            return question(store)

    @contextlib.contextmanager
    def fresh_store(self, vault: "Vault") -> "Iterator[tuple[Store, Refreshed]]":
        """Open the vault's index after bringing it up to date with the files."""
        from tj.cli.progress import Progress
        from tj.index.sync import refresh

        with self.store(vault) as store:
            with Progress() as progress:
                done = refresh(vault, store, now_ns=time.time_ns(), progress=progress)
            yield store, done

    @contextlib.contextmanager
    def locked(self, vault: "Vault", patience: float | None = None) -> Iterator[None]:
        """Hold the vault's lock, so that two commands that write wait for each other.

        Argument: `patience`, for how many seconds they do, by default half a minute.
        Raises `TjError` where it is not free in that time.
        """
        with lock_folder(str(vault.root / MARK), lambda: self.lock_file(vault), say.waiting, patience):
            yield

    def lock_file(self, vault: "Vault") -> Path:
        """Return the file that is locked where the system cannot lock a folder."""
        return self.places().cache / f"{vault.cache_name}.lock"


def own_app() -> App:
    """Return the wiring of a person's own `tj`."""
    return App(places=user_places, clock=datetime.now, start=Path.cwd)
