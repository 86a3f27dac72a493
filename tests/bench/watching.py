"""Rows `update` and `idle`: what it takes from a save to the answer while tj watches, and what watching costs."""

import contextlib
import io
import queue
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from tests.bench.grounds import TJ, Ground, Grounds
from tests.bench.measure import Broken, Goal, Line, Spread, ratios
from tests.bench.vaults import entry_path
from tj.cli.app import App
from tj.cli.keeper import Keeper
from tj.index.store import open_store
from tj.index.sync import fingerprint, index_path
from tj.places import Places
from tj.report.period import touched
from tj.vault.layout import SUMMARIES, Vault
from tj.vault.watch import QUIET_SECONDS, Changed, watch

__all__ = ["idle", "update"]

# Shorter than for a person, and still long enough for what a watch does in that time. It is taken off each measurement.
QUIET = 0.15
# Between two saves: whatever still comes of the last one is over then.
_PAUSE = 0.15
UPDATES = 200
# How many are measured with tj's own quiet time, which takes long.
UNHURRIED = 20
# How many there are for the worst of them: fewer in a vault that is smaller than the one the goal is set for.
MANY, FEWER, LARGE = 1500, 500, 100_000
# A slow tj gets no more than this for the many; the worst of fewer is told as such.
_MANY_SECONDS = 600.0
_PATIENCE = 300.0
_IDLE_WINDOWS, _IDLE_SECONDS = 5, 4.0
_MOOD = re.compile(r"^mood: .*$", re.MULTILINE)
# Moods that no made entry has, in figures or in words.
_LEVELS = (1.5, 9.5)
_WORDS = "\n\nSaved once more, with other words"
_UNTIL_WRITTEN = f"ms: saved to summaries on disk, nothing taken off, with tj's own quiet time of {QUIET_SECONDS:g} s"


@contextlib.contextmanager
def running_watch(
    vault: Vault, places: Places, on_done: Callable[[], None], *, quiet: float = QUIET, ahead: bool = False
) -> Iterator[None]:
    """Run what `tj watch` runs in a thread, and call `on_done` each time that index and summaries are written.

    That is when the watch says so, and, since where nothing differs nothing is said, at the end of each look; where
    `ahead`, also when it has done what can be done before the end of the quiet time.
    """
    app = App(places=lambda: places, clock=datetime.now, start=Path.cwd, vault_dir=vault.root)
    stop = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with Keeper(app, vault) as keeper:

                def look(changed: Changed) -> None:
                    keeper.catch_up(changed)
                    on_done()

                def look_ahead(changed: Changed) -> None:
                    keeper.look_ahead(changed)
                    if ahead:
                        on_done()

                watch(
                    vault, look, stop=stop, on_fallback=_no_polling, quiet=quiet, on_lull=look_ahead,
                    on_patrol=keeper.patrol,
                )  # fmt: skip
        except BaseException as problem:  # noqa: BLE001 - raised where the thread is joined
            failed.append(problem)

    thread = threading.Thread(target=work)
    with contextlib.redirect_stdout(_Said(on_done)):
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
    if failed:
        raise Broken("the watch ended by itself") from failed[0]


class _Said(io.TextIOBase):
    """Takes what a watch says, and calls a function at each line."""

    def __init__(self, on_line: Callable[[], None]) -> None:
        self._on_line = on_line

    def write(self, text: str) -> int:
        """Take a line."""
        self._on_line()
        return len(text)


def _no_polling(words: str) -> None:
    raise Broken(words)


@dataclass(slots=True)
class _Saver:
    """Saves entries as editors do, each time another one, spread over the whole vault."""

    ground: Ground
    count: int = 0

    def prepare(self) -> tuple[str, float, Path]:
        """Write the next entry's new text beside it; return its path, its new mood and the file to be renamed."""
        self.count += 1
        path = entry_path(self.count * 7919 % self.ground.size)
        target = self.ground.root / path
        old = target.read_text("utf-8")
        # Another mood than before, and a text of nearly the same length however often it is saved.
        found = _MOOD.search(old)
        mood = next(level for level in _LEVELS if found is None or found.group() != f"mood: {level:g}")
        new = _MOOD.sub(f"mood: {mood:g}", old) if found else old.replace("\n", f"\nmood: {mood:g}\n", 1)
        new = f"{new.partition(_WORDS)[0].rstrip()}{_WORDS} {time.time_ns()}.\n"
        beside = target.with_name(f".{target.name}.tmp")
        beside.write_text(new, "utf-8")
        return path, mood, beside


