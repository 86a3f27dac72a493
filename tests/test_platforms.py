"""tj starts and works where what only some systems have is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.as_windows import MODULES
from tests.conftest import ROOT


def test_nearly_every_command_runs_without_what_windows_lacks(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.as_windows", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    note = (tmp_path / "journal" / "journal").rglob("*.md")
    assert b"vor der Pr\xc3\xbcfung" in b"".join(path.read_bytes() for path in note)
    assert (tmp_path / "again" / ".tj" / "config.toml").is_file()
    assert b"schtasks /Create" in done.stdout


def test_no_file_is_read_in_the_encoding_of_the_country(tmp_path: Path) -> None:
    """Which is another one on Windows: Python warns wherever none is named."""
    strict = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
    command = [sys.executable, *strict, "-m", "tests.journey", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert (done.returncode, b"EncodingWarning" in done.stderr) == (0, False), done.stderr.decode()


def test_the_pretence_takes_away_what_it_says(tmp_path: Path) -> None:
    code = (
        "from tests.as_windows import pretend; pretend(); import importlib, os, sys\n"
        "assert sys.platform == 'win32' and not hasattr(os, 'getuid') and not hasattr(os, 'sync')\n"
        f"for name in {MODULES!r}:\n"
        "    try:\n        importlib.import_module(name)\n"
        "    except ImportError:\n        continue\n"
        "    raise SystemExit(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_tj_is_run_by_python_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tj", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("tj ")


def test_without_input_and_output_a_command_does_its_work(tmp_path: Path) -> None:
    """As `pythonw.exe` starts it, which has neither; a shell can close them."""
    line = f"'{sys.executable}' -m tj init '{tmp_path}/journal' <&- >&- 2>&-"
    done = subprocess.run(["/bin/sh", "-c", line], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert (tmp_path / "journal" / ".tj" / "config.toml").is_file()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_pipe_that_takes_no_unicode_is_given_json_all_the_same(tmp_path: Path, encoding: str) -> None:
    """As on Windows, where what is no terminal has the encoding of the country."""
    program = [sys.executable, "-m", "tj", "--vault", str(tmp_path / "journal")]
    places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CACHE", "DATA", "CONFIG")}
    surroundings = {**os.environ, **places, "PYTHONIOENCODING": encoding}
    for words in (["init", str(tmp_path / "journal")], ["new", "--text", "# 走る 😀 straße\n", "--no-edit"]):
        subprocess.run([*program, *words], cwd=ROOT, env=surroundings, capture_output=True, check=True)
    done = subprocess.run(
        [*program, "list", "--json"], cwd=ROOT, env=surroundings, capture_output=True, check=True
    )  # fmt: skip
    (entry,) = json.loads(done.stdout.decode(encoding))
    assert entry["title"] == "走る 😀 straße"
