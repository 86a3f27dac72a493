"""The manual page says what the commands say, and is one that man can show without a complaint."""

import os
import subprocess
import sys
from pathlib import Path

from docs.make_manual import PAGE, manual
from tests.conftest import ROOT, program
from tj.cli.group import COMMANDS


def test_the_page_is_that_of_the_commands() -> None:
    assert PAGE.read_text("utf-8") == manual(), "`make manual` writes it anew"


def test_every_command_is_in_it() -> None:
    text = PAGE.read_text("utf-8")
    for name in COMMANDS:
        assert f'.SS "tj {name}' in text
    assert ".B \\-\\-since\\-last" in text
    assert "/root" not in text


def test_it_is_the_same_everywhere(tmp_path: Path) -> None:
    """Another language, a narrow terminal, another order of hashes: the same bytes."""
    code = "import sys; from docs.make_manual import manual; sys.stdout.buffer.write(manual().encode())"
    odd = {"LC_ALL": "C", "COLUMNS": "40", "PYTHONHASHSEED": "7", "TJ_VAULT": str(tmp_path), "NO_COLOR": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | odd, capture_output=True, check=True)
    assert done.stdout == PAGE.read_bytes()


def test_man_can_show_it() -> None:
    command = [program("groff"), "-man", "-Tutf8", "-ww", str(PAGE)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    shown = done.stdout.decode()
    assert "yesterday 22:30" in shown
    assert shown.count("\n") > 500
