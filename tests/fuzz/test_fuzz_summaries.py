"""The same notes give the same summaries to the byte, whatever came before and in whatever order they came."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, MakeVault
from tests.fuzz.diarist import Diarist
from tests.fuzz.strategies import NOTES
from tests.fuzz.test_fuzz_index import CLOCKS, PATHS, World, a_world
from tests.fuzz.test_fuzz_index import TEXTS as VAULT_TEXTS
from tests.fuzz.test_fuzz_watch import Watched, a_watched_world
from tests.report.pages import summaries
from tj.cli.summaries import write_summaries
from tj.config import Settings
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.index.sync import refresh
from tj.report.render import status

Files: TypeAlias = dict[str, bytes]

DAYS = st.dates(date(2025, 12, 20), date(2026, 4, 10))
DATED = st.builds(lambda day, time: f"journal/{day}{time}.md", DAYS, st.sampled_from(["", "-0700", "-2230", "-2230-x"]))
DATA = st.one_of(*[VAULT_TEXTS.map(lambda text: text.encode())] * 3, NOTES)
LOOKS = [("", None)] * 2  # moments at which index and summaries are brought up to date
STATES: st.SearchStrategy[Files] = st.dictionaries(st.one_of(DATED, DATED, PATHS), DATA, max_size=8)


def put(world: World, path: str, data: bytes) -> None:
    world.put(world.vault.root / path, data)


def entries_of(files: Files) -> list[Entry]:
    read = [parse_note(path, data, Settings()).entry for path, data in files.items()]
    return [entry for entry in read if "sync-conflict" not in entry.path]


@settings(max_examples=30)
@given(STATES, st.data())
def test_any_history_ends_in_the_same_bytes(files: Files, data: st.DataObject) -> None:
    """What came before: other words in the same files, other files, and looks at any moment in between."""
    expected = {name: text.encode() for name, text in summaries(entries_of(files), Settings()).items()}
    paths = st.one_of(st.sampled_from(sorted(files) or ["a.md"]), DATED, PATHS)
    before = data.draw(st.dictionaries(paths, DATA, max_size=6))
    first = data.draw(st.permutations([*before.items(), *LOOKS]))
    gone = [(path, None) for path in before if path not in files]
    last = data.draw(st.permutations([*files.items(), *gone, *LOOKS]))
    with a_world() as world:
        for path, text in [*first, *last]:
            if not path:
                world.look("now", True)
            elif text is None:
                (world.vault.root / path).unlink()
            else:
                put(world, path, text)
        world.look("now", True)
        assert world.summaries() == expected


@settings(max_examples=60)
@given(STATES)
def test_the_order_of_notes_does_not_matter_and_every_file_is_whole(files: Files) -> None:
    entries = entries_of(files)
    expected = summaries(entries, Settings())
    assert summaries(reversed(entries), Settings()) == expected
    assert summaries(sorted(entries, key=repr), Settings()) == expected
    for text in expected.values():
        assert status(text) == "ours"
        assert text.endswith("\n")
        assert "\r" not in text
        text.encode("utf-8")  # every character can be written


def test_another_machine_writes_the_same_bytes(make_vault: MakeVault) -> None:
    """Another hash seed, time zone and language, and a folder of another name."""
    script = (
        "import json, pathlib, sys; from tj.config import Settings; from tj.entry.parse import parse_note;"
        "from tests.report.pages import summaries; root = pathlib.Path(sys.argv[1]);"
        "notes = [parse_note(p.relative_to(root).as_posix(), p.read_bytes(), Settings()).entry"
        " for p in root.rglob('*.md')]; print(json.dumps(summaries(notes, Settings())))"
    )
    files = {
        path.relative_to(ROOT / "examples/vault").as_posix(): path.read_bytes()
        for path in (ROOT / "examples/vault").rglob("*.md")
    }
    told: set[str] = set()
    machines = [("UTC", "C.UTF-8"), ("Pacific/Apia", "tr_TR.UTF-8"), ("Asia/Tokyo", "C")]
    for number, (zone, language) in enumerate(machines):
        root = make_vault(dict(sorted(files.items(), reverse=bool(number % 2))), name=f"vault {number}")
        env = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": language, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", script, root], env=env, cwd=ROOT, check=True, capture_output=True, text=True
        )
        told.add(done.stdout)
    assert len(told) == 1
    assert len(json.loads(told.pop())) > 10


def test_writing_again_changes_no_file(tmp_path: Path) -> None:
    world = World(tmp_path)
    put(world, "journal/2026-03-05.md", b"---\nmood: 4\n---\nword\n")
    world.look("later", True)
    times = {path.name: path.stat().st_mtime_ns for path in (world.vault.root / "summaries").iterdir()}
    inodes = {path.name: path.stat().st_ino for path in (world.vault.root / "summaries").iterdir()}
    world.clear()
    world.look("later", True)
    assert {path.name: path.stat().st_mtime_ns for path in (world.vault.root / "summaries").iterdir()} == times
    assert {path.name: path.stat().st_ino for path in (world.vault.root / "summaries").iterdir()} == inodes
    world.close()


@pytest.mark.parametrize("seed", range(12))
def test_after_each_single_edit_every_summary_is_as_if_made_anew(seed: int) -> None:
    """Written by what the index notes as stale, against what all notes say, and what a new index says."""
    with a_watched_world() as world:
        diarist = Diarist(world, seed)
        for _ in range(diarist.chance.choice([0, 3, 40])):
            diarist.entry()
        for _ in range(diarist.chance.randrange(4)):
            diarist.session()
            diarist.goal()
            diarist.assessment()
        world.look("later", True)
        for _ in range(40):
            act = diarist.chance.choice(
                [diarist.entry, diarist.again, diarist.again, diarist.private, diarist.remove, diarist.newest,
                 diarist.session, diarist.goal, diarist.guidance, diarist.assessment, diarist.assessment]
            )  # fmt: skip
            act()
            world.watch("later", [])
            root = world.vault.root
            files = {path.relative_to(root).as_posix(): path.read_bytes() for path in world.notes()}
            expected = {name: text.encode() for name, text in summaries(entries_of(files), Settings()).items()}
            assert world.summaries() == expected, act.__name__


def test_only_what_a_change_touches_is_written(tmp_path: Path) -> None:
    world = Watched(tmp_path)
    for day in ("2025-11-05", "2025-12-31", "2026-01-15", "2026-03-05"):
        world.write(f"journal/{day}.md", "---\nmood: 4\n---\nword\n")
    world.look("later", True)
    folder = world.vault.root / "summaries"
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    world.write("journal/2025-11-05.md", "---\nmood: 8\n---\nword\n")
    refresh(world.vault, world.store, now_ns=CLOCKS["later"], only=world.changed())
    written = write_summaries(world.vault, world.store, everything=False)
    after = {path.name: path.stat().st_ino for path in folder.iterdir()}
    # The month, the week and the year tell of the entry, and the year after compares itself with that before.
    assert {name for name in after if after[name] != before[name]} == {
        "2025-11.md", "2025-W45.md", "2025.md", "2025-12.md", "2026.md"
    }  # fmt: skip
    assert written.names == {name for name in after if after[name] != before[name]}
    assert write_summaries(world.vault, world.store, everything=False).names == set()
    world.close()
