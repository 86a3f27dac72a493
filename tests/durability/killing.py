"""Real commands of tj in processes of their own that can be killed, with a home, a cache and a vault of their own.

The processes are forked from one that has everything imported, so that a kill costs some hundredths of a second and
thousands can be tried. What is forked then does all that `tj` does from its `run` on.
"""

import faulthandler
import functools
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import Outcome, files_of
from tests.durability.points import SOAK, Points
from tj.vault.layout import SUMMARIES

__all__ = ["ANSWERS", "SOAK", "Bench", "Killed", "Running", "is_leftover", "scale"]

PATIENCE = 30.0
# Between dates, so that nothing in the answers depends on the day of the test.
_SPAN = ("--since", "2025-01-01", "--until", "2025-12-31")
ANSWERS = (
    ("list", "--json"),
    ("search", "--json", "walk"),
    ("stats", "--json", *_SPAN),
    ("goal", "list", "--json"),
    ("check", "--json"),
)
_PRELOADED = [
    "__main__",
    "tests.durability.killing",
    "tests.durability.points",
    "frontmatter",
    "platformdirs",
    "watchdog.observers",
    "watchdog.events",
    *(f"tj.cli.{name}" for name in ("app", "goals", "keys", "looking", "main", "receiving", "share_line", "shared")),
    *(f"tj.cli.{name}" for name in ("keeper", "sharing", "start", "upkeep", "writing")),
    *("pyrage", "cryptography.hazmat.primitives.asymmetric.ed25519", "mistune", "nh3", "mnemonic"),
    *(f"tj.report.{name}" for name in ("period", "summary", "chart", "sections")),
    *(f"tj.insight.{name}" for name in ("goals", "stats", "mood")),
    "tj.vault.watch",
]


def scale(short: int, long: int) -> int:
    """Return how many of something to try: few in `make test`, many in `make soak`."""
    return long if SOAK else short


@dataclass(frozen=True)
class _Task:
    """What a process is to do: commands one after another, and where to die."""

    commands: tuple[tuple[str, ...], ...]
    folder: Path
    env: Mapping[str, str]
    out: Path
    at: int = 0
    moment: str = "after"
    points: Path | None = None
    quiet: float = 0.05


def _play(task: _Task) -> None:
    from tj.cli.main import run
    from tj.vault import watch

    # Whoever runs the tests may have these ignored, as `nohup` does, and a command leaves ignored what is.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(task.env)
    os.chdir(task.folder)
    # Python keeps the default in the function; people's 0.6 s of quiet would only make the test wait.
    (watch.watch.__kwdefaults__ or {})["quiet"] = task.quiet
    streams = [
        (task.out.with_suffix(f".{number}.{kind}")).open("w", buffering=1, encoding="utf-8")
        for number in range(len(task.commands))
        for kind in ("out", "err")
    ]
    # Where it hangs, the test says where: it waits some seconds longer than this.
    stuck = task.out.with_suffix(".stuck").open("w")
    faulthandler.dump_traceback_later(PATIENCE - 5, file=stuck)
    codes: list[int] = []
    points = Points(task.at, task.moment, task.points or Path(os.devnull))
    if task.points is not None:
        points.install()
    for number, command in enumerate(task.commands):
        sys.stdout, sys.stderr = streams[2 * number], streams[2 * number + 1]
        codes.append(run(command))
    points.done = True
    task.out.with_suffix(".codes").write_text(json.dumps(codes))
    os._exit(0)


