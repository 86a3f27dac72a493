"""What a watch keeps right, whatever else changes files, index and settings meanwhile."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.report.pages import summaries
from tj.cli import keeper as module
from tj.cli.app import App
from tj.cli.keeper import Keeper
from tj.cli.summaries import Written, write_summaries
from tj.entry.parse import parse_note
from tj.errors import TjError
from tj.index.store import Store
from tj.vault.layout import Vault, open_vault
from tj.vault.news import Changed


@pytest.fixture
def keeper(tj: Tj, make_vault: MakeVault) -> Iterator[tuple[Keeper, App]]:
    """What a watch runs, in a vault with three entries, after its first look."""
    root = make_vault({f"journal/2026-0{month}-05.md": "---\nmood: 4\n---\nword\n" for month in (1, 2, 3)})
    app = App(places=lambda: tj.places, clock=lambda: tj.now, start=lambda: root, vault_dir=root)
    with Keeper(app, app.vault()) as made:
        made.catch_up(Changed(frozenset(), True))
        yield made, app


def _change(app: App, month: int, mood: int) -> str:
    path = f"journal/2026-0{month}-05.md"
    (app.vault().root / path).write_text(f"---\nmood: {mood}\n---\nword\n")
    return path


def _fresh_summaries(app: App) -> dict[str, bytes]:
    """Return the summaries that are there, and make them anew from the files alone to see that they are right."""
    vault = app.vault()
    there = files_of(vault.root / "summaries")
    read = [parse_note(path, (vault.root / path).read_bytes(), vault.settings).entry
            for path in files_of(vault.root, [".tj", "summaries"]) if path.endswith(".md")]  # fmt: skip
    assert there == {name: text.encode() for name, text in summaries(read, vault.settings).items()}
    return there


def test_a_watch_sees_what_another_process_took_in(keeper: tuple[Keeper, App]) -> None:
    watching, app = keeper
    watching.catch_up(Changed(frozenset({_change(app, 3, 7)}), False))
    _change(app, 1, 9)
    with app.fresh_store(app.vault()):  # as `tj list` does, that writes no summaries
        pass
    watching.catch_up(Changed(frozenset({_change(app, 3, 8)}), False))
    assert b"9" in _fresh_summaries(app)["2026-01.md"]


def test_a_watch_sees_what_another_process_takes_in_while_it_writes(
    keeper: tuple[Keeper, App], monkeypatch: pytest.MonkeyPatch
) -> None:
    watching, app = keeper
    watching.catch_up(Changed(frozenset({_change(app, 3, 7)}), False))

    def meddle_then_write(vault: Vault, store: Store, *, everything: bool, done: Written) -> Written:
        monkeypatch.undo()
        _change(app, 1, 9)
        with app.fresh_store(app.vault()):
            pass
        return write_summaries(vault, store, everything=everything, done=done)

    monkeypatch.setattr(module, "write_summaries", meddle_then_write)
    watching.catch_up(Changed(frozenset({_change(app, 3, 8)}), False))
    watching.catch_up(Changed(frozenset({"journal/2026-01-05.md"}), False))
    _fresh_summaries(app)


def test_a_watch_goes_on_where_its_index_was_deleted(keeper: tuple[Keeper, App]) -> None:
    watching, app = keeper
    shutil.rmtree(app.places().cache)
    watching.catch_up(Changed(frozenset({_change(app, 3, 7)}), False))
    _fresh_summaries(app)
    _change(app, 1, 9)
    (app.vault().root / "journal/2026-02-05.md").unlink()
    watching.catch_up(Changed(frozenset(), True))
    assert "2026-02.md" not in _fresh_summaries(app)
    with app.store(app.vault()) as store:
        assert store.count() == 2


def test_a_watch_takes_up_new_settings(keeper: tuple[Keeper, App]) -> None:
    watching, app = keeper
    (app.vault().root / ".tj" / "config.toml").write_text("[mood]\nlowest = 0\nhighest = 20\n")
    watching.catch_up(Changed(frozenset({_change(app, 3, 7)}), False))
    watching.catch_up(Changed(frozenset(), True))
    _change(app, 1, 15)
    watching.catch_up(Changed(frozenset({"journal/2026-01-05.md"}), False))
    assert b"15" in _fresh_summaries(app)["2026-01.md"]


def test_a_log_is_written_back_once_it_is_long_and_after_all_was_told(
    keeper: tuple[Keeper, App], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watching, app = keeper
    monkeypatch.setattr(module, "_LOGFUL", 6)  # of which three came at first
    outs: list[str] = []

    def write_back(_: Store) -> None:
        outs.append(capsys.readouterr().out)
        if len(outs) == 1:
            raise TjError("no room", "make some")

    monkeypatch.setattr(Store, "write_log_back", write_back)
    capsys.readouterr()
    for mood in (5, 6, 7, 8, 9, 3):
        watching.attend(Changed(frozenset({_change(app, 3, mood)}), False))
    # After the third, which was of no use, and so after the fourth again.
    assert [out.count("1 changed") for out in outs] == [3, 1]
    for mood in (6, 7, 8, 2):  # what one batch brings again and again counts each time
        changed = Changed(frozenset({_change(app, 3, mood)}), False)
        watching.look_ahead(changed)
    watching.attend(changed)
    assert [out.count("1 changed") for out in outs] == [3, 1, 3]
    assert capsys.readouterr().err == ""


def test_a_watch_goes_on_behind_an_obstacle(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    app = App(places=lambda: tj.places, clock=lambda: tj.now, start=lambda: root)
    with Keeper(app, open_vault(root)) as keeper:
        keeper.attend(Changed(frozenset(), everything=True))
        (root / "journal/2026-05-02.md").write_text("---\nmood: 5\n---\n")
        with monkeypatch.context() as patch:
            patch.setattr(module, "write_summaries", _refuse)
            keeper.attend(Changed(frozenset({"journal/2026-05-02.md"}), everything=False))
        assert not (root / "summaries/2026-05.md").read_text().count("2026-05-02")
        keeper.attend(Changed(frozenset(), everything=False))
    assert "2026-05-02" in (root / "summaries/2026-05.md").read_text()


def _refuse(*_: object, **__: object) -> None:
    raise TjError("no room", "make some")


def test_a_patrol_finds_what_nobody_told_of(keeper: tuple[Keeper, App], capsys: pytest.CaptureFixture[str]) -> None:
    watching, app = keeper
    os.utime(app.vault().root / "journal/2026-02-05.md", (1, 1))
    path = _change(app, 3, 7)
    found = [changed for changed in watching.patrol() if changed.paths or changed.everything]
    assert {path} <= set().union(*(changed.paths for changed in found))
    assert not any(changed.everything for changed in found)
    capsys.readouterr()
    for changed in found:
        watching.attend(changed)
    assert capsys.readouterr().out.count("1 changed") == 1
    assert b"7" in _fresh_summaries(app)["2026-03.md"]


def test_a_patrol_clears_up_after_a_killed_tj_and_leaves_alone_what_may_be_at_work(
    keeper: tuple[Keeper, App],
) -> None:
    watching, app = keeper
    root = app.vault().root
    old = [root / folder / f".tj-{'0a' * 8}.tmp" for folder in ("journal", "summaries")]
    new = root / "journal" / f".tj-{'0b' * 8}.tmp"
    for path in (*old, new):
        path.write_text("words")
    for path in old:
        os.utime(path, (1, 1))
    with app.locked(app.vault()):
        list(watching.patrol())
    assert all(path.exists() for path in old)
    list(watching.patrol())
    assert [path.exists() for path in (*old, new)] == [False, False, True]


def test_a_patrol_asks_for_a_look_at_everything_where_the_index_is_gone_or_spoiled(
    keeper: tuple[Keeper, App], monkeypatch: pytest.MonkeyPatch
) -> None:
    watching, app = keeper
    everything = Changed(frozenset(), everything=True)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "known", _refuse)
        _change(app, 3, 7)
        assert list(watching.patrol())[-1] == everything
    shutil.rmtree(app.places().cache)
    assert list(watching.patrol()) == [everything]
    watching.catch_up(everything)
    assert everything not in list(watching.patrol())
    _fresh_summaries(app)
