"""The least that could be done: a bare walk, and all texts put into one bare table. Knows nothing of tj.

Run as `python plain.py VAULT FILE`, it reads every note below VAULT into a full-text table in FILE, which it makes, and
prints the seconds that took, without the start of Python itself.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator

__all__ = ["notes", "walk"]

_GENERATED = "summaries"


def notes(root: str) -> "Iterator[os.DirEntry[str]]":
    """Yield every file below `root` but hidden and generated ones, in no order."""
    folders = [root]
    while folders:
        with os.scandir(folders.pop()) as listing:
            for entry in listing:
                if entry.name.startswith(".") or entry.name == _GENERATED:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    yield entry


def walk(root: str) -> int:
    """Stat every note below `root` and return their size in bytes."""
    return sum(entry.stat(follow_symlinks=False).st_size for entry in notes(root))


def _texts(root: str) -> Iterator[tuple[str]]:
    for entry in notes(root):
        with open(entry.path, "rb") as handle:  # noqa: PTH123 - pathlib costs time, and this is the least
            yield (handle.read().decode("utf-8", "replace"),)


def _main(root: str, target: str) -> None:
    began = time.perf_counter()
    database = sqlite3.connect(target, isolation_level=None)
    database.execute("CREATE VIRTUAL TABLE notes USING fts5(text)")
    database.execute("BEGIN")
    database.executemany("INSERT INTO notes VALUES (?)", _texts(root))
    database.execute("COMMIT")
    database.close()
    sys.stdout.write(f"{time.perf_counter() - began:.6f}\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
