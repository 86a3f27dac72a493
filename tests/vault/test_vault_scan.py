"""What a scan finds, what it never reads, and what it says is in the way."""

import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.config import Settings
from tj.vault.layout import Vault
from tj.vault.scan import (
    Contents,
    Oddity,
    Scan,
    _are_plain,
    _signature,
    glance,
    is_ignored_name,
    is_note_name,
    scan,
    visit,
)

LEAVES = "this link leads out of the vault, so it is not followed"
NOWHERE = "this link leads nowhere"
UNREAD = "this link leads to a place that tj does not read, so it is not followed"
UNSAFE = "its name has characters that are not text, so it is not read; rename it"
NO_FILE = "this is not a file but is named like a note"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = (tmp_path / "vault").resolve()
    (folder / ".tj").mkdir(parents=True)
    return folder


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("words\n")


def look(root: Path, *exclude: str) -> Scan:
    return scan(Vault(root, Settings(exclude=exclude)))


def test_every_markdown_file_is_found_in_order_of_its_path(root: Path) -> None:
    write(root, "b.md", "a.md", "a/x.md", "journal/2026/2026-03-05.md", "UPPER.MD", "Mixed.Md", "picture.jpg", "md")
    seen = look(root)
    assert list(seen.found) == ["Mixed.Md", "UPPER.MD", "a.md", "a/x.md", "b.md", "journal/2026/2026-03-05.md"]
    assert seen.oddities == ()


def test_a_signature_is_what_stat_says(root: Path) -> None:
    write(root, "a.md")
    status = (root / "a.md").stat()
    found = look(root).found["a.md"]
    assert (found.size, found.mtime_ns, found.ctime_ns) == (6, status.st_mtime_ns, status.st_ctime_ns)
    assert found.inode == status.st_ino & 0x7FFFFFFFFFFFFFFF


@pytest.mark.parametrize("year", [1, 9000])
def test_a_time_centuries_away_fits_a_database(year: int) -> None:
    class Status:
        st_mode, st_size, st_ino = 0o100644, 1, 2**64 - 1
        st_mtime_ns = st_ctime_ns = (year - 1970) * 366 * 24 * 3600 * 10**9

    found = _signature(cast(os.stat_result, Status()))
    assert all(-(2**63) < number < 2**63 for number in (found.mtime_ns, found.ctime_ns, found.inode))


def test_what_is_never_read(root: Path) -> None:
    write(
        root, ".obsidian/a.md", ".trash/a.md", ".git/a.md", ".tj/a.md", "summaries/2026.md", "x/.hidden/a.md",
        "a.md~", "#a.md#", ".#a.md", "4913", "a.md.tmp", "~$a.md", ".a.md.swp", ".hidden.md",
    )  # fmt: skip
    write(root, "x/summaries/kept.md")
    seen = look(root)
    assert list(seen.found) == ["x/summaries/kept.md"]
    assert seen.oddities == ()


def test_excluded_folders_are_left_out_by_their_path(root: Path) -> None:
    write(root, "templates/a.md", "x/templates/b.md", "x/drafts/c.md")
    assert list(look(root, "templates", "x/drafts").found) == ["x/templates/b.md"]


@pytest.mark.parametrize("name", ["a~", "#a#", ".a", "4913", "a.tmp", "~$a", ".\n"])
def test_ignored_names(name: str) -> None:
    assert is_ignored_name(name)


@pytest.mark.parametrize("name", ["a", "4913.md", "a.tmp.md", "#tag.md", "~a.md"])
def test_names_that_are_not_ignored(name: str) -> None:
    assert not is_ignored_name(name)


@pytest.mark.parametrize("name", ["2026-03-05.sync-conflict-20260306-120000-ABC.md", "2026-03-05 (Conflicted Copy).md"])
def test_a_sync_conflict_copy_is_reported_and_not_found(root: Path, name: str) -> None:
    write(root, f"journal/{name}")
    seen = look(root)
    assert seen.found == {}
    assert [oddity.path for oddity in seen.oddities] == [f"journal/{name}"]
    assert "sync conflict" in seen.oddities[0].message


