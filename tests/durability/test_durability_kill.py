"""Killed at any moment, no command leaves half a file behind, and the next one answers as if nothing had happened.

Every command is killed around each call by which it writes (`points.py`), and at moments that chance chooses.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.durability.killing import ANSWERS, SOAK, Bench, scale
from tests.durability.points import chosen_points
from tests.durability.vaults import damage_index

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is killed cheaply")


def _nothing(_: Bench) -> None:
    """Leave index, summaries and files as they are."""


def _unindexed(bench: Bench) -> None:
    bench.set_back()
    for path in bench.vault.glob("summaries/*"):
        path.unlink()
    for path in bench.home.rglob("*.sqlite"):
        path.unlink()


def _edited(bench: Bench) -> None:
    (bench.vault / "journal/2025/2025-03-06.md").write_text("---\nmood: 9\n---\nrewritten, and a walk after all\n")
    (bench.vault / "journal/2025/2025-02-11.md").unlink()
    (bench.vault / "journal/2025/2025-01-20.md").write_text("---\nmood: 2\n---\na day late\n")
    (bench.vault / "goals/walk.md").rename(bench.vault / "goals/run.md")


def _edited_again(bench: Bench) -> None:
    """Change a note that was put into the index by itself, so that its words are taken out of it again."""
    path = bench.vault / "journal/2025/2025-03-06.md"
    path.write_text("---\nmood: 9\n---\nrewritten, and a walk after all\n")
    bench.run(("index",))
    # Else it would depend on how long that took which of the notes that were set back are read once more.
    _tell_index(bench, "UPDATE notes SET settled = 1")
    path.write_text("---\nmood: 8\n---\nand written once more\n")
    _touch(bench)


def _touch(bench: Bench) -> None:
    """Write the one note that what comes next may change as it is: set back, it would have other times than before."""
    path = bench.vault / "journal/2025/2025-03-08.md"
    path.write_bytes(path.read_bytes())


def _worn(bench: Bench) -> None:
    """Leave behind more than an index of so few notes is to hold, and then change some."""
    _edited(bench)
    _tell_index(
        bench,
        "WITH RECURSIVE many(n) AS (SELECT -9999 UNION ALL SELECT n + 1 FROM many WHERE n < -9000)"
        " INSERT INTO spent SELECT n FROM many",
    )


def _tell_index(bench: Bench, statement: str) -> None:
    (path,) = bench.home.rglob("*.sqlite")
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()


def _damaged(bench: Bench) -> None:
    _edited(bench)
    damage_index(bench)


@dataclass(frozen=True)
class Scenario:
    """A command and what was done to the vault before it."""

    command: tuple[str, ...]
    before: Callable[[Bench], None] = _nothing


SCENARIOS = {
    "mood in an entry": Scenario(("mood", "5", "--at", "2025-03-05 14:30", "--note", "after the walk")),
    "mood in a new entry": Scenario(("mood", "5", "--at", "2025-05-01 08:00", "--emotion", "calm")),
    "goal done": Scenario(("goal", "done", "walk", "--at", "2025-03-06")),
    "goal add": Scenario(("goal", "add", "read", "--target", "3/week")),
    "new": Scenario(("new", "2025-05-02", "--text", "begun on a walk")),
    "the first index": Scenario(("index",), _unindexed),
    "index": Scenario(("index",), _edited),
    "index after two saves": Scenario(("index",), _edited_again),
    "index over a worn one": Scenario(("index",), _worn),
    "index --rebuild": Scenario(("index", "--rebuild"), _edited),
    "index over a damaged one": Scenario(("index",), _damaged),
    "list": Scenario(("list",), _edited),
    "init": Scenario(("init",)),
}
if SOAK:  # it writes as "mood in a new entry" does
    SCENARIOS["goal done in a new entry"] = Scenario(("goal", "done", "walk", "--at", "2025-05-01"))
NEXT = (
    ("list", "--json"),
    ("search", "--json", "walk"),
    ("check",),
    ("index",),
    ("watch",),
    ("watch",),
    ("mood", "8", "--at", "2025-03-20 12:00"),
    ("mood", "2", "--at", "2025-03-08 23:00"),
    ("goal", "done", "walk", "--at", "2025-03-08"),
)


@pytest.fixture(params=SCENARIOS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return SCENARIOS[request.param]


def begin(bench: Bench, scenario: Scenario) -> None:
    bench.set_back()
    if scenario.command == ("init",):
        (bench.vault / ".tj/config.toml").unlink()
        (bench.vault / ".obsidian").mkdir()
        (bench.vault / ".obsidian/daily-notes.json").write_text('{"folder": "journal", "format": "YYYY/YYYY-MM-DD"}')
    scenario.before(bench)


def whole_edits(bench: Bench, scenario: Scenario) -> dict[str, set[bytes | None]]:
    """Return what each of the person's files may be after a kill: what it was, or what the whole command makes it."""
    begin(bench, scenario)
    before = bench.user_files()
    assert bench.run(scenario.command)[0].code == 0
    after = bench.user_files()
    return {path: {before.get(path), after.get(path)} for path in {*before, *after}}


