"""What a save has read and written anew, and that what is kept of months never shows in a page."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tests.report.pages import summaries
from tj.cli.app import App
from tj.cli.keeper import Keeper
from tj.cli.months import Anew, told_anew
from tj.cli.summaries import PageWriter
from tj.cli.told import Told, Unknown
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.errors import TjError
from tj.index.query import Query
from tj.index.store import Stale, Store
from tj.report.book import told_of
from tj.report.noted import Noted, dump_noted
from tj.report.period import latest
from tj.vault.news import Changed

YEARS = (2025, 2026)


def entry(mood: float, tag: str) -> str:
    return f"---\nmood: {mood}\ntags: [{tag}]\n---\nword\n"


class Watching:
    """What `tj watch` runs, in a vault of two years, after its first look."""

    def __init__(self, app: App, keeper: Keeper) -> None:
        self.app, self.keeper = app, keeper
        self.root = app.vault().root
        self.folder = self.root / "summaries"

    def save(self, day: str, text: str) -> None:
        """Save an entry, and have it taken in."""
        self.put(day, text)
        self.keeper.catch_up(Changed(frozenset({f"journal/{day}.md"}), everything=False))

    def put(self, day: str, text: str) -> None:
        (self.root / f"journal/{day}.md").write_text(text)

    def written(self) -> dict[str, int]:
        """Return what tells a page from one that was written again."""
        return {path.name: path.stat().st_ino for path in self.folder.iterdir()}

    def check(self) -> None:
        """Assert that every page is what all notes give."""
        notes = [
            parse_note(path.relative_to(self.root).as_posix(), path.read_bytes(), self.app.vault().settings).entry
            for folder in ("journal", "goals", "sessions")
            for path in (self.root / folder).glob("*.md")
        ]
        there = {path.name: path.read_text() for path in self.folder.iterdir()}
        assert there == summaries(notes, self.app.vault().settings)


@pytest.fixture
def watching(tj: Tj, make_vault: MakeVault) -> Iterator[Watching]:
    texts = {
        f"journal/{year}-{month:02}-{day:02}.md": entry((month + day) % 9 + 1, f"t{day % 3}")
        for year in YEARS
        for month in range(1, 13)
        for day in (3, 11, 19, 27)
    }
    session = "---\ntype: session\ndate: 2026-12-20\n---\n- [ ] try it\n"
    goal = "---\ntype: goal\ntarget: daily\n---\n"
    root = make_vault({**texts, "goals/walk.md": goal, "sessions/2026-12-20.md": session})
    app = App(places=lambda: tj.places, clock=lambda: tj.now, start=lambda: root, vault_dir=root)
    with Keeper(app, app.vault()) as keeper:
        keeper.catch_up(Changed(frozenset(), everything=True))
        yield Watching(app, keeper)


def test_a_save_reads_no_other_days_entries(watching: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    watching.save("2025-05-11", "---\nmood: 9\ntags: [t1]\n---\nword\n")
    real = Store.entries
    read: list[str] = []

    def entries(store: Store, query: Query, *, properties: bool = False) -> list[Entry]:
        found = real(store, query, properties=properties)
        read.extend(entry.path for entry in found)
        return found

    monkeypatch.setattr(Store, "entries", entries)
    watching.save("2025-05-11", "---\nmood: 2\ntags: [new]\n---\nword\n")
    assert set(read) == {"journal/2025-05-11.md"}
    monkeypatch.undo()
    watching.check()


def test_words_that_no_page_has_write_no_page(watching: Watching) -> None:
    watching.save("2025-05-11", "---\nmood: 9\n---\nword\n")
    before = watching.written()
    watching.save("2025-05-11", "---\nmood: 9\n---\nother words, and more of them\n")
    watching.save("2026-12-27", "---\nmood: 4\ntags: [t0]\n---\nother words in the newest entry\n")
    assert watching.written() == before
    watching.check()


def test_a_page_that_is_gone_or_empty_is_made_again_with_the_next_save(watching: Watching) -> None:
    watching.save("2025-05-11", "---\nmood: 9\n---\nword\n")
    (watching.folder / "2025-05.md").unlink()
    (watching.folder / "2025.md").write_bytes(b"")  # as power that failed may leave it
    watching.save("2025-05-11", "---\nmood: 9\n---\nother words\n")
    watching.check()


def test_the_mood_of_the_newest_entry_leaves_the_goals_alone(watching: Watching) -> None:
    before = watching.written()
    watching.save("2026-12-27", "---\nmood: 9.5\ntags: [t0]\n---\nword\n")
    after = watching.written()
    assert after["goals.md"] == before["goals.md"]
    assert after["index.md"] != before["index.md"]
    watching.save("2026-12-30", "a later day\n")
    assert watching.written()["goals.md"] != before["goals.md"]
    watching.check()


def test_removing_the_newest_entry_moves_the_goals_back(watching: Watching) -> None:
    (watching.root / "journal/2026-12-27.md").unlink()
    watching.keeper.catch_up(Changed(frozenset({"journal/2026-12-27.md"}), everything=False))
    assert "up to 2026-12-19" in (watching.folder / "goals.md").read_text()
    watching.check()


def test_many_changes_at_once_and_an_emptied_month(watching: Watching) -> None:
    for day in range(1, 9):
        watching.put(f"2025-07-{day:02}", f"---\nmood: {day}\n---\n#win it\n")
    for day in (3, 11, 19, 27):
        (watching.root / f"journal/2025-02-{day:02}.md").unlink()
    names = {f"journal/2025-07-{day:02}.md" for day in range(1, 9)}
    names |= {f"journal/2025-02-{day:02}.md" for day in (3, 11, 19, 27)}
    watching.keeper.catch_up(Changed(frozenset(names), everything=False))
    assert not (watching.folder / "2025-02.md").exists()
    watching.check()


def test_the_names_of_a_year_are_kept_and_are_those_of_its_months(watching: Watching) -> None:
    for mood in (9, 2.5):
        watching.save("2025-05-11", f"---\nmood: {mood}\nemotions: [calm]\n---\nword\n")
    with watching.app.store(watching.app.vault()) as store, store.reading():
        found, made = Told(store).names_of_year(2025), Anew(store).year(2025)
    assert {kind: {name: tuple(cell) for name, cell in of.items()} for kind, of in found.names.items()} == made.names
    assert made.names["emotion"] == {"calm": (1, 1, 5)}
    assert found.places == made.moods.places == 1


def test_moods_that_are_read_alone_are_those_of_the_days(watching: Watching) -> None:
    watching.save("2025-05-12", "- 08:00 (mood:: 3)\n- 09:00 (mood:: 4)\n")
    watching.save("2025-05-13", "---\nmood: 9\nmood: 8\n---\nnot readable\n")
    watching.save("2025-06-02", "- 08:00 (mood:: 3.3)\n- 09:00 (mood:: 4.1)\n- 10:00 (mood:: 5.9)\n")
    watching.save("2025-06-03", "---\nmood: 7\n---\n- 08:00 (mood:: 3)\n")
    watching.save("2025-06-03-2200", "- 22:00 (mood:: 4)\n")
    watching.save("2025-06-03-2300", "---\nmood: 1.5\n---\n")
    with watching.app.store(watching.app.vault()) as store, store.reading():
        whole = Anew(store)
        whole.turn_to(2025)
        for month in range(2025 * 12, 2026 * 12 + 12):
            assert Anew(store).moods(month) == whole.moods(month) == Anew(store).tally(month).moods
            assert Anew(store).days(month) == whole.days(month)
        assert Anew(store).moods(2025 * 12 + 4).n == 5


@pytest.mark.parametrize("newest", ["2025-01-20", "2025-03-31", "2026-01-05", "2030-12-31"])
def test_the_latest_days_are_told_as_from_the_months_they_lie_in(watching: Watching, newest: str) -> None:
    watching.save("2025-05-12", "- 08:00 (mood:: 3)\n- 09:00 (mood:: 4)\n")
    period = latest(date.fromisoformat(newest))
    with watching.app.store(watching.app.vault()) as store, store.reading():
        assert told_anew(store, period) == told_of(Anew(store), period)


def test_another_process_that_writes_summaries_leaves_nothing_old_behind(tj: Tj, watching: Watching) -> None:
    watching.save("2025-05-11", "---\nmood: 9\n---\nword\n")
    watching.put("2025-05-19", "---\nmood: 1\n---\nword\n")
    assert tj("index", vault=watching.root).code == 0
    with watching.app.store(watching.app.vault()) as store, pytest.raises(Unknown):
        Told(store).days(2025 * 12 + 4)
    watching.save("2025-05-27", "---\nmood: 1\n---\nword\n")
    watching.check()


@pytest.mark.parametrize("column", ["figures", "names", "lines", "days"])
def test_what_is_kept_and_spoiled_is_worked_out_anew(watching: Watching, column: str) -> None:
    watching.save("2025-05-11", "---\nmood: 9\n---\nword\n")
    watching.save("2025-04-11", "---\nmood: 9\n---\nword\n")
    [place] = watching.app.places().cache.rglob("*.sqlite")
    spoiled = "[1,7" if column == "figures" else b"spoiled"
    with sqlite3.connect(place) as db:
        db.execute(f"UPDATE months SET {column} = ?", (spoiled,))  # noqa: S608 - from above
        db.execute("UPDATE years SET names = ?", (b"spoiled",))
    db.close()
    watching.save("2025-05-11", "---\nmood: 2\n---\nword\n")
    watching.check()


def test_a_first_look_keeps_every_month(watching: Watching) -> None:
    with watching.app.store(watching.app.vault()) as store:
        assert store.months_kept() == {year * 12 + month for year in YEARS for month in range(12)}
        assert store.stale()._replace(version=0) == Stale()
        assert store.has_entries(date(2025, 1, 1), date(2025, 1, 31))


def test_an_index_without_a_watch_keeps_no_months(tj: Tj, example: Path) -> None:
    tj("index", vault=example)
    app = App(places=lambda: tj.places, clock=lambda: tj.now, start=lambda: example, vault_dir=example)
    with app.store(app.vault()) as store:
        assert store.count() > 100
        assert store.months_kept() == set()


@pytest.mark.parametrize("ready", [None, True, False])
def test_a_part_is_written_whether_or_not_its_writer_got_ready(watching: Watching, ready: bool | None) -> None:
    vault = watching.app.vault()
    tries: list[bool] = []

    def opened() -> Store:
        tries.append(True)
        if len(tries) == 1 and ready is False:
            raise TjError("the index is in use")
        return watching.app.open_store(vault)

    for page in watching.folder.iterdir():
        page.unlink()
    with watching.app.open_store(vault) as store:
        as_of = store.state()
    writer = PageWriter(vault, opened)
    if ready is not None:
        writer.get_ready()
    names, notices = writer((as_of, dump_noted(Noted()), 0, 2))
    assert set(names) == {page.name for page in watching.folder.iterdir()}
    assert "2025-W02.md" in names
    assert "2026.md" not in names
    assert notices == []
    assert len(tries) == (2 if ready is False else 1)
    with pytest.raises(RuntimeError, match="has changed"):
        writer(((as_of[0] + 1, as_of[1]), dump_noted(Noted()), 1, 2))
