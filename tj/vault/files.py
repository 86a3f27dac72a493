"""Reading files of a vault and writing them whole: the only code of tj that writes into one.

A person's file is replaced atomically and durably, and only while it still is what was read. A generated file is
replaced atomically and only when its bytes differ. Temporary files lie beside their target, begin with a dot and end in
`.tmp`, so that neither tj, Obsidian nor a sync client takes one for a note.
"""

import errno
import os
import stat
import sys
import time

from tj.errors import Refused, TjError
from tj.vault.leftovers import aside_name, keep, remove_leftovers, temporary_name
from tj.vault.place import is_within, outside
from tj.vault.swap import is_held, patiently, supplant, swap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

AnyPath: "TypeAlias" = str | os.PathLike[str]

__all__ = [
    "append_line", "create_file", "give_name", "open_file", "read_file", "read_to_change", "remove_generated",
    "remove_leftovers", "replace_file", "temporary_name", "write_generated",
]  # fmt: skip

# Seconds for which an editor may leave a file empty.
_MOMENT = 2.0
# Bytes that are asked for at least.
_BLOCK = 4095
# Windows takes 260 signs with the one that ends a path, unless long ones were allowed, and says of others that they are
# not there; what is put aside for a moment has a name of some sixty.
_LONGEST = 259 - 60


def read_file(path: AnyPath, *, root: str | None = None) -> bytes:
    """Return the bytes of a regular file.

    Arguments: `root`, a resolved folder: a link at `path` that leads out of it is not followed.
    Raises `TjError` where it is none or cannot be read. A FIFO or socket is never waited for.
    """
    try:
        descriptor, size = _open_file(path, root)
        room = max(size, _BLOCK) + 1
        try:  # what a file object would do, in half the time
            data = os.read(descriptor, room)
            if len(data) != size:  # else that is all, as nearly always
                while more := os.read(descriptor, room):
                    data += more
            return data
        finally:
            os.close(descriptor)
    except OSError as error:
        from tj.words import system
        from tj.words import vault as words  # here and below, since most calls say nothing

        raise TjError(*words.not_read(os.fspath(path), system.reason(error.strerror))) from None


def open_file(path: AnyPath, *, root: str | None = None) -> int:
    """Return a descriptor of a regular file that is to be read.

    Arguments: `root`, a resolved folder: a link at `path` that leads out of it is not followed.
    Raises `OSError` where the file cannot be opened, `TjError` where it is none. A FIFO or socket is never waited for.
    """
    return _open_file(path, root)[0]