def update(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time from a save to index and summaries on disk over that to a bare watchdog's event."""
    grounds_by_size = {size: grounds.writing(size) for size in sizes}
    blocks = max(rounds, 5)
    ours: dict[int, list[Spread]] = {size: [] for size in sizes}
    bare: dict[int, list[Spread]] = {size: [] for size in sizes}
    written: dict[int, list[Spread]] = {size: [] for size in sizes}
    for _ in range(blocks):
        for size, ground in grounds_by_size.items():
            ours[size].append(Spread.of(_watched(ground, UPDATES // blocks)))
            bare[size].append(Spread.of(_bare(ground, UPDATES // blocks)))
            written[size].append(Spread.of(_watched(ground, UNHURRIED // blocks, ahead=True)))
    over = {size: Spread.of(ratios(_medians(ours[size]), _medians(bare[size]))) for size in sizes}
    lines = [
        Line("update", "saved to indexed and summarised / bare watchdog", Goal(2.5), over),
        Line("update", "ms: update, less the quiet time", None, {s: Spread.of(_medians(ours[s])) for s in sizes}),
        Line("update", "ms: bare watchdog", None, {s: Spread.of(_medians(bare[s])) for s in sizes}),
        Line("update", _UNTIL_WRITTEN, None, {s: Spread.of(_medians(written[s])) for s in sizes}),
    ]
    if len(sizes) > 1:
        growth = Spread.of(ratios(_medians(ours[sizes[-1]]), _medians(ours[sizes[0]])))
        lines.insert(1, Line("update", "largest / smallest vault", Goal(1.25), {sizes[-1]: growth}))
    return [*lines, _worst(grounds_by_size[sizes[-1]])]


def _worst(ground: Ground) -> Line:
    many = MANY if ground.size >= LARGE else FEWER
    took = _watched(ground, many, seconds=_MANY_SECONDS)
    remark = "" if len(took) == many else f"only {len(took)} updates in {_MANY_SECONDS:.0f} s"
    ratio = Spread.of([max(took) / Spread.of(took).median])
    return Line("update", f"{len(took)} updates: worst / median", Goal(50), {ground.size: ratio}, remark)


def _medians(spreads: Sequence[Spread]) -> list[float]:
    return [one.median * 1000 for one in spreads]


def _watched(ground: Ground, count: int, seconds: float = float("inf"), *, ahead: bool = False) -> list[float]:
    """Save that many entries while tj watches; return the seconds until each was told of, less the quiet time.

    Where `ahead`, the quiet time is tj's own, and the seconds are those until index and summaries were written.
    """
    quiet = QUIET_SECONDS if ahead else QUIET
    vault = ground.vault()
    done: queue.SimpleQueue[float] = queue.SimpleQueue()
    saver = _Saver(ground, time.time_ns() % ground.size)
    took: list[float] = []
    end = time.monotonic() + seconds
    with (
        open_store(index_path(vault, ground.places), fingerprint(vault)) as store,
        running_watch(vault, ground.places, lambda: done.put(time.perf_counter()), quiet=quiet, ahead=ahead),
    ):
        done.get(timeout=_PATIENCE)  # the look at the start
        while len(took) < count and time.monotonic() < end:
            time.sleep(quiet + _PAUSE if ahead else _PAUSE)
            path, mood, beside = saver.prepare()
            before = _summaries(ground, path)
            while not done.empty():
                done.get()
            began = time.perf_counter()
            beside.replace(ground.root / path)
            finished = done.get(timeout=_PATIENCE)
            # A look that had begun before the save may end first, or have seen it for the index alone.
            while (entry := store.entry(path)) is None or entry.mood != mood or _summaries(ground, path) == before:
                finished = done.get(timeout=_PATIENCE)
            took.append(finished - began if ahead else finished - began - quiet)
    return took


def _summaries(ground: Ground, path: str) -> list[bytes]:
    """Return the summaries of the week and month in which an entry lies."""
    day = datetime.strptime(Path(path).stem[:10], "%Y-%m-%d").date()
    names = [f"{period.name}.md" for period in touched([day], None)]
    files = [ground.root / SUMMARIES / name for name in names]
    return [file.read_bytes() for file in files if file.is_file()]


def _bare(ground: Ground, count: int) -> list[float]:
    """Save that many entries while nothing but an observer runs; return the seconds until each event."""
    heard: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()
    handler = FileSystemEventHandler()

    def hear(event: FileSystemEvent) -> None:
        heard.put((str(event.dest_path), time.perf_counter()))

    handler.on_any_event = hear  # type: ignore[method-assign]  # a class would say no more than this function
    observer = Observer()
    observer.schedule(handler, str(ground.root / "journal"), recursive=True)
    observer.start()
    saver = _Saver(ground, time.time_ns() % ground.size)
    took: list[float] = []
    try:
        for _ in range(count):
            time.sleep(_PAUSE)
            path, _, beside = saver.prepare()
            began = time.perf_counter()
            beside.replace(ground.root / path)
            while (event := heard.get(timeout=_PATIENCE))[0] != str(ground.root / path):
                pass
            took.append(event[1] - began)
    finally:
        observer.stop()
        observer.join()
    return took


def idle(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the share of a processor and the memory of `tj watch` while nothing happens."""
    del rounds
    ground = grounds.reading(sizes[-1])
    process = subprocess.Popen([TJ, "watch"], env=ground.environment(), stdout=subprocess.DEVNULL)
    try:
        _await_calm(process.pid)
        shares: list[float] = []
        for _ in range(_IDLE_WINDOWS):
            before, began = _cpu_seconds(process.pid), time.perf_counter()
            time.sleep(_IDLE_SECONDS)
            shares.append((_cpu_seconds(process.pid) - before) / (time.perf_counter() - began) * 100)
        resident = _resident_megabytes(process.pid)
    finally:
        process.terminate()
        process.wait()
    seconds = _IDLE_WINDOWS * _IDLE_SECONDS
    whole = Spread(sum(shares) / len(shares), min(shares), max(shares))
    return [
        Line("idle", f"CPU of `tj watch` over {seconds:.0f} s, %", Goal(0.5, unit=" %"), {ground.size: whole}),
        Line("idle", "memory of `tj watch`, MB", Goal(40, unit=" MB"), {ground.size: Spread.of([resident])}),
    ]


def _await_calm(pid: int) -> None:
    """Wait until the first look is over: three seconds with hardly any work."""
    end = time.monotonic() + _PATIENCE
    time.sleep(2.0)
    while time.monotonic() < end:
        before = _cpu_seconds(pid)
        time.sleep(3.0)
        if _cpu_seconds(pid) - before < 0.3:
            return
    raise Broken("`tj watch` never came to rest")


def _cpu_seconds(pid: int) -> float:
    """Return the time that all threads of a process were running, which `schedstat` has in nanoseconds."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def _resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    if found is None:
        raise Broken("the system does not tell how much memory is resident")
    return int(found[1]) / 1024
