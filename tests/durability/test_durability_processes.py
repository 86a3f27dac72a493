"""Several tj at once, and editors that save meanwhile: every word lands, and nobody hears of a lock or a database.

The commands are real programs here, each an interpreter of its own. Each has 30 s in all, after which it hangs.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import Outcome
from tests.durability.killing import ANSWERS, PATIENCE, SOAK, Bench, environment, scale
from tests.durability.vaults import DAY, damage_index

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the answers are compared by forked processes")

PROGRAM = (sys.executable, "-c", "from tj.cli.main import run; run()")
EDITED = "journal/2025/2025-03-06.md"
IN_PLACE = "journal/2025/2025-02-11.md"
NEW_DAY = "journal/2025/2025-05-01.md"


@dataclass
class Crowd:
    """Runs programs on one vault, and keeps what each gave."""

    bench: Bench
    outcomes: list[tuple[tuple[str, ...], Outcome]] = field(default_factory=list)

    def tj(self, *command: str) -> Outcome:
        """Run one command; one that has not ended after 30 s fails the test."""
        done = subprocess.run(
            [*PROGRAM, *command], cwd=self.bench.vault, env=self._env(), capture_output=True, timeout=PATIENCE,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        outcome = Outcome(done.returncode, done.stdout, done.stderr)
        self.outcomes.append((command, outcome))
        return outcome

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Keep a watcher running, that must live until it is asked to end, and end well."""
        with subprocess.Popen(
            [*PROGRAM, "watch"], cwd=self.bench.vault, env=self._env(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        ) as watcher:  # fmt: skip
            try:
                assert watcher.stdout is not None
                assert "Watching" in watcher.stdout.readline()
                yield
                assert watcher.poll() is None, "the watcher ended by itself"
                watcher.send_signal(signal.SIGTERM)
                out, err = watcher.communicate(timeout=PATIENCE)
                self.outcomes.append((("watch",), Outcome(watcher.returncode, out, err)))
            finally:
                watcher.kill()

    def at_once(self, *jobs: Callable[[], object]) -> None:
        """Begin jobs at the same moment and wait for all; what one raises is raised."""
        ready = threading.Barrier(len(jobs))

        def begin(job: Callable[[], object]) -> None:
            ready.wait(PATIENCE)
            job()

        with ThreadPoolExecutor(len(jobs)) as pool:
            for future in [pool.submit(begin, job) for job in jobs]:
                future.result()

    def said_nothing(self) -> None:
        """Assert that every command was done, and not a word went to stderr."""
        for command, outcome in self.outcomes:
            assert (outcome.code, outcome.err) == (0, ""), command

    def _env(self) -> dict[str, str]:
        return {**environment(self.bench.home), "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture
def crowd(indexed: Bench) -> Iterator[Crowd]:
    indexed.set_back()
    yield Crowd(indexed)
    indexed.set_back()


def equals_rebuild(bench: Bench) -> None:
    """Assert that answers, and after an `index` the summaries, are those of an index made anew."""
    outcomes = bench.run(*ANSWERS, ("index",))
    assert [one.err for one in outcomes] == [""] * len(outcomes)
    assert tuple(one.out for one in outcomes[:-1]) == bench.expected().documents
    assert bench.summaries() == bench.expected().summaries
    assert bench.leftovers() == []


def moods(crowd: Crowd, day: str, who: int, count: int) -> list[str]:
    """Add check-ins one after another, each with words of its own, and return those."""
    notes = [f"walker{who} step{number}" for number in range(count)]
    for number, note in enumerate(notes):
        crowd.tj("mood", str(who % 9 + 1), "--at", f"{day} {who:02}:{number:02}", "--note", note)
    return notes


def assert_each_once(text: str, notes: Sequence[str]) -> None:
    lines = text.splitlines()
    for note in notes:
        assert len([line for line in lines if line.endswith(note)]) == 1, note


@pytest.mark.parametrize("day", ["2025-03-05", "2025-05-01"], ids=["in an entry", "in a new entry"])
@pytest.mark.parametrize("processes", [2, 8] if SOAK else [8])
def test_check_ins_at_once_all_land(crowd: Crowd, day: str, processes: int) -> None:
    notes: list[str] = []
    count = scale(4 // processes + 1, 30)
    crowd.at_once(*(lambda who=who: notes.extend(moods(crowd, day, who, count)) for who in range(processes)))
    crowd.said_nothing()
    path = DAY if day == "2025-03-05" else NEW_DAY
    assert len(notes) == processes * count
    assert_each_once(crowd.bench.user_files()[path].decode(), notes)
    equals_rebuild(crowd.bench)


def test_goals_and_check_ins_at_once_all_land_in_one_new_entry(crowd: Crowd) -> None:
    names = [f"goal{number}" for number in range(scale(3, 12))]
    for name in names:
        (crowd.bench.vault / f"goals/{name}.md").write_text("---\ntype: goal\n---\n")
    notes: list[str] = []
    crowd.at_once(
        *(lambda name=name: crowd.tj("goal", "done", name, "--at", "2025-05-01") for name in names),
        lambda: notes.extend(moods(crowd, "2025-05-01", 8, 2)),
    )
    crowd.said_nothing()
    assert_each_once(crowd.bench.user_files()[NEW_DAY].decode(), notes)
    (entry,) = json.loads(crowd.tj("list", "--json", "--since", "2025-05-01").out)
    assert sorted(entry["goals"]) == sorted(names)
    equals_rebuild(crowd.bench)


def save_by_renaming(path: Path, text: str) -> None:
    """Save as vim, Obsidian's sync and most editors do."""
    beside = path.with_name(path.name + "~")
    beside.write_text(text)
    beside.replace(path)


def save_in_place(path: Path, text: str) -> None:
    """Save as VS Code and nano do."""
    path.write_text(text)


def saves(path: Path, save: Callable[[Path, str], None], count: int) -> str:
    """Save a text that grows, and return the last."""
    text = "---\nmood: 3\n---\n"
    for number in range(count):
        text += f"sentence {number} of a walk\n"
        save(path, text)
        time.sleep(0.03)
    return text


def test_eight_at_once_and_two_editors(crowd: Crowd) -> None:
    bench, count = crowd.bench, scale(2, 40)
    notes: list[str] = []
    texts: dict[str, str] = {}

    def repeat(*commands: tuple[str, ...]) -> None:
        for number in range(count):
            crowd.tj(*commands[number % len(commands)])

    with crowd.watching():
        crowd.at_once(
            lambda: notes.extend(moods(crowd, "2025-03-05", 1, count)),
            lambda: notes.extend(moods(crowd, "2025-03-05", 2, count)),
            lambda: notes.extend(moods(crowd, "2025-05-01", 3, count)),
            lambda: repeat(("index", "--rebuild"), ("index",)),
            lambda: repeat(("list", "--json")),
            lambda: repeat(("goal", "done", "walk", "--at", "2025-03-08")),
            lambda: repeat(("search", "--json", "walk")),
            lambda: texts.update({EDITED: saves(bench.vault / EDITED, save_by_renaming, 15 * count)}),
            lambda: texts.update({IN_PLACE: saves(bench.vault / IN_PLACE, save_in_place, 15 * count)}),
        )
    crowd.said_nothing()
    files = bench.user_files()
    assert {path: files[path].decode() for path in texts} == texts
    assert len(notes) == 3 * count
    assert_each_once(files[DAY].decode() + files[NEW_DAY].decode(), notes)
    assert b"walk" in files["journal/2025/2025-03-08.md"].split(b"---")[1]
    equals_rebuild(bench)


def test_the_watcher_keeps_up_with_the_others(crowd: Crowd) -> None:
    bench = crowd.bench
    with crowd.watching():
        crowd.at_once(
            lambda: moods(crowd, "2025-03-05", 1, scale(2, 20)),
            lambda: moods(crowd, "2025-05-01", 2, scale(2, 20)),
            lambda: saves(bench.vault / EDITED, save_by_renaming, scale(10, 100)),
        )
        end = time.monotonic() + PATIENCE
        while bench.summaries() != bench.expected().summaries:
            assert time.monotonic() < end, "the summaries are not what the files say"
            time.sleep(0.1)
    crowd.said_nothing()


def _remove_index(bench: Bench) -> None:
    for path in bench.home.rglob("*.sqlite*"):
        path.unlink()


@pytest.mark.parametrize("spoil", [_remove_index, damage_index])
def test_the_first_commands_of_all_make_one_index(crowd: Crowd, spoil: Callable[[Bench], None]) -> None:
    commands = [("index",), ("list", "--json"), ("search", "--json", "walk"), ("index", "--rebuild")] * scale(1, 2)
    for _ in range(scale(1, 60)):
        spoil(crowd.bench)
        crowd.at_once(*(lambda it=it: crowd.tj(*it) for it in commands))
        crowd.said_nothing()
        equals_rebuild(crowd.bench)
