"""What goes away, or becomes something else, while a command runs: one clear line, and nothing harmed."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tests.durability.disks import NOTES, is_clear, leftovers, paths
from tests.durability.running import meanwhile, run_child, traces


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(NOTES)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("gone", "words"),
    [("", ["index"]), ("journal", ["index"]), ("journal/2026", ["list", "--json"])],
    ids=["the vault, index", "the journal, index", "one year, list"],
)
def test_a_folder_that_goes_while_the_vault_is_looked_through(
    home: Path, vault: Path, gone: str, words: list[str]
) -> None:
    before = meanwhile("os.scandir", vault / "journal/2026", f"shutil.rmtree({str(vault / gone)!r})")
    done = run_child(home, vault, *words, before=before)
    assert not traces(done, "alder")
    assert done.code in ((0, 1) if words[0] == "index" else (0, 3))
    assert bool(done.err) == (done.code == 1)
    if gone:
        again = run_child(home, vault, *words)
        assert (again.code, again.err) == (0, "")
        assert run_child(home, vault, "list", "--json").out == "[]\n"
    else:
        assert not vault.exists()  # nothing of it is made again
        assert run_child(home, vault, *words).code == 2


@pytest.mark.parametrize(
    ("gone", "words"),
    [("", ["check"]), ("", ["index"]), ("journal/2026", ["index"])],
    ids=["the vault, check", "the vault, index", "one year, index"],
)
def test_a_folder_that_goes_between_the_look_and_the_reading(
    home: Path, vault: Path, gone: str, words: list[str]
) -> None:
    path = vault / "journal/2026/2026-05-04.md"
    done = run_child(home, vault, *words, before=meanwhile("open", path, f"shutil.rmtree({str(vault / gone)!r})"))
    assert not traces(done, "alder")
    assert done.code in ((0, 1) if words[0] == "index" else (0, 3))
    assert not leftovers(home)
    if gone:
        again = run_child(home, vault, "check", "--json")
        assert (again.code, again.err, json.loads(again.out)) == (0, "", [])
        assert run_child(home, vault, "list", "--json").out == "[]\n"
    else:
        assert not vault.exists()


SWAP = """
        path = {path!r}
        os.unlink(path)
        {made}
"""


@pytest.mark.parametrize("made", ["os.mkdir(path)", "os.mkfifo(path)", "os.symlink(path, path)", "pass"])
def test_a_file_that_becomes_something_else_between_the_look_and_the_reading(
    home: Path, vault: Path, made: str
) -> None:
    path = vault / "journal/2026/2026-05-04.md"
    swap = meanwhile("open", path, SWAP.format(path=str(path), made=made))
    done = run_child(home, vault, "list", "--json", before=swap)
    assert (done.code, done.err) == (0, "")
    found = [row["path"] for row in json.loads(done.out)]
    assert sorted(found) == sorted(set(NOTES) - {"journal/2026/2026-05-04.md"})
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
    path.write_text("alder again\n")
    done = run_child(home, vault, "check", "--json")
    assert (done.code, json.loads(done.out)) == (0, [])
    assert len(json.loads(run_child(home, vault, "list", "--json").out)) == len(NOTES)


def test_a_file_that_becomes_a_link_out_of_the_vault_between_the_look_and_the_reading(
    home: Path, vault: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text("hawthorn\n")
    path = vault / "journal/2026/2026-05-04.md"
    made = f"os.symlink({str(tmp_path / 'secret.md')!r}, path)"
    swap = meanwhile("open", path, SWAP.format(path=str(path), made=made))
    done = run_child(home, vault, "search", "hawthorn", "--json", before=swap)
    assert (done.code, done.err) == (0, "")
    assert "hawthorn" not in done.out
    assert json.loads(run_child(home, vault, "search", "hawthorn", "--json").out) == []
    assert "leads out of the vault" in run_child(home, vault, "check").out


def test_a_file_that_becomes_a_folder_and_a_file_again(tj: Tj, vault: Path) -> None:
    path = vault / "journal/2026/2026-05-04.md"
    whole = path.read_bytes()
    for _ in range(2):
        assert paths(tj, vault) == sorted(NOTES)
        path.unlink()
        path.mkdir()
        (path / "2026-01-01.md").write_text("within\n")
        within = "journal/2026/2026-05-04.md/2026-01-01.md"
        assert paths(tj, vault) == sorted({*NOTES, within} - {"journal/2026/2026-05-04.md"})
        assert tj("check", vault=vault).code == 0
        is_clear(tj("mood", "5", "--at", "2026-05-04", vault=vault), "2026-05-04.md")
        shutil.rmtree(path)
        path.write_bytes(whole)


@pytest.mark.parametrize("folder", ["summaries", "summaries/2026-05.md"])
def test_something_else_where_summaries_go(tj: Tj, vault: Path, folder: str) -> None:
    if folder == "summaries":
        (vault / folder).write_text("mine\n")
    else:
        (vault / folder).mkdir(parents=True)
    done = tj("index", vault=vault)
    is_clear(done, "summaries")
    assert paths(tj, vault) == sorted(NOTES)
    assert leftovers(vault) == []


def test_summaries_that_lead_out_of_the_vault(tj: Tj, vault: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (vault / "summaries").symlink_to(outside)
    done = tj("index", vault=vault)
    assert list(outside.iterdir()) == []
    assert done.code in (1, 4)
    assert traces(done) == []
    assert paths(tj, vault) == sorted(NOTES)


def test_the_folder_one_stands_in_is_gone(home: Path, vault: Path) -> None:
    before = "import os\nos.mkdir('here')\nos.chdir('here')\nos.rmdir('../here')"
    done = run_child(home, vault, "list", "--json", before=before)
    assert (done.code, done.err, len(json.loads(done.out or "[]"))) == (0, "", len(NOTES))
    is_clear(run_child(home, Path("vault"), "list", before=before), "the folder you are in is gone")
