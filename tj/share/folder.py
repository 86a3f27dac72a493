"""The user's data folder, where keys, the address book and reply secrets lie: open to that user alone."""

import os
import stat
from pathlib import Path

from tj.errors import Refused, TjError
from tj.vault.place import MARK
from tj.words import keys as words
from tj.words import system

__all__ = ["make_private", "refuse_in_vault", "too_open"]


def make_private(folder: Path) -> None:
    """Make the data folder where there is none, and close it to others.

    Raises `TjError` where it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if too_open(folder):
            folder.chmod(0o700)
    except OSError as error:
        reason = system.reason(error.strerror)
        raise TjError(*words.folder_unusable(folder, reason)) from None


def too_open(path: Path) -> bool:
    """Tell whether others than its owner may read or write a file or folder; never so where modes mean nothing."""
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def refuse_in_vault(path: Path, what: str) -> None:
    """See that a file that is about to be written lies in no vault, which git and sync services take along.

    Arguments: `what`, what it is, such as "your keys".
    Raises `Refused` where it does.
    """
    folder = path.parent.resolve()
    for place in (folder, *folder.parents):
        if (place / MARK).is_dir():
            raise Refused(*words.place_is_in_vault(place, what))
