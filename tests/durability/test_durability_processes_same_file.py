"""When tj and an editor write the same entry at the same moment, what the person wrote in the editor is never lost.

A check-in may be refused then, with exit code 4 and a plain sentence; an editor that saves later may write over it.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Outcome
from tests.durability.killing import Bench, Running, scale
from tests.durability.vaults import DAY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is stopped cheaply")

MOOD = ("mood", "5", "--at", "2025-03-05 14:30", "--note", "by tj")
NEW = ("mood", "5", "--at", "2025-05-01 14:30", "--note", "by tj")
NEW_DAY = "journal/2025/2025-05-01.md"
GOAL = ("goal", "done", "walk", "--at", "2025-03-08")
GOAL_DAY = "journal/2025/2025-03-08.md"
TEXT = "---\nmood: 3\n---\nWritten in the editor, and dear to me.\n"


@pytest.fixture
def bench(indexed: Bench) -> Iterator[Bench]:
    indexed.set_back()
    yield indexed
    indexed.set_back()


def by_renaming(path: Path) -> None:
    beside = path.with_name(path.name + "~")
    beside.write_text(TEXT)
    beside.replace(path)


def in_place(path: Path) -> None:
    path.write_text(TEXT)


SAVES = [by_renaming, in_place]
Save = Callable[[Path], None]


def hold(outcome: Outcome, found: str, where: str) -> None:
    """Assert that the editor's words are there, and that tj was done or refused in plain words."""
    assert outcome.code in (0, 4), where
    if outcome.code == 4:
        assert outcome.err.startswith("error: "), where
        assert "database" not in outcome.err
        assert found == TEXT, where
    else:
        assert outcome.err == "", where
    assert "Written in the editor, and dear to me.\n" in found, f"the editor's save is lost, {where}"


def stops(bench: Bench, command: tuple[str, ...]) -> Iterator[tuple[Running, str]]:
    """Run a command again and again, each time stopped before the next of its points; yield it, and what comes next."""
    number = 0
    while True:
        number += 1
        bench.set_back()
        running, names = bench.pause_at(number, *command)
        if len(names) < number:
            assert running.wait() == 0
            break
        yield running, names[-1]
    assert number > 9  # one point for each thing that a command does to a file, and the way out


@pytest.mark.parametrize(
    ("command", "path", "save"),
    [(MOOD, DAY, by_renaming), (MOOD, DAY, in_place), (NEW, NEW_DAY, by_renaming), (GOAL, GOAL_DAY, in_place)],
    ids=["mood, renamed", "mood, in place", "a new entry, renamed", "goal done, in place"],
)
def test_an_editor_saves_at_any_point_of_a_command(
    bench: Bench, command: tuple[str, ...], path: str, save: Save
) -> None:
    codes = []
    for running, name in stops(bench, command):
        save(bench.vault / path)
        running.go_on()
        (outcome,) = running.outcomes()
        codes.append(outcome.code)
        hold(outcome, (bench.vault / path).read_text(), f"saved before: {name}")
        assert bench.leftovers() == []
    assert 4 in codes, "no save came between the command's reading and its writing"


@pytest.mark.parametrize("save", SAVES)
def test_an_editor_saves_at_moments_of_chance(bench: Bench, save: Save) -> None:
    for turn in range(scale(15, 1000)):
        bench.set_back()
        running = bench.start(MOOD)
        time.sleep(bench.chance.uniform(0, 0.03))
        save(bench.vault / DAY)
        (outcome,) = running.outcomes()
        hold(outcome, (bench.vault / DAY).read_text(), f"turn {turn}")


def test_a_file_that_an_editor_has_emptied_to_fill_it_again(bench: Bench) -> None:
    path = bench.vault / DAY
    with path.open("w") as editor:  # which empties it; the text follows when the editor comes to it

        def write() -> None:
            editor.write(TEXT)
            editor.flush()

        later = threading.Timer(0.2, write)
        later.start()
        (outcome,) = bench.run(MOOD)
        later.join()
    hold(outcome, path.read_text(), "emptied before the command began")


def test_two_that_do_not_share_a_lock(bench: Bench, tmp_path: Path) -> None:
    """Two machines that have the same disk lock nothing for each other; here the folder is made anew meanwhile."""
    other = ("mood", "8", "--at", "2025-03-05 21:00", "--note", "by another tj")
    for number, (running, name) in enumerate(stops(bench, MOOD)):
        shutil.move(bench.vault / ".tj", tmp_path / str(number))
        shutil.copytree(tmp_path / str(number), bench.vault / ".tj")
        (second,) = bench.run(other)
        running.go_on()
        (first,) = running.outcomes()
        found = (bench.vault / DAY).read_text()
        assert {first.code, second.code} <= {0, 4}, name
        assert ("by tj" in found) == (first.code == 0), name
        assert ("by another tj" in found) == (second.code == 0), f"a check-in that was told to be there is lost: {name}"
