"""Reading files of a vault and writing them whole: the only code of tj that writes into one.

A person's file is replaced atomically and durably, and only while it still is what was read. A generated file is
replaced atomically and only when its bytes differ. Temporary files lie beside their target, begin with a dot and end in
`.tmp`, so that neither tj, Obsidian nor a sync client takes one for a note.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat

from tj.errors import Refused, TjError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    AnyPath: TypeAlias = str | os.PathLike[str]

__all__ = [
    "append_line",
    "create_file",
    "lock",
    "lock_folder",
    "read_file",
    "remove_generated",
    "replace_file",
    "write_generated",
]


def read_file(path: AnyPath) -> bytes:
    """Return the bytes of a regular file.

    Raises `TjError` where it is none or cannot be read. A FIFO or socket is never waited for.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise TjError(f"{path} is not a file", "give the path of a file")
        with os.fdopen(descriptor, "rb") as handle:
            return handle.read()
    except OSError as error:
        raise TjError(
            f"{path} cannot be read: {_reason(error)}", "see that the file is there and may be read"
        ) from None


def create_file(path: AnyPath, data: bytes, mode: int = 0o666) -> None:
    """Write a new file whole and durably, making its folders.

    Raises `Refused` where something of that name is there already, `TjError` where it cannot be written.
    """
    with _writing(path):
        _make_folder(path)
        with _temporary(path, data, mode, durable=True) as temporary:
            try:
                _link(temporary, path, data, mode)
            except FileExistsError:
                raise Refused(f"{path} is there already", "tj does not overwrite it; choose another name") from None
        _sync_folder(path)


def replace_file(path: AnyPath, before: bytes, after: bytes) -> None:
    """Replace a person's file, keeping its mode, if its bytes still are `before`.

    A symbolic link keeps pointing where it did: its target is replaced.
    Raises `Refused` where the file has changed meanwhile, `TjError` where it cannot be written.
    """
    with _writing(path):
        target = os.path.realpath(path, strict=True)
        mode = stat.S_IMODE(os.stat(target).st_mode)
        if not os.access(target, os.W_OK):
            raise TjError(f"{path} is read-only", "make it writable if tj should change it")
        with _temporary(target, after, mode, durable=True) as temporary:
            os.chmod(temporary, mode)  # the umask may have taken bits that the person's file has
            if read_file(target) != before:
                raise Refused(f"{path} was changed by another program just now", "nothing was written; try once more")
            os.replace(temporary, target)
        _sync_folder(target)


def write_generated(path: AnyPath, data: bytes) -> bool:
    """Write a generated file atomically unless it holds these very bytes; return whether it was written.

    Not forced to the disk: it can be made again. Raises `TjError` where it cannot be written.
    """
    with _writing(path):
        if os.path.isfile(path) and _bytes_of(path) == data:
            return False
        _make_folder(path)
        with _temporary(path, data, 0o666, durable=False) as temporary:
            os.replace(temporary, path)
        return True


def remove_generated(path: AnyPath) -> None:
    """Remove a generated file, if it is there.

    Raises `TjError` where it cannot be removed.
    """
    with _writing(path), contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def append_line(path: AnyPath, line: bytes, mode: int = 0o666) -> None:
    """Append one line to a file durably, making file and folders, on a line of its own even after a torn write.

    Raises `TjError` where it cannot be written.
    """
    with _writing(path):
        _make_folder(path)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "r+b", buffering=0) as handle:
            size = handle.seek(0, os.SEEK_END)
            handle.seek(max(size - 1, 0))
            torn = size > 0 and handle.read(1) != b"\n"
            data = (b"\n" if torn else b"") + line.rstrip(b"\n") + b"\n"
            if handle.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        if size == 0:
            _sync_folder(path)


@contextlib.contextmanager
def lock(path: AnyPath) -> Iterator[None]:
    """Hold an exclusive lock on `path`, a file that is made for this and left there, waiting for others to let go."""
    with contextlib.ExitStack() as held:
        with _writing(path):
            _make_folder(path)
            handle = held.enter_context(open(path, "a+b"))
            try:
                import fcntl
            except ImportError:  # Windows
                import msvcrt

                handle.seek(0)
                msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
            else:
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def lock_folder(folder: str, otherwise: Callable[[], AnyPath]) -> Iterator[None]:
    """Hold an exclusive lock on a folder itself, waiting for others to let go.

    So no file is made for it, and two users of one folder keep each other out as well. Where the system cannot lock a
    folder, the file that `otherwise` names is locked.
    """
    descriptor = _locked(folder)
    if descriptor is None:
        with lock(otherwise()):
            yield
        return
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(folder: str) -> int | None:
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:  # as on some network file systems
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


@contextlib.contextmanager
def _writing(path: AnyPath) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "nothing was changed; make room or choose another place, and try again"
        raise TjError(f"{path} cannot be written: {_reason(error)}", hint) from None


@contextlib.contextmanager
def _temporary(path: AnyPath, data: bytes, mode: int, *, durable: bool) -> Iterator[str]:
    temporary = os.path.join(os.path.dirname(path), f".tj-{os.urandom(8).hex()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            if durable:
                os.fsync(descriptor)
        yield temporary
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _link(temporary: str, path: AnyPath, data: bytes, mode: int) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: O_EXCL keeps the promise, but for a moment the file is half there.
        _create_exclusively(path, data, mode)


def _create_exclusively(path: AnyPath, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        raise


def _make_folder(path: AnyPath) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)


def _bytes_of(path: AnyPath) -> bytes:
    with open(path, "rb") as handle:
        return handle.read()


def _sync_folder(path: AnyPath) -> None:
    """Make the name of a file durable in its folder."""
    # Not every platform opens folders; the rename itself is done, only its durability is then up to the system.
    with contextlib.suppress(OSError):
        descriptor = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    return (error.strerror or "the system gave no reason").lower()
