"""A page lies in memory, for its owner alone, for as long as it is looked at; else it is not shown."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.share import showing
from tj.share.showing import page_in_memory, remove_old_pages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that is known to be memory")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    base = Path(f"/dev/shm/tj-test-{os.getpid()}-{time.monotonic_ns()}")  # noqa: S108 - it has to be memory
    base.mkdir(mode=0o700)
    monkeypatch.setattr(showing, "_SHARED_MEMORY", base / "shared")
    yield base
    shutil.rmtree(base)


def test_a_page_is_there_for_its_owner_and_then_gone(memory: Path) -> None:
    with page_in_memory(memory / "tj", b"a page") as path:
        assert (path.name, path.read_bytes()) == ("report.html", b"a page")
        assert [one.stat().st_mode & 0o777 for one in (path, path.parent, memory / "tj")] == [0o600, 0o700, 0o700]
    assert not path.parent.exists()


def test_a_page_is_gone_whatever_happens_meanwhile(memory: Path) -> None:
    for error in (KeyboardInterrupt, SystemExit, OSError):
        with pytest.raises(error), page_in_memory(memory / "tj", b"a page") as path:
            raise error
        assert not path.parent.exists()


def test_why_a_page_cannot_be_shown_is_said(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "_NAME", "no/where.html")
    with (
        pytest.raises(TjError, match="cannot be shown: no such file or directory"),
        page_in_memory(memory / "tj", b"a page"),
    ):
        pass
    assert list((memory / "tj").glob("*/")) == []


def test_a_folder_on_a_disk_is_refused(memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:1 / {memory} rw - ext4 /dev/sdb rw\n")
    monkeypatch.setattr(showing, "_MOUNTS", mounts)
    with pytest.raises(Refused, match="kept in memory only") as caught, page_in_memory(memory / "tj", b"a page"):
        pass
    assert caught.value.exit_code == EXIT_REFUSED
    assert list(memory.iterdir()) == []


def test_where_the_system_does_not_tell_it_is_refused(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "_MOUNTS", memory / "none")
    with pytest.raises(Refused), page_in_memory(memory / "tj", b"a page"):
        pass


def test_shared_memory_is_the_second_choice(memory: Path) -> None:
    (memory / "shared").mkdir()
    with page_in_memory(None, b"a page") as path:
        assert path.parent.parent == memory / "shared" / f"tj-{os.getuid()}"


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_a_folder_that_is_open_to_others_is_not_used(memory: Path, mode: int) -> None:
    (memory / "tj").mkdir()
    (memory / "tj").chmod(mode)
    with pytest.raises(Refused), page_in_memory(memory / "tj", b"a page"):
        pass
    assert list((memory / "tj").iterdir()) == []


def test_a_link_is_not_used(memory: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (memory / "tj").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused), page_in_memory(memory / "tj", b"a page"):
        pass
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_a_killed_run_left_is_removed_and_what_is_looked_at_stays(memory: Path) -> None:
    (memory / "tj").mkdir(mode=0o700)
    left = memory / "tj" / "page-0123456789abcdef"
    left.mkdir(mode=0o700)
    (left / "report.html").write_bytes(b"a page")
    with page_in_memory(memory / "tj", b"another") as path:
        assert remove_old_pages(memory / "tj") == 1
        assert not left.exists()
        assert path.read_bytes() == b"another"
        assert remove_old_pages(memory / "tj") == 0
    assert remove_old_pages(memory / "none") == 0
