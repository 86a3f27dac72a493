"""Leaving nothing of what a command has in memory behind: no core file, no look into it by others, an orderly end."""

import contextlib
import signal
import sys
from collections.abc import Callable
from types import FrameType

__all__ = ["close_to_others", "end_in_order"]

_PR_SET_DUMPABLE = 4
_ENDS = ("SIGTERM", "SIGHUP")


def close_to_others() -> None:
    """Let this process leave no core file, and on Linux let no other program of this user look into its memory.

    Keys, passphrases and notes lie there in the clear. It holds until the process ends; programs that it starts may be
    looked into again, and leave no core files either. Where a system has nothing of the kind, all stays as it is.
    """
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def end_in_order() -> Callable[[], None]:
    """Treat being told to end, or the terminal being closed, as Ctrl-C: what is half done is taken away.

    What is ignored, as under `nohup`, stays so. Returns a function that sets everything back.
    """
    taken: list[int] = []
    with contextlib.suppress(ValueError):  # not the main thread, which alone is told
        for number in (getattr(signal, name) for name in _ENDS if hasattr(signal, name)):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _stop)
                taken.append(number)

    def set_back() -> None:
        for number in taken:
            if signal.getsignal(number) is _stop:
                signal.signal(number, signal.SIG_DFL)

    return set_back


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
