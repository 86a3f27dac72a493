"""The index file: whatever is in its place, the answers are the files', exit codes are 0, and nothing is said."""

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.durability.indexes import answers, index_of, noise, notes


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(notes("alder"))


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
    "noise at the start": lambda path: _overwrite(path, 0, noise(100)),
    "noise in the schema": lambda path: _overwrite(path, 100, noise(16284)),
    "noise all over": lambda path: _overwrite(path, 0, noise(path.stat().st_size)),
    "truncated to half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "truncated within a page": lambda path: os.truncate(path, path.stat().st_size - 1000),
    "truncated within the header": lambda path: os.truncate(path, 50),
    "of no length": lambda path: os.truncate(path, 0),
    "longer than it was": lambda path: _overwrite(path, path.stat().st_size, noise(50_000)),
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
    "without a table": lambda path: _pragma(path, "DROP TABLE problems"),
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
    assert index_of(tj).is_file()
    assert index_of(tj).stat().st_mode & 0o777 == 0o600
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


def _save(vault: Path) -> None:
    """Change a note: its words are kept from then on, and asked for when it changes again."""
    path = vault / "journal/2026-01-14.md"
    path.write_text(path.read_text() + "more of alder\n")


NEAR = pytest.mark.parametrize(
    "near", [b"# alder 13", b'["alder 13'], ids=["in kept words", "in what is known of a note"]
)


@NEAR
def test_a_byte_that_is_no_text_shows_nobody_what_was_written(tj: Tj, vault: Path, near: bytes) -> None:
    answers(tj, vault)
    _save(vault)
    answers(tj, vault)
    path = index_of(tj)
    assert _spoil(path, near) >= 1
    for words in (["search", "alder"], ["list"], ["check"], ["stats"], ["index"]):
        _save(vault)
        assert "alder" not in tj(*words, vault=vault).err


@NEAR
def test_a_byte_that_is_no_text_is_made_good(tj: Tj, vault: Path, near: bytes) -> None:
    answers(tj, vault)
    _save(vault)
    answers(tj, vault)
    spoiled = index_of(tj)
    assert _spoil(spoiled, near) >= 1
    _save(vault)
    after = answers(tj, vault)
    assert index_of(tj) != spoiled
    index_of(tj).unlink()
    assert answers(tj, vault) == after


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
    _overwrite(path, 2 * 16384, noise(path.stat().st_size - 2 * 16384))  # the schema and the first table's root stay
    done = tj("mood", "6", "--note", "elm", vault=vault)
    assert (done.code, done.err) == (0, "")
    assert "elm" in (vault / "journal/2026/2026-05-11.md").read_text()
