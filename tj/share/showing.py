"""A page to look at before anything is encrypted: it lies in a folder that is kept in memory only, for one person.

A page is plain text, so no disk may ever hold it: it goes into the user's runtime directory, or into `/dev/shm`, and
only where the system says that this is memory. Elsewhere it is refused, rather than left in a `/tmp` that survives.
Each page lies in a folder of its own, locked while it is looked at, by which a killed run's is known and removed.
"""

import contextlib
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from tj.errors import Refused, TjError
from tj.vault.locks import hold, lock
from tj.words import sharing as words
from tj.words import system

__all__ = ["page_in_memory", "remove_old_pages"]

_MOUNTS = Path("/proc/self/mountinfo")
_MEMORY = ("tmpfs", "ramfs")
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - checked to be memory, and only a folder of the user's own in it is used
_PREFIX = "page-"
_NAME, _LOCK = "report.html", "in-use"


@contextlib.contextmanager
def page_in_memory(runtime: Path | None, page: bytes) -> Iterator[Path]:
    """Put a page where its owner's browser finds it, for as long as this lasts.

    Arguments: `runtime`, a folder for tj in the user's runtime directory, if there is one.
    Raises `Refused` where no folder is kept in memory only, `TjError` where it cannot be written.
    """
    base = _memory_folder(runtime)
    folder = base / f"{_PREFIX}{secrets.token_hex(8)}"
    held = None
    try:
        try:
            with lock(base / "lock"):
                folder.mkdir(mode=0o700)
                held = hold(folder / _LOCK)
            path = folder / _NAME
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
                handle.write(page)
        except OSError as error:
            reason = system.reason(error.strerror)
            raise TjError(*words.page_not_shown(reason)) from None
        yield path
    finally:
        if held is not None:
            held.close()
        shutil.rmtree(folder, ignore_errors=True)


def remove_old_pages(runtime: Path | None) -> int:
    """Remove pages of runs that were killed, and return how many; those that are being looked at stay."""
    count = 0
    for base in _candidates(runtime):
        if not _is_own(base):
            continue
        with lock(base / "lock"):
            for folder in base.glob(f"{_PREFIX}*"):
                held = hold(folder / _LOCK) if _is_own(folder) else None
                if held is not None:
                    with held:
                        shutil.rmtree(folder, ignore_errors=True)
                    count += 1
    return count


def _candidates(runtime: Path | None) -> list[Path]:
    if sys.platform == "win32":
        return []
    else:  # noqa: RET505 - by which mypy knows that this is for other systems
        return [*([runtime] if runtime else []), _SHARED_MEMORY / f"tj-{os.getuid()}"]


def _memory_folder(runtime: Path | None) -> Path:
    for base in _candidates(runtime):
        if not _is_in_memory(base.parent):
            continue
        with contextlib.suppress(OSError):
            base.mkdir(mode=0o700, exist_ok=True)
        if _is_own(base):
            return base
    raise Refused(*words.NO_MEMORY_FOLDER)


def _is_own(folder: Path) -> bool:
    """Tell whether this is a folder, no link, that belongs to this user and is closed to all others."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    mine = sys.platform != "win32" and found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and mine and not stat.S_IMODE(found.st_mode) & 0o077


def _is_in_memory(folder: Path) -> bool:
    """Tell whether what is written into a folder stays in memory, by what the system says it is mounted from."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
        place = str(folder.resolve(strict=True))
    except OSError:
        return False
    kinds: dict[str, str] = {}
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split(" ")[4].encode("latin-1", "replace").decode("unicode_escape")
        kinds[point] = after.split(" ")[0]  # the last one mounted there lies on top
    around = [point for point in kinds if place == point or place.startswith(point.rstrip("/") + "/")]
    return bool(around) and kinds[max(around, key=len)] in _MEMORY
