"""What a watch does ahead of the end of a batch: the same comes of it, whatever happens in between."""

import os
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.report.pages import summaries
from tj.cli import upkeep
from tj.cli.ahead import joined
from tj.cli.app import App
from tj.cli.upkeep import Keeper
from tj.entry.parse import parse_note
from tj.index.sync import Refreshed
from tj.vault.news import Changed

DAY = "journal/2026-03-05.md"


class Watching:
    """What `tj watch` runs, after its first look at a vault of a few entries."""

    def __init__(self, app: App, keeper: Keeper) -> None:
        self.app, self.keeper = app, keeper
        self.root = app.vault().root
        self.march = self.root / "summaries/2026-03.md"

    def save(self, mood: int, path: str = DAY) -> None:
        (self.root / path).write_text(f"---\nmood: {mood}\n---\nword\n")

    def look_ahead(self, *paths: str) -> None:
        self.keeper.look_ahead(Changed(frozenset(paths or {DAY}), everything=False))

    def catch_up(self, *paths: str) -> None:
        self.keeper.catch_up(Changed(frozenset(paths or {DAY}), everything=False))

    def age(self) -> None:
        """Let every summary be older than what may change without a sign."""
        for path in (self.root / "summaries").iterdir():
            os.utime(path, (1_000_000_000, 1_000_000_000))

    def check(self) -> None:
        """Assert that every page is what all notes give."""
        settings = self.app.vault().settings
        notes = [
            parse_note(path, data, settings).entry
            for path, data in files_of(self.root, [".tj", "summaries"]).items()
            if path.endswith(".md")
        ]
        made = {name: text.encode() for name, text in summaries(notes, settings).items()}
        assert files_of(self.root / "summaries") == made


