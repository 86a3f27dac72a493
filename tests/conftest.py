"""What tests share: real folders and programs, a fixed clock, and skips that fail where nothing may be skipped."""

import os
import re
import shutil
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tj.cli.app import App
from tj.cli.main import run
from tj.places import Places

# Machines are uneven, so no example is timed. Where a change is judged, the same examples are tried each time;
# elsewhere new ones are looked for.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("judged", settings.get_profile("here"), derandomize=True)
settings.load_profile("judged" if os.environ.get("TJ_NO_SKIPS") else "here")

NOW = datetime(2026, 5, 11, 9, 30)
ROOT = Path(__file__).parent.parent


_KEY = re.compile(r"(?=[A-Za-z-]*[0-9])[0-9A-Za-z-]{20,}")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test by nothing that differs from run to run, so that several processes tell the same tests."""
    if isinstance(val, set | frozenset):
        return "set"
    text = val.decode("utf-8", "replace") if isinstance(val, bytes) else val
    if isinstance(text, str) and len(text) < 1000 and _KEY.search(text):
        return "KEY"
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under TJ_NO_SKIPS a test that would be skipped has failed: it was meant to run."""
    report = yield
    if report.skipped and os.environ.get("TJ_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where no test may be: {call.excinfo and call.excinfo.value}"
    return report


def program(name: str, *others: str) -> str:
    """Return the path of an installed program, or skip the test and say why."""
    for candidate in (name, *others):
        if found := shutil.which(candidate):
            return found
    pytest.skip(f"needs the program {name}, which is not installed")


@pytest.fixture
def age_program() -> str:
    return program("age")


@pytest.fixture
def unzip_program() -> str:
    return program("unzip")


@pytest.fixture
def browser_program() -> str:
    return program("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run of `tj` gave."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Tj:
    """Runs `tj` in this process with folders and a clock of its own."""

    home: Path
    capture: pytest.CaptureFixture[str]
    now: datetime = NOW
    start: Path | None = None

    @property
    def places(self) -> Places:
        return Places(self.home / "cache", self.home / "data", self.home / "outbox")

    def __call__(self, *arguments: str | Path, vault: Path | None = None) -> Outcome:
        self.capture.readouterr()
        words = [str(argument) for argument in arguments]
        app = App(places=lambda: self.places, clock=lambda: self.now, start=lambda: self.start or vault or self.home)
        code = run([*(["--vault", str(vault)] if vault else []), *words], app)
        out, err = self.capture.readouterr()
        return Outcome(code, out, err)


@pytest.fixture
def tj(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tj:
    home = tmp_path / "home"
    (home / "outbox").mkdir(parents=True)
    return Tj(home, capsys)


MakeVault = Callable[..., Path]


@pytest.fixture
def make_vault(tmp_path: Path) -> MakeVault:
    """Return a function that makes a vault of the given files, by path."""

    def make(files: dict[str, str | bytes] | None = None, name: str = "vault", config: str = "") -> Path:
        root = tmp_path / name
        (root / ".tj").mkdir(parents=True)
        (root / ".tj" / "config.toml").write_text(config)
        for path, text in (files or {}).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode() if isinstance(text, str) else text)
        return root

    return make


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example vault."""
    target = tmp_path / "example"
    shutil.copytree(ROOT / "examples" / "vault", target)
    return target


def files_of(root: Path, ignore: Sequence[str] = ()) -> dict[str, bytes]:
    """Return every file below `root` with its bytes, by relative path; `ignore` names top folders to leave out."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in ignore
    }
