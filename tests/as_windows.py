"""Uses tj as if this were Windows, as far as that can be had elsewhere: `python -m tests.as_windows FOLDER`.

What Windows lacks is taken away: modules, names of `os` and signals; `sys.platform` is `win32`, and `msvcrt` locks
files by other means. Python's own library and others' are loaded before that, since they choose by the real system.
So an import, a name or a call that Windows does not have fails here; how its disk behaves is not shown.
"""

import fcntl
import importlib
import os
import pkgutil
import signal
import sys
import types
from collections.abc import Callable
from pathlib import Path

import tj

__all__ = ["MODULES", "pretend", "walk"]

MODULES = ("_posixsubprocess", "fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
# Those names of `os` that tj or a person who changes it might reach for.
_NAMES = (
    "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_TMPFILE", "chown", "chroot", "fchmod", "fchown", "fork", "forkpty",
    "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid", "getresuid", "getuid", "initgroups", "killpg",
    "lchown", "lockf", "major", "mkfifo", "mknod", "nice", "openpty", "pathconf", "posix_fadvise", "posix_fallocate",
    "posix_spawn", "posix_spawnp", "pread", "preadv", "pwrite", "pwritev", "sched_getaffinity", "sendfile",
    "set_blocking", "setsid", "setuid", "setxattr", "statvfs", "sync", "sysconf", "uname", "wait3", "wait4",
)  # fmt: skip
_SIGNALS = ("SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGUSR1")


def pretend() -> None:
    """Load what is not tj's own, then take away what Windows does not have."""
    walk()
    for name in [name for name in sys.modules if name.split(".")[0] == "tj"]:
        del sys.modules[name]
    real_flock, exclusive = fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]  # by which an import fails
    for owner, names in ((os, _NAMES), (signal, _SIGNALS)):
        for name in names:
            if hasattr(owner, name):
                delattr(owner, name)
    sys.modules["msvcrt"] = _msvcrt(lambda descriptor: real_flock(descriptor, exclusive))
    sys.platform = "win32"


def walk() -> list[str]:
    """Import every module of tj, and return their names."""
    names = ["tj", *(found.name for found in pkgutil.walk_packages(tj.__path__, "tj."))]
    for name in names:
        importlib.import_module(name)
    # What commands load late, and other libraries may by then take for Windows' own.
    for name in (
        "click", "cryptography.hazmat.primitives.asymmetric.ed25519", "frontmatter", "mistune", "mnemonic", "nh3",
        "PIL.Image", "platformdirs", "pyrage", "rich.console", "rich.progress", "rich.table", "segno", "sqlite3",
        "tomlkit", "watchdog.observers", "webbrowser", "yaml",
    ):  # fmt: skip
        importlib.import_module(name)
    return names


def _msvcrt(take: Callable[[int], None]) -> types.ModuleType:
    module = types.ModuleType("msvcrt")

    def locking(descriptor: int, mode: int, size: int) -> None:
        assert (mode, size) == (2, 1)
        try:
            take(descriptor)
        except BlockingIOError:
            raise PermissionError(13, "Permission denied") from None

    vars(module).update(locking=locking, LK_NBLCK=2)
    return module


def main(home: Path) -> int:
    """Make the journey of `tests.journey` so, and return how many of its calls failed."""
    os.environ |= {"USERDOMAIN": "PC", "USERNAME": "mara"}
    pretend()
    walk()
    from tests.journey import make  # which loads the tj that knows of no other system

    return make(home)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
