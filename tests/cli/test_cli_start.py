"""`tj init` in an Obsidian vault: what is there is taken over as it is, and not one byte or time of it changes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT, MakeVault, Tj, files_of
from tj.cli import say
from tj.moment import format_moment

PICTURE = (ROOT / "examples" / "vault" / "attachments" / "window-box.png").read_bytes()
PATTERN = "YYYY/MM-MMMM/DD.MM.YYYY"
OWN = {".tj/config.toml", "goals.base", "mood.base"}


def put(root: Path, files: dict[str, str | bytes]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode() if isinstance(text, str) else text)


def test_an_obsidian_vault_is_adopted_as_it_is(tj: Tj, tmp_path: Path) -> None:
    root = tmp_path / "obsidian"
    put(root, {
        ".obsidian/daily-notes.json": '\ufeff{"folder": "Daily", "format": "YYYY-MM/DD ddd", "template": "Tpl/day"}',
        ".obsidian/templates.json": '{"folder": "Tpl"}',
        ".obsidian/app.json": '{"attachmentFolderPath": "Files"}',
        "Daily/2026-05/01 Fri.md": "words",
        "Daily/2026-05/11 Mon.md": "more words\n",
        "Tpl/day.md": "---\ndate: {{date}}\n---\n",
    })  # fmt: skip
    before = files_of(root)
    done = tj("init", root)
    assert done.code == 0
    assert "Not read as entries: Tpl." in done.out
    assert "Today's entry is Daily/2026-05/11 Mon.md:" in done.out
    after = files_of(root)
    assert {path for path in after if path not in before} == OWN
    assert {path: data for path, data in after.items() if path in before} == before
    config = after[".tj/config.toml"].decode()
    assert 'journal_dir = "Daily"' in config
    assert 'exclude = ["Tpl"]' in config
    assert 'attachment_dir = "Files"' in config
    # The dates of notes that are named by the vault's own pattern are known.
    listed = json.loads(tj("list", "--json", vault=root).out)
    assert [(one["path"], one["date"]) for one in listed] == [
        ("Daily/2026-05/11 Mon.md", "2026-05-11"),
        ("Daily/2026-05/01 Fri.md", "2026-05-01"),
    ]
    assert tj("mood", "6", vault=root).code == 0
    assert (root / "Daily/2026-05/11 Mon.md").read_text() == "more words\n\n- 09:30 (mood:: 6)\n"


def test_the_tables_are_theirs_from_the_first_day(tj: Tj, tmp_path: Path) -> None:
    root = tmp_path / "v"
    put(root, {".obsidian/app.json": "{}", "mood.base": "views: []\n"})
    assert tj("init", root).code == 0
    assert (root / "mood.base").read_text() == "views: []\n"
    (root / "goals.base").unlink()
    for words in (["init"], ["index"], ["check"]):
        assert tj(*words, vault=root).code == 0
    assert not (root / "goals.base").exists()
    # Asked for in so many words, what is not there comes again; what is there stays.
    assert tj("init", "--bases", vault=root).code == 0
    assert (root / "goals.base").exists()
    assert (root / "mood.base").read_text() == "views: []\n"


def test_without_obsidian_the_tables_come_only_when_asked_for(tj: Tj, tmp_path: Path) -> None:
    tj("init", tmp_path / "a")
    assert set(files_of(tmp_path / "a")) == {".tj/config.toml"}
    tj("init", tmp_path / "b", "--bases")
    assert set(files_of(tmp_path / "b")) == OWN


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"folder": 5, "format": null}', '{"folder": "../out"}', "\x00\xff"]
)
def test_settings_that_cannot_be_read_count_as_not_set(tj: Tj, tmp_path: Path, content: str) -> None:
    root = tmp_path / "v"
    put(root, {f".obsidian/{name}.json": content for name in ("daily-notes", "app", "templates", "community-plugins")})
    (root / ".obsidian/plugins/periodic-notes/data.json").mkdir(parents=True)  # a folder in a file's place
    assert tj("init", root).code == 0
    assert 'journal_dir = ""' in (root / ".tj/config.toml").read_text()
    assert tj("mood", "6", vault=root).code == 0
    assert (root / "2026-05-11.md").is_file()


def test_pictures_of_an_import_go_where_obsidian_puts_them(tj: Tj, tmp_path: Path) -> None:
    root, old = tmp_path / "v", tmp_path / "old"
    put(root, {".obsidian/app.json": '{"attachmentFolderPath": "Files/in"}'})
    put(old, {"2026-05-01.md": "a walk\n\n![](tree.png)\n", "tree.png": PICTURE})
    tj("init", root)
    assert tj("import", "folder", old, vault=root).code == 0
    (picture,) = (root / "Files/in").iterdir()
    assert f"![[Files/in/{picture.name}]]" in (root / "2026-05-01.md").read_text()
    before = files_of(root)
    assert tj("import", "folder", old, vault=root).code == 0
    assert files_of(root) == before


def obsidian_vault(root: Path) -> None:
    """Write 2,000 notes and what else a grown vault of Obsidian's has."""
    day = date(2022, 1, 1)
    daily = {"enabled": True, "folder": "Log/Days", "format": PATTERN, "template": "Meta/Templates/day.md"}
    files: dict[str, str | bytes] = {
        ".obsidian/app.json": '{"attachmentFolderPath": "Files", "userIgnoreFilters": ["Clippings/"]}',
        ".obsidian/community-plugins.json": '["periodic-notes", "dataview"]',
        ".obsidian/plugins/periodic-notes/data.json": json.dumps({"daily": daily}),
        ".obsidian/plugins/dataview/main.js": "module.exports = {}\n",
        ".obsidian/workspace.json": "{}",
        ".trash/2026-01-01.md": "thrown away\n",
        "Meta/Templates/day.md": "---\ndate: {{date:YYYY-MM-DD}}\ntags: [daily]\n---\n",
        "Board.canvas": '{"nodes":[{"id":"1","type":"text","text":"2026-01-01"}],"edges":[]}',
        "Drawings/map.excalidraw.md": "---\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n---\n# Text\n%%\nx\n%%\n",
        "Files/pasted image 20260101.png": PICTURE,
        "Clippings/2026-02-02.md": "clipped\n",
    }  # fmt: skip
    for number in range(1500):
        day += timedelta(days=1)
        name = format_moment(PATTERN, day)
        files[f"Log/Days/{name}.md"] = (
            f'---\nmood: {number % 10 + 1}\nup: "[[{day:%Y-%m}]]"\naliases: []\n---\n- 08:00 [energy:: 3] woke\n'
            f"weather:: grey\n- [ ] call Sam 📅 {day} #session\n- [x] walk [completion:: {day}]\n"
            "![[pasted image 20260101.png]]\n"
        )
    for number in range(490):
        files[f"Notes/{number % 7}/{number % 31}/Idea {number}.md"] = (
            f"# Idea {number}\n\n[[Idea {number - 1}]] text\r\n"
        )
    put(root, files)


