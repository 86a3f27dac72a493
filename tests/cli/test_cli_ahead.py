"""What a watch does ahead of the end of a batch: the same comes of it, whatever happens in between."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.report.pages import summaries
from tj.cli import ahead
from tj.cli import keeper as module
from tj.cli.ahead import joined
from tj.cli.app import App
from tj.cli.keeper import Keeper
from tj.entry.parse import parse_note
from tj.errors import TjError
from tj.index.store import IndexDamaged, Store
from tj.index.sync import Refreshed
from tj.vault.locks import lock_folder
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
def watching(tj: Tj, make_vault: MakeVault) -> Iterator[Watching]:
    root = make_vault({f"journal/2026-0{month}-05.md": "---\nmood: 4\n---\nword\n" for month in (1, 2, 3)})
    app = App(places=lambda: tj.places, clock=lambda: tj.now, start=lambda: root, vault_dir=root)
    with Keeper(app, app.vault()) as keeper:
        keeper.catch_up(Changed(frozenset(), everything=True))
        yield Watching(app, keeper)


def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all fail that changes index or summaries."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    for place in (ahead, module):
        monkeypatch.setattr(place, "refresh", fail)
        monkeypatch.setattr(place, "write_summaries", fail)


def test_all_is_done_before_the_end_and_told_after_it(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    watching.save(8)
    watching.look_ahead()
    watching.check()
    assert capsys.readouterr() == ("", "")
    no_work(monkeypatch)
    watching.look_ahead()
    watching.catch_up()
    assert "1 changed, 2 as before; 4 summaries written" in capsys.readouterr().out
    watching.check()


def test_a_watch_that_ends_before_the_end_leaves_nothing_to_do(
    watching: Watching, capsys: pytest.CaptureFixture[str]
) -> None:
    watching.save(8)
    watching.look_ahead()
    capsys.readouterr()
    with Keeper(watching.app, watching.app.vault()) as next_one:
        next_one.catch_up(Changed(frozenset(), everything=True))
    assert capsys.readouterr() == ("", "")
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
    # Each page was written more than once.
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
    assert not watching.march.exists()
    watching.catch_up()
    watching.check()


@pytest.mark.parametrize("looks_again", [True, False])
def test_another_process_takes_something_in_meanwhile(watching: Watching, looks_again: bool) -> None:
    watching.save(8)
    watching.look_ahead()
    watching.save(9, "journal/2026-02-05.md")
    with watching.app.fresh_store(watching.app.vault()):  # as `tj list` does, that writes no summaries
        pass
    if looks_again:
        watching.look_ahead()
        watching.check()
    watching.catch_up()
    watching.check()


def test_a_lock_that_another_holds_is_not_waited_for_until_the_end(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    before = files_of(watching.root / "summaries")
    watching.save(8)
    with monkeypatch.context() as patch:
        patch.setattr("time.sleep", lambda _: pytest.fail("it waits"))
        with lock_folder(str(watching.root / ".tj"), lambda: watching.root / "lock"):
            watching.look_ahead()
    assert files_of(watching.root / "summaries") == before
    assert capsys.readouterr() == ("", "")
    watching.catch_up()
    assert "1 changed, 2 as before; 4 summaries written" in capsys.readouterr().out
    watching.check()


def test_a_lock_that_is_free_again_before_the_end(watching: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    watching.save(8)
    with lock_folder(str(watching.root / ".tj"), lambda: watching.root / "lock"):
        watching.look_ahead()
    watching.look_ahead()
    watching.check()
    no_work(monkeypatch)
    watching.catch_up()


@pytest.mark.parametrize("looks_again", [True, False])
def test_an_index_that_is_damaged_meanwhile(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, looks_again: bool
) -> None:
    watching.save(8)
    watching.look_ahead()
    with monkeypatch.context() as patch:
        patch.setattr(Store, "version", damaged_once(patch))
        (watching.look_ahead if looks_again else watching.catch_up)()
    watching.catch_up()
    watching.check()


def damaged_once(patch: pytest.MonkeyPatch) -> Callable[[Store], int]:
    """Return what stands for a look at the index by which it turns out to be damaged."""

    def meet(store: Store) -> int:
        patch.undo()
        with pytest.raises(IndexDamaged):
            store._made_anew()
        raise IndexDamaged

    return meet


def test_new_settings_between(watching: Watching, capsys: pytest.CaptureFixture[str]) -> None:
    watching.save(8)
    watching.look_ahead()
    (watching.root / ".tj" / "config.toml").write_text("[mood]\nlowest = 0\nhighest = 20\n")
    capsys.readouterr()
    watching.keeper.catch_up(Changed(frozenset(), everything=True))  # as which a watch notices them
    assert "summaries written" in capsys.readouterr().out
    watching.check()


def test_a_batch_that_could_not_be_ended_is_told_with_the_next(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TjError("no room", "make some")

    watching.save(8)
    watching.look_ahead()
    watching.save(9)
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_summaries", refuse)
        watching.keeper.attend(Changed(frozenset({DAY}), everything=False))
    assert capsys.readouterr() == ("", "note: no room; it is tried again with the next change.\n")
    watching.keeper.attend(Changed(frozenset(), everything=False))
    assert "1 changed, 2 as before; 4 summaries written" in capsys.readouterr().out
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
def test_an_edited_page_is_left_alone_and_told_of_once(
    watching: Watching, capsys: pytest.CaptureFixture[str], act: Callable[[Path], object], when: str
) -> None:
    if when == "between":
        watching.save(8)
        watching.look_ahead()
    act(watching.march)
    mine = watching.march.read_bytes()
    for mood in (7, 6):
        watching.save(mood)
        watching.look_ahead()
    watching.save(5)
    capsys.readouterr()
    watching.catch_up()
    assert watching.march.read_bytes() == mine
    assert capsys.readouterr().err.count("summaries/2026-03.md was") == 1


@pytest.mark.parametrize("act", [Path.unlink, lambda page: page.write_bytes(b"")])
def test_a_page_that_is_lost_meanwhile_is_made_with_the_next_save(
    watching: Watching, act: Callable[[Path], object]
) -> None:
    watching.save(8)
    watching.look_ahead()
    act(watching.march)
    watching.save(9)
    watching.catch_up()
    watching.check()


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
    assert joined(Refreshed(0), Refreshed(3, ("b.md",))) == Refreshed(3, ("b.md",))
