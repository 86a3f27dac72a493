"""The inside of a backup, `tj-backup/1`: a plain tar that is the same to the byte for the same vault.

    backup.json      {"format": "tj-backup/1", "head": "refs/heads/main"}; `head` is empty without a history
    history.bundle   where the vault is a git repository: all of it, as `git clone history.bundle` takes it
    files/…          the vault's folders, files and links as they lay there, uncommitted ones too, without `.git`

Members are sorted, times are 0, owners nobody's. What is read is checked member by member: a backup may come from
another hand than one's own.
"""

import hashlib
import io
import json
import re
import tarfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tj.errors import Refused
from tj.words import backup as words

__all__ = ["Archive", "Digest", "Kind", "Member", "Packing", "clashing", "digest_of", "stays_inside"]

Kind: TypeAlias = Literal["file", "folder", "link"]
# Kind, mode, and SHA-256 of the content or the target of the link.
Digest: TypeAlias = tuple[Kind, int, str]

FORMAT = "tj-backup/1"
_ABOUT, _HISTORY, _FILES = "backup.json", "history.bundle", "files"
_TYPES: dict[bytes, Kind] = {tarfile.REGTYPE: "file", tarfile.DIRTYPE: "folder", tarfile.SYMTYPE: "link"}
_HEAD = re.compile(r"(?:refs/heads/[^\x00-\x20\x7f~^:?*\[\\]{1,200}|[0-9a-f]{40}(?:[0-9a-f]{24})?)?")
# What no file system needs in a name, and some take for nothing: `.g\u200cit` could become `.git`.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True, repr=False)
class Member:
    """Something of a vault: `path` relative to it, empty for itself; `target` of a link; `data` of a file."""

    path: str
    kind: Kind
    mode: int
    target: str = ""
    data: bytes = b""


def digest_of(member: Member) -> Digest:
    """Return what a member is told by."""
    content = member.target.encode("utf-8", "surrogateescape") if member.kind == "link" else member.data
    return member.kind, member.mode, hashlib.sha256(content).hexdigest()


