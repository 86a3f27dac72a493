"""Work shared out among processes, where there is enough of it: in order, and done here where one of them ends early.

A process is a copy of this one (`fork`), which is made in a few milliseconds and needs nothing handed over. Where that
cannot be had, or other threads run, whose locks a copy would find held for ever, all is done in this process.
"""

import contextlib
import gc
import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple, TypeVar

__all__ = ["is_wanted", "processes_for", "share_out", "without_collecting"]

# As much as a pipe may hold where the system allows it, so that a process need not wait while this one is busy.
_ROOM = 1 << 20
# This process has its own part to do with what comes back, so that further processes would only wait for it.
_MOST = 3

Item = TypeVar("Item")
Plain = TypeVar("Plain")

# In a copy, the process that it is to work for.
_parent = 0


def processes_for(items: int, *, at_least: int) -> int:
    """Return how many processes to share work among; 1 where there are fewer than `at_least` items, or no way to."""
    if sys.platform == "linux" and items >= at_least:
        threads = sys.modules.get("threading")
        if threads is None or threads.active_count() == 1:
            return min(len(os.sched_getaffinity(0)), _MOST)
    return 1


def share_out(
    work: Callable[[Sequence[Item]], list[Plain]],
    items: Sequence[Item],
    processes: int,
    *,
    chunk: int,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Plain]:
    """Yield what `work` makes of items, in their order.

    Arguments: `work`, which takes some items that follow each other and gives a plain value (such as `marshal` takes)
    for each. It may be done twice, and touches nothing that must not be used in a copy of this process, such as an open
    database; `processes`, from `processes_for`; `chunk`, how many items it is given at once; `meanwhile`, done here
    once, while others are at work.
    Raises what `work` and `meanwhile` raise.
    """
    chunks = [items[first : first + chunk] for first in range(0, len(items), chunk)]
    if processes < 2:
        meanwhile()
        for one in chunks:
            yield from work(one)
        return
    crew: list[_Process] = []
    done = False
    try:
        for number in range(processes):
            crew.append(_start(work, chunks[number::processes], crew))
        meanwhile()
        for number, one in enumerate(chunks):
            found: list[Plain] | None = _next_of(crew[number % processes].source)
            # A process that was killed or met an error gives nothing more: here it is done again, and the error told.
            yield from work(one) if found is None else found
        done = True
    finally:
        for process in crew:
            _end(process, done=done)


def is_wanted() -> bool:
    """Tell whether there still is someone to work for: false in a copy whose first process was killed."""
    return not _parent or os.getppid() == _parent


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Leave out Python's search for what refers to itself, which takes a seventh of the time and here finds nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Process(NamedTuple):
    number: int
    source: BinaryIO


def _start(
    work: Callable[[Sequence[Item]], list[Any]], chunks: Sequence[Sequence[Item]], others: Sequence[_Process]
) -> _Process:
    global _parent
    fork: Callable[[], int] = getattr(os, "fork")  # noqa: B009 - Windows has none, and nobody comes here there
    here = os.getpid()
    source, target = os.pipe()
    _widen(target)
    process = fork()
    if process:
        os.close(target)
        return _Process(process, os.fdopen(source, "rb"))
    code = 1
    try:
        _parent = here
        os.close(source)
        for other in others:  # else the end of the first process would not be seen by these
            other.source.close()
        with os.fdopen(target, "wb") as sink:
            for one in chunks:
                data = marshal.dumps(work(one))
                sink.write(len(data).to_bytes(8, "little"))
                sink.write(data)
                sink.flush()
        code = 0
    except BaseException:  # noqa: BLE001, S110 - there is nobody here to tell; see `share_out`
        pass
    finally:
        os._exit(code)  # with nothing closed or written that is the first process's


def _end(process: _Process, *, done: bool) -> None:
    process.source.close()
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        if not done:
            os.kill(process.number, signal.SIGINT)  # which lets it remove what it has only begun to write
        os.waitpid(process.number, 0)


def _widen(pipe: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _next_of(source: BinaryIO) -> Any:
    size = int.from_bytes(source.read(8), "little")
    data = source.read(size)
    return marshal.loads(data) if size and len(data) == size else None  # noqa: S302 - from a copy of this process
