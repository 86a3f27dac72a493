"""What a vault in git is given: what to ignore, how its files are merged, and a hook that keeps secrets out of commits.

Lines are added to files that are there, and none is changed or removed, so a second run changes nothing. Drivers stand
in the clone's own settings, since git takes no command from what it pulls.
"""

import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tj.entry.model import Problem
from tj.errors import TjError
from tj.interop.repository import Repository, find_repository, run_git
from tj.vault.files import create_file, read_to_change, replace_file
from tj.words import git as words

__all__ = ["Hook", "add_lines", "driver_problems", "install_hook", "set_drivers"]

ATTRIBUTES = ".gitattributes"
_IGNORED = (".obsidian/workspace*.json", ".trash/", "*.tmp")
# The later line wins, so what is generated is told apart from entries.
_MERGED = ("*.md merge=tj-entry", "summaries/** merge=tj-generated", ".tj/shared.jsonl merge=union")
_NAMES = {"tj-entry": words.DRIVER_OF_ENTRIES, "tj-generated": words.DRIVER_OF_SUMMARIES}
_HOOK, _OURS = "pre-commit", "tj-pre-commit"
_USES = re.compile(rb"^[^#\n]*\bmerge=tj-entry\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Hook:
    """What came of the hook: where it lies, whether git runs it, and else the line by which it would be run."""

    path: Path
    runs: bool
    line: str = ""
    where: str = ""


def _lines_wanting(text: str, lines: Sequence[str]) -> list[str]:
    """Return those of some lines that a file's text does not have yet."""
    there = {line.strip() for line in text.splitlines()}
    return [line for line in lines if line not in there]


def add_lines(root: Path) -> list[str]:
    """Add what is wanting to `.gitignore` and `.gitattributes`; returns the names of the files that changed."""
    changed = []
    for name, lines in ((".gitignore", _IGNORED), (ATTRIBUTES, _MERGED)):
        path = root / name
        if not path.exists():
            create_file(path, "".join(f"{line}\n" for line in lines).encode())
            changed.append(name)
            continue
        before = read_to_change(path)
        text = before.decode("utf-8", "surrogateescape")
        new = _lines_wanting(text, lines)
        if new:
            end = "\r\n" if "\r\n" in text else "\n"
            gap = "" if not text or text.endswith("\n") else end
            after = text + gap + "".join(f"{line}{end}" for line in new)
            replace_file(path, before, after.encode("utf-8", "surrogateescape"))
            changed.append(name)
    return changed


def set_drivers(repository: Repository, command: Sequence[str]) -> bool:
    """Set how this clone merges entries and summaries; returns whether that changed anything.

    Arguments: `command`, the words by which tj is run.
    """
    wanted = {"tj-entry": _driver(command), "tj-generated": "true"}
    changed = False
    for name, driver in wanted.items():
        for key, value in (("name", _NAMES[name]), ("driver", driver)):
            if _setting(repository.top, f"merge.{name}.{key}") != value:
                run_git(repository.top, "config", "--local", f"merge.{name}.{key}", value)
                changed = True
    return changed


def install_hook(repository: Repository, script: str) -> Hook:
    """Put the hook's script beside the other hooks, and have git run it where nothing else is in charge of that.

    A hook that is there is never touched: then the result says which line would run ours.
    """
    folder = repository.common / "hooks"
    ours = folder / _OURS
    _write(ours, script.encode())
    line = 'sh "$(git rev-parse --git-common-dir)/hooks/tj-pre-commit" || exit 1'
    if repository.hooks_path:
        return Hook(ours, runs=False, line=line, where=words.hook_of_others(_HOOK, repository.hooks_path))
    if (repository.top / ".pre-commit-config.yaml").exists():
        entry = f"sh -c '{line}'"
        return Hook(ours, runs=_runs_ours(folder / _HOOK), line=entry, where=words.HOOK_OF_PRE_COMMIT)
    hook = folder / _HOOK
    if not os.path.lexists(hook):
        create_file(hook, f"#!/bin/sh\n{line}\n".encode())
        hook.chmod(0o755)
        return Hook(ours, runs=True)
    return Hook(ours, runs=_runs_ours(hook), line=line, where=str(hook))


def driver_problems(root: Path) -> list[Problem]:
    """Return a problem where a vault's files ask for tj's merges and this clone does not have them."""
    path = root / ATTRIBUTES
    try:
        data = path.read_bytes()
    except OSError:
        return []
    found = _USES.search(data)
    if found is None or find_repository(root) is None or _setting(root, "merge.tj-entry.driver"):
        return []
    line = data.count(b"\n", 0, found.start()) + 1
    return [Problem(ATTRIBUTES, line, "warning", words.MERGES_NOT_SET)]


def _driver(command: Sequence[str]) -> str:
    # Where tj is gone, or is not found by a program with a window, git's own way is better than a failed merge.
    run = shlex.join(command)
    return (
        f"if command -v {shlex.quote(command[0])} >/dev/null 2>&1; then {run} git merge-entry %O %A %B %P;"
        " else git merge-file -L ours -L base -L theirs %A %O %B; fi"
    )


def _setting(root: Path, name: str) -> str:
    try:
        return os.fsdecode(run_git(root, "config", "--get", name)).rstrip("\n")
    except TjError:
        return ""


def _runs_ours(hook: Path) -> bool:
    try:
        return _OURS.encode() in hook.read_bytes()
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    if not path.exists():
        create_file(path, data)
    elif (before := read_to_change(path)) != data:
        replace_file(path, before, data)
    path.chmod(0o755)
