"""A look at everything in small steps finds what a look at once finds, and what it passes by is as the index has it."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tj.config import Settings
from tj.index.patrol import Step, patrol
from tj.index.store import Store, open_store
from tj.index.sync import fingerprint, refresh
from tj.vault.layout import Vault
from tj.vault.scan import visit

# Far enough ahead that every file has settled.
LATER = 4_000_000_000_000_000_000
NOTES = {f"journal/{year}/{year}-0{month}-05.md": f"in {year}\n" for year in (2024, 2025) for month in range(1, 6)}


@pytest.fixture
def vault(make_vault: Callable[..., Path]) -> Vault:
    return Vault(make_vault({**NOTES, "goals/walk.md": "---\ntype: goal\n---\n"}).resolve(), Settings())


@pytest.fixture
def store(tmp_path: Path, vault: Vault) -> Iterator[Store]:
    with open_store(tmp_path / "index.sqlite", fingerprint(vault)) as opened:
        refresh(vault, opened, now_ns=LATER)
        yield opened


def _found(vault: Vault, store: Store) -> tuple[set[str], bool]:
    """Return the paths that a patrol names, and whether it asks for a look at everything."""
    steps = list(patrol(vault, store))
    return {path for step in steps for path in step.paths}, any(step.everything for step in steps)


def _is_up_to_date(vault: Vault, store: Store) -> bool:
    done = refresh(vault, store, now_ns=LATER)
    return not (done.added or done.changed or done.removed)


def test_each_step_is_one_folder(vault: Vault, store: Store) -> None:
    steps = list(patrol(vault, store))
    assert sorted(step.folder for step in steps[1:]) == ["", "goals", "journal", "journal/2024", "journal/2025"]
    assert steps[0] == Step("")
    assert not any(step.paths or step.everything for step in steps)


def test_what_changed_unseen_is_named(vault: Vault, store: Store) -> None:
    (vault.root / "journal/2024/2024-01-05.md").write_text("otherwise\n")
    (vault.root / "journal/2025/2025-02-05.md").unlink()
    (vault.root / "journal/2025/2025-12-24.md").write_text("new\n")
    named = {"journal/2024/2024-01-05.md", "journal/2025/2025-02-05.md", "journal/2025/2025-12-24.md"}
    assert _found(vault, store) == (named, False)
    done = refresh(vault, store, now_ns=LATER, only=named)
    assert {*done.added, *done.changed, *done.removed} == named
    assert _found(vault, store) == (set(), False)
    assert _is_up_to_date(vault, store)


def test_a_file_that_had_just_changed_is_named_until_it_can_be_relied_on(vault: Vault, store: Store) -> None:
    path = "journal/2024/2024-01-05.md"
    (vault.root / path).write_text("just now\n")
    refresh(vault, store, now_ns=0, only=[path])
    assert _found(vault, store) == ({path}, False)
    refresh(vault, store, now_ns=LATER, only=[path])
    assert _found(vault, store) == (set(), False)


def test_a_folder_that_was_looked_at_closely_is_passed_by_the_next_time(vault: Vault, store: Store) -> None:
    path = "journal/2024/2024-01-05.md"
    (vault.root / path).write_text("otherwise\n")
    refresh(vault, store, now_ns=LATER, only=[path])
    closely = [one for one in visit(vault, store.marks()) if not isinstance(one, str)]
    assert [one.path for one in closely] == ["journal/2024"]
    assert _found(vault, store) == (set(), False)
    assert all(isinstance(one, str) for one in visit(vault, store.marks()))


def test_a_folder_that_went_or_odd_things_ask_for_a_look_at_everything(vault: Vault, store: Store) -> None:
    shutil.rmtree(vault.root / "goals")
    assert _found(vault, store)[1]
    refresh(vault, store, now_ns=LATER)
    os.mkfifo(vault.root / "journal/pipe.md")
    assert _found(vault, store) == (set(), True)
    refresh(vault, store, now_ns=LATER)
    assert _found(vault, store) == (set(), False)


def test_a_new_index_asks_for_a_look_at_everything(vault: Vault, store: Store) -> None:
    with store.changing():
        store.clear()
    assert list(patrol(vault, store)) == [Step("", everything=True)]


class _Writer:
    """Someone who writes to a vault, by a seed."""

    def __init__(self, vault: Vault, seed: int) -> None:
        self._vault = vault
        self._chance = random.Random(seed)  # noqa: S311 - chance that can be repeated

    def act(self) -> set[str]:
        """Do something to the notes, and return the paths concerned."""
        root, chance = self._vault.root, self._chance
        notes = sorted(str(path.relative_to(root)) for path in root.rglob("*.md"))
        kind = chance.choice(["edit", "new", "delete", "rename", "touch"])
        path = chance.choice(notes) if notes else ""
        other = f"journal/{chance.choice(['2024', '2025', '2026', ''])}/{chance.randint(1, 9)}.md".replace("//", "/")
        if kind == "new" or not path:
            (root / other).parent.mkdir(parents=True, exist_ok=True)
            (root / other).write_text(f"{chance.random()}\n")
            return {other}
        if kind == "edit":
            (root / path).write_text(f"{chance.random()}\n")
        elif kind == "delete":
            (root / path).unlink()
        elif kind == "touch":
            os.utime(root / path, (chance.randint(1, 10**9),) * 2)
        else:
            (root / other).parent.mkdir(parents=True, exist_ok=True)
            (root / path).replace(root / other)
        return {path, other} if kind == "rename" else {path}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_between_two_steps_is_found_by_then_or_by_the_next_patrol(
    vault: Vault, store: Store, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    writer = _Writer(vault, seed)
    for _ in range(6):
        writer.act()
        for step in patrol(vault, store):
            if step.everything or step.paths:
                refresh(vault, store, now_ns=LATER, only=None if step.everything else step.paths)
            if chance.random() < 0.4:
                paths = writer.act()
                if chance.random() < 0.6:  # else nobody is told of it
                    refresh(vault, store, now_ns=LATER, only=paths)
    for step in patrol(vault, store):
        if step.everything or step.paths:
            refresh(vault, store, now_ns=LATER, only=None if step.everything else step.paths)
    assert _found(vault, store) == (set(), False)
    assert _is_up_to_date(vault, store)