def hold(bench: Bench, allowed: Mapping[str, set[bytes | None]], where: str) -> None:
    """Assert that each of the person's files is what it was or all that it was to become."""
    found = bench.user_files()
    assert set(found) <= set(allowed), where
    for path, choice in allowed.items():
        assert found.get(path) in choice, f"{path} is half written after a kill {where}"


def answer(bench: Bench, follow: tuple[str, ...], where: str) -> None:
    """Assert that the next command and all after it are done without a word, and answer rightly."""
    if follow == ("watch",):  # which writes only the summaries that the index holds for stale
        bench.catch_up()
        assert bench.summaries() == bench.expected().summaries, f"after a kill {where}, then {follow}"
        follow = ("list",)
    commands = (follow, *ANSWERS, ("index",))
    outcomes = bench.run(*commands)
    for outcome, command in zip(outcomes, commands, strict=True):
        assert outcome.err == "", f"{command} after a kill {where}"
        assert outcome.code == (3 if command[0] == "check" else 0), f"{command} after a kill {where}"
    expected = bench.expected()
    for outcome, command, document in zip(outcomes[1:-1], ANSWERS, expected.documents, strict=True):
        assert outcome.out == document, f"{command} after a kill {where}, then {follow}"
    assert bench.summaries() == expected.summaries, f"after a kill {where}, then {follow}"


def next_command(bench: Bench, scenario: Scenario) -> tuple[str, ...]:
    return scenario.command if scenario.command == ("init",) else bench.chance.choice(NEXT)


def test_killed_at_each_point_at_which_it_writes(indexed: Bench, scenario: Scenario) -> None:
    allowed = whole_edits(indexed, scenario)
    begin(indexed, scenario)
    _touch(indexed)  # so that later runs pass the same points
    names = indexed.points_of(*scenario.command)
    tried = chosen_points(names)
    assert len(tried) >= 5
    # No file is half written after any of them; the answers after each are for `make soak`, after some for always.
    answered = tried if SOAK else indexed.chance.sample(tried, min(len(tried), 2))
    for number, moment in tried:
        where = f"{moment} {names[number - 1]} ({number} of {len(names)})"
        begin(indexed, scenario)
        killed = indexed.kill_at(number, moment, *scenario.command)
        assert killed.died, where
        assert killed.points == names[:number], where
        hold(indexed, allowed, where)
        if (number, moment) in answered:
            answer(indexed, next_command(indexed, scenario), where)


# Chance proves little in a few turns, so its short form tries the three that write most differently.
@pytest.mark.parametrize("name", list(SCENARIOS) if SOAK else ["mood in an entry", "index", "index --rebuild"])
def test_killed_at_moments_of_chance(indexed: Bench, name: str) -> None:
    scenario = SCENARIOS[name]
    allowed = whole_edits(indexed, scenario)
    begin(indexed, scenario)
    began = time.perf_counter()
    indexed.run(scenario.command)
    longest = time.perf_counter() - began
    wanted = scale(1, 300)
    died = tries = 0
    while died < wanted and tries < 30 * wanted:
        tries += 1
        where = f"by chance, turn {tries}"
        begin(indexed, scenario)
        if indexed.kill_after(indexed.chance.uniform(0, longest / 2), *scenario.command):
            died += 1
            hold(indexed, allowed, where)
            answer(indexed, next_command(indexed, scenario), where)
    assert died == wanted, "hardly a kill met a running command"


def test_a_rebuild_that_was_killed_does_not_send_a_check_in_elsewhere(indexed: Bench) -> None:
    """A check-in asks the index as it stands for the day's entry, where that is not at its usual path."""
    indexed.set_back()
    path = indexed.vault / "journal/a walk.md"
    path.write_text("---\ndate: 2025-03-09\n---\nwalked\n")
    assert indexed.run(("index",))[0].code == 0
    names = indexed.points_of("index", "--rebuild")
    commits = [number for number, name in enumerate(names, start=1) if name == "sql COMMIT"]
    for number in commits:
        assert indexed.kill_at(number, "after", "index", "--rebuild").died
        (outcome,) = indexed.run(("mood", "4", "--at", f"2025-03-09 14:{number % 60:02}"))
        assert (outcome.code, outcome.err) == (0, "")
        assert f"14:{number % 60:02} (mood:: 4)" in path.read_text(), f"after commit {commits.index(number) + 1}"
        assert indexed.run(("index",))[0].code == 0


def test_a_kill_while_a_vault_is_made(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.home.mkdir()
    bench.vault.mkdir()
    bench.keep()
    names = bench.points_of("init")
    config = bench.user_files()[".tj/config.toml"]
    for number, moment in chosen_points(names):
        bench.set_back()
        assert bench.kill_at(number, moment, "init").died
        assert bench.user_files() in ({}, {".tj/config.toml": config}), f"{moment} {names[number - 1]}"
        outcomes = bench.run(("init",), ("mood", "5", "--at", "2025-03-05 14:30"), ("list", "--json"))
        assert [(one.code, one.err) for one in outcomes] == [(0, "")] * 3
        assert bench.user_files()[".tj/config.toml"] == config
        assert "2025-03-05" in outcomes[2].out
