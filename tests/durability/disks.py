"""What the tests of disks and folders share: a vault of ten entries, and what a clear failure is."""

import json
from pathlib import Path

from tests.conftest import Tj

__all__ = ["NOTES", "TODAY", "is_clear", "leftovers", "paths"]

NOTES: dict[str, str | bytes] = {
    f"journal/2026/2026-05-{day:02}.md": f"---\nmood: {1 + day % 10}\n---\nalder {day}\n" for day in range(1, 11)
}
TODAY = "journal/2026/2026-05-11.md"


def leftovers(*folders: Path) -> list[str]:
    """Return what a writing that did not end well has left in these folders."""
    return [path.name for folder in folders for path in folder.rglob("*") if path.name.endswith(".tmp")]


def is_clear(done: object, *words: str) -> None:
    """See that a command failed by one line that says what is the matter, and one that says what to do."""
    code, err = getattr(done, "code", None), getattr(done, "err", "")
    assert code == 1
    lines = err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["error", "hint"]
    assert [word for word in words if word not in err] == []
    assert [word for word in ("alder", "elm", "Traceback", "tj itself failed") if word in err] == []


def paths(tj: Tj, vault: Path) -> list[str]:
    done = tj("list", "--json", vault=vault)
    assert (done.code, done.err) == (0, "")
    return sorted(row["path"] for row in json.loads(done.out))
