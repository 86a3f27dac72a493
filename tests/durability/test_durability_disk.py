"""A disk that is full, read-only or not ours, and folders that go away: one clear line, and nothing harmed."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.durability.disks import NOTES, TODAY, is_clear, leftovers, paths
from tests.durability.running import modes_bind, run_child


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(NOTES)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


Disk = Callable[..., Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Return a function that makes a small disk of its own at a folder, keeping what the folder holds."""
    mounted: list[Path] = []

    def make(folder: Path, size: str = "4m") -> Path:
        if os.geteuid() != 0:
            pytest.skip("needs root, to mount a small disk")
        folder.mkdir(parents=True, exist_ok=True)
        kept = tmp_path / f"kept-{len(mounted)}"
        shutil.copytree(folder, kept)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("this system lets nobody mount a disk of its own")
        mounted.append(folder)
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        return folder

    yield make
    for folder in reversed(mounted):
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave: int = 0) -> Path:
    """Fill the disk of `folder` up to its last page, but for `leave` bytes, and return the file that fills it."""
    filler = folder / "filler.bin"
    with filler.open("wb", buffering=0) as handle:
        try:
            while handle.write(bytes(4096)):
                pass
        except OSError:
            pass
    os.truncate(filler, max(filler.stat().st_size - leave, 0))
    return filler


def remount(folder: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(folder)], check=True)


# A full disk.


@pytest.mark.parametrize("words", [["search", "alder"], ["check"], ["index"]])
def test_no_room_for_a_new_index(tj: Tj, vault: Path, disk: Disk, words: list[str]) -> None:
    cache = disk(tj.home / "cache")
    filler = fill(cache)
    before = files_of(vault)
    is_clear(tj(*words, vault=vault), "no room", "make room", "cache")
    assert files_of(vault) == before
    assert leftovers(cache, vault) == []
    filler.unlink()
    assert paths(tj, vault) == sorted(NOTES)


@pytest.mark.parametrize("leave", [4096, 65536, 131072])
def test_room_for_a_part_of_an_index(tj: Tj, vault: Path, disk: Disk, leave: int) -> None:
    cache = disk(tj.home / "cache")
    filler = fill(cache, leave)
    is_clear(tj("list", "--json", vault=vault), "no room", "make room")
    filler.unlink()
    assert paths(tj, vault) == sorted(NOTES)
    assert tj("check", vault=vault).code == 0


def test_no_room_for_what_is_new_in_the_index(tj: Tj, vault: Path, disk: Disk) -> None:
    cache = disk(tj.home / "cache")
    paths(tj, vault)
    filler = fill(cache)
    for day in range(10, 29):
        (vault / f"journal/2026-04-{day}.md").write_text(f"elm {day} " + "of words and more " * 500)
    for _ in range(2):
        is_clear(tj("list", vault=vault), "index", "room")  # SQLite tells some of these only as a disk's error
        is_clear(tj("search", "elm", vault=vault), "index", "room")
    filler.unlink()
    assert len(paths(tj, vault)) == len(NOTES) + 19
    assert len(json.loads(tj("search", "elm", "--json", vault=vault).out)) == 19


def test_a_check_in_needs_no_room_in_the_cache(tj: Tj, vault: Path, disk: Disk) -> None:
    cache = disk(tj.home / "cache")
    filler = fill(cache)
    done = tj("mood", "6", "--note", "elm", vault=vault)
    assert (done.code, done.err) == (0, "")
    assert "elm" in (vault / TODAY).read_text()
    filler.unlink()
    assert paths(tj, vault) == sorted([*NOTES, TODAY])


def test_no_room_for_summaries(tj: Tj, vault: Path, disk: Disk) -> None:
    summaries = disk(vault / "summaries")
    filler = fill(summaries)
    is_clear(tj("index", vault=vault), "summaries", "no space left")
    assert sorted(path.name for path in summaries.iterdir()) == ["filler.bin"]
    assert paths(tj, vault) == sorted(NOTES)
    filler.unlink()
    assert tj("index", vault=vault).code == 0
    assert (summaries / "2026-05.md").is_file()
    assert tj("check", vault=vault).code == 0


