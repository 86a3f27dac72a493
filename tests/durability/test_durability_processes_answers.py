"""Whoever asks while another process makes the index anew gets the whole answer, not that of a half-filled index."""

import os
from collections.abc import Iterator

import pytest

from tests.durability.killing import ANSWERS, SOAK, Bench, scale

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is stopped cheaply")

REBUILD = ("index", "--rebuild")


@pytest.fixture
def bench(indexed: Bench) -> Iterator[Bench]:
    indexed.set_back()
    yield indexed
    indexed.set_back()


# What a rebuild does to one command it does to all; each is tried in `make soak`.
CASES = [(command, killed) for command in ANSWERS for killed in (True, False) if SOAK or command[0] == "search"]


@pytest.mark.parametrize(
    ("command", "killed"), CASES, ids=[f"{one[0]} {'killed' if killed else 'whole'}" for one, killed in CASES]
)
def test_the_index_is_made_anew_at_any_point_of_asking(bench: Bench, command: tuple[str, ...], killed: bool) -> None:
    expected = bench.expected().documents[ANSWERS.index(command)]
    cleared = bench.points_of(*REBUILD).index("sql COMMIT") + 1
    point, step = 0, 1 if not killed else scale(3, 1)
    while True:
        point += step
        bench.set_back()
        asking, names = bench.pause_at(point, *command)
        if len(names) < point:
            break
        rebuild = bench.start(REBUILD, at=cleared if killed else 0, points=bench.folder / "points")
        # It would wait for the one that is stopped, where that one is writing itself.
        writing = names[:-1].count("sql BEGIN IMMEDIATE") > names[:-1].count("sql COMMIT")
        rebuild.process.join(0.05 if writing else 5.0)
        asking.go_on()
        (outcome,) = asking.outcomes()
        assert rebuild.wait() == (-9 if killed else 0)
        where = f"{command}, before: {names[-1]} ({point})"
        assert outcome.err == "", where
        assert outcome.code == (3 if command[0] == "check" else 0), where
        assert outcome.out == expected, where
    assert point > 5
