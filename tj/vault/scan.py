"""Which notes a vault holds: one walk with a stat of every file, that reads none of them.

What is in a folder has a mark. Where the mark is as it was the last time, nothing in that folder needs a closer look:
so a walk through a vault in which nothing changed costs little more than asking the system. A folder that is a vault of
its own is another's to read: nothing in it is found here.
"""

import marshal
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tj.digest import blake2b
from tj.vault.layout import CONFIG, MARK, SUMMARIES, Vault

__all__ = ["Contents", "Oddity", "Scan", "Signature", "glance", "is_ignored_name", "is_note_name", "scan", "visit"]

# Left to be compiled when they are used: a look at a vault in which nothing changed needs none of them.
_CONFLICT_COPY = r"(?i:\.sync-conflict-|conflicted copy)"
# Control characters, line ends of any kind, and bytes that are not UTF-8.
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
# No name in these alone is one that must be looked at closely, but for a dot at its beginning and a conflict's copy.
_PLAIN = b"\n -._" + bytes(code for code in range(128) if chr(code).isalnum())
# An inode may use all of 64 bits, and a time lie centuries ahead; a database's integer has 63.
_SIGNED_64 = 0x7FFFFFFFFFFFFFFF
# This format of `marshal` has no references between equal objects, so the same listing gives the same bytes.
_MARSHAL = 2

# Name, mode, size, times and inode of one file, as the system tells them.
_Row: TypeAlias = tuple[str, int, int, int, int, int]


class Signature(NamedTuple):
    """What a stat tells of a file: if all four are the same, its content very probably is. Times are in nanoseconds."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class Oddity(NamedTuple):
    """Something found in place of a note that can be read: its path, safe to show, and what is the matter."""

    path: str
    message: str


class Contents(NamedTuple):
    """What lies directly in a folder: its notes by path, and what is in the way of others.

    `path` is relative to the vault, empty for its root. `mark` stands for the whole listing; empty where a next look
    may find something else although the listing is the same.
    """

    path: str
    mark: bytes
    found: dict[str, Signature]
    oddities: tuple[Oddity, ...] = ()


class Scan(NamedTuple):
    """The notes of a vault by path, in order, and what is in the way of others."""

    found: dict[str, Signature]
    oddities: tuple[Oddity, ...]


def is_ignored_name(name: str) -> bool:
    """Tell whether a file or folder of this name is never read: hidden, or an editor's swap, backup or lock file."""
    hidden = name.startswith((".", "~$")) or name.endswith(("~", ".tmp"))
    return hidden or name == "4913" or (len(name) > 1 and name[0] == "#" == name[-1])


def is_note_name(name: str) -> bool:
    """Tell whether a file of this name is a note, and neither a sync conflict's copy nor named in unsafe characters."""
    return name.lower().endswith(".md") and not (_is_conflict_copy(name) or _is_unsafe(name))


def scan(vault: Vault) -> Scan:
    """Walk the vault and return its notes. Never raises: what cannot be looked at becomes an oddity."""
    folders = [folder for folder in visit(vault, {}) if isinstance(folder, Contents)]
    found = {path: signature for folder in folders for path, signature in folder.found.items()}
    oddities = sorted((one for folder in folders for one in folder.oddities), key=lambda one: (one.path, one.message))
    return Scan(dict(sorted(found.items())), tuple(oddities))


def visit(vault: Vault, known: Mapping[str, bytes]) -> Iterator[Contents | str]:
    """Walk the vault and yield each folder: its path where its mark is the one in `known`, else its contents.

    Never raises: what cannot be looked at becomes an oddity.
    """
    walk = _Walk(vault)
    folders = [""]  # a list, since a vault may be nested deeper than functions can be
    while folders:
        path = folders.pop()
        listing = walk.listing(path)
        if isinstance(listing, Contents):
            yield listing
            continue
        folders += listing.folders
        mark = listing.mark()
        yield path if mark and mark == known.get(path) else walk.contents(path, mark, listing)


def glance(vault: Vault, paths: Iterable[str]) -> dict[str, Signature | None] | None:
    """Look at single notes: the signature of each, None for one that is not there.

    Returns None in place of all where one of them needs a walk: it is a link or below one, or is named like a note and
    is none, or lies in a vault of its own.
    """
    walk = _Walk(vault)
    found: dict[str, Signature | None] = {}
    paths = list(paths)
    for folder in {os.path.dirname(walk.root + path) for path in paths}:  # noqa: PTH120 - a text, for speed
        if os.path.realpath(folder) != folder or walk.is_anothers(folder):
            return None
    for path in paths:
        if not walk.may_hold_note(path):
            continue
        try:
            status = os.lstat(walk.root + path)
        except (FileNotFoundError, NotADirectoryError):
            found[path] = None
            continue
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        found[path] = _signature(status)
    return found


