"""Whatever another program does to a file while tj replaces it, and wherever tj is killed, no word is lost."""

import errno
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.vault import files, swap
from tj.vault.files import read_to_change, remove_leftovers, replace_file

Save = Callable[[Path], None]


def by_renaming(path: Path) -> None:
    beside = path.with_name("beside~")
    beside.write_text("theirs")
    beside.replace(path)


def in_place(path: Path) -> None:
    path.write_text("theirs")


def no_exchange(one: str, other: str) -> bool:
    return False


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def at_swap(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]) -> None:
    """Do something, given the count of swaps so far, just before each swap, when all has been compared."""
    real, count = swap.swap, [0]

    def swapped(source: str, target: str, aside: str) -> bool:
        act(count[0])
        count[0] += 1
        return real(source, target, aside)

    monkeypatch.setattr(files, "swap", swapped)


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux promises")
def test_linux_exchanges_two_names_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    assert swap.exchange(str(tmp_path / "a"), str(tmp_path / "b"))
    assert [(tmp_path / name).read_text() for name in "ab"] == ["b", "a"]
    assert not swap.exchange(str(tmp_path / "a"), str(tmp_path / "missing"))
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("missing", ["dlopen", "dlsym", "call_cdeclfunction"])
def test_a_system_that_cannot_exchange_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    monkeypatch.delattr(f"_ctypes.{missing}")
    assert not swap.exchange(str(tmp_path / "a"), str(tmp_path / "b"))
    assert (tmp_path / "a").read_text() == "a"


@pytest.mark.parametrize("way", ["exchange", "link", "rename"])
def test_a_swap_keeps_what_was_there_where_the_system_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way != "exchange":
        monkeypatch.setattr(swap, "exchange", no_exchange)
    if way == "rename":
        monkeypatch.setattr(os, "link", no_links)
    source, target, aside = (tmp_path / name for name in ("new", "old", "aside"))
    source.write_text("new")
    target.write_text("old")
    assert swap.swap(str(source), str(target), str(aside)) == (way != "rename")
    assert target.read_text() == "new"
    assert names(tmp_path) == (["old"] if way == "rename" else ["aside", "old"])
    assert way == "rename" or aside.read_text() == "old"
    monkeypatch.undo()


@pytest.mark.parametrize("way", ["exchange", "link"])
@pytest.mark.parametrize("save", [by_renaming, in_place])
def test_a_save_after_the_last_look_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, save: Save
) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    if way == "link":
        monkeypatch.setattr(swap, "exchange", no_exchange)
    at_swap(monkeypatch, lambda count: save(path) if count == 0 else None)
    with pytest.raises(Refused, match="was changed by another program") as caught:
        replace_file(path, b"old", b"new")
    assert caught.value.exit_code == EXIT_REFUSED
    assert (path.read_text(), names(tmp_path)) == ("theirs", ["a.md"])


def test_an_editor_that_empties_the_file_writes_into_the_very_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    with path.open("r+") as editor:
        at_swap(monkeypatch, lambda count: editor.truncate(0) if count == 0 else None)  # type: ignore[arg-type]
        with pytest.raises(Refused):
            replace_file(path, b"old", b"new")
        editor.write("theirs")
    assert (path.read_text(), names(tmp_path)) == ("theirs", ["a.md"])


def test_two_saves_within_a_moment_are_both_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")

    def save(count: int) -> None:
        beside = tmp_path / "beside~"
        beside.write_text(f"theirs {count}")
        beside.replace(path)

    at_swap(monkeypatch, save)
    with pytest.raises(Refused):
        replace_file(path, b"old", b"new")
    copy, note = names(tmp_path)[1], names(tmp_path)[0]
    assert (note, copy[:16]) == ("a.md", "conflicted copy ")
    assert sorted((tmp_path / name).read_text() for name in (note, copy)) == ["theirs 0", "theirs 1"]


def test_a_write_into_the_old_file_after_the_swap_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    with path.open("a") as editor:
        real = files._sync_folder

        def sync(target: str) -> None:
            editor.write(" and more")
            editor.flush()
            real(target)

        with monkeypatch.context() as patched:
            patched.setattr(files, "_sync_folder", sync)
            with pytest.raises(Refused):
                replace_file(path, b"old", b"new")
    assert path.read_text().startswith("old and more")
    assert names(tmp_path) == ["a.md"]


# Files that are empty.


