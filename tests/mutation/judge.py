"""A pytest plugin that collects the tests once and then, in a fork for each change, runs those that meet its line."""

import functools
import gc
import hashlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from tests.mutation.changes import Mutant, changed

__all__ = ["Judge", "Result", "Tests", "calm", "verdict_of"]

# Seconds of the processor that a change may take beyond twice what its tests take: some changes never end.
_SPARE = 5
_WALL = 900
_MEMORY = 6 << 30


class Result(NamedTuple):
    """What became of one change, and how many tests were there to notice it."""

    key: str
    path: str
    what: str
    verdict: str
    tests: int


class Tests(NamedTuple):
    """What was measured: for each file its lines and the tests that run them, and how many seconds each test takes."""

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    @classmethod
    def read(cls, path: Path, sources: dict[str, str]) -> "Tests":
        """Return what was measured before of these very sources, by tests that are as they were then."""
        told = json.loads(path.read_text()) if path.exists() else {}
        if told.get("sources") != _digest(sources):
            return cls({}, {})
        same = {name for name, digest in told.get("files", {}).items() if digest == _digest_of(name)}
        seconds = {test: time for test, time in told["seconds"].items() if test.split("::")[0] in same}
        lines = {
            name: {int(line): [test for test in tests if test in seconds] for line, tests in of.items()}
            for name, of in told["lines"].items()
        }
        return cls(lines, seconds)

    def write(self, path: Path, sources: dict[str, str]) -> None:
        files = {name: _digest_of(name) for name in sorted({test.split("::")[0] for test in self.seconds})}
        path.write_text(json.dumps({"sources": _digest(sources), "files": files, **self._asdict()}))

    def of(self, mutant: Mutant, most: float) -> list[str]:
        """Return the tests that meet a change, its module's own first, the slow last, up to `most` seconds of them."""
        known = self.lines.get(mutant.path, {})
        # A statement of several lines is known by some of them: the nearest above stands for the others.
        line = max((line for line in known if line <= _line(mutant)), default=0)
        met = set(known.get(line, []))
        if not mutant.inside:  # it counts for whatever uses the module, be it only one of its names
            met = {test for tests in known.values() for test in tests} | {
                test for test, seconds in self.seconds.items() if mutant.own in test and seconds < float("inf")
            }
        ordered = sorted(
            met, key=lambda test: (self.seconds[test] > 1, mutant.own not in test, test.split("::")[0], test)
        )
        chosen: list[str] = []
        spent = 0.0
        for test in ordered:
            spent += self.seconds[test]
            if spent <= most or not chosen:
                chosen.append(test)
        return chosen


def _digest(sources: dict[str, str]) -> str:
    return hashlib.sha256(repr(sorted(sources.items())).encode()).hexdigest()


def _digest_of(name: str) -> str:
    path = Path(name)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _line(mutant: Mutant) -> int:
    """The line of a change; for a statement that is taken away, its own."""
    start = mutant.what.split(": ", 1)[0]
    return int(start) if start.isdecimal() and ": " in mutant.what else mutant.line


class Judge:
    """Takes pytest's loop over the tests for its own: measures first, then judges one change after the other."""

    def __init__(
        self,
        mutants: Sequence[Mutant],
        sources: dict[str, str],
        measured: Tests,
        most: float,
        tell: Callable[[Result], None],
    ) -> None:
        self.mutants, self.sources, self.measured, self.most, self.tell = mutants, sources, measured, most, tell
        self.measured_into: Path | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        for item in session.items:
            calm(item)
        _measure([one for name, one in items.items() if name not in self.measured.seconds], self.sources, self.measured)
        if self.measured_into:
            self.measured.write(self.measured_into, self.sources)
        living, caches = _living(self.sources), _caches()
        gc.freeze()
        for mutant in self.mutants:
            names = [name for name in self.measured.of(mutant, self.most) if name in items]

            def run(mutant: Mutant = mutant, names: list[str] = names) -> bool:
                _make(changed(self.sources[mutant.path], mutant), mutant.path, living)
                for cache in caches:
                    cache.cache_clear()
                return _all_pass([items[name] for name in names])

            spent = sum(self.measured.seconds[name] for name in names)
            verdict = verdict_of(run, 2 * spent + _SPARE) if names else "no test"
            self.tell(Result(mutant.key, mutant.path, mutant.what, verdict, len(names)))
        return True