class _Listing(NamedTuple):
    """What the system says is in a folder: rows of the regular files named like notes, the folders, and the rest."""

    rows: list[_Row]
    folders: list[str]
    links: list["os.DirEntry[str]"]
    # What else is named like a note, or has a name that cannot be shown, and what the links lead to.
    others: list[tuple[str, str]]

    def mark(self) -> bytes:
        """Return what stands for the listing, empty where a link's target may change without it."""
        if self.links:
            return b""
        told = marshal.dumps((self.rows, self.folders, self.others), _MARSHAL)
        return blake2b(told, digest_size=16).digest()


class _Walk:
    """What every folder is looked at with."""

    def __init__(self, vault: Vault) -> None:
        self.root = f"{vault.root}{os.sep}"
        self._vault_root = vault.root
        self._excluded = {SUMMARIES, *vault.settings.exclude}

    def listing(self, folder: str) -> _Listing | Contents:
        """Ask the system what is in a folder, and as little else as can be: this is done for all files each time."""
        found = _Listing([], [], [], [])
        add = found.rows.append
        prefix = f"{folder}/" if folder else ""
        try:
            with os.scandir(self.root + folder) as listing:
                for entry in listing:
                    name = entry.name
                    if name[-3:] == ".md" and entry.is_file(follow_symlinks=False):
                        try:
                            s = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:
                            continue  # removed a moment ago
                        except OSError:
                            found.others.append((name, "closed"))
                            continue
                        add((name, s.st_mode, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino))
                    elif name == MARK and folder and _is_vault(self.root + folder):
                        from tj.words import (
                            vault as words,
                        )  # here and below, since most vaults have nothing of the kind

                        # Whether it still is one is not in a listing's mark, so it has none.
                        return Contents(folder, b"", {}, (_oddity(folder, words.ANOTHER_VAULT),))
                    else:
                        self._take(prefix, entry, found)
        except FileNotFoundError:
            # Any but the root itself was removed a moment ago.
            from tj.words import vault as words

            oddities = () if folder else (Oddity(".", words.FOLDER_NOT_THERE),)
            return Contents(folder, b"", {}, oddities)
        except OSError:
            from tj.words import vault as words

            return Contents(folder, b"", {}, (_oddity(folder or ".", words.FOLDER_NOT_READ),))
        return found

    def _take(self, prefix: str, entry: "os.DirEntry[str]", found: _Listing) -> None:
        name = entry.name
        path = prefix + name
        if is_ignored_name(name) or path in self._excluded:
            return
        try:
            if entry.is_symlink():
                found.links.append(entry)
            elif entry.is_dir(follow_symlinks=False):
                if _is_unsafe(name):
                    found.others.append((name, "folder"))
                else:
                    found.folders.append(path)
            elif name[-3:].lower() == ".md":
                s = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(s.st_mode):
                    found.rows.append((name, s.st_mode, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino))
                else:
                    found.others.append((name, "special"))
        except FileNotFoundError:
            pass
        except OSError:
            found.others.append((name, "closed"))

    def contents(self, folder: str, mark: bytes, listing: _Listing) -> Contents:
        """Look closely at what a folder holds."""
        prefix = f"{folder}/" if folder else ""
        oddities: list[Oddity] = []
        found: dict[str, Signature] = {}
        plain = _are_plain([row[0] for row in listing.rows])
        for name, _, size, mtime, ctime, inode in listing.rows:
            path = prefix + name
            if path in self._excluded:
                continue
            if plain or (not is_ignored_name(name) and self._is_note(path, name, oddities)):
                found[path] = Signature(size, _clamped(mtime), _clamped(ctime), inode & _SIGNED_64)
        for name, what in listing.others:
            self._report_other(prefix + name, name, what, oddities)
        for entry in listing.links:
            self._follow(prefix + entry.name, entry, found, oddities)
        return Contents(folder, mark, found, tuple(sorted(oddities, key=lambda one: (one.path, one.message))))

    def is_anothers(self, folder: str) -> bool:
        """Tell whether a folder, named in full, is a vault of its own or lies in one that is inside this vault."""
        while len(folder) >= len(self.root):
            if _is_vault(folder):
                return True
            folder = os.path.dirname(folder)  # noqa: PTH120 - a text, for speed
        return False

    def may_hold_note(self, path: str) -> bool:
        """Tell whether a walk would take a regular file at `path` for a note."""
        *folders, name = path.split("/")
        step = ""
        for part in [*folders, name]:
            step = f"{step}/{part}" if step else part
            if is_ignored_name(part) or _is_unsafe(part) or step in self._excluded:
                return False
        return is_note_name(name)

    def _report_other(self, path: str, name: str, what: str, oddities: list[Oddity]) -> None:
        from tj.words import vault as words

        if what == "closed":
            oddities.append(_oddity(path, words.NOT_LOOKED_AT))
        elif what == "folder" or _is_unsafe(name):
            oddities.append(_oddity(path, words.NAME_NOT_TEXT))
        elif self._is_note(path, name, oddities):
            oddities.append(_oddity(path, words.NOT_A_FILE))

    def _follow(
        self, path: str, entry: "os.DirEntry[str]", found: dict[str, Signature], oddities: list[Oddity]
    ) -> None:
        """Look where a link leads. Notes and folders inside the vault are found under their own names already."""
        from tj.words import vault as words

        named = entry.name[-3:].lower() == ".md"
        try:
            target = Path(entry.path).resolve()
            status = entry.stat() if target.is_relative_to(self._vault_root) else None
        except (OSError, RuntimeError):  # to nothing, or around in a circle
            if named and self._is_note(path, entry.name, oddities):
                oddities.append(_oddity(path, words.LINK_TO_NOWHERE))
            return
        if status is None:
            oddities.append(_oddity(path, words.LINK_OUTSIDE))
        elif not stat.S_ISDIR(status.st_mode) and named and self._is_note(path, entry.name, oddities):
            parts = target.relative_to(self._vault_root).parts
            steps = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
            unread = any(map(is_ignored_name, parts)) or steps & self._excluded
            if unread or self.is_anothers(str(target.parent)):
                oddities.append(_oddity(path, words.LINK_TO_UNREAD))
            elif not stat.S_ISREG(status.st_mode):
                oddities.append(_oddity(path, words.NOT_A_FILE))
            elif not target.name.lower().endswith(".md"):
                found[path] = _signature(status)

    def _is_note(self, path: str, name: str, oddities: list[Oddity]) -> bool:
        if _is_unsafe(name):
            from tj.words import vault as words

            oddities.append(_oddity(path, words.NAME_NOT_TEXT))
            return False
        if _is_conflict_copy(name):
            from tj.words import vault as words

            oddities.append(_oddity(path, words.CONFLICT_COPY))
            return False
        return True


