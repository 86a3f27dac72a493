"""Work shared out among processes, where there is enough of it: in order, and done here where one of them ends early.

A process is a copy of this one (`fork`), which is made in a few milliseconds and needs nothing handed over. Where that
cannot be had, or other threads run, whose locks a copy would find held for ever, all is done in this process.
"""

import contextlib
import gc
import marshal
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from typing import Any, TypeVar

__all__ = ["is_wanted", "processes_for", "share_out", "without_collecting"]

# As much as a pipe may hold where the system allows it, so that a process need not wait while this one is busy.
_ROOM = 1 << 20
# This process has its own part to do with what comes back, so that further processes would only wait for it.
_MOST = 4
# So much may be there of what is not asked for yet: beyond that this process takes no further turns.
_AHEAD = 8
# Bytes of a chunk's number, and of the size of what was made of it.
_TURN = 4
_SIZE = 8

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
    database; `processes`, from `processes_for`, of which this one is one; `chunk`, how many items it is given at once;
    `meanwhile`, done here once, while others are at work.
    Raises what `work` and `meanwhile` raise.
    """
    chunks = [items[first : first + chunk] for first in range(0, len(items), chunk)]
    if min(processes, len(chunks)) < 2:
        meanwhile()
        for one in chunks:
            yield from work(one)
        return
    crew: list[_Process] = []
    done = False
    turns = _turns(len(chunks))
    try:
        for _ in range(min(processes, len(chunks)) - 1):
            crew.append(_start(work, chunks, turns, crew))
        meanwhile()
        yield from _in_order(work, chunks, turns, crew)
        done = True
    finally:
        os.close(turns)
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


@dataclass(slots=True)
class _Process:
    """A copy: its number, where it is heard, the last chunk that came from it, and whether nothing more will come."""

    number: int
    source: FileIO
    last: int = -1
    has_ended: bool = False

    def may_give(self, chunk: int) -> bool:
        """Tell whether a chunk may still come from it, which takes its turns in order."""
        return not self.has_ended and self.last < chunk


def _in_order(
    work: Callable[[Sequence[Item]], list[Plain]],
    chunks: Sequence[Sequence[Item]],
    turns: int,
    crew: Sequence[_Process],
) -> Iterator[Plain]:
    """Yield what comes back in the order of the chunks. Where this process would wait, it takes a turn itself."""
    found: dict[int, list[Plain]] = {}
    for number, one in enumerate(chunks):
        while number not in found:
            has_room = len(found) < _AHEAD
            at_it = [process for process in crew if process.may_give(number)]
            heard = [process for process in crew if not process.has_ended] if has_room else at_it
            if _receive(heard, found, wait=False):
                continue
            mine = _turn(turns) if has_room else None
            if mine is not None:
                if mine >= number:
                    found[mine] = work(chunks[mine])
            elif at_it:
                _receive(heard, found, wait=True)
            else:
                # One that was killed or met an error gives nothing more: here it is done again, and the error told.
                found[number] = work(one)
        yield from found.pop(number)


def _turns(count: int) -> int:
    """Return a nameless file of all turns. Copies share the place in it, so that whoever reads one has it alone."""
    make: Callable[[str], int] = getattr(os, "memfd_create")  # noqa: B009 - as of `fork` below
    turns = make("turns")
    os.write(turns, b"".join([number.to_bytes(_TURN, "little") for number in range(count)]))
    os.lseek(turns, 0, os.SEEK_SET)
    return turns


def _turn(turns: int) -> int | None:
    taken = os.read(turns, _TURN)
    return int.from_bytes(taken, "little") if taken else None


def _start(
    work: Callable[[Sequence[Item]], list[Any]],
    chunks: Sequence[Sequence[Item]],
    turns: int,
    others: Sequence[_Process],
) -> _Process:
    global _parent
    fork: Callable[[], int] = getattr(os, "fork")  # noqa: B009 - Windows has none, and nobody comes here there
    here = os.getpid()
    source, target = os.pipe()
    _widen(target)
    process = fork()
    if process:
        os.close(target)
        return _Process(process, FileIO(source))
    code = 1
    try:
        _parent = here
        os.close(source)
        for other in others:  # else the end of the first process would not be seen by these
            other.source.close()
        with os.fdopen(target, "wb") as sink:
            while (mine := _turn(turns)) is not None:
                data = marshal.dumps(work(chunks[mine]))
                sink.write(mine.to_bytes(_TURN, "little") + len(data).to_bytes(_SIZE, "little"))
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


def _receive(crew: Sequence[_Process], found: dict[int, Any], *, wait: bool) -> bool:
    """Take in what one process or several have to give; return whether there was any, be it that one has ended."""
    heard = {process.source: process for process in crew}
    ready, _, _ = select.select(list(heard), [], [], None if wait else 0)
    for source in ready:
        process = heard[source]
        head = _read(source, _TURN + _SIZE)
        data = _read(source, int.from_bytes(head[_TURN:], "little"))
        if not data:
            process.has_ended = True
        else:
            process.last = int.from_bytes(head[:_TURN], "little")
            found[process.last] = marshal.loads(data)  # noqa: S302 - from a copy of this process
    return bool(ready)


def _read(source: FileIO, size: int) -> bytearray:
    """Return so many bytes, or none where there are fewer."""
    data = bytearray(size)
    filled = 0
    with memoryview(data) as view:
        while filled < size:
            more = source.readinto(view[filled:])
            if not more:
                return bytearray()
            filled += more
    return data
