"""A watcher that is killed while files are saved loses nothing: whoever comes next catches up."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.killing import ANSWERS, SOAK, Bench, Running, scale
from tests.durability.points import chosen_points
from tests.durability.vaults import DAY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is killed cheaply")

RENAMED = "journal/2025/2025-03-06.md"
CREATED = "journal/2025/2025-01-20.md"
DELETED = "journal/2025/2025-02-11.md"


def _rename_over(root: Path) -> None:
    beside = root / (RENAMED + "~")
    beside.write_bytes(b"---\nmood: 9\n---\nsaved by renaming, after a walk\n")
    beside.replace(root / RENAMED)


def _in_place(root: Path) -> None:
    (root / DAY).write_bytes((root / DAY).read_bytes() + b"- 20:00 (mood:: 2) saved in place\n")


def _create(root: Path) -> None:
    (root / CREATED).write_bytes(b"---\nmood: 1\ngoals: [walk]\n---\nlate\n")


def _delete(root: Path) -> None:
    (root / DELETED).unlink()


SAVES: tuple[Callable[[Path], None], ...] = (_rename_over, _in_place, _create, _delete)


def saved(indexed: Bench) -> dict[str, bytes]:
    """Return the person's files as they are after all saves."""
    indexed.set_back()
    for save in SAVES:
        save(indexed.vault)
    return indexed.user_files()


def begin(indexed: Bench, at: int = 0, moment: str = "after") -> Running:
    """Start a watcher over a vault whose files differ from the index already."""
    indexed.set_back()
    SAVES[0](indexed.vault)
    log = indexed.folder / "points"
    log.unlink(missing_ok=True)
    return indexed.start(("watch",), at=at, moment=moment, points=log)


def save_on(indexed: Bench, running: Running) -> None:
    """Save the rest, each after the watcher has caught up with the one before; a person saves on when it is dead."""
    for count, save in enumerate(SAVES[1:], start=2):
        running.wait_until(lambda wanted=count: len(running.said().splitlines()) >= wanted)  # type: ignore[misc]
        save(indexed.vault)
    running.wait_until(lambda: len(running.said().splitlines()) > len(SAVES))


def hold(indexed: Bench, files: dict[str, bytes], where: str) -> None:
    """Assert that the files are as the person saved them, and that the next watcher or command answers rightly."""
    assert indexed.user_files() == files, where
    by_watch = indexed.chance.random() < 0.5
    if by_watch:
        indexed.catch_up()
        assert indexed.summaries() == indexed.expected().summaries, f"after a kill {where}, then watch"
    outcomes = indexed.run(*ANSWERS, ("index",))
    assert [one.err for one in outcomes] == [""] * len(outcomes), where
    assert [one.code for one in outcomes] == [0, 0, 0, 0, 3, 0], where
    assert tuple(one.out for one in outcomes[:-1]) == indexed.expected().documents, where
    assert indexed.summaries() == indexed.expected().summaries, where


def test_killed_at_each_point_at_which_it_writes(indexed: Bench) -> None:
    files = saved(indexed)
    running = begin(indexed)
    save_on(indexed, running)
    running.send(signal.SIGTERM)
    assert running.outcomes()[0].code == 0
    names = (indexed.folder / "points").read_text().splitlines()
    tried = chosen_points(names)
    assert len(tried) > 20
    for number, moment in tried if SOAK else indexed.chance.sample(tried, 8):
        where = f"{moment} {names[number - 1]} ({number} of {len(names)})"
        running = begin(indexed, number, moment)
        save_on(indexed, running)
        if running.alive():  # two saves were caught up with at once, so that it came to fewer points
            running.send(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL, where
        hold(indexed, files, where)


def test_killed_at_moments_of_chance_while_files_are_saved(indexed: Bench) -> None:
    files = saved(indexed)
    for turn in range(scale(4, 200)):
        running = begin(indexed)
        running.wait_until(lambda it=running: "Watching" in it.said())  # type: ignore[misc]
        ends = time.monotonic() + indexed.chance.uniform(0, 0.3)
        for save in SAVES[1:]:
            time.sleep(indexed.chance.uniform(0, 0.1))
            if time.monotonic() > ends and running.alive():
                running.send(signal.SIGKILL)
            save(indexed.vault)
        if running.alive():
            running.send(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
        hold(indexed, files, f"by chance, turn {turn}")


def test_a_watcher_that_is_ended_at_once_says_nothing_of_its_threads(indexed: Bench) -> None:
    indexed.set_back()
    for _ in range(scale(30, 500)):
        indexed.catch_up()