def _signature(status: os.stat_result) -> Signature:
    times = (_clamped(status.st_mtime_ns), _clamped(status.st_ctime_ns))
    # On Windows a walk is told no number of a file, so one that is looked at by itself has none either.
    number = 0 if sys.platform == "win32" else status.st_ino & _SIGNED_64
    return Signature(status.st_size, *times, number)


def _is_vault(folder: str) -> bool:
    return os.path.isfile(f"{folder}{os.sep}{CONFIG}")  # noqa: PTH113 - a text, for speed


def _is_unsafe(name: str) -> bool:
    # What can be printed has none of these characters, and to know it takes no pattern.
    return not name.isprintable() and re.search(_UNSAFE, name) is not None


def _are_plain(names: Sequence[str]) -> bool:
    """Tell at once of the names in most folders that all of them, which end in `.md`, are names of notes."""
    told = "\n".join(names)
    plain = told.isascii() and not told.encode().translate(None, _PLAIN) and told.count("\n") == len(names) - 1
    return plain and "\n." not in f"\n{told}" and "conflict" not in told.lower()


def _is_conflict_copy(name: str) -> bool:
    # Of most names it is known without a pattern. One that is not ASCII may have letters that it takes for those of it.
    return not (name.isascii() and "conflict" not in name.lower()) and re.search(_CONFLICT_COPY, name) is not None


def _oddity(path: str, message: str) -> Oddity:
    return Oddity(re.sub(_UNSAFE, _escaped, path), message)


def _escaped(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape", "backslashreplace").decode("ascii")


def _clamped(nanoseconds: int) -> int:
    if 0 <= nanoseconds <= _SIGNED_64:  # as nearly all are
        return nanoseconds
    return max(min(nanoseconds, _SIGNED_64), -_SIGNED_64)
