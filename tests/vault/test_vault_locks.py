"""A lock keeps others out, tells after a while whom it waits for, and gives up in plain words."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tj.errors import EXIT_FAILED, TjError
from tj.vault import locks
from tj.vault.locks import lock, lock_folder

HOLDER = """
import sys
from pathlib import Path
from tj.vault.locks import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_keeps_another_process_out(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "lock"
    root = Path(locks.__file__).parents[2]
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        taken = threading.Event()

        def take() -> None:
            with lock(path):
                taken.set()

        waiting = threading.Thread(target=take)
        waiting.start()
        assert not taken.wait(0.2)
        holder.stdin.close()
        assert taken.wait(20)
        waiting.join()
    assert path.exists()


def test_a_lock_is_let_go_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="mine"), lock(tmp_path / "lock"):
        raise OSError("mine")
    with lock(tmp_path / "lock"):
        pass


def test_a_folder_is_locked_itself_and_keeps_threads_out(tmp_path: Path) -> None:
    folder = tmp_path / ".tj"
    folder.mkdir()
    taken = threading.Event()

    def take() -> None:
        with lock_folder(str(folder), lambda: pytest.fail("not asked")):
            taken.set()

    with lock_folder(str(folder), lambda: pytest.fail("not asked")):
        waiting = threading.Thread(target=take)
        waiting.start()
        assert not taken.wait(0.2)
    assert taken.wait(20)
    waiting.join()
    assert [path.name for path in tmp_path.rglob("*")] == [".tj"]


@pytest.mark.parametrize("refused", ["flock", "open"])
def test_where_a_folder_cannot_be_locked_a_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    import fcntl

    folder = tmp_path / ".tj"
    folder.mkdir()
    real_flock, real_open = fcntl.flock, os.open

    def flock(file: object, how: int) -> None:
        if isinstance(file, int):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        real_flock(file, how)  # type: ignore[arg-type]  # a file, as the function that is replaced takes it

    def no_folders(path: str, flags: int, mode: int = 0o777) -> int:
        if path == str(folder):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, flags, mode)

    if refused == "flock":
        monkeypatch.setattr(fcntl, "flock", flock)
    else:
        monkeypatch.setattr(os, "open", no_folders)
    path = tmp_path / "cache" / "a.lock"
    descriptors = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    taken = threading.Event()

    def take() -> None:
        with lock_folder(str(folder), lambda: path):
            taken.set()

    with lock_folder(str(folder), lambda: path):
        assert path.is_file()
        waiting = threading.Thread(target=take)
        waiting.start()
        assert not taken.wait(0.2)
    assert taken.wait(20)
    waiting.join()
    if descriptors:
        assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_a_lock_that_is_interrupted_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fcntl, "flock", interrupt)
        for held in (lock_folder(str(tmp_path), lambda: tmp_path / "a"), lock(tmp_path / "a")):
            with pytest.raises(KeyboardInterrupt), held:
                pass
    with lock_folder(str(tmp_path), lambda: tmp_path / "a"), lock(tmp_path / "a"):
        pass


def test_a_lock_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(TjError, match="cannot be written"), lock(tmp_path / "a" / "lock"):
        pass
    assert (tmp_path / "a").read_text() == "mine"


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_waited_for_is_told_once_and_given_up_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(locks, "NOTICE", 0.02)
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    told: list[str] = []

    def held() -> lock | lock_folder:
        if kind == "file":
            return lock(tmp_path / "a", lambda: told.append("waiting"))
        return lock_folder(str(tmp_path), lambda: pytest.fail("not asked"), lambda: told.append("waiting"))

    with held():
        assert told == []
        with pytest.raises(TjError, match="another tj has been at work here") as caught, held():
            pytest.fail("it was not kept out")
    assert told == ["waiting"]
    assert caught.value.exit_code == EXIT_FAILED
    assert caught.value.hint
    with held():
        assert told == ["waiting"]


@pytest.mark.parametrize("can_lock_folders", [True, False])
def test_who_has_no_patience_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_lock_folders: bool
) -> None:
    def impatient() -> lock_folder:
        return lock_folder(str(tmp_path), lambda: tmp_path / "file", patience=0.0)

    if not can_lock_folders:
        monkeypatch.setattr(locks, "_locked", lambda *_: None)
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("it waits"))
    with impatient(), pytest.raises(TjError, match="another tj has been at work"), impatient():
        pytest.fail("it was not kept out")
    with impatient():
        pass


def test_a_lock_that_nobody_asked_to_be_told_of_is_waited_for_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "NOTICE", 0.0)
    monkeypatch.setattr(locks, "PATIENCE", 0.05)
    with lock(tmp_path / "a"), pytest.raises(TjError), lock(tmp_path / "a"):
        pytest.fail("it was not kept out")