def test_a_summary_that_finds_no_room_stays_as_it_was(tj: Tj, vault: Path, disk: Disk) -> None:
    summaries = disk(vault / "summaries")
    tj("index", vault=vault)
    filler = fill(summaries)
    before = files_of(summaries)
    (vault / TODAY).write_text("---\nmood: 2\n---\nelm\n")
    is_clear(tj("index", vault=vault), "summaries", "no space left")
    assert files_of(summaries) == before
    filler.unlink()
    assert tj("index", vault=vault).code == 0
    assert "2026-05-11" in (summaries / "2026-05.md").read_text()


@pytest.mark.parametrize("known", [False, True], ids=["a new entry", "an entry that is there"])
def test_no_room_for_a_check_in(tj: Tj, vault: Path, disk: Disk, known: bool) -> None:
    disk(vault)
    if known:
        (vault / TODAY).write_text("---\nmood: 4\n---\nalder today\n" + "and words\n" * 2000)
    paths(tj, vault)
    filler = fill(vault)
    before = files_of(vault)
    is_clear(tj("mood", "6", "--note", "elm", vault=vault), "2026-05-11.md", "no space left", "nothing was changed")
    assert files_of(vault) == before
    assert leftovers(vault) == []
    assert paths(tj, vault) == sorted([*NOTES, TODAY] if known else NOTES)
    filler.unlink()
    assert tj("mood", "6", "--note", "elm", vault=vault).code == 0
    assert "elm" in (vault / TODAY).read_text()


def test_no_room_for_a_new_entry(tj: Tj, vault: Path, disk: Disk) -> None:
    disk(vault)
    filler = fill(vault)
    before = files_of(vault)
    is_clear(tj("new", "--text", "elm " * 3000, "--no-edit", vault=vault), "no space left", "nothing was changed")
    assert files_of(vault) == before
    assert leftovers(vault) == []
    filler.unlink()
    assert paths(tj, vault) == sorted(NOTES)


@pytest.mark.parametrize("words", [["list"], ["check", "--json"]])
def test_standard_output_that_takes_nothing(tmp_path: Path, vault: Path, words: list[str]) -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as sink:
        done = run_child(tmp_path, vault, *words, stdout=sink.fileno())
    is_clear(done, "no space left")


# A file size limit is a full disk that needs no root.


def _no_large_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def test_a_limit_to_the_size_of_files(tmp_path: Path, vault: Path) -> None:
    (vault / TODAY).write_text("alder today\n" + "and words\n" * 2000)
    before = files_of(vault)
    is_clear(run_child(tmp_path, vault, "list", prepare=_no_large_files), "index")
    done = run_child(tmp_path, vault, "mood", "6", "--note", "elm", "--at", "2026-05-11", prepare=_no_large_files)
    is_clear(done, "2026-05-11.md", "file too large", "nothing was changed")
    assert files_of(vault) == before
    assert leftovers(vault, tmp_path) == []
    done = run_child(tmp_path, vault, "list", "--json")
    assert (done.code, done.err, len(json.loads(done.out))) == (0, "", len(NOTES) + 1)


# A disk that may only be read.


def test_a_vault_that_may_only_be_read_is_still_answered(tj: Tj, vault: Path, disk: Disk) -> None:
    disk(vault)
    remount(vault, "ro")
    before = files_of(vault)
    assert paths(tj, vault) == sorted(NOTES)
    assert "alder" in tj("search", "alder", vault=vault).out
    assert tj("stats", vault=vault).code == 0
    assert (tj("check", vault=vault).code, tj("check", vault=vault).err) == (0, "")
    is_clear(tj("mood", "6", "--note", "elm", vault=vault), "2026-05-11.md", "read-only")
    is_clear(tj("mood", "6", "--at", "2026-05-10", "--note", "elm", vault=vault), "2026-05-10.md", "read-only")
    is_clear(tj("new", "--text", "elm", "--no-edit", vault=vault), "read-only")
    is_clear(tj("index", vault=vault), "summaries", "read-only")
    assert files_of(vault) == before
    remount(vault, "rw")
    assert tj("mood", "6", "--note", "elm", vault=vault).code == 0
    assert tj("index", vault=vault).code == 0


def test_a_cache_that_may_only_be_read(tj: Tj, vault: Path, disk: Disk) -> None:
    cache = disk(tj.home / "cache")
    paths(tj, vault)
    remount(cache, "ro")
    is_clear(tj("list", vault=vault), "index", "read-only", "cache")
    remount(cache, "rw")
    assert paths(tj, vault) == sorted(NOTES)


