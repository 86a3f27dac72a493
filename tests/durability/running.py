"""Running `tj` as a program of its own: with limits, as another user, or with something happening meanwhile."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Outcome

__all__ = ["environment", "meanwhile", "modes_bind", "run_child", "traces"]

# Long enough for any machine; whatever waits for ever is ended by it, and so fails its test.
PATIENCE = 60
_RUN = "from tj.cli.main import run\nrun()\n"


def environment(home: Path) -> dict[str, str]:
    """Return the environment by which a program of its own uses the same folders as the fixture `tj` at `home`."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(home / "xdg-cache"),
        "XDG_DATA_HOME": str(home / "xdg-data"),
        "LC_ALL": "C.UTF-8",
    }


def run_child(
    home: Path,
    vault: Path,
    *words: str,
    before: str = "",
    prepare: Callable[[], None] | None = None,
    stdout: int = subprocess.PIPE,
    patience: float = PATIENCE,
) -> Outcome:
    """Run `tj` in a process of its own.

    Arguments: `home`, where its cache lies; `before`, Python that runs first; `prepare`, called in the child before
    Python begins; `patience`, the seconds after which it must have ended.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-c", before + "\n" + _RUN, "--vault", str(vault), *words],
            env=environment(home),
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=patience,
            check=False,
            preexec_fn=prepare,
        )
    except subprocess.SubprocessError as error:
        if isinstance(error, subprocess.TimeoutExpired):
            raise
        pytest.skip("this system does not let root give up its rights")
    return Outcome(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())


def modes_bind() -> None:
    """For `prepare`: take from root what lets it read and write whatever the modes of files say."""
    if os.geteuid() == 0:
        drop_from_bounding_set, override, read_search = 24, 1, 2
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (override, read_search):
            if libc.prctl(drop_from_bounding_set, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "root may not let go of its rights")


def meanwhile(event: str, path: Path, action: str) -> str:
    """Return Python for `before` that does `action`, once, at the moment at which the child is about to touch `path`.

    Arguments: `event`, what Python calls the touch (see its table of audit events): `open` or `os.scandir`.
    """
    return f"""
import os, shutil, sys
waiting = [True]
def named(given):
    if isinstance(given, int):
        return os.readlink(f"/proc/self/fd/{{given}}")
    return os.fsdecode(given) if isinstance(given, (str, bytes, os.PathLike)) else ""
def is_it(given):
    name = named(given).rstrip("/")  # which may be relative, to a folder that is held open
    return bool(name) and ({str(path)!r} == name or {str(path)!r}.endswith("/" + name))
def hook(event, arguments):
    if waiting and event == {event!r} and is_it(arguments[0]):
        waiting.clear()
        {action}
sys.addaudithook(hook)
import atexit
atexit.register(lambda: waiting and os._exit(99))  # what was to happen never did
"""


def traces(outcome: Outcome, *private: str) -> list[str]:
    """Return the words of a stack trace, of a defect of tj's own, or of an entry that stand on stderr."""
    return [word for word in ("Traceback", "tj itself failed", 'File "', *private) if word in outcome.err]
