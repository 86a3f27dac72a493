"""How things are measured and judged: medians of what was measured alternately, and whole processes."""

import contextlib
import os
import signal
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Broken", "Goal", "Line", "Ran", "Spread", "TooSlow", "ratios", "repeated", "run", "timed"]


class Broken(Exception):
    """A measurement that could not be taken, or measured something else than was meant."""


class TooSlow(Broken):
    """A program that was ended, since it took longer than it was given."""


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
    """One line of the table: its row, what was measured, the goal if there is one, and the figures by vault size.

    `peer` is the other program with its version, where one was measured; `unmeasured` why there is no figure.
    """

    row: str
    what: str
    goal: Goal | None
    cells: Mapping[int, Spread]
    remark: str = ""
    peer: str = ""
    unmeasured: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal was met at every size; None where there is no goal or no figure."""
        if self.goal is None or not self.cells:
            return None
        return all(self.goal.meets(cell.median) for cell in self.cells.values())

    @property
    def verdict(self) -> str:
        """`pass` or `miss`, with the remark; a dash where there is nothing to say."""
        words = {None: "", True: "pass", False: "miss"}[self.met]
        missing = f"could not run: {self.unmeasured}" if self.unmeasured else ""
        return "; ".join(filter(None, (words, missing, self.remark))) or "–"


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


def repeated(rounds: int, seconds: float) -> Iterator[int]:
    """Count up to `rounds`, at least one, but begin none that would end after `seconds`, going by those before."""
    began = time.monotonic()
    for number in range(rounds):
        if number and (time.monotonic() - began) * (number + 1) / number > seconds:
            return
        yield number


def run(
    arguments: Sequence[str | Path], environment: Mapping[str, str], folder: Path, *, limit: float | None = None
) -> Ran:
    """Run a program to its end, with no input.

    Arguments: `arguments`, the first of which is the program's full path; `folder`, where its output may be kept;
    `limit`, the seconds after which it is ended. It is spawned with nothing between: the cheapest program takes 10 ms.
    Raises `Broken` where it fails, `TooSlow` where it was ended.
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
    with _ended_after(limit, process) as ended:
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - began
    if ended.is_set():
        raise TooSlow(f"{' '.join(words)} took longer than {limit:.0f} s")
    if code := os.waitstatus_to_exitcode(status):
        raise Broken(f"{' '.join(words)} ended with {code}: {complaints.read_text('utf-8', 'replace')[-500:]}")
    return Ran(seconds, usage.ru_maxrss / 1024, out.read_text("utf-8", "replace"))


@contextlib.contextmanager
def _ended_after(limit: float | None, process: int) -> Iterator[threading.Event]:
    """Kill a process that runs for longer, and tell by the event that it was killed."""
    ended = threading.Event()
    if limit is None:
        yield ended
        return

    def end() -> None:
        ended.set()
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)

    timer = threading.Timer(limit, end)
    timer.start()
    try:
        yield ended
    finally:
        timer.cancel()


def _figure(value: float) -> str:
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 4
    return f"{value:.{places}f}"
