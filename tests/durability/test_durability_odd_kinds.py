"""What is no plain file - links, pipes, folders of any depth - is said in `check`, and never waited for."""

import json
import os
import socket
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tests.durability.odd import NOTES, ONE, paths, problems
from tests.durability.running import environment, run_child, traces

NO_FILE = "this is not a file but is named like a note"
LEAVES = "this link leads out of the vault, so it is not followed"
NOWHERE = "this link leads nowhere"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(NOTES)


def test_links_around_out_and_to_nothing(tj: Tj, vault: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2026-05-09.md").write_text("hawthorn\n")
    made = {
        "journal/self.md": "self.md",
        "journal/a.md": "b.md",
        "journal/b.md": "a.md",
        "journal/up": "..",
        "journal/here": ".",
        "journal/broken.md": "none.md",
        "journal/out.md": str(outside / "2026-05-09.md"),
        "journal/out": str(outside),
        "journal/relative.md": "../../outside/2026-05-09.md",
        "journal/through.md": "out/2026-05-09.md",
        "journal/device.md": "/dev/zero",
        "journal/root": "/",
    }
    for name, target in made.items():
        (vault / name).symlink_to(target)
    found = problems(tj, vault)
    leaving = ("out.md", "out", "relative.md", "through.md", "device.md", "root")
    nowhere = ("self.md", "a.md", "b.md", "broken.md")
    assert found == {
        **{f"journal/{name}": LEAVES for name in leaving},
        **{f"journal/{name}": NOWHERE for name in nowhere},
    }
    assert paths(tj, vault) == sorted(NOTES)
    assert paths(tj, vault, "search", "hawthorn") == []
    for name in made:
        if name.endswith(".md"):
            done = tj("show", name, vault=vault)
            assert (name, done.code in (1, 4), "hawthorn" in done.out + done.err) == (name, True, False)
            assert traces(done) == []


def test_a_link_to_an_entry_is_kept_by_a_check_in(tj: Tj, vault: Path) -> None:
    (vault / "journal/2026").mkdir()
    (vault / "journal/2026/2026-05-03.md").symlink_to("../2026-05-03.md")
    assert tj("mood", "4", "--at", "2026-05-03 10:00", vault=vault).code == 0
    assert (vault / "journal/2026/2026-05-03.md").is_symlink()
    assert "mood:: 4" in (vault / ONE).read_text()
    assert paths(tj, vault) == sorted(NOTES)


def test_a_check_in_never_follows_a_link_out_of_the_vault(tj: Tj, vault: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("not of the vault\n")
    (vault / "journal/2026").mkdir()
    (vault / "journal/2026/2026-05-10.md").symlink_to(outside)
    done = tj("mood", "4", "--at", "2026-05-10", vault=vault)
    assert done.code == 4
    assert len(done.err.splitlines()) == 2
    assert outside.read_text() == "not of the vault\n"


@pytest.mark.parametrize("kind", ["fifo", "socket"])
def test_pipes_and_sockets_are_never_waited_for(tmp_path: Path, vault: Path, kind: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    names = ["pipe.md", "journal/2026-05-09.md", "journal/2026/2026-05-10.md"]
    (vault / "journal/2026").mkdir()
    here = Path.cwd()
    for name in names:
        if kind == "fifo":
            os.mkfifo(vault / name)
        else:
            os.chdir((vault / name).parent)  # a socket's path must be short
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(Path(name).name)
            os.chdir(here)
    done = run_child(home, vault, "check", "--json")
    assert (done.code, done.err) == (3, "")
    assert {one["path"]: one["message"] for one in json.loads(done.out)} == dict.fromkeys(names, NO_FILE)
    done = run_child(home, vault, "list", "--json")
    assert (done.code, done.err, len(json.loads(done.out))) == (0, "", len(NOTES))
    for words in (["show", "pipe.md"], ["mood", "5", "--at", "2026-05-10"]):
        done = run_child(home, vault, *words)
        assert (done.code, [line.partition(":")[0] for line in done.err.splitlines()]) == (1, ["error", "hint"])
    done = run_child(home, vault, "mood", "5", "--at", "2026-05-09")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("name", [".tj/config.toml", ".tj/templates/daily.md", "summaries/2026-05.md"])
def test_a_pipe_where_tj_keeps_its_own(tmp_path: Path, vault: Path, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (vault / name).parent.mkdir(parents=True, exist_ok=True)
    (vault / name).unlink(missing_ok=True)
    os.mkfifo(vault / name)
    for words in (["index"], ["check"], ["new", "2026-05-20", "--no-edit"]):
        done = run_child(home, vault, *words, patience=15)
        assert done.code in (0, 1, 3)
        assert traces(done) == []


def test_folders_two_hundred_deep(tj: Tj, vault: Path) -> None:
    folder = vault / "journal" / "/".join(["d"] * 200)
    folder.mkdir(parents=True)
    (folder / "2026-05-09.md").write_text("birch\n")
    deep = f"journal/{'d/' * 200}2026-05-09.md"
    assert paths(tj, vault) == sorted([*NOTES, deep])
    assert paths(tj, vault, "search", "birch") == [deep]
    assert problems(tj, vault) == {}
    assert tj("mood", "4", "--at", "2026-05-09 10:00", vault=vault).code == 0
    assert "mood:: 4" in (folder / "2026-05-09.md").read_text()


def test_folders_deeper_than_a_path_can_be_long(tj: Tj, vault: Path) -> None:
    level = "l" * 200
    here = os.open(vault, os.O_RDONLY)
    made = [here]
    for _ in range(30):
        os.mkdir(level, dir_fd=here)
        here = os.open(level, os.O_RDONLY, dir_fd=here)
        made.append(here)
    bottom = os.open("2026-05-09.md", os.O_WRONLY | os.O_CREAT, dir_fd=here)
    try:
        assert paths(tj, vault) == sorted(NOTES)
        ((path, message),) = problems(tj, vault).items()
        assert path.startswith(level)
        assert "cannot be" in message
        assert tj("index", vault=vault).code == 0
    finally:
        os.unlink("2026-05-09.md", dir_fd=here)
        os.close(bottom)
        for above, below in zip(made[-2::-1], made[:0:-1], strict=True):
            os.close(below)
            os.rmdir(level, dir_fd=above)
        os.close(made[0])


def test_a_folder_named_like_a_note(tj: Tj, vault: Path) -> None:
    (vault / "journal/x.md").mkdir()
    (vault / "journal/x.md/2026-05-09.md").write_text("birch\n")
    (vault / "journal/2026-05-08.md").mkdir()
    assert paths(tj, vault) == sorted([*NOTES, "journal/x.md/2026-05-09.md"])
    assert problems(tj, vault) == {}
    done = tj("show", "journal/x.md", vault=vault)
    assert (done.code, len(done.err.splitlines())) == (1, 2)
    assert tj("index", vault=vault).code == 0


def test_the_child_uses_no_folder_of_this_user(tmp_path: Path) -> None:
    given = environment(tmp_path)
    assert all(given[name].startswith(str(tmp_path)) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"))