@given(st.lists(st.sampled_from(["conflict", "ConflIcted copy", "conflıcted copy", ".ſync-conflict-", "x", ".", "é"])))
def test_a_conflict_copy_is_told_by_all_that_its_pattern_takes(parts: list[str]) -> None:
    name = "".join(parts) + ".md"
    assert is_note_name(name) == (re.search(r"\.sync-conflict-|conflicted copy", name, re.IGNORECASE) is None)


def test_links_out_of_the_vault_are_refused(root: Path, tmp_path: Path) -> None:
    write(tmp_path, "outside/secret.md", "vault-beside/secret.md")
    (root / "file.md").symlink_to(tmp_path / "outside/secret.md")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "picture.jpg").symlink_to("/etc/hostname")
    (root / "gone.md").symlink_to(tmp_path / "outside/none.md")
    (root / "beside.md").symlink_to("../vault-beside/secret.md")
    seen = look(root)
    assert seen.found == {}
    assert seen.oddities == tuple(
        Oddity(path, LEAVES) for path in ("beside.md", "file.md", "folder", "gone.md", "picture.jpg")
    )


def test_links_inside_the_vault_find_nothing_twice(root: Path) -> None:
    write(root, "journal/a.md", "plain.txt")
    (root / "again.md").symlink_to("journal/a.md")
    (root / "folder").symlink_to("journal")
    (root / "folder.md").symlink_to("journal")
    (root / "text.md").symlink_to("plain.txt")
    seen = look(root)
    assert list(seen.found) == ["journal/a.md", "text.md"]
    assert seen.found["text.md"].size == 6
    assert seen.oddities == ()


def test_a_link_is_no_way_into_what_is_never_read(root: Path) -> None:
    write(root, ".trash/a.md", "summaries/2026.md", "templates/deep/t.md", ".hidden.txt")
    for name, target in (("1", ".trash/a.md"), ("2", "summaries/2026.md"), ("3", "templates/deep/t.md"),
                         ("4", ".hidden.txt")):  # fmt: skip
        (root / f"{name}.md").symlink_to(target)
    (root / "5").symlink_to(".trash")
    seen = look(root, "templates")
    assert seen.found == {}
    assert seen.oddities == tuple(Oddity(f"{name}.md", UNREAD) for name in "1234")


def test_loops_and_broken_links_end(root: Path) -> None:
    write(root, "a/b/note.md")
    (root / "a/b/up").symlink_to("..")
    (root / "self.md").symlink_to("self.md")
    (root / "one").symlink_to("two")
    (root / "two").symlink_to("one")
    (root / "broken.md").symlink_to("none.md")
    seen = look(root)
    assert list(seen.found) == ["a/b/note.md"]
    assert seen.oddities == (Oddity("broken.md", NOWHERE), Oddity("self.md", NOWHERE))


def test_what_is_no_file_is_never_opened(root: Path) -> None:
    os.mkfifo(root / "pipe.md")
    (root / "folder.md").mkdir()
    (root / "link.md").symlink_to("pipe")
    os.mkfifo(root / "pipe")
    here = Path.cwd()
    os.chdir(root)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.md")
        os.chdir(here)
        seen = look(root)
    assert seen.found == {}
    assert seen.oddities == tuple(Oddity(f"{name}.md", NO_FILE) for name in ("link", "pipe", "socket"))


def test_names_that_are_not_text_are_shown_escaped(root: Path) -> None:
    for name in (b"bad\xff.md", b"line\nend.md", "é\x1b[2J.md".encode(), "para\u2029graph.md".encode()):
        (root / os.fsdecode(name)).write_text("words")
    (root / "fol\tder").mkdir()
    write(root, "fol\tder/inside.md", "other\nkind.txt")
    seen = look(root)
    assert seen.found == {}
    assert seen.oddities == tuple(
        Oddity(path, UNSAFE)
        for path in ("bad\\udcff.md", "fol\\tder", "line\\nend.md", "para\\u2029graph.md", "é\\x1b[2J.md")
    )
    assert all(oddity.path.encode() for oddity in seen.oddities)


