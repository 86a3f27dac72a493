"""A vault's git history, taken whole and put back: git is run by name, without its network, hooks or templates."""

import hashlib
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tj.errors import TjError
from tj.words import git as words

__all__ = ["History", "check_bundle", "history_of", "put_back"]

_HEADER = re.compile(rb"# v[23] git bundle\n(?:@[^\n]+\n)*(?:[0-9a-f]{40}(?:[0-9a-f]{24})? [^\n]+\n)+\n")
_SHA256 = b"@object-format=sha256\n"
# Of the person's own settings, what could run a program or reach out; and where git would look for another repository.
_SETTINGS = ("protocol.allow=never", "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.logAllRefUpdates=false",
             "gc.auto=0")  # fmt: skip
_AWAY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
         "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES", "GIT_COMMON_DIR")  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class History:
    """A repository as one git bundle, and what is checked out: a branch, or a commit.

    Both are empty where there is none; `missing` says in a few words what of a history a person would miss.
    """

    bundle: bytes = b""
    head: str = ""
    missing: str = ""


def history_of(root: Path) -> History:
    """Return all branches, tags and commits of the repository whose top folder is `root`, from its own files only.

    Raises `TjError` where there is one that git cannot read.
    """
    if not os.path.lexists(root / ".git"):
        return History(missing=words.ONLY_ABOVE if _lies_in_one(root) else "")
    if _told(root, "rev-parse", "--is-shallow-repository") == "true":
        return History(missing=words.SHALLOW)
    if not _told(root, "for-each-ref", "--count=1"):
        return History(missing=words.NOTHING_COMMITTED)
    bundle = _git(root, "bundle", "create", "--quiet", "-", "--all")
    check_bundle(bundle)
    head = _told(root, "symbolic-ref", "--quiet", "HEAD", may_fail=True) or _told(root, "rev-parse", "HEAD")
    stashed = len(_told(root, "stash", "list").splitlines())
    return History(bundle, head, words.OTHER_STASHES if stashed > 1 else "")


def check_bundle(data: bytes) -> None:
    """See that a git bundle is whole: that it builds on nothing else, and its pack has the checksum that it ends with.

    Raises `TjError` where it is not.
    """
    header = _HEADER.match(data)
    size = 32 if header and _SHA256 in header[0] else 20
    pack = memoryview(data)[header.end() :] if header else memoryview(b"")
    made = hashlib.sha256 if size == 32 else hashlib.sha1
    if bytes(pack[:4]) != b"PACK" or made(pack[:-size]).digest() != bytes(pack[-size:]):
        raise TjError(*words.HISTORY_NOT_WHOLE)


def put_back(root: Path, bundle: bytes, head: str) -> None:
    """Make `root`, which has files already, the repository that a bundle was made of; the files stay as they are.

    Raises `TjError` where git cannot do so.
    """
    check_bundle(bundle)
    kind = "sha256" if _SHA256 in bundle[:4096] else "sha1"
    _git(root, "init", "--quiet", "--template=", f"--object-format={kind}")
    packed = root / ".git" / "tj-history.bundle"
    packed.write_bytes(bundle)
    _git(root, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--update-head-ok", str(packed),
         "+refs/*:refs/*", local=True)  # fmt: skip
    packed.unlink()
    if head.startswith("refs/"):
        _git(root, "symbolic-ref", "HEAD", head)
    else:
        _git(root, "update-ref", "--no-deref", "HEAD", head)
    if _told(root, "rev-parse", "--quiet", "--verify", "HEAD", may_fail=True):
        _git(root, "reset", "--quiet")


def _lies_in_one(root: Path) -> bool:
    return any(os.path.lexists(folder / ".git") for folder in root.parents)


def _told(root: Path, *command: str, may_fail: bool = False) -> str:
    return _git(root, *command, may_fail=may_fail).decode("utf-8", "surrogateescape").strip()


def _git(root: Path, *command: str, may_fail: bool = False, local: bool = False) -> bytes:
    settings: Sequence[str] = [*_SETTINGS, *(["protocol.file.allow=always"] if local else [])]
    options = [part for setting in settings for part in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if name not in _AWAY}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    environment["GIT_CEILING_DIRECTORIES"] = str(root.parent)
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *options, *command],
            stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment,
        )  # fmt: skip
    except OSError:
        raise TjError(*words.NO_GIT_FOR_HISTORY) from None
    if done.returncode and not may_fail:
        if b"dubious ownership" in done.stderr:
            raise TjError(*words.OTHERS_REPOSITORY_BACKED_UP)
        raise TjError(*words.git_stopped_backup(command[0]))
    return done.stdout if not done.returncode else b""
