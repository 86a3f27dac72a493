"""What a watch keeps right while it runs: the index, the summaries, and what a killed tj left lying about."""

import contextlib
import gc
import time
from collections.abc import Iterable, Iterator, Sequence

from tj.cli import say
from tj.cli.ahead import Ahead
from tj.cli.app import App
from tj.cli.months import fill_months
from tj.cli.summaries import write_summaries
from tj.errors import TjError
from tj.index.patrol import patrol
from tj.index.sync import Refreshed, refresh
from tj.vault.layout import SUMMARIES, Vault
from tj.vault.news import Changed
from tj.words import upkeep as words

__all__ = ["NOT_INDEXED", "Keeper", "clear_leftovers"]

# Folders in which tj writes for the writer, and that the index does not look into.
NOT_INDEXED = (SUMMARIES, ".tj/prompts", ".tj/instruments")
# So many changes of notes fill SQLite's log as far as it would let it grow by itself.
_LOGFUL = 40


class Keeper:
    """What keeps index and summaries right while a watch runs: the index stays open, and keeps what months give."""

    def __init__(self, app: App, vault: Vault) -> None:
        self._app = app
        self._vault = vault
        self._store = app.open_store(vault)
        self._is_filled = False
        self._in_log = 0
        self._told = ""
        self._behind = False
        self._ahead = Ahead()

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()
        self._store.close()

    def attend(self, changed: Changed) -> None:
        """Catch up; where that cannot be done now, say why, and try again with the next change."""
        try:
            self.catch_up(Changed(frozenset(), everything=True) if self._behind else changed)
            self._behind = False
        except TjError as error:
            self._behind = True
            say.warn(words.tried_again(error.message))

    def look_ahead(self, changed: Changed) -> None:
        """Do what a batch asks for so far, before it is known to be whole."""
        if not self._behind:
            lock = self._app.locked(self._vault, patience=0.0)
            self._ahead.look(self._vault, self._store, changed.paths, time.time_ns(), lock)

    def patrol(self) -> Iterator[Changed]:
        """Look at everything a step at a time, and name what has to be looked at again."""
        try:
            if self._behind or not self._store.is_current():
                yield Changed(frozenset(), everything=True)
                return
            for step in patrol(self._vault, self._store):
                self._clear_leftovers_in([step.folder])
                yield Changed(step.paths, step.everything)
            self._clear_leftovers_in(NOT_INDEXED)
        except TjError:  # which the look at everything meets again, and tells
            yield Changed(frozenset(), everything=True)

    def catch_up(self, changed: Changed) -> None:
        """Do what is left to do of one batch of changes, and tell of it in one line."""
        if changed.everything:
            self._look_again()
        if not self._ahead.is_all(self._vault, self._store, changed.paths):
            self._do(changed)
        batch, self._ahead = self._ahead, Ahead()
        self._tell(batch)
        self._rest(batch.changes)

    def _do(self, changed: Changed) -> None:
        only = None if changed.everything else changed.paths
        self._ahead.take_in(refresh(self._vault, self._store, now_ns=time.time_ns(), only=only))
        with self._app.locked(self._vault):
            if changed.everything:
                clear_leftovers(self._vault, [*self._store.marks(), *NOT_INDEXED])
            write_summaries(self._vault, self._store, everything=False, done=self._ahead.written)
        self._ahead.problems = self._store.count_problems()

    def _tell(self, batch: Ahead) -> None:
        done, written = batch.done, batch.written
        if done.added or done.changed or done.removed or written.names:
            say.say(words.seen(f"{self._app.clock():%H:%M:%S}", _counts(done), len(written.names), batch.problems))
        for notice in written.notices:
            say.warn(notice)

    def _rest(self, changes: int) -> None:
        """Do what takes its time, and is not waited for by anybody once a batch was told of."""
        if not self._is_filled:
            fill_months(self._store)
            self._store.defer_log()
            self._is_filled = True
            # What is there now stays for as long as the watch: to search it again and again would only take time.
            gc.collect()
            gc.freeze()
        self._in_log += changes
        if self._in_log >= _LOGFUL:
            with contextlib.suppress(TjError):  # as on a full disk: it is tried again
                self._store.write_log_back()
                self._in_log = 0

    def _clear_leftovers_in(self, folders: Sequence[str]) -> None:
        with contextlib.suppress(TjError), self._app.locked(self._vault, patience=0.0):
            clear_leftovers(self._vault, folders)

    def _look_again(self) -> None:
        """Read the settings again, and open the index anew where its file was deleted or is of other settings."""
        try:
            vault = self._app.vault()
        except TjError as error:  # as while they are being edited; until then those before hold
            if error.message != self._told:
                say.warn(words.settings_stay(error.message))
            self._told = error.message
            vault = self._vault
        else:
            self._told = ""
        if vault != self._vault or not self._store.is_current():
            self._store.close()
            self._vault = vault
            self._store = self._app.open_store(vault)
            self._is_filled = False


def clear_leftovers(vault: Vault, folders: Iterable[str]) -> None:
    """Remove the temporary files that a killed tj left in these folders; the vault's lock must be held."""
    from tj.vault.leftovers import remove_leftovers

    remove_leftovers(str(vault.root / folder) for folder in folders)


def _counts(done: Refreshed) -> str:
    """Return in words how many notes are new, changed, gone and as they were."""
    return words.counted(len(done.added), len(done.changed), len(done.removed), done.unchanged)
