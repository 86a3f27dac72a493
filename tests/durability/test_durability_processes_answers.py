"""Whoever asks while another process makes the index anew gets the whole answer, not that of a half-filled index."""

import os
from collections.abc import Iterator

import pytest

from tests.durability.killing import ANSWERS, Bench, scale

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is stopped cheaply")

REBUILD = ("index", "--rebuild")


@pytest.fixture
def bench(indexed: Bench) -> Iterator[Bench]:
    indexed.set_back()
    yield indexed
    indexed.set_back()


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "whole"])
@pytest.mark.parametrize("number", range(len(ANSWERS)), ids=[command[0] for command in ANSWERS])
def test_the_index_is_made_anew_at_any_point_of_asking(bench: Bench, number: int, killed: bool) -> None:
    expected, command = bench.expected().documents[number], ANSWERS[number]
    cleared = bench.points_of(*REBUILD).index("sql COMMIT") + 1
    point, step = 0, scale(3, 1)
    while True:
        point += step
        bench.set_back()
        asking, names = bench.pause_at(point, *command)
        if len(names) < point:
            break
        rebuild = bench.start(REBUILD, at=cleared if killed else 0, points=bench.folder / "points")
        rebuild.process.join(0.2)  # it may have to wait for the one that is stopped
        asking.go_on()
        (outcome,) = asking.outcomes()
        assert rebuild.wait() == (-9 if killed else 0)
        where = f"{command}, before: {names[-1]} ({point})"
        assert outcome.err == "", where
        assert outcome.code == (3 if command[0] == "check" else 0), where
        assert outcome.out == expected, where
    assert point > 5