# Files and folders that may not be read or written, by their modes.


def test_a_file_that_may_not_be_read(home: Path, vault: Path) -> None:
    closed = vault / "journal/2026/2026-05-03.md"
    closed.chmod(0)
    done = run_child(home, vault, "list", "--json", prepare=modes_bind)
    assert (done.code, done.err) == (0, "")
    assert [row["path"] for row in json.loads(done.out)] == sorted(NOTES, reverse=True)[:7] + sorted(NOTES)[1::-1]
    for _ in range(2):
        done = run_child(home, vault, "check", "--json", prepare=modes_bind)
        assert (done.code, done.err) == (3, "")
        (one,) = json.loads(done.out)
        assert one["path"] == "journal/2026/2026-05-03.md"
        assert "cannot be read" in one["message"]
    closed.chmod(0o600)
    done = run_child(home, vault, "check", "--json", prepare=modes_bind)
    assert (done.code, json.loads(done.out)) == (0, [])


def test_a_file_that_was_read_before_and_may_not_be_now(home: Path, vault: Path) -> None:
    run_child(home, vault, "index", prepare=modes_bind)
    closed = vault / "journal/2026/2026-05-03.md"
    closed.chmod(0)
    done = run_child(home, vault, "check", "--json", prepare=modes_bind)
    assert [one["path"] for one in json.loads(done.out)] == ["journal/2026/2026-05-03.md"]
    done = run_child(home, vault, "list", "--json", prepare=modes_bind)
    assert len(json.loads(done.out)) == len(NOTES) - 1
    is_clear(run_child(home, vault, "show", "journal/2026/2026-05-03.md", prepare=modes_bind), "2026-05-03.md")
    done = run_child(home, vault, "mood", "5", "--at", "2026-05-03", "--note", "elm", prepare=modes_bind)
    is_clear(done, "2026-05-03.md", "cannot be read")
    closed.chmod(0o600)
    assert closed.read_text() == NOTES["journal/2026/2026-05-03.md"]


def test_a_folder_that_may_not_be_looked_into(home: Path, vault: Path) -> None:
    (vault / "elsewhere").mkdir()
    (vault / "elsewhere/2026-01-01.md").write_text("alder")
    (vault / "elsewhere").chmod(0)
    done = run_child(home, vault, "list", "--json", prepare=modes_bind)
    assert (done.code, done.err, len(json.loads(done.out))) == (0, "", len(NOTES))
    done = run_child(home, vault, "check", "--json", prepare=modes_bind)
    assert (done.code, done.err) == (3, "")
    (one,) = json.loads(done.out)
    assert one["path"] == "elsewhere"
    assert "cannot be looked into" in one["message"]


def test_settings_that_may_not_be_read(home: Path, vault: Path) -> None:
    (vault / ".tj/config.toml").chmod(0)
    is_clear(run_child(home, vault, "list", prepare=modes_bind), ".tj/config.toml", "cannot be read")


@pytest.mark.parametrize("folder", ["journal/2026", "summaries"])
def test_a_folder_that_may_not_be_written(home: Path, vault: Path, folder: str) -> None:
    (vault / folder).mkdir(exist_ok=True)
    (vault / folder).chmod(0o500)
    before = files_of(vault)
    words = ["index"] if folder == "summaries" else ["mood", "6", "--note", "elm", "--at", "2026-05-11"]
    is_clear(run_child(home, vault, *words, prepare=modes_bind), folder, "permission denied", "nothing was changed")
    assert files_of(vault) == before
    done = run_child(home, vault, "list", "--json", prepare=modes_bind)
    assert (done.code, done.err, len(json.loads(done.out))) == (0, "", len(NOTES))


def test_an_entry_that_may_not_be_written(home: Path, vault: Path) -> None:
    (vault / TODAY).write_text("alder today\n")
    (vault / TODAY).chmod(0o400)
    before = files_of(vault)
    done = run_child(home, vault, "mood", "6", "--note", "elm", "--at", "2026-05-11", prepare=modes_bind)
    is_clear(done, "2026-05-11.md", "read-only")
    assert files_of(vault) == before


def test_a_cache_folder_that_may_not_be_used(home: Path, vault: Path) -> None:
    (home / "xdg-cache").mkdir(mode=0o500)
    done = run_child(home, vault, "list", prepare=modes_bind)
    is_clear(done, "index", "permission denied", "cache")
