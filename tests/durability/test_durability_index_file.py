"""The index file: whatever is in its place, the answers are the files', exit codes are 0, and nothing is said."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.durability.running import meanwhile, run_child, traces

COUNT = 24
QUESTIONS = (
    ["list", "--json"],
    ["search", "alder*", "--json"],
    ["stats", "--json"],
    ["show", "--since", "2026-01-01", "--json"],
)


def notes(word: str, count: int = COUNT) -> dict[str, str | bytes]:
    """Return the files of a vault that says `word` all over, and is large enough for many pages of a database."""
    made: dict[str, str | bytes] = {
        f"journal/2026-{1 + day // 28:02}-{1 + day % 28:02}.md": (
            f"---\nmood: {1 + day % 10}\nemotions: [calm, {word}]\ntags: [{word}]\n---\n# {word} {day}\n\n"
            + f"{word} went by and the word number {day} was said.\n" * 20
        )
        for day in range(count)
    }
    made["goals/walk.md"] = f"---\ntype: goal\narea: {word}\n---\n{word}\n"
    return made


def answers(tj: Tj, vault: Path) -> list[str]:
    """Return what every question says, having seen that each is answered in silence."""
    told = []
    for words in QUESTIONS:
        done = tj(*words, vault=vault)
        assert (words, done.code, done.err) == (words, 0, "")
        told.append(done.out)
    done = tj("check", "--json", vault=vault)
    assert (done.code, done.err, json.loads(done.out)) == (0, "", [])
    return told


def index_of(tj: Tj) -> Path:
    """Return the only index in the cache."""
    (found,) = (tj.home / "cache").glob("*.sqlite")
    return found


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(notes("alder"))


def _noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311 - noise that can be repeated


def _overwrite(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as handle:
        handle.seek(offset)
        handle.write(data)


def _pragma(path: Path, statement: str) -> None:
    db = sqlite3.connect(path)
    db.execute(statement)
    db.commit()
    db.close()


def _foreign(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE notes (id, path, text)")
    db.execute("CREATE TABLE meta (fingerprint)")
    db.execute("INSERT INTO notes VALUES (1, 'journal/2026-01-01.md', 'of another program')")
    db.execute("CREATE VIEW v AS SELECT * FROM notes")
    db.execute("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END")
    db.commit()
    db.close()


def _foreign_with_our_marks(path: Path) -> None:
    db = sqlite3.connect(path)
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    _foreign(path)
    _pragma(path, f"PRAGMA application_id = {application}")
    _pragma(path, f"PRAGMA user_version = {version}")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _full_folder(path: Path) -> None:
    _folder(path)
    (path / "something").write_text("words")


def _text(path: Path) -> None:
    path.write_text("my shopping list\n" * 3000)


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _broken_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.sqlite")


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "noise at the start": lambda path: _overwrite(path, 0, _noise(100)),
    "noise in the schema": lambda path: _overwrite(path, 100, _noise(16284)),
    "noise all over": lambda path: _overwrite(path, 0, _noise(path.stat().st_size)),
    "truncated to half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "truncated within a page": lambda path: os.truncate(path, path.stat().st_size - 1000),
    "truncated within the header": lambda path: os.truncate(path, 50),
    "of no length": lambda path: os.truncate(path, 0),
    "longer than it was": lambda path: _overwrite(path, path.stat().st_size, _noise(50_000)),
    "a text file": _text,
    "a foreign database": _foreign,
    "a foreign database with our marks": _foreign_with_our_marks,
    "an empty folder": _folder,
    "a folder with files": _full_folder,
    "a link to nothing": _broken_link,
    "a link to itself": _loop,
    "a FIFO": _fifo,
    "of no schema": lambda path: _pragma(path, "PRAGMA user_version = 0"),
    "of an older schema": lambda path: _pragma(path, "PRAGMA user_version = 1"),
    "of a newer schema": lambda path: _pragma(path, "PRAGMA user_version = 99999"),
    "of another program's mark": lambda path: _pragma(path, "PRAGMA application_id = 77"),
    "without a table": lambda path: _pragma(path, "DROP TABLE properties"),
    "gone": Path.unlink,
    "not writable": lambda path: path.chmod(0o400),
    "for all to read": lambda path: path.chmod(0o666),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_whatever_lies_in_its_place_is_made_again_in_silence(
    tj: Tj, vault: Path, damage: Callable[[Path], None]
) -> None:
    before = answers(tj, vault)
    path = index_of(tj)
    written = files_of(vault)
    damage(path)
    assert answers(tj, vault) == before
    assert files_of(vault) == written
    assert path.is_file()
    assert path.stat().st_mode & 0o777 == 0o600
    assert tj("index", vault=vault).code == 0


@pytest.mark.parametrize("seed", range(5))
def test_noise_anywhere_in_the_middle_changes_no_answer(tj: Tj, vault: Path, seed: int) -> None:
    before = answers(tj, vault)
    path = index_of(tj)
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    size, length = path.stat().st_size, chance.choice([16, 512, 4096, 16384])
    _overwrite(path, chance.randrange(100, size - length), chance.randbytes(length))
    assert answers(tj, vault) == before


def _spoil(path: Path, near: bytes) -> int:
    """Set a byte that no UTF-8 has behind each place where `near` stands, and return how many there were."""
    data = path.read_bytes()
    path.write_bytes(data.replace(near, near[:-1] + b"\xff"))
    return data.count(near)


@pytest.mark.parametrize("near", [b"# alder 13", b'"title":"alder 13'], ids=["in a text", "in what is known of a note"])
def test_a_byte_that_is_no_text_shows_nobody_what_was_written(tj: Tj, vault: Path, near: bytes) -> None:
    answers(tj, vault)
    path = index_of(tj)
    assert _spoil(path, near) >= 1
    for words in (["search", "alder"], ["list"], ["check"], ["stats"], ["index"]):
        assert "alder" not in tj(*words, vault=vault).err


@pytest.mark.parametrize("near", [b"# alder 13", b'"title":"alder 13'], ids=["in a text", "in what is known of a note"])
def test_a_byte_that_is_no_text_is_made_good(tj: Tj, vault: Path, near: bytes) -> None:
    before = answers(tj, vault)
    assert _spoil(index_of(tj), near) >= 1
    assert answers(tj, vault) == before


@pytest.mark.parametrize("damage", ["noise in the schema", "a foreign database with our marks", "noise all over"])
def test_a_check_in_lands_whatever_the_index_is(tj: Tj, vault: Path, damage: str) -> None:
    answers(tj, vault)
    DAMAGES[damage](index_of(tj))
    done = tj("mood", "6", "--note", "elm", vault=vault)
    assert (done.code, done.err) == (0, "")
    assert "elm" in (vault / "journal/2026/2026-05-11.md").read_text()
    assert "elm" in tj("search", "elm", vault=vault).out


def test_a_check_in_lands_where_the_index_is_damaged_within(tj: Tj, vault: Path) -> None:
    answers(tj, vault)
    path = index_of(tj)
    _overwrite(path, 2 * 16384, _noise(path.stat().st_size - 2 * 16384))  # the schema and the first table's root stay
    done = tj("mood", "6", "--note", "elm", vault=vault)
    assert (done.code, done.err) == (0, "")
    assert "elm" in (vault / "journal/2026/2026-05-11.md").read_text()


# From here on there are two vaults whose files agree in name, size and mtime, and differ in one word.


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
    "noise as -wal": lambda left: {**left, "-wal": _noise(40_000)},
    "noise as -shm": lambda left: {**left, "-shm": _noise(32_768)},
    "noise as both": lambda left: {**left, "-wal": _noise(99), "-shm": _noise(99)},
    "noise as -journal": lambda left: {"": left[""], "-journal": _noise(40_000)},
    "an empty index": lambda left: {**left, "": b""},
    "noise as the index": lambda left: {**left, "": _noise(len(left[""]))},
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
