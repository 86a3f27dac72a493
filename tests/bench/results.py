"""What a run of the bench found, row by row, and the file that keeps it, from which an ended run goes on."""

import hashlib
import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.measure import Goal, Line, Spread

__all__ = ["Result", "Run", "load", "machine", "read", "source_mark", "store", "written"]

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Result:
    """The lines of one row; `broken` is a clause that says why there are none."""

    row: str
    lines: Sequence[Line]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: when, with what, on what, and all that it found so far.

    `date` is YYYY-MM-DD; `sizes` are numbers of entries; `loads` are load averages over a minute, before and after;
    `mark` tells the code that was measured; `resumed`, that it was ended once and went on later.
    """

    date: str
    sizes: Sequence[int]
    rounds: int
    machine: str
    mark: str
    loads: tuple[str, str] = ("", "")
    results: Mapping[str, Result] = field(default_factory=dict)
    resumed: bool = False

    def goes_on_from(self, earlier: "Run") -> bool:
        """Tell whether what was found earlier may stand in this run: the same code, sizes, rounds and machine."""
        names = ("sizes", "rounds", "machine", "mark")
        return all(getattr(self, name) == getattr(earlier, name) for name in names)


def machine() -> str:
    """Return this machine in general words: nothing that tells whose it is."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = f"{platform.system()} {platform.release()}"
    try:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
    except (ValueError, OSError, AttributeError):
        memory = ""
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores ({platform.machine()}){memory}, {system}, {python}"


def load() -> str:
    """Return the load average over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def source_mark() -> str:
    """Return a short hash of tj and of the bench itself."""
    found = hashlib.sha256()
    for folder in ("tj", "templates", "tests/bench"):
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def store(run: Run, path: Path) -> None:
    """Keep what was found so far, all or nothing."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(written(run), "utf-8")
    beside.replace(path)


def written(run: Run) -> str:
    """Return a run as JSON."""
    return json.dumps(asdict(run), ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Run:
    """Return the run that `written` wrote; raises `ValueError`, `LookupError`, `TypeError` or `AttributeError` else."""
    found = json.loads(text)
    results = {name: _result(value) for name, value in found.pop("results").items()}
    return Run(**{**found, "loads": tuple(found["loads"]), "results": results})


def _result(value: Mapping[str, Any]) -> Result:
    return Result(value["row"], [_line(line) for line in value["lines"]], value["broken"])


def _line(value: Mapping[str, Any]) -> Line:
    goal = Goal(**value["goal"]) if value["goal"] else None
    return Line(
        **{**value, "goal": goal, "cells": {int(size): Spread(**cell) for size, cell in value["cells"].items()}}
    )
