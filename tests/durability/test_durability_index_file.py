"""The index file: whatever is in its place, the answers are the files', exit codes are 0, and nothing is said."""

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.durability.running import run_child

QUESTIONS = (
    ["list", "--json"],
    ["search", "alder*", "--json"],
    ["search", "word", "--json"],
    ["stats", "--json"],
    ["goal", "list", "--json"],
    ["show", "--since", "2026-01-01", "--json"],
)


def notes(word: str, count: int = 120) -> dict[str, str | bytes]:
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


def _link(target: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.unlink()
        path.symlink_to(target)

    return make


DAMAGES: dict[str, Callable[[Path], None]] = {
    "noise at the start": lambda path: _overwrite(path, 0, _noise(100)),
    "noise over the first page": lambda path: _overwrite(path, 0, _noise(16384)),
    "noise after the magic": lambda path: _overwrite(path, 16, _noise(84)),
    "noise in the schema": lambda path: _overwrite(path, 100, _noise(16284)),
    "noise all over": lambda path: path.write_bytes(_noise(path.stat().st_size)),
    "truncated to half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "truncated within a page": lambda path: os.truncate(path, path.stat().st_size - 1000),
    "truncated to one page": lambda path: os.truncate(path, 16384),
    "truncated within the header": lambda path: os.truncate(path, 50),
    "of no length": lambda path: os.truncate(path, 0),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "longer than it was": lambda path: _overwrite(path, path.stat().st_size, _noise(50_000)),
    "a text file": lambda path: path.write_text("my shopping list\n" * 3000) and None,
    "a foreign database": _foreign,
    "a foreign database with our marks": _foreign_with_our_marks,
    "an empty folder": _folder,
    "a folder with files": _full_folder,
    "a link to nothing": _link("nowhere.sqlite"),
    "a link to itself": lambda path: _link(path.name)(path),
    "a FIFO": lambda path: (path.unlink(), os.mkfifo(path)) and None,
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


@pytest.mark.parametrize("seed", range(12))
def test_noise_anywhere_in_the_middle_changes_no_answer(tj: Tj, vault: Path, seed: int) -> None:
    before = answers(tj, vault)
    path = index_of(tj)
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    size = path.stat().st_size
    length = chance.choice([1, 16, 512, 4096, 16384])
    _overwrite(path, chance.randrange(100, size - length), chance.randbytes(length))
    assert answers(tj, vault) == before
