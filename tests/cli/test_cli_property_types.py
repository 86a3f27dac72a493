"""Obsidian keeps one type for each property of a vault: what tj writes keeps to it, whichever command writes."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import MakeVault, Tj, files_of
from tj.templating import shipped_templates

LISTS = {"tags", "aliases", "cssclasses", "emotions", "goals", "activities"}
DATES = {"date", "start", "due", "checked"}
NUMBERS = {"mood", "sleep", "score", "amount"}
# Gone from Obsidian, which has the plurals instead.
GONE = {"tag", "alias", "cssclass"}


def headers(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the front matter of each note, by path."""
    for path, data in files_of(root).items():
        if path.endswith(".md") and data.startswith(b"---\n"):
            yield path, yaml.safe_load(data.decode().split("---\n")[1]) or {}


def kind(value: object) -> str:
    """Return the type that Obsidian would see."""
    if isinstance(value, bool):
        return "checkbox"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, datetime.datetime):
        return "date and time"
    return "date" if isinstance(value, datetime.date) else "list" if isinstance(value, list) else "text"


def check_types(root: Path) -> set[str]:
    """Hold all notes of a vault to one type for each property, and return the properties."""
    seen: dict[str, tuple[str, str]] = {}
    for path, header in headers(root):
        for key, value in header.items():
            assert key not in GONE, path
            assert not isinstance(value, dict), f"{path}: {key} is nested"
            if value is None:
                continue  # an empty property has no type
            found = kind(value)
            if found == "list":
                assert all(kind(item) in ("text", "number") for item in value), f"{path}: {key}"
            expected = "list" if key in LISTS else "date" if key in DATES else "number" if key in NUMBERS else found
            assert found == expected, f"{path}: {key} is {found}"
            assert seen.setdefault(key, (found, path))[0] == found, f"{key}: {path} and {seen[key][1]}"
    return set(seen)


def test_every_command_that_writes_keeps_obsidians_types(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault()

    def do(*words: str | Path) -> None:
        result = tj(*words, vault=root)
        assert result.code == 0, result.err

    do("mood", "6", "--emotion", "hopeful", "--note", "slept well")
    do("mood", "low", "--at", "yesterday 22:30", "--emotion", "tense")
    do("new", "2026-05-01", "--text", "in a few words")
    do("new", "2026-05-01", "--text", "and again")
    do("new", "2026-05-02", "--prompt", "--text", "an answer")
    for day, name in enumerate(shipped_templates(), start=1):
        do("new", f"2026-04-{day:02}", "--template", name, "--no-edit")
    do("goal", "add", "Read more", "--target", "3/week", "--area", "joy", "--due", "2026-12-01", "--why", "I like it")
    do("goal", "add", "walk", "--target", "daily")
    do("goal", "done", "walk")
    do("goal", "done", "walk", "--at", "2026-05-01")
    do("goal", "done", "Read more", "--amount", "20", "--at", "2026-03-01")
    do("assess", "phq-9", "--answers", "0,1,2,0,1,2,0,1,0")
    do("assess", "gad-7", "--answers", "0,1,2,0,1,2,0")
    csv, old = tmp_path / "moods.csv", tmp_path / "old"
    csv.write_text("Day,Feeling,Tags,Slept\n2026-01-01,5,walk,7.5\n2026-01-02,7,walk,8\n")
    columns = ("date=Day", "mood=Feeling", "tags=Tags", "sleep=Slept")
    do("import", "csv", csv, *(word for column in columns for word in ("--column", column)))
    old.mkdir()
    (old / "2025-12-01.txt").write_text("from long ago\n")
    do("import", "folder", old)
    (tmp_path / "journal.txt").write_text("[2025-11-01 10:00:00 AM] A title. And @tagged words.\n")
    do("import", "jrnl", tmp_path / "journal.txt")
    do("export", "--format", "json", "--output", tmp_path / "out.json")
    do("index")
    take_a_reply(tj, root, tmp_path)
    keys = check_types(root)
    assert keys >= {
        "date",
        "time",
        "emotions",
        "goals",
        "tags",
        "mood",
        "sleep",
        "type",
        "status",
        "due",
        "prompt",
        "from",
    }
    problems = json.loads(tj("check", "--json", vault=root).out)
    assert [one for one in problems if one["severity"] == "error"] == []


def take_a_reply(tj: Tj, root: Path, tmp_path: Path) -> None:
    """Share with oneself, answer, and take the answer in."""
    assert tj("key", "new").code == 0
    key = next(word for word in tj("key", "show").out.split() if word.startswith("age1"))
    assert tj("therapist", "add", "sam", key).code == 0
    assert tj("share", "sam", "--last", "14d", "--unverified", "--yes", vault=root).code == 0
    (bundle,) = tj.places.outbox.glob("share-*.age")
    words = ["--guidance", "Rest.", "--homework", "walk twice", "--prompt", "What was kind today?"]
    answered = tj("reply", bundle, *words, "--output", tmp_path / "reply.age")
    assert answered.code == 0, answered.err
    taken = tj("receive", tmp_path / "reply.age", "--yes", vault=root)
    assert taken.code == 0, taken.err


def test_a_link_that_is_there_stays_quoted(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(
        {"journal/2026/2026-05-11.md": '---\nup: "[[2026-05]]"\ngoals:\n  - "[[walk]]"\naliases: []\n---\n'}
    )
    assert tj("goal", "add", "read", vault=root).code == 0
    assert tj("goal", "done", "read", vault=root).code == 0
    text = (root / "journal/2026/2026-05-11.md").read_text()
    assert 'up: "[[2026-05]]"\n' in text
    assert '  - "[[walk]]"\n' in text
    check_types(root)
