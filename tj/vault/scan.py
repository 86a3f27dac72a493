"""Which notes a vault holds: one walk with a stat of every file, that reads none of them."""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from tj.vault.layout import SUMMARIES, Vault

__all__ = ["Oddity", "Scan", "Signature", "is_ignored_name", "is_note_name", "scan"]

_IGNORED = re.compile(r"\..*|.*~|#.*#|4913|.*\.tmp|~\$.*", re.DOTALL)
_CONFLICT_COPY = re.compile(r".*(?:\.sync-conflict-|conflicted copy).*", re.IGNORECASE | re.DOTALL)
# Control characters, line ends of any kind, and bytes that are not UTF-8.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# An inode may use all of 64 bits, and a time lie centuries ahead; a database's integer has 63.
_SIGNED_64 = 0x7FFFFFFFFFFFFFFF


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


def is_note_name(name: str) -> bool:
    """Tell whether a file of this name is a note, and neither a sync conflict's copy nor named in unsafe characters."""
    return name.lower().endswith(".md") and not (_CONFLICT_COPY.fullmatch(name) or _UNSAFE.search(name))


def scan(vault: Vault) -> Scan:
    """Walk the vault and return its notes. Never raises: what cannot be looked at becomes an oddity."""
    walk = _Walk(vault.root, {SUMMARIES, *vault.settings.exclude})
    walk.run()
    oddities = sorted(walk.oddities, key=lambda oddity: (oddity.path, oddity.message))
    return Scan(dict(sorted(walk.found.items())), tuple(oddities))


class _Walk:
    """One walk: a list of folders yet to visit, since a vault may be nested deeper than functions can be."""

    def __init__(self, root: Path, excluded: set[str]) -> None:
        self.found: dict[str, Signature] = {}
        self.oddities: list[Oddity] = []
        self._root = root
        self._excluded = excluded
        self._folders = [""]

    def run(self) -> None:
        while self._folders:
            folder = self._folders.pop()
            try:
                with os.scandir(self._root / folder) as listing:
                    entries = list(listing)
            except FileNotFoundError:
                if not folder:
                    self._report(".", "this folder is not there")
                continue  # any other was removed a moment ago
            except OSError:
                self._report(folder or ".", "this folder cannot be looked into; see that it may be read")
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if not is_ignored_name(entry.name) and path not in self._excluded:
                    self._visit(path, entry)

    def _visit(self, path: str, entry: "os.DirEntry[str]") -> None:
        try:
            if entry.is_symlink():
                self._follow(path, entry)
            elif entry.is_dir(follow_symlinks=False):
                if self._has_safe_name(path, entry.name):
                    self._folders.append(path)
            elif self._is_note(path, entry.name):
                self._take(path, entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            pass  # removed a moment ago
        except OSError:
            self._report(path, "this cannot be looked at; see that it may be read")

    def _follow(self, path: str, entry: "os.DirEntry[str]") -> None:
        """Look where a link leads. Notes and folders inside the vault are found under their own names already."""
        try:
            target = Path(entry.path).resolve()
            status = entry.stat() if target.is_relative_to(self._root) else None
        except (OSError, RuntimeError):  # to nothing, or around in a circle
            if self._is_note(path, entry.name):
                self._report(path, "this link leads nowhere")
            return
        if status is None:
            self._report(path, "this link leads out of the vault, so it is not followed")
        elif not stat.S_ISDIR(status.st_mode) and self._is_note(path, entry.name):
            parts = target.relative_to(self._root).parts
            steps = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
            if any(map(is_ignored_name, parts)) or steps & self._excluded:
                self._report(path, "this link leads to a place that tj does not read, so it is not followed")
            elif not target.name.lower().endswith(".md"):
                self._take(path, status)

    def _is_note(self, path: str, name: str) -> bool:
        if not name.lower().endswith(".md") or not self._has_safe_name(path, name):
            return False
        if _CONFLICT_COPY.fullmatch(name):
            self._report(path, "this is a copy that a sync conflict left; keep what you need of it and delete it")
            return False
        return True

    def _has_safe_name(self, path: str, name: str) -> bool:
        if _UNSAFE.search(name):
            self._report(path, "its name has characters that are not text, so it is not read; rename it")
            return False
        return True

    def _take(self, path: str, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            self._report(path, "this is not a file but is named like a note")
            return
        times = (_clamped(status.st_mtime_ns), _clamped(status.st_ctime_ns))
        self.found[path] = Signature(status.st_size, *times, status.st_ino & _SIGNED_64)

    def _report(self, path: str, message: str) -> None:
        self.oddities.append(Oddity(_UNSAFE.sub(_escaped, path), message))


def _escaped(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape", "backslashreplace").decode("ascii")


def _clamped(nanoseconds: int) -> int:
    return max(min(nanoseconds, _SIGNED_64), -_SIGNED_64)
