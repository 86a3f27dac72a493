"""Several processes that meet a damaged index at the same moment: one mends it, and all answer rightly."""

import os

import pytest

from tests.durability.killing import ANSWERS, Bench, Running, scale
from tests.durability.vaults import damage_index

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is stopped cheaply")

INDEX = ("index",)
LIST, SEARCH, STATS, GOALS, CHECK = ANSWERS


def hold(bench: Bench, running: Running, where: str) -> None:
    """Assert that a command was done, said nothing of the damage, and answered rightly."""
    command = running.task.commands[0]
    (outcome,) = running.outcomes()
    assert outcome.err == "", f"{command} {where}"
    assert outcome.code in ((0, 3) if command == CHECK else (0,)), f"{command} {where}"
    if command in ANSWERS:
        assert outcome.out == bench.expected().documents[ANSWERS.index(command)], f"{command} {where}"


def begin(bench: Bench) -> None:
    bench.set_back()
    damage_index(bench)


@pytest.mark.parametrize("other", [LIST, CHECK, INDEX], ids=["list", "check", "index"])
def test_one_mends_the_index_while_another_is_at_any_point_of_mending_it(
    indexed: Bench, other: tuple[str, ...]
) -> None:
    number, step = 0, scale(17, 1)
    while True:
        number += step
        begin(indexed)
        first, names = indexed.pause_at(number, *LIST)
        if len(names) < number:
            hold(indexed, first, "by itself")
            break
        second = indexed.start(other)
        second.process.join(0.2)  # it may have to wait for the one that is stopped
        first.go_on()
        where = f"while {other} ran before {names[-1]} ({number})"
        hold(indexed, first, where)
        hold(indexed, second, where)
    assert number > 40
    indexed.set_back()


def test_many_meet_it_at_moments_of_chance(indexed: Bench) -> None:
    for turn in range(scale(5, 400)):
        begin(indexed)
        crowd = [indexed.start(command) for command in (INDEX, LIST, SEARCH, ("index", "--rebuild"), CHECK, GOALS)]
        for running in crowd:
            hold(indexed, running, f"turn {turn}")
        assert tuple(one.out for one in indexed.run(*ANSWERS)) == indexed.expected().documents, f"turn {turn}"
    indexed.set_back()
