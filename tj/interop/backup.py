"""A whole vault as one archive, and back: everything in it but the folders of git, whose history goes as a bundle."""

import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tj.errors import Refused, TjError
from tj.interop.archive import Archive, Digest, Kind, Member, Packing, clashing, digest_of, stays_inside
from tj.interop.git import History, check_bundle, put_back
from tj.vault.files import read_file
from tj.vault.names import are_portable
from tj.vault.place import is_within
from tj.words import backup as words
from tj.words import system

__all__ = ["Found", "Survey", "check", "pack", "restore", "survey"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something in the vault as a look without reading shows it; `target` of a link, `size` of a file in bytes."""

    path: str
    kind: Kind
    mode: int
    target: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What a backup will hold, in order, and what it leaves out, with the reason."""

    found: tuple[Found, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(one.size for one in self.found)


def survey(root: Path, apart: Sequence[Path] = ()) -> Survey:
    """Look through a vault, reading no file.

    Arguments: `root`, resolved; `apart`, folders that are not the vault's even where they lie in it.
    Raises `TjError` where a folder cannot be looked into: a backup without it would not be whole.
    """
    found, left_out = [Found("", "folder", stat.S_IMODE(root.stat().st_mode) & 0o777)], []
    away = {str(path.resolve()) for path in apart}
    for path, entry in _walk(root, away):
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # removed a moment ago
        mode = stat.S_IMODE(status.st_mode) & 0o777
        if entry.name == ".git":
            if path != ".git":
                left_out.append((path, words.REPOSITORY_WITHIN))
        elif entry.is_symlink():
            target = _target(root, entry.path)
            if target:
                found.append(Found(path, "link", 0o777, target))
            else:
                left_out.append((path, words.LINK_LEADS_OUT))
        elif stat.S_ISDIR(status.st_mode):
            found.append(Found(path, "folder", mode))
        elif stat.S_ISREG(status.st_mode):
            found.append(Found(path, "file", mode, size=status.st_size))
        else:
            left_out.append((path, words.NEITHER_FILE_NOR_FOLDER))
    return Survey(tuple(sorted(found, key=lambda one: one.path.split("/"))), tuple(sorted(left_out)))


def pack(root: Path, looked: Survey, history: History) -> tuple[bytes, dict[str, Digest]]:
    """Return the archive of a vault, and what each member in it is told by.

    Raises `TjError` where a file cannot be read: a backup without it would not be whole.
    """
    packing = Packing(history.bundle, history.head)
    digests = {}
    for one in looked.found:
        data = b""
        if one.kind == "file":
            try:
                data = read_file(root / one.path, root=str(root))
            except TjError as problem:
                if not os.path.lexists(root / one.path):
                    continue  # an editor took it away a moment ago
                raise TjError(words.would_not_be_whole(problem.message), problem.hint) from None
        member = Member(one.path, one.kind, one.mode, one.target, data)
        packing.add(member)
        digests[one.path] = digest_of(member)
    return packing.finish(), digests


def check(data: bytes, digests: dict[str, Digest], history: History) -> None:
    """See that an archive can be restored to what was packed.

    Raises `TjError` where anything differs.
    """
    archive = Archive(data)
    if archive.digests() != digests or (archive.history, archive.head) != (history.bundle, history.head):
        raise TjError(*words.HOLDS_OTHERWISE)
    if archive.history:
        check_bundle(archive.history)


def restore(archive: Archive, folder: Path, *, with_history: bool = True) -> None:
    """Write a vault into a new or empty folder; it appears whole or not at all.

    Raises `Refused` where the folder is there and not empty, or the backup is not one to trust; `TjError` where it
    cannot be written.
    """
    folder = folder.absolute()
    if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir() or any(folder.iterdir())):
        raise Refused(*words.folder_not_empty(folder))
    half = folder.with_name(f"unfinished-{folder.name}-{secrets.token_hex(4)}")  # in sight, should tj be killed
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        half.mkdir(mode=0o700)
        if sys.platform == "win32":
            _check_names(archive)
        clash = clashing(archive.paths())
        if clash and not _tells_case_apart(half):
            raise Refused(*words.disk_tells_not_apart(clash))
        _write(archive, half)
        if with_history and archive.history:
            put_back(half, archive.history, archive.head)
        if sys.platform != "win32":  # which has nothing of the kind
            os.sync()  # once for all: thousands of small files one by one would take minutes
        if folder.exists():
            folder.rmdir()
        half.rename(folder)
    except OSError as error:
        reason = system.reason(error.strerror)
        raise TjError(*words.not_restored(folder, reason)) from None
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _walk(root: Path, away: set[str]) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    folders = [""]
    while folders:
        above = folders.pop()
        try:
            with os.scandir(root / above) as listing:
                entries = list(listing)
        except FileNotFoundError:
            continue
        except OSError as error:
            reason = system.reason(error.strerror)
            raise TjError(*words.folder_unreadable(root / above, reason)) from None
        for entry in entries:
            path = f"{above}/{entry.name}" if above else entry.name
            if entry.path in away:
                continue
            if entry.name != ".git" and entry.is_dir(follow_symlinks=False):
                folders.append(path)
            yield path, entry


def _target(root: Path, link: str) -> str:
    """Return where a link leads to, relative to its folder, empty where that is out of the vault."""
    if not is_within(str(root), link):
        return ""
    target = str(Path(link).readlink())
    folder = os.path.dirname(link)  # noqa: PTH120 - names that are no UTF-8 stay as they are
    here = f"files/{os.path.relpath(folder, root)}".removesuffix("/.")
    if stays_inside(here, target):
        return target
    full = os.path.normpath(os.path.join(folder, target))  # noqa: PTH118
    inside = full == str(root) or full.startswith(f"{root}{os.sep}")
    return os.path.relpath(full, folder) if inside else ""


def _write(archive: Archive, root: Path) -> None:
    """Write the members: files before links, so that nothing is ever written through one."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    folders: list[tuple[Path, int]] = []
    links: list[tuple[Path, str]] = []
    for member in archive.members():
        path = root / member.path
        if not path.is_relative_to(root) or path.parts[: len(root.parts)] != root.parts:  # `C:` on Windows
            raise Refused(*words.NAME_LEADS_ELSEWHERE)
        if member.kind == "link":
            links.append((path, member.target))
        elif member.kind == "folder":
            path.mkdir(mode=0o700, exist_ok=not member.path)
            folders.append((path, member.mode | 0o700))
        else:
            with os.fdopen(os.open(path, flags, 0o600), "wb") as handle:
                handle.write(member.data)
            path.chmod(member.mode | 0o600)
    for path, target in links:
        path.symlink_to(target)
    for path, _ in links:
        if not is_within(str(root.resolve()), str(path)):
            raise Refused(*words.LINK_IN_IT_LEADS_OUT)
    for path, mode in reversed(folders):
        path.chmod(mode)


def _check_names(archive: Archive) -> None:
    """See that every name in a backup is one that Windows has, where a backslash or a colon would lead elsewhere."""
    for member in archive.members():
        if not (are_portable(member.path) and are_portable(member.target)):
            raise Refused(*words.not_on_windows(member.path))


def _tells_case_apart(folder: Path) -> bool:
    probe = folder / "case"
    probe.touch()
    try:
        return not (folder / "CASE").exists()
    finally:
        probe.unlink()
