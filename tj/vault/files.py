"""Reading files of a vault and writing them whole: the only code of tj that writes into one.

A person's file is replaced atomically and durably, and only while it still is what was read. A generated file is
replaced atomically and only when its bytes differ. Temporary files lie beside their target, begin with a dot and end in
`.tmp`, so that neither tj, Obsidian nor a sync client takes one for a note.
"""

import errno
import os
import stat

from tj.errors import Refused, TjError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedRandom
    from typing import TypeAlias

AnyPath: "TypeAlias" = str | os.PathLike[str]

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
    with _Writing(path):
        _make_folder(path)
        with _Temporary(path, data, mode, durable=True) as temporary:
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
    with _Writing(path):
        target = os.path.realpath(path, strict=True)
        mode = stat.S_IMODE(os.stat(target).st_mode)
        if not os.access(target, os.W_OK):
            raise TjError(f"{path} is read-only", "make it writable if tj should change it")
        with _Temporary(target, after, mode, durable=True) as temporary:
            os.chmod(temporary, mode)  # the umask may have taken bits that the person's file has
            if read_file(target) != before:
                raise Refused(f"{path} was changed by another program just now", "nothing was written; try once more")
            os.replace(temporary, target)
        _sync_folder(target)


def write_generated(path: AnyPath, data: bytes) -> bool:
    """Write a generated file atomically unless it holds these very bytes; return whether it was written.

    Not forced to the disk: it can be made again. Raises `TjError` where it cannot be written.
    """
    with _Writing(path):
        if os.path.isfile(path) and _bytes_of(path) == data:
            return False
        _make_folder(path)
        with _Temporary(path, data, 0o666, durable=False) as temporary:
            os.replace(temporary, path)
        return True


def remove_generated(path: AnyPath) -> None:
    """Remove a generated file, if it is there.

    Raises `TjError` where it cannot be removed.
    """
    with _Writing(path):
        _remove(path)


def append_line(path: AnyPath, line: bytes, mode: int = 0o666) -> None:
    """Append one line to a file durably, making file and folders, on a line of its own even after a torn write.

    Raises `TjError` where it cannot be written.
    """
    with _Writing(path):
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


class lock:  # noqa: N801 - it is used as a function
    """Hold an exclusive lock on `path`, a file that is made for this and left there, waiting for others to let go."""

    def __init__(self, path: AnyPath) -> None:
        self._path = path

    def __enter__(self) -> None:
        with _Writing(self._path):
            _make_folder(self._path)
            self._held = open(self._path, "a+b")
            try:
                _lock_file(self._held)
            except BaseException:
                self._held.close()
                raise

    def __exit__(self, *_: object) -> None:
        self._held.close()


class lock_folder:  # noqa: N801
    """Hold an exclusive lock on a folder itself, waiting for others to let go.

    So no file is made for it, and two users of one folder keep each other out as well. Where the system cannot lock a
    folder, the file that `otherwise` names is locked.
    """

    def __init__(self, folder: str, otherwise: "Callable[[], AnyPath]") -> None:
        self._folder = folder
        self._otherwise = otherwise
        self._file: lock | None = None

    def __enter__(self) -> None:
        self._descriptor = _locked(self._folder)
        if self._descriptor is None:
            self._file = lock(self._otherwise())
            self._file.__enter__()

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        elif self._file:
            self._file.__exit__()


def _lock_file(handle: "BufferedRandom") -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)


def _locked(folder: str) -> int | None:
    """Return a descriptor of the locked folder, or None where the system cannot lock it."""
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


# `contextlib` would make these shorter, and every check-in slower.
class _Writing:
    """Tell what the system refuses within as a `TjError` about `path`."""

    def __init__(self, path: AnyPath) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            hint = "nothing was changed; make room or choose another place, and try again"
            raise TjError(f"{self._path} cannot be written: {_reason(error)}", hint) from None


class _Temporary:
    """A file with `data` beside `path`, which is gone at the end, unless it was renamed."""

    def __init__(self, path: AnyPath, data: bytes, mode: int, *, durable: bool) -> None:
        self._name = os.path.join(os.path.dirname(path), f".tj-{os.urandom(8).hex()}.tmp")
        self._data = data
        self._mode = mode
        self._durable = durable

    def __enter__(self) -> str:
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self._name, flags, self._mode)
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(self._data)
                handle.flush()
                if self._durable:
                    os.fsync(descriptor)
        except BaseException:
            _remove(self._name)
            raise
        return self._name

    def __exit__(self, *_: object) -> None:
        _remove(self._name)


def _remove(path: AnyPath) -> None:
    try:  # noqa: SIM105 - which would take `contextlib`
        os.unlink(path)
    except FileNotFoundError:
        pass


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
        _remove(path)
        raise


def _make_folder(path: AnyPath) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)


def _bytes_of(path: AnyPath) -> bytes:
    with open(path, "rb") as handle:
        return handle.read()


def _sync_folder(path: AnyPath) -> None:
    """Make the name of a file durable in its folder."""
    try:
        descriptor = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        pass  # not every platform opens folders; the rename is done, only its durability is up to the system then


def _reason(error: OSError) -> str:
    return (error.strerror or "the system gave no reason").lower()