def test_twins_in_case_or_composition_are_different_files(root: Path) -> None:
    names = ["\u00e9.md", "e\u0301.md", "Note.md", "note.md"]
    write(root, *names)
    assert sorted(look(root).found) == sorted(names)


def test_a_folder_deeper_than_functions_can_be_nested(root: Path) -> None:
    here = os.open(root, os.O_RDONLY)
    try:
        for _ in range(1100):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        write(root, "a.md")
        assert list(look(root).found) == ["a.md"]
    finally:
        os.close(here)
        subprocess.run(["rm", "-r", str(root)], check=True)  # deeper than Python's own removal goes


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, type[OSError]], None]:
    """Return a function that makes one folder answer with an error, whoever asks (tests may run as root)."""
    real = os.scandir

    def make(folder: Path, kind: type[OSError]) -> None:
        def scandir(path: Path) -> "Iterator[os.DirEntry[str]]":
            if Path(path) == folder:
                raise kind(13, "no")
            return real(path)

        monkeypatch.setattr("tj.vault.scan.os.scandir", scandir)

    return make


def test_a_folder_that_cannot_be_looked_into_is_reported(
    root: Path, refuse: Callable[[Path, type[OSError]], None]
) -> None:
    write(root, "a.md", "closed/b.md")
    refuse(root / "closed", PermissionError)
    seen = look(root)
    assert list(seen.found) == ["a.md"]
    assert seen.oddities == (Oddity("closed", "this folder cannot be looked into; see that it may be read"),)


def test_a_folder_removed_meanwhile_is_no_matter(root: Path, refuse: Callable[[Path, type[OSError]], None]) -> None:
    write(root, "a.md", "gone/b.md")
    refuse(root / "gone", FileNotFoundError)
    assert look(root).oddities == ()


def test_a_vault_that_is_gone_is_reported(root: Path) -> None:
    assert look(root / "none").oddities == (Oddity(".", "this folder is not there"),)


@pytest.mark.parametrize(
    ("kind", "oddities"),
    [
        (FileNotFoundError, ()),
        (PermissionError, (Oddity("a.md", "this cannot be looked at; see that it may be read"),)),
    ],
)
def test_a_file_that_has_no_stat(
    root: Path, monkeypatch: pytest.MonkeyPatch, kind: type[OSError], oddities: tuple[Oddity, ...]
) -> None:
    class Entry:
        name = "a.md"

        def is_symlink(self) -> bool:
            return False

        def is_dir(self, *, follow_symlinks: bool) -> bool:
            return False

        def is_file(self, *, follow_symlinks: bool) -> bool:
            return True

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            raise kind(2, "no")

    class Listing(list[Entry]):
        def __enter__(self) -> "Listing":
            return self

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr("tj.vault.scan.os.scandir", lambda _: Listing([Entry()]))
    seen = look(root)
    assert (seen.found, seen.oddities) == ({}, oddities)


def test_a_folder_whose_mark_is_known_needs_no_closer_look(root: Path) -> None:
    write(root, "a.md", "b/c.md", "b/x.txt", "d/e.md")
    vault = Vault(root, Settings())
    marks = {folder.path: folder.mark for folder in visit(vault, {}) if isinstance(folder, Contents)}
    assert sorted(visit(vault, marks), key=str) == ["", "b", "d"]
    (root / "b/y.txt").write_text("of no interest")
    assert sorted(visit(vault, marks), key=str) == ["", "b", "d"]
    (root / "b/c.md").write_text("changed")
    looked = list(visit(vault, marks))
    assert [folder.path for folder in looked if isinstance(folder, Contents)] == ["b"]
    assert {folder for folder in looked if isinstance(folder, str)} == {"", "d"}


