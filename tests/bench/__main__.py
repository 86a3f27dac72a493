"""Runs the rows that were asked for and prints one Markdown table; see the package's own words."""

import argparse
import os
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import indexing, paging, peers, refreshing, searching, sharing, starting, watching
from tests.bench.grounds import Grounds
from tests.bench.measure import Line

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
    "jrnl": peers.jrnl,
    "share": sharing.share,
    "page": paging.page,
}
# Some rows are measured at one size, whichever are asked for.
_SIZES_OF_THEIR_OWN = {"start": (1000,), "jrnl": (10_000,), "share": (365,), "page": (20,)}


def main() -> int:
    """Measure and print; 1 is returned only where a measurement broke."""
    asked = _arguments()
    grounds = Grounds(asked.folder)
    grounds.folder.mkdir(parents=True, exist_ok=True)
    began = _load()
    broken: list[str] = []
    shown = sorted({*asked.sizes, *(size for name in asked.only for size in _SIZES_OF_THEIR_OWN.get(name, ()))})
    _print(_row(["row", "what", "goal", *(f"{size:,}" for size in shown), ""]), _row(["---"] * (len(shown) + 4)))
    for name in asked.only:
        _tell(f"{name} … (load {_load()})")
        try:
            _print(*(_table_row(line, shown) for line in ROWS[name](grounds, asked.sizes, asked.rounds)))
        except Exception as problem:  # noqa: BLE001 - the other rows are still worth having
            traceback.print_exc()
            broken.append(f"{name}: {problem}")
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    _print("", f"{machine}; load average before {began}, after {_load()}; rounds {asked.rounds}.")
    _print(*(f"Broken: {one}" for one in broken))
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[1000, 10000], help="entries, as 1000,10000,100000")
    parser.add_argument("--only", type=_names, default=list(ROWS), help=f"rows, of {','.join(ROWS)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often the slow rows measure; quick ones more often")
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


def _table_row(line: Line, shown: Sequence[int]) -> str:
    cells = [str(line.cells[size]) if size in line.cells else "" for size in shown]
    return _row([line.row, line.what, str(line.goal or ""), *cells, line.verdict])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _print(*lines: str) -> None:
    """Print at once: a run takes long, and what is there should be seen even if it is ended."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _load() -> str:
    return " ".join(f"{load:.2f}" for load in os.getloadavg())


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
