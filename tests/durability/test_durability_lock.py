"""A command that waits for another says so, whichever way it was called, and then does its work."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeVault
from tests.durability.running import environment

fcntl = pytest.importorskip("fcntl")
SAID = "note: waiting for another tj that is at work in this vault.\n"


@pytest.fixture
def held(make_vault: MakeVault) -> Iterator[tuple[Path, int]]:
    vault = make_vault({"journal/2026/2026-05-03.md": "alder\n"})
    descriptor = os.open(vault / ".tj", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield vault, descriptor
    os.close(descriptor)


@pytest.mark.parametrize(
    "words",
    [
        ["mood", "5", "--at", "2026-05-03 14:30"],
        ["mood", "--at", "2026-05-03 14:30", "--", "5"],
        ["goal", "done", "walk", "--at", "2026-05-03"],
        ["index"],
    ],
    ids=["the quick way", "mood by click", "goal done", "index"],
)
def test_another_is_waited_for_and_named(tmp_path: Path, held: tuple[Path, int], words: list[str]) -> None:
    vault, descriptor = held
    (vault / "goals").mkdir()
    (vault / "goals/walk.md").write_text("---\ntype: goal\n---\n")
    with subprocess.Popen(
        [sys.executable, "-c", "from tj.cli.main import run; run()", "--vault", str(vault), *words],
        env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as waiting:  # fmt: skip
        assert waiting.stderr is not None
        assert waiting.stderr.readline() == SAID
        assert waiting.poll() is None
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        out, err = waiting.communicate(timeout=60)
    assert (waiting.returncode, err) == (0, "")
    assert out
