"""An index that is another vault's, that a crash left, or whose folder goes: the answers are the files'."""

import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tests.durability.indexes import COUNT, answers, index_of, noise, notes
from tests.durability.running import meanwhile, run_child, traces


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(notes("alder"))


@pytest.fixture
def other(make_vault: MakeVault, vault: Path) -> Path:
    root = make_vault(notes("birch"), name="other")
    for path in vault.rglob("*"):
        status = path.stat()
        os.utime(root / path.relative_to(vault), ns=(status.st_atime_ns, status.st_mtime_ns))
    return root


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an hour have passed since the files were written, so that their signatures are relied on."""
    now = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: now)


def said_by(tj: Tj, vault: Path, word: str, never: str) -> None:
    """See that all that is said of a vault is its own."""
    told = answers(tj, vault)
    assert len(json.loads(told[0])) == COUNT
    assert all(word in text for text in (told[0], told[-1]))
    found = tj("search", word, "--json", vault=vault).out
    assert len(json.loads(found)) == COUNT + 1
    assert never not in "".join([*told, found])
    assert json.loads(tj("search", never, "--json", vault=vault).out) == []


@pytest.mark.usefixtures("later")
def test_a_moved_vault_and_a_new_one_in_its_place(tj: Tj, vault: Path, other: Path) -> None:
    said_by(tj, vault, "alder", "birch")
    moved = vault.with_name("moved")
    vault.rename(moved)
    other.rename(vault)
    said_by(tj, vault, "birch", "alder")
    said_by(tj, moved, "alder", "birch")


@pytest.mark.usefixtures("later")
def test_two_vaults_that_change_places(tj: Tj, vault: Path, other: Path) -> None:
    said_by(tj, vault, "alder", "birch")
    said_by(tj, other, "birch", "alder")
    aside = vault.with_name("aside")
    for _ in range(2):
        vault.rename(aside)
        other.rename(vault)
        aside.rename(other)
        said_by(tj, vault, "birch", "alder")
        said_by(tj, other, "alder", "birch")
        vault, other = other, vault


@pytest.mark.usefixtures("later")
def test_a_copy_goes_its_own_way(tj: Tj, vault: Path) -> None:
    before = answers(tj, vault)
    copy = vault.with_name("copy")
    subprocess.run(["cp", "-a", str(vault), str(copy)], check=True)
    assert answers(tj, copy) == before
    (copy / "journal/2026-01-01.md").write_text("only in the copy: rowan\n")
    assert answers(tj, vault) == before
    assert "rowan" in tj("search", "rowan", vault=copy).out
    assert json.loads(tj("search", "rowan", "--json", vault=vault).out) == []


def _cached(tj: Tj) -> dict[str, Path]:
    return {path.name: path for path in (tj.home / "cache").glob("*.sqlite")}


@pytest.mark.usefixtures("later")
def test_an_index_that_was_copied_over_another(tj: Tj, vault: Path, other: Path) -> None:
    answers(tj, vault)
    of_vault = index_of(tj)
    said_by(tj, other, "birch", "alder")
    (of_other,) = set(_cached(tj).values()) - {of_vault}
    kept = of_vault.read_bytes()
    shutil.copy(of_other, of_vault)
    said_by(tj, vault, "alder", "birch")
    of_other.write_bytes(kept)
    said_by(tj, other, "birch", "alder")


@pytest.mark.usefixtures("later")
def test_a_link_to_another_vaults_index(tj: Tj, vault: Path, other: Path) -> None:
    answers(tj, vault)
    of_vault = index_of(tj)
    said_by(tj, other, "birch", "alder")
    (of_other,) = set(_cached(tj).values()) - {of_vault}
    of_vault.unlink()
    of_vault.symlink_to(of_other)
    said_by(tj, vault, "alder", "birch")
    said_by(tj, other, "birch", "alder")


# What SQLite lays beside the index while it is open, and leaves there after a crash.


def _crash(tj: Tj, vault: Path) -> dict[str, bytes]:
    """Return the index with all that lay beside it at a moment when it was open and its last writing was in the log."""
    path = index_of(tj)
    holder = sqlite3.connect(path)
    holder.execute("SELECT count(*) FROM notes").fetchone()
    (vault / "journal/2026-06-01.md").write_text("a late word of rowan\n")
    assert "rowan" in tj("search", "rowan", vault=vault).out
    beside = {suffix: path.with_name(path.name + suffix).read_bytes() for suffix in ("", "-wal", "-shm")}
    holder.close()
    assert len(beside["-wal"]) > 32
    return beside


def _lay(path: Path, files: dict[str, bytes]) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    for suffix, data in files.items():
        path.with_name(path.name + suffix).write_bytes(data)


LEFT: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "all of it": lambda left: left,
    "no -shm": lambda left: {suffix: left[suffix] for suffix in ("", "-wal")},
    "no -wal": lambda left: {suffix: left[suffix] for suffix in ("", "-shm")},
    "only -wal and -shm": lambda left: {suffix: left[suffix] for suffix in ("-wal", "-shm")},
    "only -wal": lambda left: {"-wal": left["-wal"]},
    "half of -wal": lambda left: {**left, "-wal": left["-wal"][: len(left["-wal"]) // 2]},
    "a torn -wal": lambda left: {**left, "-wal": left["-wal"][:-700] + bytes(700)},
    "noise as -wal": lambda left: {**left, "-wal": noise(40_000)},
    "noise as -shm": lambda left: {**left, "-shm": noise(32_768)},
    "noise as both": lambda left: {**left, "-wal": noise(99), "-shm": noise(99)},
    "noise as -journal": lambda left: {"": left[""], "-journal": noise(40_000)},
    "an empty index": lambda left: {**left, "": b""},
    "noise as the index": lambda left: {**left, "": noise(len(left[""]))},
}


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
def test_what_a_crash_leaves_beside_it(
    tj: Tj, vault: Path, left: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    answers(tj, vault)
    files = _crash(tj, vault)
    before = answers(tj, vault)
    _lay(index_of(tj), left(files))
    assert answers(tj, vault) == before


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_folder_where_the_log_goes(tj: Tj, vault: Path, suffix: str) -> None:
    before = answers(tj, vault)
    path = index_of(tj)
    path.with_name(path.name + suffix).mkdir()
    assert answers(tj, vault) == before


@pytest.mark.usefixtures("later")
def test_the_log_of_another_vaults_index_says_nothing_of_that_vault(tj: Tj, vault: Path, other: Path) -> None:
    # SQLite takes up any log that lies beside a database; nothing tells that it is another's.
    answers(tj, other)
    left = _crash(tj, other)
    index_of(tj).unlink()
    before = answers(tj, vault)
    path = index_of(tj)
    for files in ({"-wal": left["-wal"]}, {"-wal": left["-wal"], "-shm": left["-shm"]}):
        _lay(path, {"": path.read_bytes(), **files})
        told = answers(tj, vault)
        told += [tj("search", word, "--json", vault=vault).out for word in ("word*", "birch", "rowan")]
        assert [word for word in ("birch", "rowan") if word in "".join(told)] == []
        assert tj("index", "--rebuild", vault=vault).code == 0
        assert answers(tj, vault) == before


# The cache folder itself.


def test_a_cache_folder_that_is_gone_is_made_again(tj: Tj, vault: Path) -> None:
    before = answers(tj, vault)
    shutil.rmtree(tj.home / "cache")
    assert answers(tj, vault) == before
    assert (tj.home / "cache").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("words", [["list", "--json"], ["index", "--json"]])
@pytest.mark.parametrize("known", [False, True], ids=["first run", "later run"])
def test_a_cache_folder_that_goes_while_a_command_runs(
    tmp_path: Path, vault: Path, words: list[str], known: bool
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    run_child(home, vault, "index")
    expected = run_child(home, vault, *words)
    cache = home / "xdg-cache"
    if not known:
        shutil.rmtree(cache)
    else:
        (vault / "journal/2026-01-09.md").touch()  # so that there is something to write
    before = meanwhile("os.scandir", vault, f"shutil.rmtree({str(cache)!r})")
    done = run_child(home, vault, *words, before=before)
    assert not traces(done, "alder")
    assert (done.code, done.err) == (expected.code, "")
    if words[0] != "index":  # which tells how much it did, and how long it took
        assert done.out == expected.out
    again = run_child(home, vault, *words)
    assert (again.code, again.err) == (expected.code, "")
