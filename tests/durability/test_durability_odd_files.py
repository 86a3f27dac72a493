"""Files that are odd in time, name, size or kind: each is said in `check`, and every other entry is as it was."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.durability.odd import NOTES, ONE, paths, problems, says
from tests.durability.running import run_child

YEAR_NS = 365 * 24 * 3600 * 10**9


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(NOTES)


# Time.


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an hour have passed since the files were written, so that their signatures are relied on."""
    now = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: now)


def _change_but_not_its_mtime(path: Path, text: str) -> None:
    before = path.stat()
    with path.open("r+") as handle:
        handle.write(text)
        handle.truncate()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    kept = ("st_size", "st_mtime_ns", "st_ino")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


@pytest.mark.usefixtures("later")
def test_a_change_that_keeps_size_mtime_and_inode(tj: Tj, vault: Path) -> None:
    assert says(tj, vault, "alder")
    tj("index", vault=vault)
    _change_but_not_its_mtime(vault / ONE, "---\nmood: 9\n---\nbirch 3\n")
    assert says(tj, vault, "birch")
    assert json.loads(tj("stats", "--json", vault=vault).out)["mood"]["max"] == 9


def test_changes_of_the_same_size_right_after_each_look(tj: Tj, vault: Path) -> None:
    for number in range(12):
        text = f"---\nmood: 3\n---\n{('birch', 'rowan')[number % 2]} {number % 10}\n"
        _change_but_not_its_mtime(vault / ONE, text)
        assert says(tj, vault, ("birch", "rowan")[number % 2])
        assert not says(tj, vault, ("rowan", "birch")[number % 2])


def test_a_file_replaced_by_another_of_the_same_size_and_mtime(tj: Tj, vault: Path) -> None:
    assert not says(tj, vault, "birch")
    status = (vault / ONE).stat()
    new = vault / "new.tmp"
    new.write_text("---\nmood: 3\n---\nbirch 3\n")
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    new.replace(vault / ONE)
    assert (vault / ONE).stat().st_size == status.st_size
    assert says(tj, vault, "birch")


@pytest.mark.parametrize("years", [-50, 50], ids=lambda years: f"{years} years")
def test_a_clock_that_is_set(tj: Tj, vault: Path, monkeypatch: pytest.MonkeyPatch, years: int) -> None:
    assert says(tj, vault, "alder")
    real = time.time_ns
    for offset, word in ((years, "birch"), (0, "rowan"), (years, "hazel"), (0, "aspen")):
        monkeypatch.setattr(time, "time_ns", lambda offset=offset: real() + offset * YEAR_NS)
        _change_but_not_its_mtime(vault / ONE, f"---\nmood: 3\n---\n{word} 3\n")
        assert says(tj, vault, word)
        assert problems(tj, vault) == {}
        assert tj("index", vault=vault).err == ""


@pytest.mark.parametrize("year", [2200, 1969])
@pytest.mark.parametrize("settled", [True, False])
def test_an_mtime_far_away(tj: Tj, vault: Path, monkeypatch: pytest.MonkeyPatch, year: int, settled: bool) -> None:
    if settled:
        now = time.time_ns() + 3600 * 10**9
        monkeypatch.setattr(time, "time_ns", lambda: now)
    at = (year - 1970) * YEAR_NS
    os.utime(vault / ONE, ns=(at, at))
    for word in ("birch", "rowan"):
        assert paths(tj, vault) == sorted(NOTES)
        assert problems(tj, vault) == {}
        _change_but_not_its_mtime(vault / ONE, f"---\nmood: 3\n---\n{word} 3\n")
        assert says(tj, vault, word)
    first = files_of(vault)
    assert tj("index", vault=vault).code == 0
    again = json.loads(tj("index", "--json", vault=vault).out)
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)
    assert files_of(vault, ignore=["summaries"]) == first


# Names.


def test_a_rename_by_case_alone(tj: Tj, vault: Path) -> None:
    (vault / "journal/Note.md").write_text("birch\n")
    assert paths(tj, vault) == sorted([*NOTES, "journal/Note.md"])
    (vault / "journal/Note.md").rename(vault / "journal/NOTE.md")
    assert paths(tj, vault) == sorted([*NOTES, "journal/NOTE.md"])
    (vault / "journal").rename(vault / "Journal")
    (vault / "Journal/NOTE.md").write_text("---\ndate: 2026-05-09\n---\nbirch\n")
    assert paths(tj, vault) == sorted(f"J{path[1:]}" for path in [*NOTES, "journal/NOTE.md"])
    assert paths(tj, vault, "search", "birch") == ["Journal/NOTE.md"]


def test_twins_in_composition(tj: Tj, vault: Path) -> None:
    twins = {"journal/caf\u00e9.md": "birch\n", "journal/cafe\u0301.md": "rowan\n"}
    for name, text in twins.items():
        (vault / name).write_text(text)
    if len(list((vault / "journal").glob("caf*"))) == 1:
        pytest.skip("this file system takes both spellings for one name")
    assert paths(tj, vault) == sorted([*NOTES, *twins])
    for name, text in twins.items():
        assert paths(tj, vault, "search", text.strip()) == [name]
        (shown,) = json.loads(tj("show", name, "--json", vault=vault).out)
        assert (shown["path"], shown["text"]) == (name, text)
    (vault / "journal/caf\u00e9.md").unlink()
    assert paths(tj, vault) == sorted([*NOTES, "journal/cafe\u0301.md"])


