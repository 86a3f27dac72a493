"""Reading in chunks, some of it in other processes: all that differs, each with what was known of it."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import MakeVault
from tj.config import Settings
from tj.digest import blake2b
from tj.index.diff import Known
from tj.index.reading import READ, Looked, may_be_many, read_all, reader
from tj.processes import Crew
from tj.vault.layout import Vault
from tj.vault.scan import Signature, scan

LATER = 4_000_000_000_000_000_000
NOTES = {f"journal/{day:03}.md": f"---\nmood: {day % 10}\n---\nday {day}\n" for day in range(150)}


@dataclass(frozen=True)
class Read:
    """What came of all chunks together."""

    fresh: list[str]
    same: dict[str, Known]
    unread: list[str]


def together(chunks: list[Looked]) -> Read:
    same: dict[str, Known] = {}
    for chunk in chunks:
        same.update(chunk.same)
    return Read([one.path for chunk in chunks for one in chunk.fresh], same, [p for c in chunks for p in c.unread])


def seen(vault: Vault) -> dict[str, Signature]:
    return dict(scan(vault).found)


@pytest.fixture
def vault(make_vault: MakeVault) -> Vault:
    return Vault(make_vault(NOTES).resolve(), Settings())


def test_each_file_is_given_once_in_the_order_of_names(vault: Vault) -> None:
    told: list[tuple[int, int]] = []
    found = together(list(read_all(vault, seen(vault), {}, LATER, lambda count, of: told.append((count, of)))))
    assert found == Read(sorted(NOTES), {}, [])
    assert told == [(96, 150), (150, 150)]


def test_a_file_whose_content_is_known_is_told_apart(vault: Vault) -> None:
    found = seen(vault)
    path = "journal/007.md"
    old = Signature(1, 2, 3, 4)
    digest = blake2b(NOTES[path].encode(), digest_size=16).hexdigest()
    known = {path: Known(old, digest, settled=False), "journal/008.md": Known(old, "other", settled=True)}
    read = together(list(read_all(vault, found, known, LATER, None)))
    assert read.same == {path: Known(found[path], digest, settled=True)}
    assert read.fresh == sorted(NOTES.keys() - {path})


def test_a_file_that_is_gone_by_now_is_named(vault: Vault) -> None:
    found = seen(vault)
    (vault.root / "journal" / "100.md").unlink()
    assert together(list(read_all(vault, found, {}, LATER, None))).unread == ["journal/100.md"]


def test_a_crew_that_was_there_before_gives_the_same(vault: Vault) -> None:
    alone = list(read_all(vault, seen(vault), {}, LATER, None))
    with Crew({READ: reader(vault)}) as crew:
        for _ in range(2):
            assert list(read_all(vault, seen(vault), {}, LATER, None, crew)) == alone


@pytest.mark.parametrize(("count", "many"), [(0, False), (199, False), (200, True), (450, True)])
def test_many_notes_are_told_from_few_by_names(tmp_path: Path, count: int, many: bool) -> None:
    vault = Vault(tmp_path, Settings())
    for number in range(count):
        path = tmp_path / "journal" / f"{number % 7}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / ".trash").mkdir()
    assert may_be_many(vault) is many


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_loop_of_links_is_not_followed_to_count_notes(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "again").symlink_to(tmp_path / "journal")
    (tmp_path / "journal" / "2026-03-05.md").touch()
    assert not may_be_many(Vault(tmp_path, Settings()))
