"""What is done otherwise on Windows, with its answers given by hand: locks, files that are held, and names."""

import errno
import os
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.vault import files, locks, swap
from tj.vault.files import create_file, replace_file, write_generated
from tj.vault.layout import open_vault
from tj.vault.locks import hold, lock, lock_folder
from tj.vault.scan import glance

HELD, DENIED = 32, 5


class Locking(types.ModuleType):
    """Stands for `msvcrt`: a range of a file can be locked by one handle at a time."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.asked: list[tuple[int, int, int]] = []
        self.taken = False

    def locking(self, descriptor: int, mode: int, size: int) -> None:
        self.asked.append((os.lseek(descriptor, 0, os.SEEK_CUR), mode, size))
        if self.taken:
            raise PermissionError(errno.EACCES, "Permission denied")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Locking:
    """The platform's name, and its module for locks."""
    module = Locking()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", module)
    return module


def refusal(code: int) -> PermissionError:
    """The error that Windows gives, with its number."""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = code  # type: ignore[attr-defined,unused-ignore]  # errors have it there
    return error


def refusing(times: int, code: int, real: Callable[..., None]) -> Callable[..., None]:
    """Return a function that is refused so many times, and then does what it is for."""
    left = [times]

    def act(*given: str) -> None:
        if left[0]:
            left[0] -= 1
            raise refusal(code)
        real(*given)

    return act


def at_itself(refused: Callable[..., None]) -> Callable[..., None]:
    """Return a `rename` that may be refused where a name is given to itself, and only there."""
    real = os.rename
    return lambda source, target: refused(source, target) if source == target else real(source, target)


def test_the_first_byte_of_a_file_is_locked(windows: Locking, tmp_path: Path) -> None:
    with lock(tmp_path / "a"):
        assert windows.asked == [(0, 2, 1)]
    windows.taken = True
    assert hold(tmp_path / "a") is None


def test_a_lock_of_another_is_waited_for_and_given_up(
    windows: Locking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.05)
    windows.taken = True
    with pytest.raises(TjError, match="another tj has been at work here"), lock(tmp_path / "a"):
        pytest.fail("it was not kept out")


def test_a_file_is_locked_in_place_of_a_folder(windows: Locking, tmp_path: Path) -> None:
    with lock_folder(str(tmp_path), lambda: tmp_path / "cache" / "a.lock"):
        assert windows.asked == [(0, 2, 1)]
        assert (tmp_path / "cache" / "a.lock").is_file()


@pytest.mark.parametrize("code", [HELD, 33, DENIED])
def test_a_file_that_is_held_for_a_moment_is_waited_for(
    windows: Locking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    monkeypatch.setattr(os, "unlink", refusing(2, code, os.unlink))
    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", at_itself(refusing(3, code, os.rename)))
        replace_file(path, b"one", b"two")
    assert path.read_bytes() == b"two"
    monkeypatch.setattr(os, "replace", refusing(3, code, os.replace))
    assert write_generated(path, b"three")
    assert path.read_bytes() == b"three"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_stays_held_is_left_as_it_was_with_a_word(
    windows: Locking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_PATIENCE", 0.05)
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    monkeypatch.setattr(os, "rename", at_itself(refusing(1_000_000, HELD, os.rename)))
    monkeypatch.setattr(os, "replace", refusing(1_000_000, HELD, os.replace))
    for write in (lambda: replace_file(path, b"one", b"two"), lambda: write_generated(path, b"two")):
        with pytest.raises(TjError, match=r"a\.md is open in another program") as caught:
            write()
        assert "close it there" in caught.value.hint
        assert path.read_bytes() == b"one"
        assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("links", [True, False])
def test_what_is_saved_while_a_file_is_waited_for_is_not_lost(
    windows: Locking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path, beside = tmp_path / "a.md", tmp_path / "theirs"
    path.write_bytes(b"one")
    beside.write_bytes(b"theirs")
    real = os.rename
    held = [True]

    def saved_meanwhile(source: str, target: str) -> None:
        if source == target and held:
            held.clear()
            real(beside, path)
            raise refusal(HELD)
        real(source, target)

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Incorrect function")

    monkeypatch.setattr(os, "rename", saved_meanwhile)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(TjError, match="changed by another program" if links else "cannot be written"):
        replace_file(path, b"one", b"two")
    assert held == []
    assert path.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("unlinks", [True, False])
def test_a_file_that_is_taken_at_the_last_moment_is_left_as_it_was(
    windows: Locking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unlinks: bool
) -> None:
    for name, text in (("new", b"two"), ("a.md", b"one")):
        (tmp_path / name).write_bytes(text)
    monkeypatch.setattr(os, "replace", refusing(1, HELD, os.replace))
    monkeypatch.setattr(os, "unlink", refusing(0 if unlinks else 1, HELD, os.unlink))
    with pytest.raises(PermissionError):
        swap.swap(str(tmp_path / "new"), str(tmp_path / "a.md"), str(tmp_path / "aside"))
    assert (tmp_path / "a.md").read_bytes() == b"one"
    assert (tmp_path / "aside").exists() != unlinks


def test_what_may_never_be_written_is_not_tried_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def refused() -> None:
        calls.append(1)
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(PermissionError):
        swap.patiently(refused)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(PermissionError):
        swap.patiently(refused)
    assert len(calls) == 2


def test_nothing_is_exchanged_there(windows: Locking, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text(name)
    assert not swap.exchange(str(tmp_path / "a"), str(tmp_path / "b"))


@pytest.mark.parametrize("name", ["aux.md", "a:b.md", "con/a.md", "a ./b.md"])
def test_a_name_that_leads_elsewhere_is_refused(windows: Locking, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="Windows can have no file or folder named") as caught:
        create_file(tmp_path / name, b"words")
    assert caught.value.exit_code == EXIT_REFUSED
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_is_too_long_is_named_as_such(
    windows: Locking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_there(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "The system cannot find the path specified")

    monkeypatch.setattr(os, "makedirs", not_there)
    deep = tmp_path / "/".join(["of many letters"] * 15) / "a.md"
    with pytest.raises(TjError, match="too long a path for Windows") as caught:
        create_file(deep, b"words")
    assert "shorter path" in caught.value.hint
    with pytest.raises(TjError, match="the system cannot find the path"):
        create_file(Path("not there/a.md"), b"words")


def test_a_file_has_no_number_as_a_walk_is_told_none(windows: Locking, tmp_path: Path) -> None:
    (tmp_path / ".tj").mkdir()
    (tmp_path / "a.md").write_bytes(b"words")
    found = glance(open_vault(tmp_path), ["a.md"])
    assert found is not None
    seen = found["a.md"]
    assert seen is not None
    assert (seen.size, seen.inode) == (5, 0)


def test_such_a_name_is_any_other_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    create_file(tmp_path / "a:b.md", b"words")
    assert (tmp_path / "a:b.md").read_bytes() == b"words"


def test_a_folder_that_cannot_be_opened_is_no_failure(
    windows: Locking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def no_folders(path: str, flags: int, mode: int = 0o777) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", no_folders)
    create_file(tmp_path / "a.md", b"words")
    assert files.read_file(tmp_path / "a.md") == b"words"