def watch_shortly(root: Path, home: Path) -> None:
    """Watch a vault until the summaries that are gone are there again."""
    summary = root / "summaries" / "2026-01.md"
    summary.unlink()
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "c"), "XDG_DATA_HOME": str(home / "d")}
    command = [sys.executable, "-c", "from tj.cli.main import run; run()", "--vault", str(root), "watch"]
    with subprocess.Popen(command, env={**os.environ, **places}, stdout=subprocess.PIPE) as watch:
        end = time.monotonic() + 30
        while not summary.is_file() and time.monotonic() < end:
            time.sleep(0.1)
        watch.send_signal(signal.SIGTERM)
        watch.communicate(timeout=20)
    assert watch.returncode == 0
    assert summary.is_file()


def test_two_thousand_notes_of_obsidians_are_left_as_they_are(tj: Tj, tmp_path: Path) -> None:
    root = tmp_path / "vault"
    obsidian_vault(root)

    def git(*words: str) -> str:
        said = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=e", *words]
        return subprocess.run(said, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("config", "core.autocrlf", "false")
    git("add", "-A")
    git("commit", "-qm", "as it was")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}
    before = {path: kept for path, kept in before.items() if ".git" not in path.relative_to(root).parts}

    assert tj("init", root).code == 0
    counts = json.loads(tj("index", "--json", vault=root).out)
    assert (counts["entries"], counts["problems"]) == (1991, 0)  # and neither the template nor what is clipped
    days = json.loads(tj("list", "--json", vault=root).out)
    assert len(days) == 1500
    assert (days[-1]["path"], days[-1]["date"]) == ("Log/Days/2022/01-January/02.01.2022.md", "2022-01-02")
    assert tj("key", "new").code == 0
    key = next(word for word in tj("key", "show").out.split() if word.startswith("age1"))
    assert tj("therapist", "add", "sam", key).code == 0
    chosen = ("--since", "2026-01-20", "--attachments", "--unverified", "--yes")
    shared = json.loads(tj("share", "sam", *chosen, "--json", vault=root).out)
    assert shared["entries"] == 21
    watch_shortly(root, tmp_path)
    assert tj("check", vault=root).code == 0

    changed = {path for path, kept in before.items() if (path.read_bytes(), path.stat().st_mtime_ns) != kept}
    assert changed == set()
    status = [line[3:].strip('"') for line in git("status", "--porcelain").splitlines()]
    assert {path.rstrip("/").split("/")[0] for path in status} == {".tj", "goals.base", "mood.base", "summaries"}
    assert not git("diff")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Answer questions at a terminal from a list, whose every answer is wanted."""
    answers: list[bool] = []
    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "confirm", lambda *_args, **_options: answers.pop(0))
    monkeypatch.setattr("tj.cli.support.offer_contacts", lambda *_: None)
    yield answers
    assert answers == []


def test_no_vault_is_made_in_another_unless_it_is_meant(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"Daily/2026-05-01.md": "words\n"})
    before = files_of(root)
    tj.start = root / "Daily"
    done = tj("init")
    assert (done.code, f"lies in the vault {root}" in done.err, "--anyway" in done.err) == (4, True, True)
    assert files_of(root) == before
    assert tj("init", "--anyway").code == 0
    assert (root / "Daily/.tj/config.toml").is_file()
    assert tj("init").code == 0
    checked = tj("check", vault=root)
    assert (checked.code, checked.out.count("vault of its own")) == (3, 1)
    assert json.loads(tj("list", "--json", vault=root).out) == []


def test_at_a_terminal_a_vault_in_another_is_asked_about(tj: Tj, make_vault: MakeVault, asked: list[bool]) -> None:
    root = make_vault()
    asked += [False]
    done = tj("init", root / "new", "--git", "--bases")
    assert (done.code, done.out) == (0, "Nothing was made.\n")
    assert not (root / "new").exists()
    asked += [True]
    assert tj("init", root / "new").code == 0
    assert (root / "new/.tj/config.toml").is_file()


def test_the_whole_home_folder_is_no_vault_unless_it_is_meant(
    tj: Tj, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "people" / "me"
    home.mkdir(parents=True)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for place in (home, home.parent):
        done = tj("init", place)
        assert (done.code, "`tj init ~/journal`" in done.err) == (4, True)
    assert files_of(home.parent) == {}
    assert tj("init", home / "journal").code == 0
    assert tj("init", home, "--anyway").code == 0
    assert (home / ".tj/config.toml").is_file()


def test_the_demo_goes_into_no_vault(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"2026-05-01.md": "words\n"})
    before = files_of(root)
    tj.start = root
    done = tj("demo", "./try-tj")
    assert (done.code, f"lies in the vault {root}" in done.err, "~/try-tj" in done.err) == (4, True, True)
    assert files_of(root) == before
    assert not (root / "try-tj").exists()
