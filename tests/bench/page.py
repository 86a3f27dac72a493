"""The page of the documentation on speed: prose around tables. No figure that was measured stands in this file."""

from collections.abc import Sequence

from tests.bench.measure import Line
from tests.bench.pairs import NOT
from tests.bench.reasons import reason
from tests.bench.results import Run

__all__ = ["AGAIN", "HEAD", "PEERS", "document", "row", "table_head", "table_row"]

HEAD = """\
# Benchmarks

How fast tj is, and how fast other programs are on the same notes. Everything below was measured in one run and
written by `make bench`; no figure is written by hand. tj and what it is compared with are measured in turn, one
after the other, since machines are uneven and shared: a ratio says more than seconds do.

## How it is measured

- The **vaults** are made by a seeded generator: one entry a day, of a hundred to some six hundred words in six
  languages and more scripts, each with a dozen front-matter keys, tasks, check-ins and links.
- **R** is the least that an index could do: plain Python reads every note and puts its text into one bare full-text
  table.
- **W** is the least that a look for changes could do: a bare walk through the folders with a stat of every note.
- Whole processes are compared with whole processes, from their start to their end, with the files in the system's
  memory.
- A **figure** is the median, and in brackets the middle half of what was measured. A goal is met where the median
  meets it at every size; it was set before the measuring, and is not moved.
- The **update** of a running watch is measured without the quiet time that it waits for on purpose.
"""
PEERS = """\
## Beside other programs

Each figure is the other program's time over tj's, on the same notes: 1 means as fast, and more that tj is faster.
They do not do the same things, and each is good at its own. Those from PyPI run in environments of their own, with
no network; which versions, the table says.

- **jrnl** keeps all entries in one file, which it reads for every command and writes anew for every entry.
- **basic-memory** makes a full-text index of a folder of notes, and **obsidiantools** loads a vault into memory.
  Both are held against an index made from nothing, with all summaries.
- **ripgrep** lists the files that have a word, without an index. Where it has a goal, for large vaults, it is held
  against the newest hits, with snippets, from an index that is open already; elsewhere against the whole command,
  which prints a snippet for each hit.
- **age** encrypts as many bytes as the share has.
"""
AGAIN = """\
## To run it again

```sh
make bench
make bench SIZES=1000,10000,100000 PATIENCE=600
make bench ONLY=index,noop ROUNDS=11
make bench RESUME=1
```

The first two run every row, print the table and write this page; the third runs some rows, and only prints. The
last goes on where a run with the same settings was ended. `PATIENCE` is how many seconds the row of another program
may take. Vaults, programs and results are kept in `TJ_BENCH_DIR`, which can be deleted at any time. What is
measured and how is told in `tests/bench/__init__.py`.
"""


def document(run: Run) -> str:
    """Return the page for a run, as Markdown."""
    lines = [line for result in run.results.values() for line in result.lines]
    own = [line for line in lines if not line.peer]
    goals = [line for line in own if line.goal is not None]
    peers = [line for line in lines if line.peer]
    rest = [line for line in own if line.goal is None and line.cells]
    parts = [
        HEAD,
        _machine(run),
        "## Goals\n",
        _table(run.sizes, goals, goal=True),
        *_misses(lines),
        PEERS,
        _table(run.sizes, peers, goal=True),
        *_missing(run),
        "## Plain figures\n",
        _table(run.sizes, rest, goal=False),
        AGAIN,
    ]
    return "\n".join(parts)


def row(cells: Sequence[str]) -> str:
    """Return one line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def table_head(columns: Sequence[str]) -> list[str]:
    """Return the two lines at the head of a Markdown table."""
    return [row(columns), f"|{'---|' * len(columns)}"]


def table_row(line: Line, sizes: Sequence[int], *, goal: bool = True, elsewhere: bool = False) -> list[str]:
    """Return the cells for one line: what, its goal, a figure for each size, those of sizes of its own, the verdict."""
    others = "; ".join(f"{size:,}: {cell}" for size, cell in line.cells.items() if size not in sizes)
    return [
        line.what,
        *([str(line.goal or "–")] if goal else []),
        *(str(line.cells.get(size, "")) for size in sizes),
        *([others] if elsewhere else []),
        *([line.verdict] if goal else []),
    ]


def _table(sizes: Sequence[int], lines: Sequence[Line], *, goal: bool) -> str:
    if not lines:
        return "Nothing of this was measured.\n"
    elsewhere = any(size not in sizes for line in lines for size in line.cells)
    columns = ["program" if any(line.peer for line in lines) else "row", "what", *(["goal"] if goal else [])]
    columns += [f"{size:,}" for size in sizes]
    columns += [*(["at a size of its own"] if elsewhere else []), *(["verdict"] if goal else [])]
    rows = [row([line.peer or line.row, *table_row(line, sizes, goal=goal, elsewhere=elsewhere)]) for line in lines]
    return "\n".join([*table_head(columns), *rows, ""])


def _machine(run: Run) -> str:
    before, after = run.loads
    resumed = " The run was ended in between, and went on later." if run.resumed else ""
    return (
        f"Measured on {run.date}: {run.machine}. Load average over a minute before: {before}, after: {after}."
        f" Slow rows took {run.rounds} rounds, quick ones more. The columns are numbers of entries"
        f" (for the page: megabytes).{resumed}\n"
    )


def _misses(lines: Sequence[Line]) -> list[str]:
    """Return the goals that were missed, those with one reason together, and what the time goes to."""
    reasons: dict[str, list[str]] = {}
    for line in lines:
        if line.met is False:
            reasons.setdefault(reason(line), []).append(_title(line))
    if reasons:
        told = [f"- **{'**, **'.join(titles)}**: {why}\n" for why, titles in reasons.items()]
        return ["### Missed\n", "".join(told)]
    return ["All goals were met.\n" if any(line.met for line in lines) else "No goal was measured.\n"]


def _missing(run: Run) -> list[str]:
    """Return what could not be run, and why."""
    told = [
        f"- **{_title(line)}** could not be run, because {line.unmeasured}.\n"
        for result in run.results.values()
        for line in result.lines
        if line.unmeasured
    ]
    told += [
        f"- **{_title(line)}** could be run in part: {line.remark}.\n"
        for result in run.results.values()
        for line in result.lines
        if line.cells and NOT in line.remark
    ]
    told += [
        f"- The row **{result.row}** could not be measured, because {result.broken}.\n"
        for result in run.results.values()
        if result.broken
    ]
    return ["### What could not be run\n", "".join(told)] if told else ["Everything could be run.\n"]


def _title(line: Line) -> str:
    return f"{line.peer}: {line.what}" if line.peer else f"{line.row}: {line.what}"