@pytest.mark.parametrize("change", ["write", "same size and time", "rename", "remove", "add", "link", "folder", "fifo"])
def test_any_change_in_a_folder_changes_its_mark(root: Path, change: str) -> None:
    write(root, "b/c.md", "b/d.md")
    vault = Vault(root, Settings())
    marks = {folder.path: folder.mark for folder in visit(vault, {}) if isinstance(folder, Contents)}
    note = root / "b/c.md"
    times = note.stat()
    if change == "write":
        note.write_text("other words")
    elif change == "same size and time":
        note.write_bytes(note.read_bytes()[::-1])
        os.utime(note, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif change == "rename":
        note.rename(root / "b/e.md")
    elif change == "remove":
        note.unlink()
    elif change == "add":
        write(root, "b/f.MD")
    elif change == "link":
        (root / "b/l.md").symlink_to(note)
    elif change == "folder":
        (root / "b/f.md").mkdir()
    else:
        os.mkfifo(root / "b/f.md")
    assert "b" in [folder.path for folder in visit(vault, marks) if isinstance(folder, Contents)]


def test_a_folder_with_a_link_is_looked_at_each_time(root: Path) -> None:
    write(root, "b/c.md", "other.txt")
    (root / "b/l.md").symlink_to(root / "other.txt")
    vault = Vault(root, Settings())
    marks = {folder.path: folder.mark for folder in visit(vault, {}) if isinstance(folder, Contents)}
    assert marks["b"] == b""
    assert "b" in [folder.path for folder in visit(vault, marks) if isinstance(folder, Contents)]


def test_a_glance_finds_what_a_walk_finds(root: Path) -> None:
    write(root, "a.md", "b/c.MD", ".x/d.md", "summaries/2026.md", "b/e.md~", "b/conflicted copy.md", "b/f.txt")
    vault = Vault(root, Settings())
    names = ["a.md", "b/c.MD", ".x/d.md", "summaries/2026.md", "b/e.md~", "b/conflicted copy.md", "b/f.txt"]
    found = glance(vault, [*names, "gone.md", "a.md/below.md"])
    assert found == {**scan(vault).found, "gone.md": None, "a.md/below.md": None}


@pytest.mark.parametrize("odd", ["link", "folder", "fifo"])
def test_a_glance_leaves_what_is_odd_to_a_walk(root: Path, odd: str) -> None:
    write(root, "a.md")
    if odd == "link":
        (root / "b.md").symlink_to(root / "a.md")
    elif odd == "folder":
        (root / "b.md").mkdir()
    else:
        os.mkfifo(root / "b.md")
    assert glance(Vault(root, Settings()), ["a.md", "b.md"]) is None


def test_a_vault_in_the_vault_is_left_to_itself(root: Path) -> None:
    write(root, "a.md", "in/.tj/config.toml", "in/b.md", "in/deep/c.md", "in/d.txt", "half/.tj/e.md", "half/f.md")
    (root / "linked.md").symlink_to("in/d.txt")
    seen = look(root)
    assert list(seen.found) == ["a.md", "half/f.md"]
    assert seen.oddities == (
        Oddity(
            "in", "this folder is a vault of its own, so it is not read here; list it under `exclude` if it is to be so"
        ),
        Oddity("linked.md", UNREAD),
    )
    assert look(root, "in").oddities == (Oddity("linked.md", UNREAD),)
    vault = Vault(root, Settings())
    assert glance(vault, ["a.md", "in/b.md"]) is None
    assert glance(vault, ["in/deep/c.md"]) is None
    assert glance(vault, ["half/f.md"]) == {"half/f.md": seen.found["half/f.md"]}


@given(st.lists(st.text("a1 .-_~#$\n\x00é", max_size=4) | st.sampled_from(["conflict", "x.Sync-Conflict-1", ".tmp"])))
def test_names_that_are_plain_are_those_of_notes(stems: list[str]) -> None:
    names = [f"{stem}.md" for stem in stems]
    notes = all(is_note_name(name) and not is_ignored_name(name) for name in names)
    assert notes or not _are_plain(names)


def test_most_names_are_plain() -> None:
    assert _are_plain(["2026-03-05.md", "2026-03-05-0830.md", "A walk_1.md"])
    assert not any(map(_are_plain, [[".a.md"], ["a.md", ".b.md"], ["a\nb.md"], ["é.md"], ["a (conflicted copy).md"]]))
