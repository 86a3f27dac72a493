"""The real programs with which people write: each save names the notes that it changed, and shows none half-written."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Tj, program
from tests.vault.test_vault_watch import Watching
from tj.config import Settings
from tj.vault.layout import Vault
from tj.vault.watch import Changed

OLD = "---\nmood: 5\n---\n" + "an old line\n" * 2000
NEW = OLD.replace("old", "new")
NOTE = "journal/a.md"
# Half of what tj waits for, and long enough for what watchdog holds back after a move.
QUIET = 0.3
SILENCE = 0.6

Save = Callable[[Path], object]


def run(*words: str | Path, cwd: Path | None = None) -> None:
    """Run a program that finds no settings of its user's."""
    home = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "TERM": "dumb", "GIT_EDITOR": "true"}
    who = {f"GIT_{role}_{what}": "w@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **home, **who, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stderr


def _vim(*settings: str, name: str = "vim") -> Save:
    # In temporary folders vim makes no backup, unless it is told that none is to be skipped.
    said = ["set backupskip=", *settings, "%s/old/new/g", "wq"]
    return lambda path: run(program(name), "-Nu", "NONE", "-es", *(f"-c{one}" for one in said), path)


def _emacs(*settings: str) -> Save:
    code = '(progn {} (find-file {}) (while (search-forward "old" nil t) (replace-match "new")) (save-buffer))'
    return lambda path: run(
        program("emacs"), "-Q", "--batch", "--eval", code.format(" ".join(settings), json.dumps(str(path)))
    )


def _syncthing(path: Path) -> None:
    """Save as Syncthing does where it keeps versions: a temporary file beside, the old one away, the new one in."""
    temporary = path.with_name(f".syncthing.{path.name}.tmp")
    temporary.write_text(NEW)
    kept = path.parents[1] / ".stversions" / "a~20260511-093000.md"
    kept.parent.mkdir()
    path.rename(kept)
    temporary.rename(path)


SAVES: dict[str, Save] = {
    "vim": _vim(),
    "vim with backups": _vim("set backup writebackup backupcopy=no"),
    "vim that writes in place": _vim("set backup backupcopy=yes"),
    "neovim": _vim(name="nvim"),
    "emacs": _emacs(),
    "emacs that renames": _emacs("(setq make-backup-files t backup-by-copying nil version-control t)"),
    "sed -i": lambda path: run("sed", "-i", "s/old/new/g", path),
    "mv": lambda path: run("sh", "-c", 'sed s/old/new/g "$1" > "$1.part"; mv "$1.part" "$1"', "sh", path),
    "Syncthing": _syncthing,
}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    root = tmp_path / "vault"
    (root / ".tj").mkdir(parents=True)
    (root / "journal").mkdir()
    (root / ".tj/config.toml").write_text("")
    for name in ("a", "b", "c"):
        (root / f"journal/{name}.md").write_text(OLD)
    return Vault(root.resolve(), Settings())


@pytest.mark.parametrize("name", SAVES)
def test_a_save_changes_one_note_and_is_never_seen_half(tj: Tj, vault: Vault, name: str) -> None:
    tj("index", vault=vault.root)
    seen: set[str] = set()

    def look() -> None:
        if (vault.root / NOTE).exists():
            seen.add((vault.root / NOTE).read_text())

    with Watching(vault, quiet=QUIET) as watching:
        watching.act = look
        SAVES[name](vault.root / NOTE)
        changed = watching.expect()
        watching.rest(SILENCE)
    assert seen == {NEW}
    assert changed == Changed(frozenset({NOTE}), everything=False)
    counts = json.loads(tj("index", "--json", vault=vault.root).out)
    assert (counts["added"], counts["changed"], counts["removed"], counts["problems"]) == (0, 1, 0, 0)


@pytest.fixture
def repository(vault: Vault) -> Iterator[Callable[..., None]]:
    """Return what runs git in the vault, after two commits: on `main`, and on `other` with another note changed."""
    git = program("git")

    def call(*words: str) -> None:
        run(git, "-c", "commit.gpgsign=false", *words, cwd=vault.root)

    (vault.root / ".gitignore").write_text("summaries/\n")
    call("init", "-q", "-b", "main")
    call("add", "-A")
    call("commit", "-qm", "old")
    call("checkout", "-qb", "other")
    (vault.root / NOTE).write_text(NEW)
    (vault.root / "journal/d.md").write_text(NEW)
    call("add", "-A")
    call("commit", "-qm", "new")
    call("checkout", "-q", "main")
    (vault.root / "journal/b.md").write_text(NEW)
    call("commit", "-qam", "and another")
    yield call
    shutil.rmtree(vault.root / ".git")


# What is done before anyone looks, what then, and how many notes that adds, changes and removes.
GIT: dict[str, tuple[list[str], list[str], tuple[int, int, int]]] = {
    "checkout": ([], ["checkout -q other"], (1, 2, 0)),
    "checkout back": (["checkout -q other"], ["checkout -q main"], (0, 2, 1)),
    "merge": ([], ["merge -q -m both other"], (1, 1, 0)),
    # git takes the notes of the branch away and puts both back: `b` from main stays, `a` and `d` are as they were.
    "rebase": (["checkout -q other"], ["rebase -q main"], (0, 1, 0)),
    "stash": (["checkout -q other", "checkout -q main -- journal/b.md"], ["stash -q"], (0, 1, 0)),
    "stash and pop": (["checkout -q other -- journal/d.md"], ["stash -q", "stash pop -q"], (0, 0, 0)),
    "reset": (["checkout -q other"], ["reset -q --hard main"], (0, 2, 1)),
}


@pytest.mark.parametrize("name", GIT)
def test_git_changes_what_it_changes(tj: Tj, vault: Vault, repository: Callable[..., None], name: str) -> None:
    before, after, expected = GIT[name]
    for line in before:
        repository(*line.split())
    tj("index", vault=vault.root)
    seen: set[str] = set()

    def look() -> None:
        seen.update(path.read_text() for path in (vault.root / "journal").glob("*.md"))

    with Watching(vault, quiet=QUIET) as watching:
        watching.act = look
        for line in after:
            repository(*line.split())
        watching.expect()
        watching.rest(SILENCE)
    assert seen <= {OLD, NEW}
    counts = json.loads(tj("index", "--json", vault=vault.root).out)
    assert (counts["added"], counts["changed"], counts["removed"]) == expected
    assert counts["problems"] == 0