@pytest.mark.parametrize("letter", ["a", "\U0001f333"], ids=["1 byte", "4 bytes"])
def test_a_name_as_long_as_names_can_be(tj: Tj, vault: Path, letter: str) -> None:
    name = "2026-05-09 "
    name += letter * ((255 - len(name) - 3) // len(letter.encode())) + ".md"
    assert 252 <= len(name.encode()) <= 255
    path = f"journal/{name}"
    (vault / path).write_text("birch\n")
    assert paths(tj, vault) == sorted([*NOTES, path])
    done = tj("mood", "4", "--at", "2026-05-09 10:00", "--note", "rowan", vault=vault)
    assert (done.code, done.err) == (0, "")
    assert paths(tj, vault, "search", "rowan") == [path]
    assert tj("index", vault=vault).code == 0
    assert problems(tj, vault) == {}


UNSAFE = {
    b"line\nend.md": "journal/line\\nend.md",
    b"tab\there.md": "journal/tab\\there.md",
    b"bell\x07.md": "journal/bell\\x07.md",
    b"\x1b[2Jclear.md": "journal/\\x1b[2Jclear.md",
    b"delete\x7f.md": "journal/delete\\x7f.md",
    b"latin\xe9.md": "journal/latin\\udce9.md",
    b"\xff\xfe\xfd.md": "journal/\\udcff\\udcfe\\udcfd.md",
    "c1\x85.md".encode(): "journal/c1\\x85.md",
    "paragraph\u2029.md".encode(): "journal/paragraph\\u2029.md",
    b"error: no\nhint: none.md": "journal/error: no\\nhint: none.md",
}


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_names_that_are_not_text(tj: Tj, vault: Path, kind: str) -> None:
    for name in UNSAFE:
        path = vault / "journal" / os.fsdecode(name)
        if kind == "folder":
            path.mkdir()
            path /= "2026-01-01.md"
        path.write_text("birch\n")
    found = problems(tj, vault)
    assert sorted(found) == sorted(UNSAFE.values())
    assert set(found.values()) == {"its name has characters that are not text, so it is not read; rename it"}
    assert paths(tj, vault) == sorted(NOTES)
    assert tj("index", vault=vault).code == 0
    assert all(line.isprintable() for line in tj("check", vault=vault).out.splitlines())


def test_names_that_are_not_text_where_they_are_given(tj: Tj, vault: Path) -> None:
    for name in UNSAFE:
        (vault / "journal" / os.fsdecode(name)).write_text("birch\n")
        done = tj("show", f"journal/{os.fsdecode(name)}", vault=vault)
        assert done.code in (1, 2)
        assert len(done.err.splitlines()) == 2
        assert "birch" not in done.out + done.err


# Size.

MEGABYTE = 1024 * 1024
_PEAK = """
import atexit
def peak():
    # resource's ru_maxrss would count the process that this one was forked from.
    lines = open("/proc/self/status").read().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    open("peak", "w").write(kilobytes)
atexit.register(peak)
"""


@pytest.fixture
def large(vault: Path) -> Iterator[Path]:
    """Where an entry goes that is too large to be left lying about."""
    path = vault / "journal/2026-05-09.md"
    yield path
    path.unlink()


def _sparse(path: Path, head: str, size: int) -> None:
    path.write_text(head)
    os.truncate(path, size)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc, to see how much memory was used")
@pytest.mark.parametrize(
    ("head", "size"),
    [
        ("---\ndate: 2026-05-09\nmood: 8\ntags: [large]\n---\nbirch\n", 100 * MEGABYTE),
        ("birch and other words\n" * (100 * MEGABYTE // 22), 0),
        ("birch and other words\n" * (8 * MEGABYTE // 22), 0),
    ],
    ids=["100 MB of nearly nothing", "100 MB of text", "8 MB of text"],
)
def test_an_entry_too_large_to_hold(tmp_path: Path, vault: Path, large: Path, head: str, size: int) -> None:
    path = large
    if size:
        _sparse(path, head, size)
    else:
        path.write_text(head)
    home = tmp_path / "home"
    home.mkdir()
    done = run_child(home, vault, "list", "--json", before=_PEAK)
    assert (done.code, done.err) == (0, "")
    assert [row["path"] for row in json.loads(done.out)] == ["journal/2026-05-09.md", *sorted(NOTES, reverse=True)]
    assert int((home / "peak").read_text()) < 200 * 1024
    done = run_child(home, vault, "check", "--json", before=_PEAK)
    said = [(one["path"], one["severity"]) for one in json.loads(done.out)]
    if path.stat().st_size > 8 * MEGABYTE:
        assert (done.code, said) == (3, [("journal/2026-05-09.md", "warning")])
        assert "only its first 1 MiB is in the index" in done.out
    else:
        assert (done.code, said) == (0, [])
    assert int((home / "peak").read_text()) < 200 * 1024
    found = json.loads(run_child(home, vault, "search", "birch", "--json").out)
    assert [row["path"] for row in found] == ["journal/2026-05-09.md"]


def test_a_large_entry_whose_front_matter_does_not_end_in_its_head_is_private(tj: Tj, vault: Path) -> None:
    text = "---\nmood: 8\n" + "# words\n" * (2 * MEGABYTE // 8) + "private: true\n---\nbirch\n"
    _sparse(vault / "journal/2026-05-09.md", text, 9 * MEGABYTE)
    (row, *_) = json.loads(tj("list", "--json", vault=vault).out)
    assert (row["path"], row["private"]) == ("journal/2026-05-09.md", True)
    done = tj("check", vault=vault)
    assert "never closed" in done.out
    assert "only its first 1 MiB" in done.out
