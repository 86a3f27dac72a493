"""Index, summaries and check: a cache that may go at any time, and files that are written only when they differ."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.report.pages import summaries
from tj.cli import upkeep
from tj.cli.app import App
from tj.cli.summaries import Written, write_summaries
from tj.cli.upkeep import Keeper
from tj.entry.parse import parse_note
from tj.errors import TjError
from tj.index.store import Store
from tj.vault.layout import Vault, open_vault
from tj.vault.locks import hold
from tj.vault.news import Changed


def test_index_counts_and_a_second_run_writes_nothing(tj: Tj, example: Path) -> None:
    first = json.loads(tj("index", "--json", vault=example).out)
    assert list(first) == ["entries", "added", "changed", "removed", "unchanged", "problems", "seconds"]
    assert (first["entries"], first["added"], first["problems"]) == (178, 178, 0)
    written = {path: path.stat().st_mtime_ns for path in (example / "summaries").iterdir()}
    again = json.loads(tj("index", "--json", vault=example).out)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 178)
    assert {path: path.stat().st_mtime_ns for path in (example / "summaries").iterdir()} == written


def test_the_same_vault_gives_the_same_summaries_on_another_machine(tj: Tj, example: Path, tmp_path: Path) -> None:
    from dataclasses import replace
    from datetime import datetime

    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(example, other)
    tj("index", vault=example)
    strange = replace(tj, home=tmp_path / "home2", now=datetime(2031, 1, 1, 4, 0))
    strange("index", vault=other)
    assert files_of(example / "summaries") == files_of(other / "summaries")
    assert len(files_of(other / "summaries")) == 36


def test_a_deleted_index_changes_no_answer(tj: Tj, example: Path) -> None:
    questions = [["list", "--json"], ["search", "ferry", "--json"], ["stats", "--json"], ["goal", "list", "--json"]]
    before = [tj(*words, vault=example).out for words in questions]
    shutil.rmtree(tj.home / "cache")
    assert [tj(*words, vault=example).out for words in questions] == before
    tj("index", "--rebuild", vault=example)
    assert [tj(*words, vault=example).out for words in questions] == before


def test_nothing_but_summaries_is_written_into_the_vault(tj: Tj, example: Path) -> None:
    before = files_of(example)
    for words in (["index"], ["list"], ["check"], ["stats"], ["search", "x"], ["goal", "list"]):
        tj(*words, vault=example)
    assert files_of(example, ignore=["summaries"]) == before


def test_an_edited_or_foreign_summary_is_left_alone_and_said(tj: Tj, example: Path) -> None:
    tj("index", vault=example)
    edited, foreign = example / "summaries/2026-W10.md", example / "summaries/2026-03.md"
    edited.write_text(edited.read_text() + "my words\n")
    foreign.write_text("# mine\n")
    missing = example / "summaries/2026-W11.md"
    whole = missing.read_bytes()
    missing.unlink()
    kept = edited.read_bytes()
    result = tj("index", vault=example)
    assert edited.read_bytes() == kept
    assert foreign.read_text() == "# mine\n"
    assert missing.read_bytes() == whole
    assert "2026-W10.md was edited" in result.err
    assert "2026-03.md was not made by tj" in result.err
    assert tj("check", vault=example).code == 3


def test_a_summary_with_a_merge_conflict_is_made_again(tj: Tj, example: Path) -> None:
    tj("index", vault=example)
    path = example / "summaries/2026.md"
    whole = path.read_text()
    path.write_text(whole + "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    assert "merge conflict" in tj("check", vault=example).out
    tj("index", vault=example)
    assert path.read_text() == whole


def test_the_summary_of_a_time_without_entries_goes(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026-01-01.md": "a\n", "journal/2026-05-01.md": "b\n"})
    tj("index", vault=root)
    assert (root / "summaries/2026-01.md").is_file()
    (root / "journal/2026-01-01.md").unlink()
    tj("index", vault=root)
    assert not (root / "summaries/2026-01.md").exists()
    assert (root / "summaries/2026-05.md").is_file()


def test_check_keeps_telling_until_it_is_mended(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "journal/2026-05-01.md": "---\nmood: 5\nmood: 6\n---\nunseen words\n",
            "journal/2026-05-02.md": "---\nmood: 99\nprivate: perhaps\n---\n%% open\n",
            "journal/2026-05-03.sync-conflict-1.md": "x",
        }
    )
    for _ in range(2):
        result = tj("check", "--json", vault=root)
        assert result.code == 3
        found = json.loads(result.out)
        assert [list(one) for one in found] == [["path", "line", "severity", "message"]] * len(found)
        lines = {(one["path"], one["line"]) for one in found}
        assert {
            ("journal/2026-05-01.md", 3),
            ("journal/2026-05-02.md", 2),
            ("journal/2026-05-02.md", 3),
            ("journal/2026-05-02.md", 5),
            ("journal/2026-05-03.sync-conflict-1.md", 0),
        } <= lines
        assert "unseen words" not in result.out
        assert "perhaps" not in result.out
    private = {row["path"]: row["private"] for row in json.loads(tj("list", "--json", vault=root).out)}
    assert private == {"journal/2026-05-01.md": True, "journal/2026-05-02.md": True}
    for name in ("01.md", "02.md", "03.sync-conflict-1.md"):
        (root / f"journal/2026-05-{name}").unlink()
    assert tj("check", vault=root).code == 0


def test_check_tells_of_an_entry_that_is_dated_ahead(tj: Tj, make_vault: MakeVault) -> None:
    today = tj.now.date()
    days = {number: today + timedelta(days=number) for number in (0, 1, 2, 400)}
    files = {f"journal/{day}.md": "words\n" for day in days.values()}
    planned = {f"sessions/{days[400]}.md": "---\ntype: session\n---\nplanned\n"}
    result = tj("check", "--json", vault=make_vault({**files, **planned}))
    assert result.code == 3
    found = json.loads(result.out)
    assert [one["path"] for one in found] == [f"journal/{days[number]}.md" for number in (2, 400)]
    assert str(days[400]) in found[1]["message"]


def _start_watch(root: Path, home: Path) -> "subprocess.Popen[str]":
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "c"), "XDG_DATA_HOME": str(home / "d")}
    code = "from tj.cli.main import run; run()"
    command = [sys.executable, "-u", "-c", code, "--vault", str(root), "watch"]
    return subprocess.Popen(
        command, env={**os.environ, **places}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _eventually(test: object) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if callable(test) and test():
            return True
        time.sleep(0.1)
    return False


def test_watch_writes_summaries_and_stops_cleanly(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"journal/2026/2026-05-01.md": "---\nmood: 5\n---\n"})
    watch = _start_watch(root, tmp_path)
    try:
        assert _eventually((root / "summaries/2026-05.md").is_file)
        (root / "journal/2026/2026-06-01.md").write_text("---\nmood: 7\n---\n")
        assert _eventually((root / "summaries/2026-06.md").is_file)
    finally:
        watch.send_signal(signal.SIGTERM)
        out, err = watch.communicate(timeout=20)
    assert watch.returncode == 0
    assert "Stopped" in out
    assert err == ""


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

    monkeypatch.setattr(upkeep, "write_summaries", meddle_then_write)
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
    monkeypatch.setattr(upkeep, "_LOGFUL", 6)  # of which three came at first
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


def test_a_second_watch_says_so(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    held = hold(tj.places.cache / f"{open_vault(root).cache_name}.watch")
    assert held is not None
    with held:
        result = tj("watch", vault=root)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: another `tj watch` is at work in this vault\nhint: ")


def test_a_watch_goes_on_behind_an_obstacle(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    app = App(places=lambda: tj.places, clock=lambda: tj.now, start=lambda: root)
    with Keeper(app, open_vault(root)) as keeper:
        keeper.attend(Changed(frozenset(), everything=True))
        (root / "journal/2026-05-02.md").write_text("---\nmood: 5\n---\n")
        with monkeypatch.context() as patch:
            patch.setattr(upkeep, "write_summaries", _refuse)
            keeper.attend(Changed(frozenset({"journal/2026-05-02.md"}), everything=False))
        assert not (root / "summaries/2026-05.md").read_text().count("2026-05-02")
        keeper.attend(Changed(frozenset(), everything=False))
    assert "2026-05-02" in (root / "summaries/2026-05.md").read_text()


def _refuse(*_: object, **__: object) -> None:
    raise TjError("no room", "make some")


def test_check_leaves_the_number_of_no_line_out_and_counts_what_is_many(tj: Tj, make_vault: MakeVault) -> None:
    files = {f"journal/2026-03-{day:02}.md": "---\nmood: x\n---\n" for day in range(1, 6)}
    root = make_vault(files)
    out = tj("check", vault=root).out
    assert out.startswith("journal/2026-03-01.md:2: warning: ")
    assert len(out.splitlines()) == 5
    copy = root / "journal/2026-03-01.sync-conflict-20260301-101010-ABCDEFG.md"
    copy.write_text("a copy\n")
    lines = tj("check", vault=root).out.splitlines()
    assert f"journal/{copy.name}: warning: this is a copy that a sync conflict left" in "\n".join(lines)
    assert lines[-1] == "6 places may need a look."
    assert 0 in [one["line"] for one in json.loads(tj("check", "--json", vault=root).out)]
