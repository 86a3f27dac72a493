"""Saving an opened bundle into a folder that its reader named: whole, or nothing of it."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tj.errors import Refused, TjError
from tj.vault.files import create_file
from tj.words import receiving as words
from tj.words import system

__all__ = ["write_out"]


def write_out(members: Mapping[str, bytes], folder: Path) -> None:
    """Write the members of a bundle into a folder, for its owner's eyes only.

    Their names are checked ones of the format, never a path of the bundle's choice. They are written under a name that
    says `unfinished`, and get their own when all are there. Where that fails or is stopped, everything goes again, with
    the folders that were made for it; a kill leaves what it left within the folder that was named, in plain sight.
    Raises `Refused` where the folder is there and not empty, `TjError` where it cannot be written.
    """
    try:
        folder = folder.resolve()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(*words.folder_not_empty(folder))
        with _made(folder):
            _fill(folder, members)
    except (OSError, RuntimeError) as error:  # the latter for links that lead in a circle
        reason = system.reason(getattr(error, "strerror", None))
        raise TjError(*words.folder_unwritable(folder, reason)) from None


def _fill(folder: Path, members: Mapping[str, bytes]) -> None:
    half = folder / f"unfinished-{secrets.token_hex(4)}"
    moved: list[Path] = []
    try:
        half.mkdir(mode=0o700)
        for name, data in members.items():
            create_file(half / name, data, mode=0o600)
        # The page comes last: who sees it sees all that belongs to it.
        for part in sorted(half.iterdir(), key=lambda part: (part.name == "report.html", part.name)):
            moved.append(folder / part.name)
            part.rename(moved[-1])
    except BaseException:
        for part in moved:
            _remove(part)
        raise
    finally:
        _remove(half)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder and those around it that are missing, and take them away again where what follows fails."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    made: list[Path] = []
    try:
        for place in reversed(missing):
            made.insert(0, place)
            place.mkdir(mode=0o700)
        yield
    except BaseException:
        for place in made:
            with suppress(OSError):  # it was not made in the end, or someone else has put something there
                place.rmdir()
        raise
