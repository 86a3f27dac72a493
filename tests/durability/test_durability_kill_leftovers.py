"""The temporary file of a command that was killed does not stay, and that of one still at work is let be."""

import os
import time
from collections.abc import Iterator

import pytest

from tests.durability.killing import Bench

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is killed cheaply")

MOOD = ("mood", "5", "--at", "2025-03-05 14:30")
NEW = ("mood", "5", "--at", "2025-05-01 14:30")
GOAL = ("goal", "add", "read")
# Seconds after which nothing that is at work still writes the same file.
AGE = 90
IN_VAULT = "write a temporary file in the vault"
IN_SUMMARIES = "write a temporary file in summaries"


@pytest.fixture
def bench(indexed: Bench) -> Iterator[Bench]:
    indexed.set_back()
    yield indexed
    indexed.set_back()


def leave(bench: Bench, command: tuple[str, ...], name: str) -> str:
    """Kill a command while it writes, and return the path of what it leaves."""
    for path in bench.vault.glob("summaries/*"):
        path.unlink()  # so that there is something to write
    names = bench.points_of(*command)
    bench.set_back()
    for path in bench.vault.glob("summaries/*"):
        path.unlink()
    assert bench.kill_at(names.index(name) + 1, "after", *command).died
    (leftover,) = bench.leftovers()
    return leftover


@pytest.mark.parametrize("command", [MOOD, NEW, GOAL], ids=["mood", "mood in a new entry", "goal add"])
def test_the_index_removes_what_a_kill_left_beside_a_note(bench: Bench, command: tuple[str, ...]) -> None:
    leftover = bench.vault / leave(bench, command, IN_VAULT)
    os.utime(leftover, (time.time() - AGE,) * 2)
    assert bench.run(("index",))[0].err == ""
    assert bench.leftovers() == []


def test_the_index_removes_what_a_kill_left_among_the_summaries(bench: Bench) -> None:
    leftover = bench.vault / leave(bench, ("index",), IN_SUMMARIES)
    os.utime(leftover, (time.time() - AGE,) * 2)
    assert bench.run(("index",))[0].err == ""
    assert bench.leftovers() == []


def test_a_temporary_file_of_a_command_at_work_is_let_be(bench: Bench) -> None:
    names = bench.points_of(*GOAL)
    bench.set_back()
    running, _ = bench.pause_at(names.index("link a note") + 1, *GOAL)
    assert len(bench.leftovers()) == 1
    assert [one.code for one in bench.run(("index",), ("list",))] == [0, 0]
    running.go_on()
    (outcome,) = running.outcomes()
    assert (outcome.code, outcome.err) == (0, "")
    assert b"type: goal" in (bench.vault / "goals/read.md").read_bytes()
    assert bench.leftovers() == []


def test_a_person_s_own_file_of_a_like_name_is_let_be(bench: Bench) -> None:
    own = [bench.vault / name for name in (".tj-notes.tmp", "journal/tj-0123456789abcdef.tmp", "journal/draft.tmp")]
    for path in own:
        path.write_text("mine")
        os.utime(path, (1, 1))
    assert bench.run(("index",), MOOD)[0].code == 0
    assert [path.read_text() for path in own] == ["mine"] * 3


@pytest.mark.parametrize("command", [MOOD, NEW], ids=["mood", "mood in a new entry"])
def test_what_a_kill_left_is_no_entry_and_no_problem(bench: Bench, command: tuple[str, ...]) -> None:
    before = bench.run(("list", "--json"), ("check", "--json"))
    leave(bench, command, IN_VAULT)
    after = bench.run(("list", "--json"), ("check", "--json"))
    assert [one.out for one in after] == [one.out for one in before]
