"""Work shared out among processes, where there is enough of it: in order, and done here where one of them ends early.

A process is a copy of this one (`fork`), which is made in a few milliseconds and needs nothing handed over but the
items of its work. Where that cannot be had, or other threads run, whose locks a copy would find held for ever, all is
done in this process.
"""

import contextlib
import gc
import marshal
import os
import select
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import FileIO
from typing import Any, NoReturn, Self, TypeAlias

__all__ = ["Crew", "Job", "is_wanted", "processes_for", "without_collecting"]

# As much as a pipe may hold where the system allows it, so that a process need not wait while this one is busy.
_ROOM = 1 << 20
# This process has its own part to do with what comes back, so that further processes would only wait for it.
_MOST = 4
# So much may be there of what is not asked for yet: beyond that this process takes no further turns.
_AHEAD = 8
# Bytes of a turn's number, and of the size of what follows; and what stands for a turn where there are no more.
_TURN = 4
_SIZE = 8
_NO_MORE = (1 << 32) - 1

# Takes an item and gives what is made of it, both of them plain (such as `marshal` takes).
Job: TypeAlias = Callable[[Any], Any]

# In a copy, the process that it is to work for.
_parent = 0


def processes_for(items: int, *, at_least: int) -> int:
    """Return how many processes to share work among; 1 where there are fewer than `at_least` items, or no way to."""
    if sys.platform == "linux" and items >= at_least and hasattr(os, "memfd_create"):
        threads = sys.modules.get("threading")
        if threads is None or threads.active_count() == 1:
            return min(len(os.sched_getaffinity(0)), _MOST)
    return 1


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