def test_a_file_that_is_being_filled_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch()
    later = threading.Timer(0.1, path.write_text, ["theirs"])
    later.start()
    assert read_to_change(path) == b"theirs"
    later.join()


@pytest.mark.parametrize("act", [read_to_change, lambda path: replace_file(path, b"", b"new")], ids=["read", "replace"])
def test_a_file_that_stays_empty_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(files, "_MOMENT", 0.2)
    path = tmp_path / "a.md"
    path.touch()
    monkeypatch.setattr(files, "_is_young", lambda _: True)  # to the end, however slow this machine is
    with pytest.raises(Refused, match="emptied a moment ago") as caught:
        act(path)
    assert caught.value.hint
    assert (path.read_bytes(), names(tmp_path)) == (b"", ["a.md"])


def test_a_file_that_has_long_been_empty_is_as_good_as_any(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch()
    os.utime(path, (1, 1))
    assert read_to_change(path) == b""
    replace_file(path, b"", b"new")
    assert path.read_text() == "new"


# What a kill leaves.


def killed(path: Path, monkeypatch: pytest.MonkeyPatch, before: str, save: Save | None = None) -> str:
    """Stop a replacing just after the swap, as a kill does, and return the name of what was put aside."""
    path.write_text(before)
    real = swap.swap

    def swapped(source: str, target: str, aside: str) -> bool:
        if save:
            save(path)
        real(source, target, aside)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(files, "swap", swapped)
        with pytest.raises(SystemExit):
            replace_file(path, before.encode(), b"new")
    (aside,) = [name for name in names(path.parent) if name.startswith(".tj-")]
    return aside


def in_an_hour() -> float:
    return time.time() + 3600


def test_what_a_kill_after_the_swap_leaves_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = killed(tmp_path / "a.md", monkeypatch, "old")
    os.utime(tmp_path / aside, (1, 1))
    assert remove_leftovers([str(tmp_path)]) == 0  # its owner may still be at work, however old the words are
    assert remove_leftovers([str(tmp_path)], in_an_hour()) == 1
    assert (names(tmp_path), (tmp_path / "a.md").read_text()) == (["a.md"], "new")


def test_words_that_are_nowhere_else_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed(tmp_path / "a.md", monkeypatch, "old", by_renaming)
    assert remove_leftovers([str(tmp_path)], in_an_hour()) == 0
    note, copy = names(tmp_path)
    assert (note, copy[:16], copy[-3:]) == ("a.md", "conflicted copy ", ".md")
    assert (tmp_path / copy).read_text() == "theirs"
    assert remove_leftovers([str(tmp_path)], in_an_hour()) == 0
    assert names(tmp_path) == [note, copy]


def test_temporary_files_are_removed_once_they_are_old(tmp_path: Path) -> None:
    old, young = tmp_path / ".tj-0123456789abcdef.tmp", tmp_path / ".tj-0123456789abcde0.tmp"
    for path in (old, young):
        path.write_text("half of a not")
    os.utime(old, (time.time() - 61,) * 2)
    assert remove_leftovers([str(tmp_path / "gone"), str(tmp_path)]) == 1
    assert names(tmp_path) == [young.name]


@pytest.mark.parametrize(
    "name",
    [
        ".tj-notes.tmp",
        "tj-0123456789abcdef.tmp",
        ".tj-0123456789ABCDEF.tmp",
        ".tj-0123456789abcdef.md",
        ".tj-0123456789abcdef-0123456789abcdef.tmp",
        ".tj-.tmp",
        ".tj-tmp",
        "draft.tmp",
    ],
)
def test_files_of_a_like_name_are_let_be(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    os.utime(tmp_path / name, (1, 1))
    assert remove_leftovers([str(tmp_path)], in_an_hour()) == 0
    assert (tmp_path / name).read_text() == "mine"


def test_what_is_no_file_or_cannot_be_removed_is_let_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".tj-0123456789abcdef.tmp").mkdir()
    (tmp_path / ".tj-0123456789abcde0.tmp").symlink_to("mine")
    (tmp_path / ".tj-0123456789abcde1.tmp").write_text("half")
    monkeypatch.setattr(os, "unlink", no_links)
    assert remove_leftovers([str(tmp_path)], in_an_hour()) == 0
    monkeypatch.undo()
    assert len(names(tmp_path)) == 3


def test_a_replacing_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", no_links)
        with pytest.raises(TjError, match="cannot be written"):
            replace_file(path, b"old", b"new")
    assert (path.read_text(), names(tmp_path)) == ("old", ["a.md"])
