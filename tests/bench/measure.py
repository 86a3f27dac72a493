"""How things are measured and judged: medians of what was measured alternately, and whole processes."""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Broken", "Goal", "Line", "Ran", "Spread", "ratios", "run", "timed"]


class Broken(Exception):
    """A measurement that could not be taken, or measured something else than was meant."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some measurements, and where their middle half lies: outliers tell of the machine."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Return the spread of at least one value."""
        found = list(values)
        low, middle, high = statistics.quantiles(found, n=4, method="inclusive") if len(found) > 1 else found * 3
        return cls(middle, low, high)

    def __str__(self) -> str:
        return f"{_figure(self.median)} ({_figure(self.low)}–{_figure(self.high)})"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a median has to be: `limit` at most, or at least where `at_least`. `stretch` is what would be better yet."""

    limit: float
    stretch: float | None = None
    at_least: bool = False
    unit: str = ""

    def meets(self, value: float) -> bool:
        """Tell whether a median is good enough."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        better = f" (stretch {self.stretch:g})" if self.stretch is not None else ""
        return f"{sign} {self.limit:g}{self.unit}{better}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its row, what was measured, the goal if there is one, and the figures by vault size."""

    row: str
    what: str
    goal: Goal | None
    cells: Mapping[int, Spread]
    remark: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal was met at every size; a dash where there is no goal or no figure."""
        if self.goal is None or not self.cells:
            return self.remark or "–"
        met = all(self.goal.meets(cell.median) for cell in self.cells.values())
        return ("pass" if met else "miss") + (f"; {self.remark}" if self.remark else "")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a whole process took, from its start to its end: seconds, and the most memory that was resident, in MB."""

    seconds: float
    megabytes: float
    out: str


def ratios(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Return the ratios of what was measured in pairs."""
    return [a / b for a, b in zip(first, second, strict=True)]


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(arguments: Sequence[str | Path], environment: Mapping[str, str], folder: Path) -> Ran:
    """Run a program to its end, with no input.

    Arguments: `arguments`, the first of which is the program's full path; `folder`, where its output may be kept.
    Raises `Broken` where it fails. It is spawned with nothing between, since the cheapest program takes 10 ms.
    """
    out, complaints = folder / "stdout", folder / "stderr"
    words = [str(argument) for argument in arguments]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(out), flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, str(complaints), flags, 0o600),
    ]
    began = time.perf_counter()
    process = os.posix_spawn(words[0], words, dict(environment), file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - began
    if code := os.waitstatus_to_exitcode(status):
        raise Broken(f"{' '.join(words)} ended with {code}: {complaints.read_text('utf-8', 'replace')[-500:]}")
    return Ran(seconds, usage.ru_maxrss / 1024, out.read_text("utf-8", "replace"))


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
