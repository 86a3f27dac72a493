"""A program that is not there is said to be missing, and nothing is left behind by the search for it."""

import re
import sys
from pathlib import Path

import pytest

from tests.bench.guests import Unavailable, by_name, invite
from tests.bench.measure import Broken, TooSlow, run


def test_a_program_of_the_system_is_told_with_its_version() -> None:
    path, version = by_name("git", "")
    assert path.is_absolute()
    assert re.fullmatch(r"\d+(\.\d+)+", version)


def test_a_program_that_is_not_there_is_said_to_be_missing_and_how_it_is_got() -> None:
    with pytest.raises(Unavailable, match=r"^there is no `no-such-journal` on the path \(its package is called so\)$"):
        by_name("no-such-journal", "its package is called so")


def test_a_guest_that_needs_a_python_of_the_future_is_not_installed(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"it needs Python 3\.99|its network could not be switched off"):
        invite("no-such-journal", tmp_path, least=(3, 99))
    assert list(tmp_path.iterdir()) == []


def test_a_process_is_measured_and_its_words_are_read(tmp_path: Path) -> None:
    ran = run([sys.executable, "-c", "print('calm')"], {}, tmp_path)
    assert ran.out == "calm\n"
    assert ran.seconds > 0
    assert ran.megabytes > 1


def test_a_process_that_fails_or_takes_too_long_gives_no_figure(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="ended with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"], {}, tmp_path)
    with pytest.raises(TooSlow, match="took longer than 0 s"):
        run([sys.executable, "-c", "import time; time.sleep(600)"], {}, tmp_path, limit=0.2)
