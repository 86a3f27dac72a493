"""A file is written whole or not at all, never over another's words, and no temporary file is left."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.vault import swap
from tj.vault.files import (
    append_line,
    create_file,
    give_name,
    remove_generated,
    replace_file,
    write_generated,
)

Write = Callable[[Path], object]


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_new_file_is_made_with_its_folders(tmp_path: Path) -> None:
    create_file(tmp_path / "a" / "b" / "c.md", b"text")
    create_file(tmp_path / "secret", b"", mode=0o600)
    assert (tmp_path / "a" / "b" / "c.md").read_bytes() == b"text"
    assert (mode_of(tmp_path / "a" / "b" / "c.md"), mode_of(tmp_path / "secret")) == (0o644, 0o600)
    assert names(tmp_path) == ["a", "b", "c.md", "secret"]


def test_a_name_as_long_as_a_name_can_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("日" * 84 + ".md")
    create_file(path, b"a")
    replace_file(path, b"a", b"b")
    write_generated(path, b"c")
    assert path.read_bytes() == b"c"


@pytest.mark.parametrize("there", ["file", "folder", "link", "dangling"])
def test_nothing_is_overwritten_by_a_new_file(tmp_path: Path, there: str) -> None:
    path = tmp_path / "a"
    if there == "file":
        path.write_text("mine")
    elif there == "folder":
        path.mkdir()
    else:
        (tmp_path / "b").write_text("mine")
        path.symlink_to("b" if there == "link" else "missing")
    before = names(tmp_path)
    with pytest.raises(Refused) as caught:
        create_file(path, b"other")
    assert caught.value.exit_code == EXIT_REFUSED
    assert names(tmp_path) == before
    assert there != "file" or path.read_text() == "mine"


def test_a_file_is_whole_under_another_name_before_it_has_its_own(tmp_path: Path) -> None:
    seen: list[tuple[str, bytes, bool]] = []

    def look(written: str) -> None:
        seen.append((written, Path(written).read_bytes(), (tmp_path / "a").exists()))

    create_file(tmp_path / "a", b"text", temporary=".tj-0123456789abcdef.tmp", ready=look)
    assert seen == [(str(tmp_path / ".tj-0123456789abcdef.tmp"), b"text", False)]
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("error", [TjError, KeyboardInterrupt, OSError])
def test_what_is_raised_before_a_file_has_its_name_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def stop(_: str) -> None:
        raise error("stop")

    with pytest.raises(TjError if error is OSError else error):
        create_file(tmp_path / "a", b"text", ready=stop)
    assert names(tmp_path) == []


def test_without_hard_links_a_new_file_is_made_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    create_file(tmp_path / "a", b"text", mode=0o600)
    assert ((tmp_path / "a").read_bytes(), mode_of(tmp_path / "a")) == (b"text", 0o600)
    with pytest.raises(Refused):
        create_file(tmp_path / "a", b"other")
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a"], b"text")


WRITES: list[tuple[str, Write]] = [
    ("create", lambda path: create_file(path / "new", b"text")),
    ("replace", lambda path: replace_file(path / "old", b"old", b"text")),
]


@pytest.mark.parametrize("write", [write for _, write in WRITES], ids=[name for name, _ in WRITES])
@pytest.mark.parametrize("call", ["fsync", "write", "open"])
def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write, call: str
) -> None:
    (tmp_path / "old").write_text("old")
    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing(errno.ENOSPC))
        with pytest.raises(TjError) as caught:
            write(tmp_path)
    assert "no space left" in caught.value.message
    assert caught.value.exit_code == EXIT_FAILED
    assert (names(tmp_path), (tmp_path / "old").read_text()) == (["old"], "old")


def test_what_the_system_takes_in_parts_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:3]))
    create_file(tmp_path / "new", b"all of this text")
    assert (tmp_path / "new").read_bytes() == b"all of this text"


def test_a_disk_that_is_full_without_hard_links_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync
    calls: list[int] = []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "link", failing(errno.ENOTSUP))
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(TjError):
        create_file(tmp_path / "a", b"text")
    assert names(tmp_path) == []


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        create_file(tmp_path / "a", b"text")
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_synced_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def no_folders(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "no")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", no_folders)
    create_file(tmp_path / "a", b"text")
    assert (tmp_path / "a").read_bytes() == b"text"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666, 0o755, 0o777])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(mode)
    replace_file(path, b"old", b"new")
    assert (path.read_text(), mode_of(path), names(tmp_path)) == ("new", mode, ["a"])


def test_a_link_goes_on_pointing_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_text("old")
    (tmp_path / "link").symlink_to("real/a")
    replace_file(tmp_path / "link", b"old", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a").read_text() == "new"
    assert names(tmp_path) == ["a", "link", "real"]


def test_a_file_that_changed_meanwhile_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    real = os.fsync

    def change(descriptor: int) -> None:
        path.write_text("theirs")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", change)
    with pytest.raises(Refused) as caught:
        replace_file(path, b"old", b"new")
    assert caught.value.exit_code == EXIT_REFUSED
    assert (path.read_text(), names(tmp_path)) == ("theirs", ["a"])


def test_what_cannot_be_replaced_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "locked").write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = names(tmp_path)
    for name, said in (("missing", "no such file"), ("loop", "links"), ("locked", "read-only")):
        with pytest.raises(TjError, match=said):
            replace_file(tmp_path / name, b"old", b"new")
    monkeypatch.undo()
    with pytest.raises(TjError):
        replace_file(tmp_path / "folder", b"old", b"new")
    assert (names(tmp_path), (tmp_path / "locked").read_text()) == (before, "old")


def test_a_folder_that_takes_no_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    real = os.open

    def deny(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", deny)
    for write in (
        lambda: create_file(tmp_path / "b", b""),
        lambda: replace_file(tmp_path / "a", b"old", b"new"),
        lambda: write_generated(tmp_path / "b", b""),
        lambda: append_line(tmp_path / "b", b""),
    ):
        with pytest.raises(TjError, match="permission denied"):
            write()
    assert (names(tmp_path), (tmp_path / "a").read_text()) == (["a"], "old")


def test_a_path_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    for write in (create_file, write_generated, append_line):
        with pytest.raises(TjError, match="cannot be written"):
            write(tmp_path / "a" / "b", b"text")
    assert names(tmp_path) == ["a"]


def test_an_error_without_a_reason_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(TjError, match="gave no reason"):
        create_file(tmp_path / "a", b"")


def test_a_generated_file_is_written_only_where_its_bytes_differ(tmp_path: Path) -> None:
    path = tmp_path / "summaries" / "a.md"
    assert write_generated(path, b"one")
    before = path.stat()
    assert not write_generated(path, b"one")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert write_generated(path, b"two")
    assert (path.read_bytes(), names(tmp_path)) == (b"two", ["a.md", "summaries"])


def test_a_folder_in_the_place_of_a_generated_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(TjError):
        write_generated(tmp_path / "a", b"text")
    assert names(tmp_path) == ["a", "b"]


def test_a_generated_file_is_removed_if_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("made")
    (tmp_path / "folder").mkdir()
    remove_generated(tmp_path / "a")
    remove_generated(tmp_path / "a")
    with pytest.raises(TjError):
        remove_generated(tmp_path / "folder")
    assert names(tmp_path) == ["folder"]


def test_lines_are_appended_each_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "ledger"
    append_line(path, b"one", mode=0o600)
    append_line(path, b"two\n")
    assert (path.read_bytes(), mode_of(path)) == (b"one\ntwo\n", 0o600)
    path.write_bytes(b"one\ntor")
    append_line(path, b"three")
    append_line(path, b"")
    assert path.read_bytes() == b"one\ntor\nthree\n\n"


def test_a_line_that_did_not_fit_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with pytest.raises(TjError, match="no space left"):
        append_line(Path("/dev/full"), b"line")


def test_a_line_that_was_written_in_part_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fdopen

    class Short:
        def __init__(self, descriptor: int) -> None:
            self.handle = real(descriptor, "r+b", buffering=0)

        def __enter__(self) -> "Short":
            return self

        def __exit__(self, *_: object) -> None:
            self.handle.close()

        def seek(self, *where: int) -> int:
            return self.handle.seek(*where)

        def write(self, data: bytes) -> int | None:
            return self.handle.write(data[:2])

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", lambda descriptor, *_, **__: Short(descriptor))
        with pytest.raises(TjError, match="no space left"):
            append_line(tmp_path / "a", b"line")
    append_line(tmp_path / "a", b"next")
    assert (tmp_path / "a").read_bytes() == b"li\nnext\n"


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_generated_file_takes_the_place_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"old")
    if not can_exchange:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    with path.open("rb") as reader:
        assert write_generated(path, b"new", over=True)
        assert reader.read() == b"old"  # it was never written into
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["page.md"]


@pytest.mark.parametrize("call", ["open", "write", "replace"])
def test_what_cannot_take_a_place_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"old")
    with monkeypatch.context() as patched:
        patched.setattr(swap, "exchange", lambda *_: False)
        patched.setattr(os, call, failing(errno.ENOSPC))
        with pytest.raises(TjError, match="no space left"):
            write_generated(path, b"new", over=True)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["page.md"]


def test_a_generated_file_is_written_where_none_was_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert write_generated(tmp_path / "summaries" / "page.md", b"new", over=False)
    assert names(tmp_path) == ["page.md", "summaries"]
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing(errno.ENOSPC))
        with pytest.raises(TjError, match="no space left"):
            write_generated(tmp_path / "summaries" / "other.md", b"new", over=False)
    assert names(tmp_path) == ["page.md", "summaries"]


def test_a_generated_file_that_is_gone_meanwhile_is_written(tmp_path: Path) -> None:
    assert write_generated(tmp_path / "page.md", b"new", over=True)
    assert names(tmp_path) == ["page.md"]


def test_a_name_is_given_without_hard_links_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half").write_text("whole")
    (tmp_path / "there").write_text("mine")
    for linked in (True, False):
        if not linked:
            monkeypatch.setattr(
                "os.link", lambda *_: (_ for _ in ()).throw(PermissionError(1, "Operation not permitted"))
            )
        with pytest.raises(Refused, match="is there already"):
            give_name(tmp_path / "half", tmp_path / "there")
        assert (tmp_path / "there").read_text() == "mine"
        give_name(tmp_path / "half", tmp_path / f"new-{linked}")
        assert (tmp_path / f"new-{linked}").read_text() == "whole"
    with pytest.raises(TjError, match="cannot be written"):
        give_name(tmp_path / "half", tmp_path / "none" / "x")
