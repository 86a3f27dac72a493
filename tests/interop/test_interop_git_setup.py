"""A vault in git, by real git: what setup writes, the hook, the merges of two devices, and an entry's history."""

import json
import os
import random
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.interop.git_setup import driver_problems
from tj.templating import shipped

KEY = "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2
ENTRY = "---\ndate: 2026-05-11\nmood: 5\n---\nHello.\n"


@pytest.fixture(autouse=True)
def _own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text("[user]\nname = A\nemail = a@example.org\n[init]\ndefaultBranch = main\n")


def git(root: Path, *words: str, code: int | None = 0) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    assert code is None or done.returncode == code, done.stderr + done.stdout
    return done.stdout + done.stderr


def commit(root: Path, *options: str, code: int | None = 0) -> str:
    git(root, "add", "-A")
    return git(root, "commit", "-qm", "more", *options, code=code)


@pytest.fixture
def repository(tj: Tj, make_vault: MakeVault) -> Path:
    root = make_vault({"journal/2026/2026-05-11.md": ENTRY})
    assert tj("init", "--git", vault=root).code == 0
    return root


def test_setup_writes_once_and_keeps_what_is_there(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".gitignore": "secret/\r\n.trash/", ".gitattributes": "*.png binary\n"})
    result = tj("git", "setup", vault=root)
    assert (result.code, "tj init --git" in result.err) == (2, True)
    git(root, "init", "-q")
    assert tj("git", "setup", vault=root).code == 0
    assert (root / ".gitignore").read_bytes() == b"secret/\r\n.trash/\r\n.obsidian/workspace*.json\r\n*.tmp\r\n"
    assert (root / ".gitattributes").read_text() == (
        "*.png binary\n*.md merge=tj-entry\nsummaries/** merge=tj-generated\n.tj/shared.jsonl merge=union\n"
    )
    assert "merge-entry %O %A %B %P" in git(root, "config", "merge.tj-entry.driver")
    before = files_of(root)
    assert "right already" in tj("git", "setup", vault=root).out
    assert files_of(root) == before


def test_a_vault_below_the_top_of_a_repository(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026/2026-05-11.md": ENTRY}, name="my notes")
    git(root.parent, "init", "-q")
    assert tj("git", "setup", vault=root).code == 0
    assert (root / ".gitattributes").exists()
    assert not (root.parent / ".gitattributes").exists()
    assert "tj-entry" in git(root, "check-attr", "merge", "journal/2026/2026-05-11.md")


def test_check_tells_of_a_clone_without_the_drivers(tj: Tj, repository: Path, tmp_path: Path) -> None:
    commit(repository)
    git(tmp_path, "clone", "-q", str(repository), "clone")
    clone = tmp_path / "clone"
    result = tj("check", vault=clone)
    assert result.code == 3
    assert ".gitattributes:1: warning: entries are to be merged by tj" in result.out
    assert tj("git", "setup", vault=clone).code == 0
    assert driver_problems(clone) == []
    assert tj("check", vault=clone).code == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("key.txt", f"# created\n{KEY}\n", "A secret key is in:"),
        ("journal/a note.md", f"---\ndate: 2026-05-11\n---\n{KEY}", "A secret key is in:"),
        ("out/manifest.json", '{"created":"2026-05-11","format":"tj-bundle/1"}', "inside of a share is in:"),
        ("-x'$(true)\\n.md", "a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n", "conflict is not settled"),
        ("blob.bin", f"\0\0{KEY}\0", "A secret key is in:"),
    ],
)
def test_the_hook_stops_what_must_not_be_committed(repository: Path, name: str, text: str, said: str) -> None:
    (repository / name).parent.mkdir(exist_ok=True)
    (repository / name).write_text(text)
    out = commit(repository, code=1)
    assert said in out
    assert Path(name).name[:6] in out
    assert "--no-verify" in out
    assert KEY not in out
    git(repository, "rm", "-q", "--cached", "--", name)
    (repository / name).unlink()
    commit(repository)