def _open_file(path: AnyPath, root: str | None) -> tuple[int, int]:
    """Do what `open_file` does, and return the file's size as well."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    no_link = getattr(os, "O_NOFOLLOW", 0) if root is not None else 0
    checked = bool(no_link)
    try:
        descriptor = os.open(path, flags | no_link)
    except OSError as error:
        if not checked or error.errno not in (errno.ELOOP, errno.EMLINK):
            raise
        descriptor = os.open(path, flags)
        checked = False
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            from tj.words import vault as words

            raise TjError(*words.is_no_file(os.fspath(path)))
        if root is not None and not (checked or _lies_in(root, path, descriptor)):
            raise outside(os.fspath(path))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, status.st_size


def create_file(
    path: AnyPath,
    data: bytes,
    mode: int = 0o666,
    *,
    temporary: str = "",
    ready: "Callable[[str], object] | None" = None,
) -> None:
    """Write a new file whole and durably, making its folders.

    Arguments: `temporary`, the name under which it is written first, by default one of chance; `ready`, called with the
    path of that once all of it is on the disk, before there is anything under `path`: what it raises stops the rest.
    Raises `Refused` where something of that name is there already, `TjError` where it cannot be written.
    """
    if sys.platform == "win32":
        _check_name(path)
    with _Writing(path):
        _make_folder(path)
        with _Temporary(path, data, mode, durable=True, name=temporary) as written:
            if ready is not None:
                ready(written)
            try:
                _link(written, path, data, mode)
            except FileExistsError:
                raise _is_there(path) from None
        _sync_folder(path)


def give_name(temporary: AnyPath, path: AnyPath) -> None:
    """Give a file that is whole its name, durably, and never that of another.

    Raises `Refused` where something of that name is there, `TjError` where it cannot be done.
    """
    with _Writing(path):
        try:
            try:
                os.link(temporary, path)
            except FileExistsError:
                raise
            except OSError:  # a disk without hard links, as most sticks are
                if os.path.lexists(path):
                    raise FileExistsError from None
                os.rename(temporary, path)
        except FileExistsError:
            raise _is_there(path) from None
        _sync_folder(path)


def read_to_change(path: AnyPath) -> bytes:
    """Return the bytes of a regular file that is to be changed.

    A file that has only just become empty is one that an editor empties to fill it again, so it is waited for.
    Raises `Refused` where nothing comes within two seconds, `TjError` where the file cannot be read.
    """
    end = time.monotonic() + _MOMENT
    while not (data := read_file(path)) and _is_young(path):
        if time.monotonic() > end:
            from tj.words import vault as words

            raise Refused(*words.just_emptied(os.fspath(path)))
        time.sleep(_MOMENT / 100)
    return data


def replace_file(path: AnyPath, before: bytes, after: bytes) -> None:
    """Replace a person's file, keeping its mode, if its bytes still are `before`.

    A symbolic link keeps pointing where it did: its target is replaced. What another program saves meanwhile is put
    back, and nothing of it is lost, even if tj is killed: see `remove_leftovers`.
    Raises `Refused` where the file has changed meanwhile, `TjError` where it cannot be written.
    """
    with _Writing(path):
        target = os.path.realpath(path, strict=True)
        mode = stat.S_IMODE(os.stat(target).st_mode)
        if not os.access(target, os.W_OK):
            from tj.words import vault as words

            raise TjError(*words.read_only(os.fspath(path)))
        with _Temporary(target, after, mode, durable=True) as temporary:
            os.chmod(temporary, mode)  # the umask may have taken bits that the person's file has
            if read_to_change(target) != before:
                raise _changed(path)
            _put(temporary, target, before, after)


def _put(temporary: str, target: str, before: bytes, after: bytes) -> None:
    """Put the file `temporary` durably at `target`, unless what stood there turns out to be other than `before`."""
    aside = aside_name(target, before, after)
    if not swap(temporary, target, aside):
        _sync_folder(target)
        return
    # Looked at twice: an editor that had the old file open may go on writing into it until it has no name.
    if read_file(aside) == before:
        _sync_folder(target)
        if read_file(aside) == before:
            _remove(aside)
            return
    second = aside_name(target, after, before)
    if swap(aside, target, second):
        if read_file(second) == after:
            _remove(second)
        else:  # saved twice within a moment, and who knows whether the second holds the words of the first
            keep(second)
    _sync_folder(target)
    raise _changed(target)


def _is_young(path: AnyPath) -> bool:
    return abs(time.time() - os.stat(path).st_mtime) < _MOMENT


def _is_there(path: AnyPath) -> Refused:
    from tj.words import vault as words

    return Refused(*words.is_there(os.fspath(path)))


def _changed(path: AnyPath) -> Refused:
    from tj.words import vault as words

    return Refused(*words.changed_meanwhile(os.fspath(path)))


def write_generated(path: AnyPath, data: bytes, *, over: bool | None = None) -> bool:
    """Write a generated file atomically unless it holds these very bytes; return whether it was written.

    Argument: `over`, whether a file of other bytes was just seen there, or none at all, so that it need not be looked
    at again. Not forced to the disk: it can be made again. Raises `TjError` where it cannot be written.
    """
    with _Writing(path):
        if over is None and os.path.isfile(path) and _bytes_of(path) == data:
            return False
        if not over:
            _make_folder(path)
        written = _Temporary(path, data, 0o666, durable=False)
        with written as temporary:
            if over:
                supplant(temporary, os.fspath(path))  # the old one is removed as the temporary one then
            else:
                patiently(lambda: os.replace(temporary, path))
                written.is_gone = True
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


# `contextlib` would make these shorter, and every check-in slower.
class _Writing:
    """Tell what the system refuses within as a `TjError` about `path`."""

    def __init__(self, path: AnyPath) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            from tj.words import system
            from tj.words import vault as words

            if is_held(error):
                raise TjError(*words.held_by_another(os.fspath(self._path))) from None
            if sys.platform == "win32" and len(os.path.abspath(self._path)) > _LONGEST:
                raise TjError(*words.path_too_long(os.fspath(self._path))) from None
            raise TjError(*words.not_written(os.fspath(self._path), system.reason(error.strerror))) from None


class _Temporary:
    """A file with `data` beside `path`, which is gone at the end, unless it was renamed."""

    def __init__(self, path: AnyPath, data: bytes, mode: int, *, durable: bool, name: str = "") -> None:
        self._name = os.path.join(os.path.dirname(path), name or temporary_name())
        self._data = data
        self._mode = mode
        self._durable = durable
        self.is_gone = False  # to be set by who has renamed it: to look for what is not there takes its time

    def __enter__(self) -> str:
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self._name, flags, self._mode)
            try:
                _write_all(descriptor, self._data)
                if self._durable:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except BaseException:
            _remove(self._name)
            raise
        return self._name

    def __exit__(self, *_: object) -> None:
        if not self.is_gone:
            _remove(self._name)


def _write_all(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, data[written:])


def _remove(path: AnyPath) -> None:
    try:  # noqa: SIM105 - which would take `contextlib`
        patiently(lambda: os.unlink(path))
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


def _check_name(path: AnyPath) -> None:
    """See that Windows would make a file of this name, rather than something else, or under another."""
    from tj.vault.names import misfit
    from tj.words import vault as words

    bad = misfit(os.fspath(path))
    if bad:
        raise Refused(*words.not_on_windows(bad))


def _make_folder(path: AnyPath) -> None:
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):  # else they would be asked for in any case, and refused
        os.makedirs(folder, exist_ok=True)


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


def _lies_in(root: str, path: AnyPath, descriptor: int) -> bool:
    """Tell whether the file that was opened, by a link, is one that lies in `root`, whatever the link says by now."""
    target = os.path.realpath(path)
    return is_within(root, target) and os.path.samestat(os.stat(target), os.fstat(descriptor))
