"""Runs the rows that were asked for, prints one Markdown table, and writes the page; see the package's own words."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from tests.bench import (
    grepping,
    indexers,
    indexing,
    journals,
    paging,
    refreshing,
    searching,
    sharing,
    starting,
    watching,
)
from tests.bench.grounds import PATIENCE, Grounds
from tests.bench.measure import Line
from tests.bench.page import document, row, table_head, table_row
from tests.bench.results import Result, Run, load, machine, read, source_mark, store

Row = Callable[[Grounds, Sequence[int], int], list[Line]]

ROWS: dict[str, Row] = {
    "index": indexing.index,
    "memory": indexing.memory,
    "file": indexing.file,
    "noop": refreshing.noop,
    "update": watching.update,
    "idle": watching.idle,
    "search": searching.search,
    "start": starting.start,
    "jrnl": journals.jrnl,
    "basic-memory": indexers.basic_memory,
    "obsidiantools": indexers.obsidiantools,
    "ripgrep": grepping.ripgrep,
    "share": sharing.share,
    "page": paging.page,
}
# One measuring serves these, and holds little.
_TOGETHER = ("index", "memory", "file")
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def main() -> int:
    """Measure, print, and write the page where all rows were run; 1 is returned only where a measurement broke."""
    asked = _arguments()
    grounds = Grounds(asked.folder, asked.patience)
    grounds.folder.mkdir(parents=True, exist_ok=True)
    whole = asked.only == list(ROWS)
    kept = grounds.folder / ("results.json" if whole else "results-of-some-rows.json")
    run = Run(asked.date, asked.sizes, asked.rounds, machine(), source_mark(), (load(), ""))
    if asked.resume:
        run = _resumed(run, kept)
    went_on = bool(run.results)
    _print(*table_head(["row", "what", "goal", *(f"{size:,}" for size in run.sizes), "at a size of its own", ""]))
    for name in asked.only:
        result = run.results.get(name)
        if result is None or result.broken:
            _tell(f"{name} … (load {load()})")
            result = _measured(name, grounds, run) if name in _TOGETHER else _apart(name, grounds, run)
            found = {**run.results, name: result}
            run = replace(run, loads=(run.loads[0], load()), results=found, resumed=run.resumed or went_on)
            store(run, kept)
        _print(*(row([line.row, *table_row(line, run.sizes, elsewhere=True)]) for line in result.lines))
    return _close(run, whole=whole)


def _close(run: Run, *, whole: bool) -> int:
    _print("", f"{run.machine}; load average before {run.loads[0]}, after {run.loads[1]}; rounds {run.rounds}.")
    broken = [result for result in run.results.values() if result.broken]
    _print(*(f"Broken: {result.row}, because {result.broken}" for result in broken))
    if whole:
        results = {name: run.results[name] for name in ROWS}
        PAGE.write_text(document(replace(run, results=results)), "utf-8")
        _tell(f"written: {PAGE}")
    else:
        _tell("docs/benchmarks.md is written only where all rows are run")
    return 1 if broken else 0


def _apart(name: str, grounds: Grounds, run: Run) -> Result:
    """Measure a row in a process of its own.

    What a row holds in memory would else be counted into whatever is started after it: the system hands on to a new
    program what the process that starts it had at most.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(_measured, name, grounds, run).result()


def _measured(name: str, grounds: Grounds, run: Run) -> Result:
    try:
        return Result(name, ROWS[name](grounds, run.sizes, run.rounds))
    except Exception as problem:  # noqa: BLE001 - the other rows are still worth having
        # Its words may name folders of this machine, so they go to whoever runs the bench and into no page.
        traceback.print_exc()
        return Result(name, [], f"the measurement ended with an error ({type(problem).__name__})")


def _resumed(run: Run, kept: Path) -> Run:
    """Return the run that was ended, or this one where that measured something else."""
    try:
        earlier = read(kept.read_text("utf-8"))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        _tell("there is no run to go on from")
        return run
    if not run.goes_on_from(earlier):
        _tell("the last run had other code, sizes or rounds; this one begins anew")
        return run
    return earlier


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[1000, 10000], help="entries, as 1000,10000,100000")
    parser.add_argument("--only", type=_names, default=list(ROWS), help=f"rows, of {','.join(ROWS)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often the slow rows measure; quick ones more often")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds for a row of another program")
    parser.add_argument("--resume", action="store_true", help="go on with the last run where it was ended")
    parser.add_argument("--date", default=date.today().isoformat(), help="the day that the page names; today")
    default = Path(os.environ.get("TJ_BENCH_DIR", "/tmp/tj-bench"))  # noqa: S108 - kept from run to run, and no secret
    parser.add_argument("--folder", type=Path, default=default, help="where vaults are kept (or set TJ_BENCH_DIR)")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted({int(size) for size in text.split(",")})


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(ROWS):
        raise argparse.ArgumentTypeError(f"no row is called {', '.join(sorted(unknown))}")
    return names


def _print(*lines: str) -> None:
    """Print at once: a run takes long, and what is there should be seen even if it is ended."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