def test_the_hook_lets_everything_else_pass(repository: Path) -> None:
    for number in range(300):
        (repository / f"journal/{number} a.md").write_text(f"Title\n=======\n\nage1 and keys {number}\n")
    (repository / "a\nb.md").write_text("odd name")
    (repository / "empty.md").write_text("")
    (repository / "photo.jpg").write_bytes(bytes(range(256)) * 40)
    commit(repository)
    (repository / "key.txt").write_text(KEY)
    commit(repository, "--no-verify")
    (repository / "key.txt").unlink()
    (repository / "a\nb.md").rename(repository / "c.md")
    commit(repository)  # taking a key away is no reason to stop


def test_the_hook_is_plain_shell() -> None:
    subprocess.run(["sh", "-n", "-c", shipped("git/pre-commit")], check=True)


@pytest.mark.parametrize("kind", ["own", "hooksPath", "framework"])
def test_other_hooks_are_left_alone(tj: Tj, make_vault: MakeVault, kind: str) -> None:
    root = make_vault({"journal/2026/2026-05-11.md": ENTRY})
    git(root, "init", "-q")
    hook = root / ".git/hooks/pre-commit"
    if kind == "own":
        hook.write_text("#!/bin/sh\nexit 0\n")
        hook.chmod(0o755)
    elif kind == "hooksPath":
        git(root, "config", "core.hooksPath", ".husky")
    else:
        (root / ".pre-commit-config.yaml").write_text("repos: []\n")
    before = files_of(root / ".git/hooks", ignore=["tj-pre-commit"])
    out = tj("git", "setup", vault=root).out
    assert "it is not run yet" in out
    assert files_of(root / ".git/hooks", ignore=["tj-pre-commit"]) == before
    line = next(line.strip() for line in out.splitlines() if "tj-pre-commit" in line and "git-common-dir" in line)
    if kind == "own":
        hook.write_text(f"#!/bin/sh\n{line}\n")
        (root / "key.txt").write_text(KEY)
        assert "A secret key" in commit(root, code=1)
        assert "looks for secret keys" in tj("git", "setup", vault=root).out


def test_two_values_and_a_conflict_are_left_for_the_writer(tj: Tj, repository: Path) -> None:
    note = repository / "journal/2026/2026-05-11.md"
    commit(repository)
    git(repository, "checkout", "-qb", "other")
    note.write_text(ENTRY.replace("mood: 5", "mood: 8"))
    commit(repository)
    git(repository, "checkout", "-q", "main")
    note.write_text(ENTRY.replace("mood: 5", "mood: 3"))
    commit(repository)
    out = git(repository, "merge", "other", code=1)
    assert "1 conflict to settle" in out
    found = parse_note("2026-05-11.md", note.read_bytes(), Settings())
    assert found.entry.stated_mood == 3
    assert "not settled yet" in commit(repository, code=1)
    assert tj("list", vault=repository).code == 0


def test_without_tj_git_merges_as_ever(tj: Tj, repository: Path) -> None:
    driver = git(repository, "config", "merge.tj-entry.driver").strip()
    git(repository, "config", "merge.tj-entry.driver", driver.replace("command -v ", "command -v /nowhere"))
    note = repository / "journal/2026/2026-05-11.md"
    commit(repository)
    git(repository, "checkout", "-qb", "other")
    note.write_text(ENTRY.replace("mood: 5", "mood: 8"))
    commit(repository)
    git(repository, "checkout", "-q", "main")
    note.write_text(ENTRY + "\nMore.\n")
    commit(repository)
    git(repository, "merge", "-q", "--no-edit", "other")
    assert note.read_text() == ENTRY.replace("mood: 5", "mood: 8") + "\nMore.\n"