class Packing:
    """A backup in the making, in memory; members are added in the order of their paths."""

    def __init__(self, history: bytes, head: str) -> None:
        self._out = io.BytesIO()
        self._tar = tarfile.open(fileobj=self._out, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8")  # noqa: SIM115
        about = json.dumps({"format": FORMAT, "head": head}, sort_keys=True).encode()
        self._put(_ABOUT, tarfile.REGTYPE, 0o644, about)
        if history:
            self._put(_HISTORY, tarfile.REGTYPE, 0o644, history)

    def add(self, member: Member) -> None:
        """Add a member."""
        types = {kind: code for code, kind in _TYPES.items()}
        name = f"{_FILES}/{member.path}" if member.path else _FILES
        self._put(name, types[member.kind], member.mode, member.data, member.target)

    def finish(self) -> bytes:
        """Return the whole; nothing can be added then."""
        self._tar.close()
        return self._out.getvalue()

    def _put(self, name: str, kind: bytes, mode: int, data: bytes, target: str = "") -> None:
        info = tarfile.TarInfo(name)
        info.type, info.mode, info.size, info.linkname = kind, mode, len(data), target
        self._tar.addfile(info, io.BytesIO(data))


class Archive:
    """A backup that is read: what it is made of is checked before anything of it is given.

    Raises `Refused` where it is no backup, or holds what no backup of tj does.
    """

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)
        try:
            self._tar = tarfile.open(fileobj=self._data, mode="r:", errorlevel=2, encoding="utf-8")  # noqa: SIM115 - only memory is held
            infos = self._tar.getmembers()
        except (tarfile.TarError, ValueError, EOFError, OverflowError, RecursionError):
            raise _no_backup() from None
        self._infos = {info.name: info for info in infos}
        if len(self._infos) != len(infos):
            raise _strange(words.NAME_TWICE)
        about = self._about()
        self.head = about["head"]
        self.history = self._bytes(_HISTORY) if _HISTORY in self._infos else b""
        if bool(self.head) != bool(self.history):
            raise _strange(words.HISTORY_WITHOUT_BRANCH)
        self._check()

    def paths(self) -> list[str]:
        """Return the paths of all members of the vault."""
        return [name[len(_FILES) + 1 :] for name in self._infos if name.startswith(f"{_FILES}/")]

    def members(self) -> Iterator[Member]:
        """Yield the members of the vault, each folder before what is in it."""
        for name, info in self._infos.items():
            if name == _FILES or name.startswith(f"{_FILES}/"):
                kind = _TYPES[info.type]
                data = self._bytes(name) if kind == "file" else b""
                yield Member(name[len(_FILES) + 1 :], kind, info.mode, info.linkname if kind == "link" else "", data)

    def digests(self) -> dict[str, Digest]:
        """Return what each member of the vault is told by, by path."""
        return {member.path: digest_of(member) for member in self.members()}

    def _bytes(self, name: str) -> bytes:
        handle = self._tar.extractfile(self._infos[name])
        data = handle.read() if handle else b""
        if len(data) != self._infos[name].size:
            raise _no_backup()
        return data

    def _about(self) -> Mapping[str, Any]:
        info = self._infos.get(_ABOUT)
        if info is None or info.type != tarfile.REGTYPE or info.size > 4096:
            raise _no_backup()
        try:
            about = json.loads(self._bytes(_ABOUT))
        except (ValueError, RecursionError):
            raise _no_backup() from None
        if not isinstance(about, dict) or set(about) != {"format", "head"}:
            raise _no_backup()
        if about["format"] != FORMAT:
            raise Refused(*words.OF_NEWER_TJ)
        if not isinstance(about["head"], str) or not _HEAD.fullmatch(about["head"]) or ".." in about["head"]:
            raise _strange(words.IMPOSSIBLE_BRANCH)
        return about

    def _check(self) -> None:
        folders: set[str] = set()
        for name, info in self._infos.items():
            if info.type not in _TYPES or info.issparse():
                raise _strange(words.STRANGE_KIND)
            if info.mode & ~0o777:
                raise _strange(words.SPECIAL_RIGHTS)
            if name in (_ABOUT, _HISTORY):
                if info.type != tarfile.REGTYPE:
                    raise _strange(words.NO_FILE_THERE)
                continue
            above, _, last = name.rpartition("/")
            if name != _FILES and (above not in folders or not _is_plain(last)):
                raise _strange(words.NAME_ELSEWHERE)
            if info.type == tarfile.DIRTYPE:
                folders.add(name)
            if info.type == tarfile.SYMTYPE and not stays_inside(above, info.linkname):
                raise _strange(words.LINK_ELSEWHERE)
        if _FILES not in folders:
            raise _no_backup()


def clashing(paths: list[str]) -> str:
    """Return a path that a disk which ignores case and forms of accents cannot tell from another, empty for none."""
    seen: set[str] = set()
    for path in paths:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
        if folded in seen:
            return path
        seen.add(folded)
    return ""


def _is_plain(name: str) -> bool:
    """Tell whether a name is one of a file in its folder, on every system, and none that git would obey."""
    if name in ("", ".", "..") or "\0" in name or "/" in name:
        return False
    bare = _UNSEEN.sub("", unicodedata.normalize("NFC", name)).casefold().rstrip(". ")
    return bare not in (".git", "git~1")


def stays_inside(folder: str, target: str) -> bool:
    """Tell whether a link's target, step by step and by names alone, never leaves the folder that `folder` lies in.

    Arguments: `folder`, where the link lies: the first name is that of the outermost folder, `files`.
    """
    if not target or target.startswith("/") or "\0" in target:
        return False
    depth = folder.count("/")
    for part in target.split("/"):
        depth += -1 if part == ".." else 0 if part in ("", ".") else 1
        if depth < 0:
            return False
    return True


def _no_backup() -> Refused:
    return Refused(*words.NO_BACKUP)


def _strange(what: str) -> Refused:
    return Refused(*words.strange_content(what))
