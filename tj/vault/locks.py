"""Keeping two programs from changing one vault, or one file, at the same moment."""

import os
import sys
import time

from tj.errors import TjError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedRandom
    from typing import TypeAlias

    Notice: TypeAlias = Callable[[], object]

AnyPath: "TypeAlias" = str | os.PathLike[str]

__all__ = ["hold", "lock", "lock_folder"]

# Seconds after which a person is told what is waited for, and after which it is given up.
NOTICE = 1.0
PATIENCE = 30.0
_PAUSE = 0.005


def hold(path: AnyPath) -> "BufferedRandom | None":
    """Take an exclusive lock on `path` until what is returned is closed; None where another program has it.

    Raises `TjError` where the file cannot be made.
    """
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        held = open(path, "a+b")  # noqa: SIM115 - it stays open for as long as the lock is held
    except OSError as error:
        raise _unusable(path, error) from None
    try:
        _lock_file(held)
    except OSError:
        held.close()
        return None
    return held


class lock:  # noqa: N801 - it is used as a function
    """Hold an exclusive lock on `path`, a file that is made for this and left there, waiting for others to let go.

    Arguments: `waiting` and `patience` as those of `lock_folder`.
    Raises `TjError` where the file cannot be made, or others do not let go in that time.
    """

    def __init__(self, path: AnyPath, waiting: "Notice | None" = None, patience: float | None = None) -> None:
        self._path = path
        self._waiting = waiting
        self._patience = patience

    def __enter__(self) -> None:
        try:
            os.makedirs(os.path.dirname(self._path) or ".", exist_ok=True)
            self._held = open(self._path, "a+b")
        except OSError as error:
            raise _unusable(self._path, error) from None
        try:
            _take(lambda: _lock_file(self._held), self._waiting, self._patience)
        except BaseException as error:
            self._held.close()
            if isinstance(error, OSError):
                raise _unusable(self._path, error) from None
            raise

    def __exit__(self, *_: object) -> None:
        self._held.close()


class lock_folder:  # noqa: N801
    """Hold an exclusive lock on a folder itself, waiting for others to let go.

    So no file is made for it, and two users of one folder keep each other out as well. Where the system cannot lock a
    folder, the file that `otherwise` names is locked.
    Arguments: `waiting`, called once where it takes longer than a second; `patience`, for how many seconds others are
    waited for, by default half a minute.
    Raises `TjError` where others do not let go in that time.
    """

    def __init__(
        self,
        folder: str,
        otherwise: "Callable[[], AnyPath]",
        waiting: "Notice | None" = None,
        patience: float | None = None,
    ) -> None:
        self._folder = folder
        self._otherwise = otherwise
        self._waiting = waiting
        self._patience = patience
        self._file: lock | None = None

    def __enter__(self) -> None:
        self._descriptor = _locked(self._folder, self._waiting, self._patience)
        if self._descriptor is None:
            self._file = lock(self._otherwise(), self._waiting, self._patience)
            self._file.__enter__()

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        elif self._file:
            self._file.__exit__()


def _take(attempt: "Callable[[], None]", waiting: "Notice | None", patience: float | None) -> None:
    """Try again and again until `attempt` does not find the lock held.

    The system could wait by itself, but could neither be asked to stop after a time, nor tell of it.
    """
    most = PATIENCE if patience is None else patience
    began = time.monotonic()
    told = False
    while True:
        try:
            return attempt()
        except BlockingIOError:
            waited = time.monotonic() - began
        if waited >= most:
            from tj.words import vault as words

            raise TjError(*words.in_use(most))
        if waited > NOTICE and waiting and not told:
            told = True
            waiting()
        time.sleep(_PAUSE)


def _lock_file(handle: "BufferedRandom") -> None:
    if sys.platform == "win32":
        import msvcrt

        handle.seek(0)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _locked(folder: str, waiting: "Notice | None", patience: float | None) -> int | None:
    """Return a descriptor of the locked folder, or None where the system cannot lock it."""
    if sys.platform == "win32":
        return None
    else:  # noqa: RET505 - by which mypy knows that this is for other systems
        import fcntl

        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        try:
            _take(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB), waiting, patience)
        except OSError:  # as on some network file systems
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


def _unusable(path: AnyPath, error: OSError) -> TjError:
    from tj.words import system
    from tj.words import vault as words

    return TjError(*words.lock_not_written(os.fspath(path), system.reason(error.strerror)))
