"""Rows `index`, `memory` and `file`: all is read anew, against plain Python that reads and stores the texts alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import plain
from tests.bench.grounds import PYTHON, Ground, Grounds
from tests.bench.measure import Broken, Goal, Line, Spread, ratios, run

__all__ = ["file", "index", "memory"]


@dataclass(slots=True)
class _Runs:
    """What the rounds gave for one vault."""

    indexed: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    file: list[float] = field(default_factory=list)


# One measuring serves three rows.
_done: dict[tuple[int, ...], dict[int, _Runs]] = {}


def index(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time of a full index over plain Python's, and how that ratio grows with the vault."""
    runs = _measure(grounds, sizes, rounds)
    over = {size: ratios(runs[size].indexed, runs[size].plain) for size in sizes}
    lines = [
        Line("index", "full index / plain reading and FTS5", Goal(2.2, 1.6), _spreads(over)),
        Line("index", "µs an entry: full index", None, _spreads(_each(runs, "indexed"))),
        Line("index", "µs an entry: plain", None, _spreads(_each(runs, "plain"))),
    ]
    if len(sizes) > 1:
        growth = Spread.of(ratios(over[sizes[-1]], over[sizes[0]]))
        lines.insert(1, Line("index", "that ratio, largest / smallest vault", Goal(1.2), {sizes[-1]: growth}))
    return lines


def memory(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the most memory that a full index of the largest vault holds."""
    runs = _measure(grounds, sizes[-1:], rounds)
    cells = {size: Spread.of(one.megabytes) for size, one in runs.items()}
    return [Line("memory", "peak of a full index, MB", Goal(150, unit=" MB"), cells)]


def file(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the size of the index over that of the notes."""
    runs = _measure(grounds, sizes[-1:], rounds)
    return [Line("file", "index file / text", Goal(1.6), {size: Spread.of(one.file) for size, one in runs.items()})]


def _measure(grounds: Grounds, sizes: Sequence[int], rounds: int) -> dict[int, _Runs]:
    for wanted, found in _done.items():
        if set(sizes) <= set(wanted):
            return {size: found[size] for size in sizes}
    runs = {size: _Runs() for size in sizes}
    places = {size: grounds.reading(size) for size in sizes}
    for _ in range(rounds):
        for size, ground in places.items():
            _round(ground, runs[size])
    for ground in places.values():
        ground.clear()
    _done[tuple(sizes)] = runs
    return runs


def _round(ground: Ground, runs: _Runs) -> None:
    ran = ground.index_anew()
    report = json.loads(ran.out)
    if report["added"] < ground.size or report["problems"]:
        raise Broken(f"not all of {ground.root} was read: {report}")
    runs.indexed.append(report["seconds"])
    runs.megabytes.append(ran.megabytes)
    runs.file.append(ground.index_bytes() / ground.text_bytes())
    target = ground.home / "plain.sqlite"
    target.unlink(missing_ok=True)
    arguments: list[str | Path] = [PYTHON, "-I", plain.__file__, ground.root, target]
    runs.plain.append(float(run(arguments, ground.environment(), ground.home).out))


def _each(runs: dict[int, _Runs], name: str) -> dict[int, list[float]]:
    return {size: [seconds / size * 1e6 for seconds in getattr(one, name)] for size, one in runs.items()}


def _spreads(values: dict[int, list[float]]) -> dict[int, Spread]:
    return {size: Spread.of(found) for size, found in values.items()}
