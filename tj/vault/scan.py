"""Which notes a vault holds: one walk with a stat of every file, that reads none of them."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tj.vault.layout import SUMMARIES, Vault

__all__ = ["Oddity", "Scan", "Signature", "is_ignored_name", "scan"]

_IGNORED = re.compile(r"\..*|.*~|#.*#|4913|.*\.tmp|~\$.*", re.DOTALL)
_CONFLICT_COPY = re.compile(r".*(?:\.sync-conflict-|conflicted copy).*", re.IGNORECASE | re.DOTALL)
# An inode may use all of 64 bits, a database's integer only 63.
_SIGNED_64 = 0x7FFFFFFFFFFFFFFF
_UNSAFE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a stat tells of a file: if all four are the same, its content very probably is. Times are in nanoseconds."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something found in place of a note that can be read: its path, safe to show, and what is the matter."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Scan:
    """The notes of a vault by path, in order, and what is in the way of others."""

    found: dict[str, Signature]
    oddities: tuple[Oddity, ...]


def is_ignored_name(name: str) -> bool:
    """Tell whether a file or folder of this name is never read: hidden, or an editor's swap, backup or lock file."""
    return _IGNORED.fullmatch(name) is not None


def scan(vault: Vault) -> Scan:
    """Walk the vault and return its notes. Never raises: what cannot be looked at becomes an oddity."""
    found: dict[str, Signature] = {}
    oddities: list[Oddity] = []
    excluded = {SUMMARIES, *vault.settings.exclude}
    for path, entry in _walk(vault.root, "", excluded, oddities):
        try:
            status = entry.stat()
        except OSError:
            oddities.append(Oddity(path, "this link leads nowhere"))
            continue
        if not stat.S_ISREG(status.st_mode):
            oddities.append(Oddity(path, "this is not a file but is named like a note"))
        else:
            inode = status.st_ino & _SIGNED_64
            found[path] = Signature(status.st_size, status.st_mtime_ns, status.st_ctime_ns, inode)
    return Scan(found, tuple(sorted(oddities, key=lambda oddity: oddity.path)))


def _walk(
    root: Path, folder: str, excluded: set[str], oddities: list[Oddity]
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    try:
        with os.scandir(root / folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        oddities.append(Oddity(folder or ".", "this folder cannot be looked into; see that it may be read"))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if is_ignored_name(entry.name) or path in excluded:
            continue
        if entry.is_dir(follow_symlinks=False):
            if _UNSAFE.search(entry.name):
                oddities.append(_unsafe(path))
            else:
                yield from _walk(root, path, excluded, oddities)
        elif entry.is_symlink() and not _stays_inside(root, entry):
            oddities.append(Oddity(_shown(path), "this link leads out of the vault, so it is not followed"))
        elif entry.name.lower().endswith(".md") and not (entry.is_symlink() and entry.is_dir()):
            if _UNSAFE.search(entry.name):
                oddities.append(_unsafe(path))
            elif _CONFLICT_COPY.fullmatch(entry.name):
                message = "this is a copy that a sync conflict left; keep what you need of it and delete it"
                oddities.append(Oddity(path, message))
            else:
                yield path, entry


def _stays_inside(root: Path, entry: "os.DirEntry[str]") -> bool:
    try:
        return Path(entry.path).resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return True  # a loop of links: its stat fails, and is reported as leading nowhere


def _unsafe(path: str) -> Oddity:
    return Oddity(_shown(path), "its name has characters that are not text, so it is not read; rename it")


def _shown(path: str) -> str:
    return path.encode("unicode_escape", "backslashreplace").decode("ascii") if _UNSAFE.search(path) else path
