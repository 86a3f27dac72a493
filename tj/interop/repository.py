"""The git repository that a vault lies in, asked of git itself, which is run by name and without a shell."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tj.errors import TjError
from tj.words import git as words

__all__ = ["Commit", "Repository", "find_repository", "history", "make_repository", "run_git"]

_FIELDS = "%x1e%h%x1f%ad%x1f%s%x1f"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: the top of its work tree, the folder with what all its work trees share, and that of its hooks.

    `hooks_path` is `core.hooksPath` as it is set, empty where it is not: then others look after the hooks.
    """

    top: Path
    common: Path
    hooks_path: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit to a note: `day` is YYYY-MM-DD, `added` and `removed` count lines."""

    id: str
    day: str
    subject: str
    added: int
    removed: int
    path: str


def find_repository(root: Path) -> Repository | None:
    """Return the repository that a folder lies in, None where it lies in none.

    Raises `TjError` where git is not there, or does not trust the repository.
    """
    done = _run(root, ["rev-parse", "--path-format=absolute", "--show-toplevel", "--git-common-dir"])
    if done.returncode:
        if b"dubious ownership" in done.stderr:
            raise TjError(*words.OTHERS_REPOSITORY)
        return None
    top, common = os.fsdecode(done.stdout).rstrip("\n").split("\n")
    return Repository(Path(top), Path(common), _config(root, "core.hooksPath"))


def make_repository(root: Path) -> None:
    """Make a folder a repository.

    Raises `TjError` where git cannot do so.
    """
    if _run(root, ["init", "--quiet"]).returncode:
        raise TjError(*words.NO_REPOSITORY_MADE)


def run_git(root: Path, *command: str) -> bytes:
    """Run git in a folder and return what it says.

    Raises `TjError` where git fails.
    """
    done = _run(root, command)
    if done.returncode:
        raise TjError(*words.git_stopped(command[0]))
    return done.stdout


def history(root: Path, path: str) -> list[Commit]:
    """Return the commits that changed a note, newest first, those under its earlier names included.

    Arguments: `path`, relative to `root`.
    Raises `TjError` where git fails.
    """
    if _run(root, ["rev-parse", "--quiet", "--verify", "HEAD"]).returncode:
        return []  # nothing was committed yet, which git's log takes for a failure
    out = run_git(root, "log", "--follow", "--numstat", "-z", "--date=short", f"--format={_FIELDS}", "--", path)
    return [_commit(part) for part in os.fsdecode(out).split("\x1e")[1:]]


def _commit(text: str) -> Commit:
    number, day, subject, rest = text.split("\x1f", 3)
    counts, *names = rest.lstrip("\0\n").split("\0")
    added, removed, name = counts.split("\t")
    # Where it was renamed, the old and the new name follow.
    path = name or (names[1] if len(names) > 1 else "")
    return Commit(number, day, subject, _count(added), _count(removed), path)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else 0  # git writes `-` for what is no text


def _config(root: Path, name: str) -> str:
    done = _run(root, ["config", "--get", name])
    return os.fsdecode(done.stdout).strip() if not done.returncode else ""


def _run(root: Path, command: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            ["git", "-C", str(root), *command],
            stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment,
        )  # fmt: skip
    except OSError:
        raise TjError(*words.NO_GIT) from None