class Crew:
    """This process and copies of it, made once for one piece of work after another.

    Used as a context manager, the copies are gone at the end.
    """

    def __init__(self, jobs: Mapping[str, Job]) -> None:
        """Argument: `jobs`, what can be asked for, by name.

        Each may be done twice, and touches nothing that must not be used in a copy of this process, such as an open
        database.
        """
        self._jobs = jobs
        self._copies: list[_Copy] = []
        self._turns = -1
        self._is_at_work = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end(done=not self._is_at_work)

    @property
    def has_started(self) -> bool:
        """Whether the copies are there."""
        return bool(self._copies)

    def start(self, processes: int, first: Callable[[], None] = lambda: None) -> None:
        """Make the copies now, so that they are ready when there is work.

        Arguments: `processes`, from `processes_for`, of which this one is one; `first`, done in each copy at once, as
        what it will load in any case.
        """
        if self.has_started or processes < 2:
            return
        make: Callable[[str], int] = getattr(os, "memfd_create")  # noqa: B009 - as of `fork` below
        try:
            self._turns = make("turns")
            for _ in range(processes - 1):
                self._copies.append(self._copy(first))
        except OSError:  # as where there may be no more processes, and this one is enough
            self._end(done=False)

    def share_out(
        self,
        job: str,
        items: Iterable[Any],
        processes: int,
        *,
        here: Job | None = None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Iterator[Any]:
        """Yield what a job makes of each item, in their order.

        Arguments: `processes`, from `processes_for`; `here`, what does the job in this process, by default what does it
        in the others; `meanwhile`, done here once, while others are at work.
        Raises what the job and `meanwhile` raise.
        """
        work = here or self._jobs[job]
        left = list(items)
        if self._is_at_work:  # on something that nobody asked for to the end
            self._end(done=False)
        if len(left) > 1:
            self.start(processes)
        if not self._copies or min(processes, len(left)) < 2:
            meanwhile()
            yield from map(work, left)
            return
        copies = self._copies
        self._is_at_work = True
        try:
            self._order(job, left)
            meanwhile()
            yield from self._in_order(work, left)
            self._is_at_work = False
        finally:
            if self._copies is copies and self._is_at_work:
                self._end(done=False)

    def dismiss(self) -> None:
        """Let the copies go and do not wait for it: no further work is shared out."""
        for copy in self._copies:
            copy.orders.close()

    def _order(self, job: str, items: list[Any]) -> None:
        """Tell the copies what there is to do. All share the place in the file of turns: who reads one has it alone."""
        os.ftruncate(self._turns, 0)
        os.lseek(self._turns, 0, os.SEEK_SET)
        os.write(self._turns, b"".join([number.to_bytes(_TURN, "little") for number in range(len(items))]))
        os.lseek(self._turns, 0, os.SEEK_SET)
        order = marshal.dumps((job, items))
        for copy in self._copies:
            copy.last, copy.is_at_work = -1, True
            with contextlib.suppress(BrokenPipeError):  # it was killed, as is seen where it would be heard
                _write(copy.orders, len(order).to_bytes(_SIZE, "little"))
                _write(copy.orders, order)

    def _in_order(self, work: Job, items: list[Any]) -> Iterator[Any]:
        """Yield what is made of the items. Where this process would wait for a copy, it takes a turn itself."""
        found: dict[int, Any] = {}
        for number, item in enumerate(items):
            while number not in found:
                has_room = len(found) < _AHEAD
                at_it = [copy for copy in self._copies if copy.may_give(number)]
                heard = [copy for copy in self._copies if copy.is_at_work] if has_room else at_it
                if _hear(heard, found, wait=False):
                    continue
                mine = _turn(self._turns) if has_room else None
                if mine is not None:
                    if mine >= number:
                        found[mine] = work(items[mine])
                elif at_it:
                    _hear(heard, found, wait=True)
                else:
                    # One that was killed or met an error gives nothing more: it is done again here, and the error told.
                    found[number] = work(item)
            items[number] = None  # all of them take their room, and this one is done with
            yield found.pop(number)
        while heard := [copy for copy in self._copies if copy.is_at_work]:
            _hear(heard, found, wait=True)

    def _copy(self, first: Callable[[], None]) -> "_Copy":
        fork: Callable[[], int] = getattr(os, "fork")  # noqa: B009 - Windows has none, and nobody comes here there
        here = os.getpid()
        orders, to_orders = map(FileIO, os.pipe(), "rw")
        results, to_results = map(FileIO, os.pipe(), "rw")
        _widen(to_results)
        number = fork()
        if not number:
            for copy in self._copies:  # else the end of the first process would not be seen by these
                copy.orders.close()
                copy.results.close()
            to_orders.close()
            results.close()
            self._serve(here, first, orders, to_results)
        orders.close()
        to_results.close()
        return _Copy(number, to_orders, results)

    def _serve(self, parent: int, first: Callable[[], None], orders: FileIO, results: FileIO) -> NoReturn:
        """Do in a copy what is asked for, until nothing more can be."""
        global _parent
        code = 1
        try:
            _parent = parent
            gc.disable()
            first()
            while order := _read(orders, int.from_bytes(_read(orders, _SIZE), "little")):
                job, items = marshal.loads(order)  # noqa: S302 - from the process that this is a copy of
                while (turn := _turn(self._turns)) is not None:
                    _tell(results, turn, marshal.dumps(self._jobs[job](items[turn])))
                _tell(results, _NO_MORE, b"")
            code = 0
        except BaseException:  # noqa: BLE001, S110 - there is nobody here to tell; see `_in_order`
            pass
        finally:
            os._exit(code)  # with nothing closed or written that is the first process's

    def _end(self, *, done: bool) -> None:
        if self._turns >= 0:
            os.close(self._turns)
        for copy in self._copies:
            copy.orders.close()
            copy.results.close()
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                if not done:
                    os.kill(copy.number, signal.SIGINT)  # which lets it remove what it has only begun to write
                os.waitpid(copy.number, 0)
        self._copies, self._turns, self._is_at_work = [], -1, False


@dataclass(slots=True)
class _Copy:
    """A copy of this process: its number, and the pipes by which it is told what to do and gives what it made."""

    number: int
    orders: FileIO
    results: FileIO
    last: int = -1
    is_at_work: bool = False

    def may_give(self, turn: int) -> bool:
        """Tell whether what is made at a turn may still come from it, which takes its turns in order."""
        return self.is_at_work and self.last < turn


def _turn(turns: int) -> int | None:
    taken = os.read(turns, _TURN)
    return int.from_bytes(taken, "little") if taken else None


def _hear(copies: Sequence[_Copy], found: dict[int, Any], *, wait: bool) -> bool:
    """Take in what one copy or several have to give; return whether there was any, be it that one has ended."""
    heard = {copy.results: copy for copy in copies}
    ready, _, _ = select.select(list(heard), [], [], None if wait else 0)
    for results in ready:
        copy = heard[results]
        head = _read(results, _TURN + _SIZE)
        data = _read(results, int.from_bytes(head[_TURN:], "little"))
        if not data:
            copy.is_at_work = False
        else:
            copy.last = int.from_bytes(head[:_TURN], "little")
            found[copy.last] = marshal.loads(data)  # noqa: S302 - from a copy of this process
    return bool(ready)


def _tell(results: FileIO, turn: int, data: bytes) -> None:
    _write(results, turn.to_bytes(_TURN, "little") + len(data).to_bytes(_SIZE, "little"))
    _write(results, data)


def _write(pipe: FileIO, data: bytes) -> None:
    with memoryview(data) as view:
        written = 0
        while written < len(data):
            written += pipe.write(view[written:])


def _read(pipe: FileIO, size: int) -> bytearray:
    """Return so many bytes, or none where there are fewer."""
    data = bytearray(size)
    filled = 0
    with memoryview(data) as view:
        while filled < size:
            more = pipe.readinto(view[filled:])
            if not more:
                return bytearray()
            filled += more
    return data


def _widen(pipe: FileIO) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)
