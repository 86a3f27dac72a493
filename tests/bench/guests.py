"""Other programs in the house: each from PyPI in an environment of its own, and none with a network.

What they write lies below the bench's folder, since their home, configuration, caches and temporary files are there.
They run in an empty network namespace, so that not even a greeting leaves; a system that has none runs no guest.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Ran, run

__all__ = ["Guest", "Unavailable", "by_name", "invite"]

# Some bring a hundred packages with them.
_INSTALL_SECONDS = 1200
_QUIETLY = ["-qq", "--disable-pip-version-check", "--no-input"]


class Unavailable(Exception):
    """A program that cannot be had or run here; its words are one clause that fits behind `because`."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A program from PyPI in its environment."""

    name: str
    version: str
    bin: Path

    @property
    def title(self) -> str:
        """Its name and version."""
        return f"{self.name} {self.version}"

    def run(
        self,
        program: str,
        arguments: Sequence[str | Path],
        environment: Mapping[str, str],
        folder: Path,
        limit: float | None = None,
    ) -> Ran:
        """Run one of its programs, `python` among them, as `measure.run` does, but with no network."""
        return run([*_offline(), self.bin / program, *arguments], environment, folder, limit=limit)


def invite(name: str, folder: Path, *, least: tuple[int, int] = (3, 11)) -> Guest:
    """Return a program from PyPI, installed into an environment below `folder` unless it is there.

    Arguments: `least`, the oldest Python it runs on. Raises `Unavailable` where it cannot be had, or not be isolated.
    """
    _offline()
    home = folder / "guests" / name
    whole = home / "whole"  # an installation that was ended leaves an environment without it
    if not whole.exists():
        _install(name, _python(least), home)
        whole.touch()
    return Guest(name, _version(name, home), home / "bin")


def by_name(program: str, how: str) -> tuple[Path, str]:
    """Return the path of a program of the system, and its version; `how` says how one gets it."""
    path = shutil.which(program)
    if path is None:
        raise Unavailable(f"there is no `{program}` on the path ({how})")
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)+", told)
    return Path(path), found.group() if found else "of an unknown version"


@functools.cache
def _offline() -> tuple[str, ...]:
    """Return the words before a command by which it has no network."""
    path = shutil.which("unshare")
    words = (path or "", "--map-root-user", "--net")
    if path is None or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        raise Unavailable("its network could not be switched off on this system")
    return words


def _install(name: str, python: str, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PIP_CACHE_DIR": str(home.parent / "downloads"), "TMPDIR": str(home.parent)}
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", *_QUIETLY, name]
    try:
        for words in ([python, "-m", "venv", str(home)], pip):
            subprocess.run(words, env=environment, stdout=sys.stderr, check=True, timeout=_INSTALL_SECONDS)
    except (OSError, subprocess.SubprocessError) as problem:
        sys.stderr.write(f"{problem}\n")
        raise Unavailable("`pip` could not install it") from problem


def _version(name: str, home: Path) -> str:
    code = f"import importlib.metadata; print(importlib.metadata.version({name!r}))"
    done = subprocess.run([home / "bin" / "python", "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable("its environment is damaged; delete the bench's folder, and run it again")
    return done.stdout.strip()


def _python(least: tuple[int, int]) -> str:
    """Return a Python that is new enough: this one, or the newest that starts."""
    if sys.version_info >= least:
        return sys.executable
    for path in _pythons(least[1]):
        code = f"import sys, venv; sys.exit(sys.version_info < {least})"
        done = subprocess.run([path, "-c", code], capture_output=True, check=False)
        if done.returncode == 0:
            return path
    raise Unavailable(f"it needs Python {least[0]}.{least[1]} or newer, and none was found")


def _pythons(least: int) -> Iterator[str]:
    """Yield where Pythons may lie, the oldest of those that are new enough first: they know most packages."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for minor in range(least, least + 4):
        if path := shutil.which(f"python3.{minor}"):
            yield path
        yield from map(str, sorted(root.glob(f"versions/3.{minor}.*/bin/python3.{minor}")))
