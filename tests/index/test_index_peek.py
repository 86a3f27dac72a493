"""The quick question of a check-in: it is answered by the real index, and by nothing where that cannot be used."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tj.entry.compose import compose_note
from tj.index.peek import knows_day
from tj.index.sync import index_path
from tj.places import Places
from tj.vault.layout import open_vault
from tj.vault.place import cache_name

NOTES: dict[str, str | bytes] = {
    "journal/a walk.md": "---\ndate: 2026-05-03\n---\nalder\n",
    "goals/walk.md": "---\ntype: goal\ndate: 2026-05-04\n---\n",
}


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(NOTES)


def the_index(tj: Tj) -> Path:
    (path,) = tj.home.rglob("*.sqlite")
    return path


def test_an_entry_of_the_day_is_known_and_nothing_else(tj: Tj, vault: Path) -> None:
    assert tj("index", vault=vault).code == 0
    days = ("2026-05-02", "2026-05-03", "2026-05-04", "0001-01-01")
    known = [day for day in days if knows_day(str(the_index(tj)), day)]
    assert known == ["2026-05-03"]


def test_it_is_asked_where_the_index_lies(tj: Tj, vault: Path) -> None:
    assert tj("index", vault=vault).code == 0
    opened = open_vault(vault)
    places = Places(the_index(tj).parent, vault, vault)
    assert index_path(opened, places) == the_index(tj)
    assert the_index(tj).stem == cache_name(str(opened.root))


@pytest.mark.parametrize("spoilt", ["missing", "folder", "fifo", "empty", "foreign", "rubbish", "torn"])
def test_an_index_that_cannot_be_used_knows_nothing_and_stops_no_check_in(tj: Tj, vault: Path, spoilt: str) -> None:
    assert tj("index", vault=vault).code == 0
    path = the_index(tj)
    whole = path.read_bytes()
    path.unlink()
    if spoilt == "folder":
        path.mkdir()
    elif spoilt == "fifo":
        os.mkfifo(path)
    elif spoilt == "foreign":
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE notes (id)")
        db.close()
    elif spoilt != "missing":
        path.write_bytes({"empty": b"", "rubbish": b"\xff" * 40000, "torn": whole[:100] + b"\xff" * 40000}[spoilt])
    assert not knows_day(str(path), "2026-05-03")
    done = tj("mood", "6", "--at", "2026-05-03 14:30", "--note", "elm", vault=vault)
    assert (done.code, done.err) == (0, "")
    assert "elm" in (vault / "journal/2026/2026-05-03.md").read_text()


def test_a_locked_index_stops_no_check_in(tj: Tj, vault: Path) -> None:
    assert tj("index", vault=vault).code == 0
    with sqlite3.connect(the_index(tj)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM stale")
        done = tj("mood", "6", "--at", "2026-05-04 14:30", "--note", "elm", vault=vault)
    db.close()
    assert (done.code, done.err) == (0, "")
    assert "elm" in (vault / "journal/2026/2026-05-04.md").read_text()


def test_the_entry_that_a_check_in_begins_is_composed_like_any_other(tj: Tj, vault: Path) -> None:
    from datetime import date

    assert tj("mood", "6", "--at", "2026-05-04 14:30", "--emotion", "calm", "--note", "elm", vault=vault).code == 0
    text = (vault / "journal/2026/2026-05-04.md").read_text()
    body = text.split("---\n")[2]
    assert "14:30" in body
    assert text == compose_note({"date": date(2026, 5, 4)}, body)