def test_a_repository_without_a_commit_has_no_history(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026/2026-05-11.md": ENTRY})
    git(root, "init", "-q")
    done = tj("git", "log", "2026-05-11", vault=root)
    assert (done.code, done.err) == (0, "")
    assert "no commit with journal/2026/2026-05-11.md yet" in done.out


def test_the_history_of_an_entry(tj: Tj, repository: Path) -> None:
    commit(repository)
    note = repository / "journal/2026/2026-05-11.md"
    note.rename(repository / "journal/2026/2026-05-12 odd näme.md")
    commit(repository)
    name = "journal/2026/2026-05-12 odd näme.md"
    (repository / name).write_text(ENTRY + "More.\n")
    commit(repository)
    found = json.loads(tj("git", "log", name, "--json", vault=repository).out)
    assert [(one["added"], one["removed"], one["subject"]) for one in found] == [(1, 0, "more"), (0, 0, "more"),
                                                                                (5, 0, "more")]  # fmt: skip
    assert {one["path"] for one in found} == {name, "journal/2026/2026-05-11.md"} or found[0]["path"] == name
    assert tj("git", "log", "2026-05-11", vault=repository).out.count("more") >= 1
    assert "no commit with" in tj("git", "log", "nowhere.md", vault=repository).out


def _write(clone: Path, day: date, device: str, chance: random.Random, written: list[str]) -> None:
    path = clone / "journal" / f"{day}.md"
    path.parent.mkdir(exist_ok=True)
    new = f"---\ndate: {day}\nemotions: []\n---\n\n## Check-ins\n\n## Day\n\n"
    text = path.read_text() if path.exists() else new
    for _ in range(chance.randint(0, 3)):
        number = len(written)
        match chance.choice(["checkin", "sentence", "emotion", "middle", "key"]):
            case "checkin":
                time = f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
                line = f"- {time} (mood:: {number % 10 + 1}) n{number} {device}"
                text = text.replace("## Day\n", f"{line}\n## Day\n", 1)
            case "sentence":
                line = f"Sentence {number} from the {device}."
                text += f"\n{line}\n"
            case "middle":
                line = f"Put in as {number} at the {device}."
                text = text.replace("## Day\n", f"## Day\n\n{line}\n", 1)
            case "emotion":
                line = f"felt{number}{device}"
                text = text.replace("emotions: [", f"emotions: [{line}, ", 1).replace(", ]", "]")
            case _:
                line = f"key{number}{device}: {number}"
                text = text.replace("---\n\n", f"{line}\n---\n\n", 1)
        written.append(line)
    path.write_text(text)


def test_a_month_on_two_devices_loses_no_word(tj: Tj, repository: Path, tmp_path: Path) -> None:
    commit(repository)
    hub = tmp_path / "hub.git"
    git(tmp_path, "clone", "-q", "--bare", str(repository), str(hub))
    clones = [tmp_path / "desk", tmp_path / "phone"]
    chance = random.Random(7)  # noqa: S311 - the same month in every run, no secret
    written: list[str] = []
    for clone in clones:
        git(tmp_path, "clone", "-q", str(hub), str(clone))
        assert tj("git", "setup", vault=clone).code == 0
    first = date(2026, 5, 1)
    for number in range(31):
        day = first + timedelta(days=number)
        for clone in clones:
            _write(clone, day, clone.name, chance, written)
            if number:
                _write(clone, day - timedelta(days=1), clone.name, chance, written)
            assert tj("index", vault=clone).code == 0
            commit(clone, code=None)
            git(clone, "pull", "-q", "--no-rebase", "--no-edit")
            git(clone, "push", "-q")
    git(clones[0], "pull", "-q", "--no-rebase", "--no-edit")
    text = "\n".join(path.read_text() for path in sorted((clones[0] / "journal").rglob("*.md")))
    assert [line for line in written if text.count(line) != 1] == []
    assert "<<<<" not in text
    for path in (clones[0] / "journal").glob("*.md"):
        assert parse_note(path.name, path.read_bytes(), Settings()).problems == ()
    assert tj("index", vault=clones[0]).code == 0
    assert tj("index", vault=clones[1]).code == 0
    names = {path.name for path in (clones[0] / "summaries").glob("*.md")}
    assert {name: (clones[0] / "summaries" / name).read_bytes() for name in names} == {
        name: (clones[1] / "summaries" / name).read_bytes() for name in names
    }
