"""The summaries' folder: what lies there, and what may be written in its place."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from tj.errors import TjError
from tj.report.render import is_untouched, status
from tj.vault.files import read_file, remove_generated, write_generated
from tj.vault.layout import CONFIG, SUMMARIES, Vault
from tj.words import system
from tj.words import upkeep as words

__all__ = ["Folder", "Written"]


@dataclass(slots=True)
class Written:
    """The names of the files that were written, and a sentence for each that was left alone."""

    names: set[str] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)

    def add(self, names: Iterable[str], notices: Iterable[str]) -> None:
        """Take in what was written besides: each file counts once, and each sentence is said once."""
        self.names.update(names)
        self.notices += [one for one in notices if one not in self.notices]


class Folder:
    """The summaries' folder: what lies there, and, in `done`, what was written there."""

    def __init__(self, vault: Vault, done: Written | None = None) -> None:
        self._folder = vault.locate(SUMMARIES)
        self._mark = (vault.root / CONFIG).parent
        self._is_made = False
        self.done = Written() if done is None else done

    def names(self) -> set[str]:
        """Return the names of all that lies there; a long journal has thousands, so no single save asks."""
        try:
            return {name for name in os.listdir(self._folder) if name.endswith(".md")}  # noqa: PTH208 - only names
        except FileNotFoundError:
            return set()
        except OSError as error:
            reason = system.reason(error.strerror)
            raise TjError(*words.folder_unreadable(SUMMARIES, reason)) from None

    def state(self, name: str) -> tuple[str, bytes]:
        """Return what lies at a name, `none` or what `status` tells of it, and its bytes."""
        path = self._path(name)
        if not os.path.isfile(path):  # noqa: PTH113 - a text, for speed
            return "none", b""
        data = read_file(path)
        if not data:  # what a failing disk or power leaves of one that was just written: there is nothing to lose
            return "none", b""
        return "ours" if is_untouched(data) else status(data.decode("utf-8", "replace")), data

    def has(self, name: str) -> bool:
        """Tell whether anything lies at a name but an empty file."""
        try:
            return os.stat(self._path(name)).st_size > 0  # noqa: PTH116 - a text, for speed
        except OSError:
            return False

    def make(self) -> None:
        """Make the folder where it is not there."""
        if self._is_made:
            return
        # The vault of a drive that was taken out is not made anew in its place.
        if not self._mark.is_dir():
            raise TjError(*words.VAULT_IS_GONE)
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            reason = system.reason(error.strerror)
            raise TjError(*words.folder_not_made(SUMMARIES, reason)) from None
        self._is_made = True

    def write(self, name: str, data: bytes) -> None:
        """Write a page if it differs, but nothing over what someone edited or made."""
        self.make()
        state, there = self.state(name)
        if state in ("edited", "foreign"):
            told = words.summary_was_edited if state == "edited" else words.summary_of_others
            self.done.add((), [told(f"{SUMMARIES}/{name}")])
        elif there != data and write_generated(self._path(name), data, over=state != "none"):
            self.done.names.add(name)

    def remove(self, names: Iterable[str]) -> None:
        """Remove what tj wrote of times of which nothing is to be said any more."""
        for name in sorted(names):
            if self.state(name)[0] == "ours":
                remove_generated(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._folder}{os.sep}{name}"
