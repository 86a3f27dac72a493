"""A watcher that is killed while files are saved loses nothing: whoever comes next catches up."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.killing import ANSWERS, SOAK, Bench, Running, chosen_points, scale
from tests.durability.vaults import DAY, indexed_bench

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is killed cheaply")

RENAMED = "journal/2025/2025-03-06.md"
CREATED = "journal/2025/2025-01-20.md"
DELETED = "journal/2025/2025-02-11.md"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return indexed_bench(tmp_path_factory.mktemp("watch"))


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


def saved(bench: Bench) -> dict[str, bytes]:
    """Return the person's files as they are after all saves."""
    bench.set_back()
    for save in SAVES:
        save(bench.vault)
    return bench.user_files()


def begin(bench: Bench, at: int = 0, moment: str = "after") -> Running:
    """Start a watcher over a vault whose files differ from the index already."""
    bench.set_back()
    for path in bench.vault.glob("summaries/2025-*"):
        path.unlink()
    SAVES[0](bench.vault)
    log = bench.folder / "points"
    log.unlink(missing_ok=True)
    return bench.start(("watch",), at=at, moment=moment, points=log)


def save_on(bench: Bench, running: Running) -> None:
    """Save the rest, each after the watcher has caught up with the one before; a person saves on when it is dead."""
    for count, save in enumerate(SAVES[1:], start=2):
        running.wait_until(lambda wanted=count: len(running.said().splitlines()) >= wanted)  # type: ignore[misc]
        save(bench.vault)
    running.wait_until(lambda: len(running.said().splitlines()) > len(SAVES))


def catch_up(bench: Bench) -> None:
    """Start a watcher, and end it as soon as it has looked once."""
    running = bench.start(("watch",))
    running.wait_until(lambda: "Watching" in running.said())
    running.send(signal.SIGTERM)
    (outcome,) = running.outcomes()
    assert (outcome.code, outcome.err) == (0, "")


def hold(bench: Bench, files: dict[str, bytes], where: str) -> None:
    """Assert that the files are as the person saved them, and that the next watcher or command answers rightly."""
    assert bench.user_files() == files, where
    by_watch = bench.chance.random() < 0.5
    if by_watch:
        catch_up(bench)
        assert bench.summaries() == bench.expected().summaries, f"after a kill {where}, then watch"
    outcomes = bench.run(*ANSWERS, ("index",))
    assert [one.err for one in outcomes] == [""] * len(outcomes), where
    assert [one.code for one in outcomes] == [0, 0, 0, 0, 3, 0], where
    assert tuple(one.out for one in outcomes[:-1]) == bench.expected().documents, where
    assert bench.summaries() == bench.expected().summaries, where


def test_killed_at_each_point_at_which_it_writes(bench: Bench) -> None:
    files = saved(bench)
    running = begin(bench)
    save_on(bench, running)
    running.send(signal.SIGTERM)
    assert running.outcomes()[0].code == 0
    names = (bench.folder / "points").read_text().splitlines()
    tried = chosen_points(names)
    assert len(tried) > 20
    for number, moment in tried if SOAK else bench.chance.sample(tried, 12):
        where = f"{moment} {names[number - 1]} ({number} of {len(names)})"
        running = begin(bench, number, moment)
        save_on(bench, running)
        if running.alive():  # two saves were caught up with at once, so that it came to fewer points
            running.send(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL, where
        hold(bench, files, where)


def test_killed_at_moments_of_chance_while_files_are_saved(bench: Bench) -> None:
    files = saved(bench)
    for turn in range(scale(5, 200)):
        running = begin(bench)
        running.wait_until(lambda it=running: "Watching" in it.said())  # type: ignore[misc]
        ends = time.monotonic() + bench.chance.uniform(0, 0.3)
        for save in SAVES[1:]:
            time.sleep(bench.chance.uniform(0, 0.1))
            if time.monotonic() > ends and running.alive():
                running.send(signal.SIGKILL)
            save(bench.vault)
        if running.alive():
            running.send(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
        hold(bench, files, f"by chance, turn {turn}")
