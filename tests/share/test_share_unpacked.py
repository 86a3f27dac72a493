"""A bundle is saved whole or not at all: for its reader alone, over nothing, and with no trace of what failed."""

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import files_of
from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.share.unpacked import write_out

MEMBERS = {
    "report.html": b"<!doctype html><p>a report",
    "entries/0001.md": b"a day\n",
    "entries/0002.md": b"another day\n",
    "att/0001.png": b"\x89PNG",
}


def test_members_are_written_for_their_reader_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "from-mara"
    write_out(MEMBERS, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert files_of(folder) == MEMBERS
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert [path.name for path in folder.parent.iterdir()] == ["from-mara"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "full")
    before = files_of(tmp_path)
    for place in (tmp_path / "full", tmp_path / "file", tmp_path / "link", tmp_path / "full" / ".." / "full"):
        with pytest.raises(Refused, match="there and not empty") as caught:
            write_out(MEMBERS, place)
        assert caught.value.exit_code == EXIT_REFUSED
    assert files_of(tmp_path) == before


def test_an_empty_folder_is_filled_and_stays_the_one_that_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    number = folder.stat().st_ino
    write_out(MEMBERS, folder)
    assert files_of(folder) == MEMBERS
    assert folder.stat().st_ino == number  # someone may be in it


def test_a_link_to_nowhere_and_one_to_itself(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "new")
    write_out(MEMBERS, tmp_path / "link")
    assert files_of(tmp_path / "new") == MEMBERS
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(TjError, match="cannot be written"):
        write_out(MEMBERS, tmp_path / "circle")


def test_a_place_that_cannot_be_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file" / "new", tmp_path / ("x" * 300), tmp_path / "new" / ("x" * 300)):
        with pytest.raises(TjError):
            write_out(MEMBERS, place)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def _failing_at(count: int, error: BaseException, real: Callable[..., object]) -> Callable[..., object]:
    calls = 0

    def call(*given: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if calls == count:
            raise error
        return real(*given, **more)

    return call


FAILURES = [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), TjError("no room"), KeyboardInterrupt()]


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("there", [True, False])
def test_what_fails_or_is_stopped_anywhere_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, there: bool
) -> None:
    from tj.share import unpacked

    folder = tmp_path / "deep" / "new"
    if there:
        folder.mkdir(parents=True)
    before = [path.name for path in tmp_path.rglob("*")]
    failed = whole = 0
    for target, name in ((unpacked, "create_file"), (Path, "mkdir"), (Path, "rename"), (os, "fsync")):
        for count in range(1, 10):
            try:
                with monkeypatch.context() as patch:
                    patch.setattr(target, name, _failing_at(count, error, getattr(target, name)))
                    write_out(MEMBERS, folder)
            except (TjError, KeyboardInterrupt):
                failed += 1
            else:  # so many calls are not made, or that one may fail
                whole += 1
                assert files_of(folder) == MEMBERS
                shutil.rmtree(folder if there else folder.parent)
                if there:
                    folder.mkdir()
            assert [path.name for path in tmp_path.rglob("*")] == before
    assert failed > 10
    assert whole > 3


def test_a_file_that_was_in_its_place_already_goes_again_where_the_next_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def fails(part: Path, target: Path) -> Path:
        assert stat.S_IMODE(part.parent.stat().st_mode) == 0o700
        if part.name == "report.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(part, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(TjError, match="cannot be written: no space left"):
        write_out({"first.txt": b"a day\n", **MEMBERS}, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