@dataclass
class Running:
    """A process that was started."""

    process: Any
    task: _Task

    def said(self) -> str:
        """Return what the first command has printed so far."""
        path = self.task.out.with_suffix(".0.out")
        return path.read_text("utf-8") if path.exists() else ""

    def go_on(self) -> None:
        """Let it go on from the point at which `pause_at` stopped it."""
        assert self.task.points is not None
        self.task.points.with_suffix(".go").touch()

    def alive(self) -> bool:
        """Tell whether it has not ended."""
        return self.process.exitcode is None

    def send(self, number: int) -> None:
        """Send it a signal."""
        assert self.alive()
        os.kill(self.process.pid, number)

    def wait_until(self, happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something is so, or the process has ended; fail the test when neither comes."""
        end = time.monotonic() + seconds
        while not happened() and self.alive():
            if time.monotonic() > end:
                self.process.kill()
                raise AssertionError(f"{self.task.commands} came to a stand")
            time.sleep(0.003)

    def wait(self, seconds: float = PATIENCE) -> int:
        """Wait for its end and return its exit code, negative for a signal; one that hangs fails the test."""
        self.process.join(seconds)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
            where = self.task.out.with_suffix(".stuck").read_text("utf-8", "replace")
            raise AssertionError(f"{self.task.commands} did not end within {seconds:g} s\n{where}")
        return int(self.process.exitcode)

    def outcomes(self) -> list[Outcome]:
        """Wait for the end and return what each command gave."""
        code = self.wait()
        path = self.task.out.with_suffix(".codes")
        assert path.exists(), f"{self.task.commands} ended with {code}: {self._errors()}"
        codes = json.loads(path.read_text())
        return [
            Outcome(
                code,
                self.task.out.with_suffix(f".{number}.out").read_text("utf-8"),
                self.task.out.with_suffix(f".{number}.err").read_text("utf-8"),
            )
            for number, code in enumerate(codes)
        ]

    def _errors(self) -> str:
        return " ".join(path.read_text("utf-8") for path in sorted(self.task.out.parent.glob("*.err")))


@dataclass(frozen=True)
class Killed:
    """How a run that was to be killed ended: whether it was, and the points that it had passed."""

    died: bool
    points: tuple[str, ...]


@functools.cache
def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


@dataclass
class Bench:
    """One vault with a home of its own, that can be set back to how it was, and another cache to compare with."""

    folder: Path
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - chance that can be repeated
    _expected: dict[str, "Answers"] = field(default_factory=dict)
    _count: int = 0

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def keep(self) -> None:
        """Remember vault and home as they are now."""
        for name in ("vault", "home"):
            shutil.rmtree(self.folder / "kept" / name, ignore_errors=True)
            shutil.copytree(self.folder / name, self.folder / "kept" / name)

    def set_back(self) -> None:
        """Make vault and home what they were; files that are as they were are not touched."""
        for name in ("vault", "home"):
            _mirror(self.folder / "kept" / name, self.folder / name)

    def start(
        self, *commands: Sequence[str], at: int = 0, moment: str = "after", points: Path | None = None,
        vault: Path | None = None, home: Path | None = None,
    ) -> Running:  # fmt: skip
        """Start commands one after another in one process."""
        self._count += 1
        out = self.folder / "runs" / str(self._count) / "run"
        out.parent.mkdir(parents=True)
        shutil.rmtree(self.folder / "runs" / str(self._count - 50), ignore_errors=True)
        given = tuple(tuple(command) for command in commands)
        env = environment(home or self.home)
        task = _Task(given, vault or self.vault, env, out, at, moment, points)
        process = _context().Process(target=_play, args=(task,))
        process.start()
        return Running(process, task)

    def run(self, *commands: Sequence[str], vault: Path | None = None, home: Path | None = None) -> list[Outcome]:
        """Run commands one after another in one process and return what each gave."""
        return self.start(*commands, vault=vault, home=home).outcomes()

    def points_of(self, *command: str) -> tuple[str, ...]:
        """Run a command to its end and return the names of the points it passes, in order."""
        log = self.folder / "points"
        log.unlink(missing_ok=True)
        (outcome,) = self.start(command, points=log).outcomes()
        assert outcome.code == 0, outcome.err
        return tuple(log.read_text().splitlines())

    def kill_at(self, number: int, moment: str, *command: str) -> Killed:
        """Run a command that kills itself at a point."""
        log = self.folder / "points"
        log.unlink(missing_ok=True)
        code = self.start(command, at=number, moment=moment, points=log).wait()
        return Killed(code == -9, tuple(log.read_text().splitlines()))

    def kill_after(self, seconds: float, *command: str) -> bool:
        """Run a command and kill it after a time; return whether it was still running."""
        running = self.start(command)
        end = time.monotonic() + PATIENCE
        while not running.task.out.with_suffix(".0.out").exists() and time.monotonic() < end:
            time.sleep(0.0005)  # its time counts from when the command begins
        running.process.join(seconds)
        running.process.kill()
        return running.wait() == -9

    def pause_at(self, number: int, *command: str) -> tuple[Running, tuple[str, ...]]:
        """Start a command that waits before a point until it is told to `go_on`, and ends if it has fewer points.

        Returns it, and the names of the points up to that one.
        """
        log = self.folder / f"paused{number}"
        log.unlink(missing_ok=True)
        log.with_suffix(".go").unlink(missing_ok=True)
        running = self.start(command, at=number, moment="pause", points=log)
        running.wait_until(lambda: log.exists() and len(log.read_text().splitlines()) == number)
        return running, tuple(log.read_text().splitlines())

    def catch_up(self) -> None:
        """Start a watcher, and end it as soon as it has looked once."""
        running = self.start(("watch",))
        running.wait_until(lambda: "Watching" in running.said())
        running.send(signal.SIGTERM)
        (outcome,) = running.outcomes()
        assert (outcome.code, outcome.err) == (0, ""), outcome

    def user_files(self) -> dict[str, bytes]:
        """Return the files of the vault that are a person's own."""
        found = files_of(self.vault, ignore=(SUMMARIES,))
        return {path: data for path, data in found.items() if not is_leftover(path)}

    def leftovers(self) -> list[str]:
        """Return the temporary files that lie in the vault."""
        return [path for path in files_of(self.vault) if is_leftover(path)]

    def summaries(self) -> dict[str, bytes]:
        """Return the generated files."""
        found = files_of(self.vault)
        return {path: data for path, data in found.items() if path.startswith(SUMMARIES) and not is_leftover(path)}

    def expected(self) -> "Answers":
        """Return the answers and summaries of an index made anew, in another cache, from the person's files alone."""
        files = self.user_files()
        digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
        if digest not in self._expected:
            twin = self.folder / "twin"
            shutil.rmtree(twin, ignore_errors=True)
            for path, data in files.items():
                (twin / "vault" / path).parent.mkdir(parents=True, exist_ok=True)
                (twin / "vault" / path).write_bytes(data)
            (twin / "home").mkdir()
            found = self.run(("index", "--rebuild"), *ANSWERS, vault=twin / "vault", home=twin / "home")
            made = {path: data for path, data in files_of(twin / "vault").items() if path.startswith(SUMMARIES)}
            assert found[0].code == 0, found[0].err
            self._expected[digest] = Answers(tuple(one.out for one in found[1:]), made)
        return self._expected[digest]


@dataclass(frozen=True)
class Answers:
    """What an index answers, and the summaries."""

    documents: tuple[str, ...]
    summaries: Mapping[str, bytes]


def environment(home: Path) -> dict[str, str]:
    """Return the environment of someone who lives in `home`."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "SYSTEMROOT")}
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    return {**kept, **folders, "HOME": str(home), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def is_leftover(path: str) -> bool:
    """Tell whether a file is one of tj's temporary ones."""
    name = path.rpartition("/")[2]
    return name.startswith(".tj-") and name.endswith(".tmp")


def _mirror(source: Path, target: Path) -> None:
    wanted, found = files_of(source), files_of(target) if target.exists() else {}
    folders = {path.relative_to(source) for path in source.rglob("*") if path.is_dir()}
    for path in set(found) - set(wanted):
        (target / path).unlink()
    for folder in sorted((path for path in target.rglob("*") if path.is_dir()), reverse=True):
        if folder.relative_to(target) not in folders:
            folder.rmdir()
    for relative in folders:
        (target / relative).mkdir(parents=True, exist_ok=True)
    for path, data in wanted.items():
        if found.get(path) != data:
            (target / path).write_bytes(data)