def verdict_of(run: Callable[[], bool], seconds: float) -> str:
    """Run in a fork, in a folder of its own and with no more of the machine than it needs; return what became of it.

    `survived` where `run` returns true, `killed` where it returns false or dies, `endless` where it took too long.
    """
    folder = Path(tempfile.mkdtemp(prefix="mutant-"))
    child = os.fork()
    if child == 0:
        _child(run, folder, seconds)
    deadline = time.monotonic() + _WALL
    ended, status = os.waitpid(child, os.WNOHANG)
    while not ended and time.monotonic() < deadline:
        time.sleep(0.02)
        ended, status = os.waitpid(child, os.WNOHANG)
    _end(child)
    if not ended:
        os.waitpid(child, 0)
    shutil.rmtree(folder, ignore_errors=True)
    if not ended or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)):
        return "endless"
    return "survived" if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 else "killed"


def _child(run: Callable[[], bool], folder: Path, seconds: float) -> None:
    code = 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 5))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        tempfile.tempdir = str(folder)
        os.environ["TMPDIR"] = str(folder)
        code = 0 if run() else 1
    finally:
        os._exit(code)


def _end(group: int) -> None:
    """End what a change's tests may have left running: all of it is in the child's own group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _all_pass(items: Sequence[pytest.Item]) -> bool:
    factory = items[0].config._tmp_path_factory  # type: ignore[attr-defined]  # pytest has no public way to a new base
    factory._given_basetemp, factory._basetemp = None, None
    for item, after in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=after)):
            return False
    return True


def calm(item: pytest.Item) -> None:
    """Let hypothesis try the same examples for each change, and look for no smaller one once a test has failed."""
    from hypothesis import Phase, settings  # not before pytest has laid its hand on it

    test = getattr(item, "obj", None)
    test = getattr(test, "__func__", test)
    chosen = getattr(test, "_hypothesis_internal_use_settings", None)
    if isinstance(chosen, settings):
        calm = settings(chosen, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate))
        test._hypothesis_internal_use_settings = calm  # type: ignore[union-attr]  # set on the function by hypothesis


def _measure(items: Sequence[pytest.Item], sources: dict[str, str], measured: Tests) -> None:
    """Run each test once with nothing changed, and note which lines it runs and how long it takes.

    A test that fails or is skipped then judges nothing, and is named.
    """
    if not items:
        return
    coverage = Coverage(data_file=None, include=[str(Path(path).resolve()) for path in sources], config_file=False)
    for item, after in zip(items, [*items[1:], None], strict=True):
        coverage.start()
        coverage.switch_context(item.nodeid)
        began = time.process_time()
        reports = runtestprotocol(item, log=False, nextitem=after)
        measured.seconds[item.nodeid] = time.process_time() - began
        coverage.stop()
        if not all(report.passed for report in reports):
            print(f"is not used, since it fails or is skipped: {item.nodeid}", file=sys.stderr)  # noqa: T201 - a program's word
            measured.seconds[item.nodeid] = float("inf")
    data = coverage.get_data()
    for path in sources:
        known = measured.lines.setdefault(path, {})
        for line, tests in data.contexts_by_lineno(str(Path(path).resolve())).items():
            usable = [test for test in tests if test and measured.seconds[test] < float("inf")]
            known[line] = sorted({*known.get(line, []), *usable})


def _living(sources: Iterable[str]) -> dict[tuple[str, str, int], list[FunctionType]]:
    """Return the functions that there are of these modules, by file, name and line."""
    paths = {str(Path(path).resolve()): path for path in sources}
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and (path := paths.get(one.__code__.co_filename)):
            found.setdefault((path, one.__code__.co_qualname, one.__code__.co_firstlineno), []).append(one)
    return found


def _caches() -> "list[functools._lru_cache_wrapper[object]]":
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper) and str(getattr(one, "__module__", "")).startswith("tj")
    ]


def _make(tree: object, path: str, living: dict[tuple[str, str, int], list[FunctionType]]) -> None:
    """Give the living functions of a module the code that its changed tree has for them."""
    code = compile(tree, str(Path(path).resolve()), "exec")  # type: ignore[call-overload]  # a tree is compiled too
    waiting, made = [code], 0
    while waiting:
        one = waiting.pop()
        waiting += [inner for inner in one.co_consts if isinstance(inner, CodeType)]
        for function in living.get((path, one.co_qualname, one.co_firstlineno), []):
            if function.__code__ != one and function.__code__.co_freevars == one.co_freevars:
                function.__code__ = one
                made += 1
    if not made:
        raise LookupError(path)