@pytest.fixture
def watching(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    monkeypatch.setattr("tj.cli.draft._RACY_NS", -1_000_000_000)  # pages of a moment ago count as old ones
    root = make_vault({f"journal/2026-0{month}-05.md": "---\nmood: 4\n---\nword\n" for month in (1, 2, 3)})
    app = App(places=lambda: tj.places, clock=lambda: tj.now, start=lambda: root, vault_dir=root)
    with Keeper(app, app.vault()) as keeper:
        keeper.catch_up(Changed(frozenset(), everything=True))
        yield Watching(app, keeper)


def no_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all fail that is done again where nothing of what was done ahead is of use."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(upkeep, "refresh", fail)
    monkeypatch.setattr(upkeep, "write_summaries", fail)


def test_nothing_is_written_before_the_end_and_nothing_worked_out_after_it(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(watching.root / "summaries")
    watching.save(8)
    watching.look_ahead()
    assert files_of(watching.root / "summaries") == before
    capsys.readouterr()
    no_long_way(monkeypatch)
    watching.catch_up()
    assert "1 changed, 2 as before; 4 summaries written" in capsys.readouterr().out
    watching.check()


def test_the_next_batch_finds_nothing_left_to_do(watching: Watching, capsys: pytest.CaptureFixture[str]) -> None:
    watching.save(8)
    watching.look_ahead()
    watching.catch_up()
    capsys.readouterr()
    watching.keeper.catch_up(Changed(frozenset(), everything=True))
    assert capsys.readouterr().out == ""
    watching.check()


@pytest.mark.parametrize("looked", [1, 2])
def test_what_is_saved_again_is_looked_at_again(
    watching: Watching, looked: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for mood in range(looked):
        watching.save(mood + 1)
        watching.look_ahead()
    watching.save(9)
    capsys.readouterr()
    watching.catch_up()
    assert "1 changed, 2 as before; 4 summaries" in capsys.readouterr().out
    watching.check()


def test_what_is_saved_besides_is_looked_at_too(watching: Watching, capsys: pytest.CaptureFixture[str]) -> None:
    watching.save(8)
    watching.look_ahead()
    watching.save(9, "journal/2026-04-01.md")
    (watching.root / "journal/2026-01-05.md").unlink()
    capsys.readouterr()
    watching.catch_up(DAY, "journal/2026-04-01.md", "journal/2026-01-05.md")
    assert "1 new, 1 changed, 1 gone, 1 as before" in capsys.readouterr().out
    watching.check()


def test_a_page_that_goes(watching: Watching) -> None:
    (watching.root / DAY).unlink()
    watching.look_ahead()
    assert watching.march.exists()
    watching.catch_up()
    assert not watching.march.exists()
    watching.check()


def test_another_process_takes_something_in_meanwhile(watching: Watching) -> None:
    watching.save(8)
    watching.look_ahead()
    watching.save(9, "journal/2026-02-05.md")
    with watching.app.fresh_store(watching.app.vault()):  # as `tj list` does, that writes no summaries
        pass
    watching.catch_up()
    watching.check()


def test_another_process_writes_the_pages_meanwhile(watching: Watching, tj: Tj) -> None:
    watching.save(8)
    watching.look_ahead()
    assert tj("index", vault=watching.root).code == 0
    watching.catch_up()
    watching.check()


def _edit(page: Path) -> None:
    page.write_bytes(page.read_bytes() + b"my words\n")


def _replace(page: Path) -> None:
    page.with_name("mine").write_text("# mine\n")
    page.with_name("mine").replace(page)


@pytest.mark.parametrize("act", [_edit, _replace])
@pytest.mark.parametrize("when", ["before", "between"])
def test_an_edited_page_is_left_alone(
    watching: Watching, capsys: pytest.CaptureFixture[str], act: Callable[[Path], object], when: str
) -> None:
    watching.save(8)
    if when == "between":
        watching.look_ahead()
    act(watching.march)
    mine = watching.march.read_bytes()
    if when == "before":
        watching.look_ahead()
    watching.catch_up()
    assert watching.march.read_bytes() == mine
    assert "summaries/2026-03.md was" in capsys.readouterr().err


@pytest.mark.parametrize("act", [Path.unlink, lambda page: page.write_bytes(b"")])
def test_a_page_that_is_lost_meanwhile_is_made(watching: Watching, act: Callable[[Path], object]) -> None:
    watching.save(8)
    watching.look_ahead()
    act(watching.march)
    watching.catch_up()
    watching.check()


def test_a_page_that_was_written_a_moment_ago_is_looked_at_once_more(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tj.cli.draft._RACY_NS", 60_000_000_000)
    watching.save(8)
    watching.look_ahead()
    status = watching.march.stat()
    _edit(watching.march)
    os.truncate(watching.march, status.st_size)
    data = bytearray(watching.march.read_bytes())
    data[-2] ^= 1
    watching.march.write_bytes(data)
    os.utime(watching.march, ns=(status.st_atime_ns, status.st_mtime_ns))
    watching.catch_up()
    assert watching.march.read_bytes() == bytes(data)


def test_what_cannot_be_done_ahead_is_said_at_the_end(watching: Watching, capsys: pytest.CaptureFixture[str]) -> None:
    folder = watching.root / "summaries"
    folder.rename(watching.root / "other")
    folder.write_text("no folder")
    watching.save(8)
    watching.look_ahead()
    assert capsys.readouterr().err == ""
    watching.keeper.attend(Changed(frozenset({DAY}), everything=False))
    assert "it is tried again with the next change" in capsys.readouterr().err
    watching.save(9)
    watching.look_ahead()  # of no use: all is looked at next
    folder.unlink()
    (watching.root / "other").rename(folder)
    watching.keeper.attend(Changed(frozenset({DAY}), everything=False))
    watching.check()


def test_two_refreshes_are_told_as_one() -> None:
    """Each path may be new, changed, gone or untouched in either, as far as that can follow the other."""
    kinds = ("added", "changed", "removed", "")
    there_after = {"added": True, "changed": True, "removed": False}
    there_before = {"added": False, "changed": True, "removed": True}
    for one, two in product(kinds, kinds):
        if one and two and there_after[one] != there_before[two]:
            continue
        first = Refreshed(1, **({one: ("a.md",)} if one else {}))
        then = Refreshed(2, **({two: ("a.md",)} if two else {}))
        was = there_before.get(one or two)
        stays = there_after.get(two or one)
        told = {(False, True): "added", (True, True): "changed", (True, False): "removed"}.get(
            (bool(was), bool(stays)), ""
        )
        assert joined(first, then) == Refreshed(2, **({told: ("a.md",)} if told else {})), (one, two)
    assert joined(None, Refreshed(3, ("b.md",))) == Refreshed(3, ("b.md",))
