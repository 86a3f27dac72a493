"""Bringing the index up to date: the same answers whatever happened to the files, and in whatever order."""

import json
import multiprocessing
import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from tj.config import Settings
from tj.index import sync, written
from tj.index.query import Query
from tj.index.store import Hit, IndexDamaged, Stale, Store, open_store
from tj.index.sync import Refreshed, fingerprint, index_path, refresh
from tj.index.written import body_reader
from tj.places import Places
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.vault.scan import Contents, visit

EVERY = Query(types=())
# Far enough ahead that every file has settled; before that, each is read again.
LATER = 4_000_000_000_000_000_000

Make = Callable[..., Path]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite"


@pytest.fixture
def vault(make_vault: Make) -> Vault:
    root = make_vault(
        {"journal/2026-03-05.md": "---\nmood: 5\n---\nfirst\n", "goals/walk.md": "---\ntype: goal\n---\n"}
    )
    return Vault(root.resolve(), Settings())


@pytest.fixture
def store(place: Path, vault: Vault) -> Iterator[Store]:
    with open_store(place, fingerprint(vault)) as opened:
        yield opened


def write(vault: Vault, path: str, text: str | bytes) -> None:
    (vault.root / path).parent.mkdir(parents=True, exist_ok=True)
    (vault.root / path).write_bytes(text.encode() if isinstance(text, str) else text)


def update(vault: Vault, store: Store, now_ns: int = LATER) -> Refreshed:
    return refresh(vault, store, now_ns=now_ns)


def search(vault: Vault, store: Store, query: Query) -> list[Hit]:
    return store.search(query, body_of=body_reader(vault))


def answers(vault: Vault, store: Store) -> str:
    """Return everything that an index can tell, as one text."""
    return json.dumps(
        [
            [repr(entry) for entry in store.entries(EVERY, properties=True)],
            [repr(entry) for entry in store.others()],
            [(hit.entry.path, hit.snippet) for hit in search(vault, store, Query(text="word*", types=()))],
            [(one.path, one.line, one.severity, one.message) for one in store.problems()],
            [store.count(), sorted(map(str, store.known())), sorted(store.known_at(store.known()))],
            repr(sorted((name, sorted(days)) for name, days in store.goal_days().items())),
            [entry.path for entry in store.entries_with_agenda(None)],
            [str(day) for day in store.dates()],
            [entry.path for entry in store.entries(Query(where=(("weather", "rain"),), types=()))],
            str(store.newest_date()),
        ]
    )


def test_what_is_new_changed_gone_and_the_same(vault: Vault, store: Store) -> None:
    assert update(vault, store) == Refreshed(2, ("goals/walk.md", "journal/2026-03-05.md"), (), ())
    assert update(vault, store) == Refreshed(2)
    assert update(vault, store).unchanged == 2
    write(vault, "journal/2026-03-05.md", "changed\n")
    write(vault, "journal/2026-03-06.md", "new\n")
    (vault.root / "goals/walk.md").unlink()
    done = update(vault, store)
    assert done == Refreshed(2, ("journal/2026-03-06.md",), ("journal/2026-03-05.md",), ("goals/walk.md",))
    assert done.unchanged == 0
    assert [entry.path for entry in store.entries(EVERY)] == ["journal/2026-03-06.md", "journal/2026-03-05.md"]
    assert search(vault, store, Query(text="changed"))[0].snippet == "\x02changed\x03"


def test_a_renamed_note_is_one_gone_and_one_new(vault: Vault, store: Store) -> None:
    update(vault, store)
    (vault.root / "goals/walk.md").rename(vault.root / "goals/run.md")
    done = update(vault, store)
    assert (done.added, done.changed, done.removed) == (("goals/run.md",), (), ("goals/walk.md",))


def test_a_touched_note_is_unchanged_and_its_new_signature_is_kept(vault: Vault, store: Store) -> None:
    update(vault, store)
    store.settle(store.stale())
    os.utime(vault.root / "journal/2026-03-05.md", (1, 1))
    assert update(vault, store) == Refreshed(2)
    assert store.known()["journal/2026-03-05.md"].signature.mtime_ns == 1_000_000_000
    assert store.stale()._replace(version=0) == Stale()


@pytest.mark.parametrize("only", [None, ["in/deep/c.md"]])
def test_a_folder_that_becomes_a_vault_of_its_own_leaves_the_index_and_comes_back(
    vault: Vault, store: Store, only: list[str] | None
) -> None:
    write(vault, "in/b.md", "b\n")
    write(vault, "in/deep/c.md", "c\n")
    assert update(vault, store).entries == 4
    write(vault, "in/.tj/config.toml", "")
    done = refresh(vault, store, now_ns=LATER, only=only)
    assert done == Refreshed(2, (), (), ("in/b.md", "in/deep/c.md"))
    assert [one.path for one in store.problems() if "vault of its own" in one.message] == ["in"]
    assert update(vault, store) == Refreshed(2)
    shutil.rmtree(vault.root / "in/.tj")
    assert update(vault, store) == Refreshed(4, ("in/b.md", "in/deep/c.md"))
    assert not [one for one in store.problems() if "vault of its own" in one.message]


def _freeze(patch: pytest.MonkeyPatch, looks: Iterable[Contents | str]) -> None:
    """Let every look find what was found by these."""
    folders = [one for one in looks if isinstance(one, Contents)]
    found = {path: signature for one in folders for path, signature in one.found.items()}

    def look(_: Vault, known: Mapping[str, bytes]) -> Iterator[Contents | str]:
        for one in folders:
            yield one.path if one.mark == known.get(one.path) else one

    patch.setattr(sync, "visit", look)
    patch.setattr(sync, "glance", lambda _, paths: {path: found.get(path) for path in paths})


def test_a_change_that_keeps_size_and_times_is_seen_while_the_file_is_young(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = vault.root / "journal/2026-03-05.md"
    status = path.stat()
    update(vault, store, now_ns=status.st_ctime_ns + 1)
    assert not store.known()["journal/2026-03-05.md"].settled
    frozen = list(visit(vault, {}))
    path.write_text(path.read_text().replace("first", "other"))
    _freeze(monkeypatch, frozen)  # a clock so coarse that nothing of the signature differs
    assert update(vault, store).changed == ("journal/2026-03-05.md",)
    assert store.known()["journal/2026-03-05.md"].settled
    path.write_text(path.read_text().replace("other", "third"))
    assert update(vault, store).changed == ()
    monkeypatch.undo()
    assert update(vault, store).changed == ("journal/2026-03-05.md",)


def _refuse_goals(patch: pytest.MonkeyPatch) -> None:
    """Let goals vanish between the look and the reading."""
    real = read_file
    patch.setattr(
        written,
        "read_file",
        lambda path, root: real(
            Path(path).with_name("gone.md") if Path(path).parent.name == "goals" else path, root=root
        ),
    )


def test_a_note_that_cannot_be_read_is_a_problem_until_it_can(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(vault, store)
    write(vault, "goals/new.md", "new")
    write(vault, "goals/walk.md", "---\ntype: goal\n---\nlonger")
    _refuse_goals(monkeypatch)
    done = update(vault, store)
    assert (done.entries, done.added, done.changed, done.removed, done.unchanged) == (1, (), (), ("goals/walk.md",), 1)
    problems = store.problems()
    assert [problem.path for problem in problems] == ["goals/new.md", "goals/walk.md"]
    assert update(vault, store) == Refreshed(1)
    assert store.problems() == problems
    monkeypatch.undo()
    done = update(vault, store)
    assert (done.entries, done.added, store.problems()) == (3, ("goals/new.md", "goals/walk.md"), [])


def test_a_note_that_can_be_read_again_is_no_problem_as_soon_as_it_is_named(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(vault, store)
    write(vault, "goals/new.md", "new")
    with monkeypatch.context() as patch:
        _refuse_goals(patch)
        assert refresh(vault, store, now_ns=LATER, only=["goals/new.md"]) == Refreshed(2)
        assert [problem.path for problem in store.problems()] == ["goals/new.md"]
    assert refresh(vault, store, now_ns=LATER, only=["goals/new.md"]).added == ("goals/new.md",)
    assert store.problems() == []
    with monkeypatch.context() as patch:
        _refuse_goals(patch)
        write(vault, "goals/new.md", "longer")
        assert refresh(vault, store, now_ns=LATER, only=["goals/new.md"]).removed == ("goals/new.md",)
    (vault.root / "goals/new.md").unlink()
    assert refresh(vault, store, now_ns=LATER, only=["goals/new.md"]) == Refreshed(2)
    assert store.problems() == []


def test_a_note_with_front_matter_that_cannot_be_read_keeps_its_problem(vault: Vault, store: Store) -> None:
    write(vault, "journal/2026-03-06.md", "---\nmood: [\n---\nwords\n")
    update(vault, store)
    first = store.problems()
    assert [(one.path, one.severity) for one in first] == [("journal/2026-03-06.md", "error")]
    update(vault, store)
    assert store.problems() == first
    found = store.entry("journal/2026-03-06.md")
    assert found is not None
    assert found.private
    assert found.date == date(2026, 3, 6)


def test_what_the_scan_finds_odd_is_kept_and_goes(vault: Vault, store: Store) -> None:
    write(vault, "journal/a.sync-conflict-1.md", "words")
    for _ in range(2):
        update(vault, store)
        assert [one.path for one in store.problems()] == ["journal/a.sync-conflict-1.md"]
    (vault.root / "journal/a.sync-conflict-1.md").unlink()
    update(vault, store)
    assert store.problems() == []


@pytest.mark.parametrize("pad", range(4))
def test_of_a_huge_note_the_head_is_read_up_to_a_whole_character(vault: Vault, store: Store, pad: int) -> None:
    head = "---\nmood: 4\n---\n" + "x" * pad
    write(vault, "journal/2026-03-06.md", head + "𝄞" * (2 * 1024 * 1024 + 10) + " endword")
    update(vault, store)
    [told] = store.problems()
    assert (told.path, told.severity, told.line) == ("journal/2026-03-06.md", "warning", 0)
    assert "8 MiB" in told.message
    found = store.entry("journal/2026-03-06.md")
    assert found is not None
    assert (found.readable, found.stated_mood) == (True, 4)
    assert search(vault, store, Query(text="endword")) == []
    with (vault.root / "journal/2026-03-06.md").open("ab") as handle:
        handle.write(b"more")
    assert update(vault, store).changed == ("journal/2026-03-06.md",)


def test_a_huge_note_that_vanishes_is_a_problem(vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path = vault.root / "journal/2026-03-06.md"
    with path.open("wb") as handle:
        handle.truncate(9 * 1024 * 1024)
    seen = list(visit(vault, {}))
    path.unlink()
    _freeze(monkeypatch, seen)
    assert "journal/2026-03-06.md" not in update(vault, store).added
    assert [one.path for one in store.problems()] == ["journal/2026-03-06.md"]


def test_progress_is_told_of_the_files_read_so_far(vault: Vault, store: Store) -> None:
    told: list[tuple[int, int]] = []
    refresh(vault, store, now_ns=LATER, progress=lambda count, of: told.append((count, of)))
    assert told == [(2, 2)]
    _fill(vault, 150, "word")
    told.clear()
    refresh(vault, store, now_ns=LATER, progress=lambda count, of: told.append((count, of)))
    assert told == [(96, 150), (150, 150)]


def test_an_interrupted_refresh_leaves_the_index_as_it_was(vault: Vault, store: Store) -> None:
    def interrupt(count: int, of: int) -> None:
        if count == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(vault, store, now_ns=LATER, progress=interrupt)
    assert store.entries(EVERY) == []
    assert len(update(vault, store).added) == 2


def test_summaries_are_caught_up_with_after_a_crash(vault: Vault, store: Store, place: Path) -> None:
    update(vault, store)
    store.settle(store.stale())
    write(vault, "journal/2026-03-05.md", "---\ndate: 2026-04-01\n---\nmoved\n")
    update(vault, store)
    with open_store(place, fingerprint(vault)) as after:
        update(vault, after)
        assert after.stale().dates == {date(2026, 3, 5), date(2026, 4, 1)}


def test_another_process_at_work_between_the_look_and_the_change(
    vault: Vault, store: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(vault, "journal/2026-03-06.md", "old\n")
    real = Store.marks

    def marks_then_meddle(of: Store) -> dict[str, bytes]:
        known = real(of)
        monkeypatch.setattr(Store, "marks", real)
        write(vault, "journal/2026-03-06.md", "newer and longer\n")
        (vault.root / "goals/walk.md").unlink()
        with open_store(place, fingerprint(vault)) as other:
            update(vault, other)
        return known

    monkeypatch.setattr(Store, "marks", marks_then_meddle)
    done = update(vault, store)
    assert (done.entries, done.added, done.changed, done.removed) == (2, (), (), ())
    assert store.problems() == []
    assert [entry.path for entry in store.entries(EVERY)] == ["journal/2026-03-06.md", "journal/2026-03-05.md"]


def _refresh_often(vault: Vault, place: Path) -> None:
    with open_store(place, fingerprint(vault)) as store:
        for _ in range(10):
            update(vault, store)


def test_processes_refreshing_at_once_end_right(vault: Vault, place: Path) -> None:
    for number in range(50):
        write(vault, f"journal/2026-01-{number}.md", f"word {number}\n")
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_refresh_often, args=(vault, place)) for _ in range(4)]
    for process in processes:
        process.start()
    for number in range(50):
        write(vault, f"journal/2026-01-{number}.md", f"word {number} changed\n")
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    with open_store(place, fingerprint(vault)) as store:
        update(vault, store)
        kept = answers(vault, store)
        refresh(vault, store, now_ns=LATER, anew=True)
        assert answers(vault, store) == kept


def test_a_damaged_index_is_made_anew_without_a_word(vault: Vault, place: Path) -> None:
    for number in range(200):
        write(vault, f"journal/{number}.md", f"word {number}\n" * 50)
    with open_store(place, fingerprint(vault)) as store:
        update(vault, store)
        before = answers(vault, store)
    size = place.stat().st_size
    with place.open("r+b") as handle:
        handle.seek(32 * 1024)
        handle.write(b"\xff" * (size - 48 * 1024))
    with open_store(place, fingerprint(vault)) as store:
        done = update(vault, store)
        assert len(done.added) == done.entries == 202
        assert answers(vault, store) == before


def test_damage_that_stays_is_told(vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_: Store) -> None:
        raise IndexDamaged

    monkeypatch.setattr(Store, "marks", damaged)
    with pytest.raises(IndexDamaged):
        update(vault, store)


def test_no_note_can_stop_the_others(vault: Vault, store: Store) -> None:
    awkward: dict[str, str | bytes] = {
        "1": '---\n"\\0date": x\n---\n', "2": "---\nplace: {\"\\0date\": 5}\n---\n", "3": "a\0b \x02c\x03\n",
        "4": "---\nn: .nan\nm: .inf\nbig: 999999999999999999\n---\n", "5": b"\xff\xfe\x00", "6": "",
        "7": '---\ntitle: "\\ud800"\n---\n', "8": "---\nn: " + "9" * 5000 + "\n---\n", "9": "\ufeff---\nmood: 3\n---\n",
    }  # fmt: skip
    for name, text in awkward.items():
        write(vault, f"journal/{name}.md", text)
    assert len(update(vault, store).added) == 2 + len(awkward)
    assert len(update(vault, store).added) == 0
    for name in awkward:
        (vault.root / f"journal/{name}.md").unlink()
    assert len(update(vault, store).removed) == len(awkward)


def test_the_fingerprint_covers_place_settings_reading_and_folding(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    prints = {
        fingerprint(vault),
        fingerprint(vault._replace(root=vault.root / "other")),
        fingerprint(vault._replace(settings=Settings(exclude=("a",)))),
    }
    for name in ("PARSER", "VERSION"):
        with monkeypatch.context() as patch:
            patch.setattr(sync, name, 999)
            prints.add(fingerprint(vault))
    monkeypatch.setattr("tj.index.sync.unicodedata.unidata_version", "0")
    prints.add(fingerprint(vault))
    assert len(prints) == 6


def test_the_index_lies_in_the_cache(vault: Vault, tmp_path: Path) -> None:
    path = index_path(vault, Places(tmp_path / "cache", tmp_path / "data", tmp_path / "outbox"))
    assert path.parent == tmp_path / "cache"
    assert path.name == f"{vault.cache_name}.sqlite"


class _Writer:
    """Someone who does anything to a vault, by a seed."""

    def __init__(self, vault: Vault, seed: int) -> None:
        self.vault = vault
        self.chance = random.Random(seed)  # noqa: S311 - chance that can be repeated

    def notes(self) -> list[Path]:
        return sorted(path for path in self.vault.root.rglob("*.md") if path.is_file())

    def text(self) -> str:
        chance = self.chance
        header = chance.choice(
            ["", "---\nmood: 4\ntags: [a, b/c]\n---\n", "---\ndate: 2026-05-01\nweather: [rain]\n---\n",
             "---\nemotions: [calm]\ngoals: [walk]\n---\n", "---\nbroken: [\n---\n", "---\nday: 2026-02-30\n---\n"]
        )  # fmt: skip
        return header + " ".join(chance.choice(["word", "wörd", "東京", "#tag", "words"]) for _ in range(9)) + "\n"

    def path(self) -> str:
        name = self.chance.choice(["2026-03-05", "2026-03-06-2230", "note", "x.sync-conflict-1", "été"])
        return f"{self.chance.choice(['journal', 'journal/2026', 'other', 'goals'])}/{name}.md"

    def act(self) -> None:
        found = self.notes()
        chosen = self.chance.choice(found) if found else None
        kind = self.chance.choice(["write", "write", "edit", "delete", "rename", "touch", "folder"])
        if kind == "write" or chosen is None:
            write(self.vault, self.path(), self.text())
        elif kind == "edit":
            chosen.write_text(self.text())
        elif kind == "delete":
            chosen.unlink()
        elif kind == "rename":
            target = self.vault.root / self.path()
            target.parent.mkdir(parents=True, exist_ok=True)
            chosen.replace(target)
        elif kind == "touch":
            os.utime(chosen, (self.chance.randint(1, 10**9),) * 2)
        elif chosen.parent != self.vault.root:
            shutil.rmtree(chosen.parent)


@pytest.mark.parametrize("seed", range(8))
def test_step_by_step_equals_made_anew(
    vault: Vault, store: Store, place: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    if seed % 2:
        _limit(monkeypatch, recent=1, spent=seed)
    writer = _Writer(vault, seed)
    for turn in range(25):
        for _ in range(writer.chance.randint(1, 4)):
            writer.act()
        now = 0 if writer.chance.random() < 0.5 else LATER
        assert update(vault, store, now).entries == len(store.entries(EVERY))
        with open_store(place.with_name(f"{turn}.sqlite"), fingerprint(vault)) as anew:
            update(vault, anew)
            assert answers(vault, store) == answers(vault, anew)


def _limit(patch: pytest.MonkeyPatch, *, recent: int = 1, spent: int) -> None:
    """Let an index keep the words of so few notes, and wear out when so many, and a quarter, left theirs behind."""
    patch.setattr("tj.index.store._RECENT", recent)
    patch.setattr("tj.index.store._SPENT", spent)


def _fill(vault: Vault, count: int, word: str) -> list[str]:
    """Write so many notes, one a day, each of the same length whatever the word."""
    names = [f"journal/2025/2025-{1 + day // 28:02}-{1 + day % 28:02}.md" for day in range(count)]
    for name in names:
        write(vault, name, f"word {word} of {name}\n")
    return names


def _spent(store: Store) -> int:
    found: int = store._db.execute("SELECT count(*) FROM spent").fetchone()[0]
    return found


class _Renewals:
    """Counts how often an index is made anew in the midst of its life, and how often a file is read."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.read: list[str] = []
        clear, read = Store.clear, read_file

        def clear_(store: Store) -> None:
            self.count += 1
            clear(store)

        def read_(path: str, *, root: str) -> bytes:
            self.read.append(path)
            return read(path, root=root)

        patch.setattr(Store, "clear", clear_)
        patch.setattr(written, "read_file", read_)


@pytest.fixture
def renewals(monkeypatch: pytest.MonkeyPatch) -> _Renewals:
    return _Renewals(monkeypatch)


@pytest.mark.parametrize("only", [False, True])
def test_where_everything_was_rewritten_the_index_is_made_anew_and_tells_what_changed(
    vault: Vault, store: Store, renewals: _Renewals, monkeypatch: pytest.MonkeyPatch, only: bool
) -> None:
    _limit(monkeypatch, spent=5)
    names = _fill(vault, 40, "one")
    update(vault, store)
    store.settle(store.stale())
    state = store.state()
    _fill(vault, 30, "two")
    write(vault, "journal/new.md", "word\n")
    (vault.root / names[35]).unlink()
    renewals.read.clear()
    done = refresh(vault, store, now_ns=LATER, only=[*names, "journal/new.md"] if only else None)
    assert done == Refreshed(42, ("journal/new.md",), tuple(names[:30]), (names[35],))
    assert (renewals.count, _spent(store)) == (1, 0)
    assert store.stale().everything
    assert store.state() != state
    assert len(renewals.read) < 42 + 20  # what told that it is worn is read twice, and no more
    for word, count in (("one", 9), ("two", 30), ("word", 40)):
        assert store.count_hits(Query(text=word, types=())) == len(search(vault, store, Query(text=word))) == count
    assert update(vault, store) == Refreshed(42)
    assert renewals.count == 1


def test_where_everything_was_only_touched_nothing_is_made_anew(
    vault: Vault, store: Store, renewals: _Renewals, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, spent=5)
    names = _fill(vault, 40, "one")
    update(vault, store)
    store.settle(store.stale())
    for at, name in enumerate(names):
        os.utime(vault.root / name, (at + 1, at + 1))
    write(vault, names[7], "word two\n")
    write(vault, names[9], "word two\n")
    renewals.read.clear()
    assert update(vault, store) == Refreshed(42, (), (names[7], names[9]))
    assert (renewals.count, _spent(store)) == (0, 2)
    assert not store.stale().everything
    assert len(renewals.read) == 42  # the two that changed are read twice
    assert store.known()[names[3]].signature.mtime_ns == 4_000_000_000
    assert update(vault, store) == Refreshed(42)
    assert len(renewals.read) == 42


def test_a_folder_that_moves_makes_the_index_anew_at_once(
    vault: Vault, store: Store, renewals: _Renewals, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, spent=5)
    names = _fill(vault, 40, "one")
    update(vault, store)
    (vault.root / "journal/2025").rename(vault.root / "journal/old")
    done = update(vault, store)
    assert done.removed == tuple(names)
    assert done.added == tuple(name.replace("/2025/", "/old/") for name in names)
    assert (done.entries, done.changed, renewals.count, _spent(store)) == (42, (), 1, 0)


def test_an_index_wears_out_bit_by_bit_and_is_made_anew_with_the_next_change(
    vault: Vault, store: Store, renewals: _Renewals, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, spent=5)
    names = _fill(vault, 38, "one")  # and two more, so that 15 may leave their words behind
    update(vault, store)
    for at, name in enumerate(names[:15]):
        for turn in range(3 if at < 14 else 1):  # the last one that changed has its words kept
            write(vault, name, f"word {at} {turn}\n")
            assert update(vault, store).changed == (name,)
            assert (_spent(store), renewals.count) == (at + 1, 0)
    write(vault, names[20], "word other\n")
    assert update(vault, store) == Refreshed(40, (), (names[20],))
    assert (_spent(store), renewals.count) == (0, 1)
    assert len(search(vault, store, Query(text="word"))) == 38
    assert store.count_hits(Query(text="one", types=())) == 22


def test_where_notes_went_less_may_be_left_behind_and_the_next_change_looks(
    vault: Vault, store: Store, renewals: _Renewals, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, spent=0)
    names = _fill(vault, 38, "one")
    update(vault, store)
    for name in names[:10]:
        (vault.root / name).unlink()
    assert update(vault, store).removed == tuple(names[:10])
    assert (_spent(store), renewals.count) == (10, 0)  # of 40 notes as there were then
    assert update(vault, store) == Refreshed(30)
    assert renewals.count == 0
    write(vault, "journal/new.md", "word\n")
    assert update(vault, store) == Refreshed(31, ("journal/new.md",))
    assert (_spent(store), renewals.count) == (0, 1)


def test_an_index_that_is_interrupted_while_it_is_made_anew_is_as_it_was(
    vault: Vault, store: Store, renewals: _Renewals, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, spent=5)
    _fill(vault, 150, "one")
    update(vault, store)
    told = store.entries(EVERY), store.stale(), store.state(), store.known()
    _fill(vault, 150, "two")

    def interrupt(count: int, _: int) -> None:
        if count == 96:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(vault, store, now_ns=LATER, progress=interrupt)
    assert (store.entries(EVERY), store.stale(), store.state(), store.known()) == told
    assert store.count_hits(Query(text="one", types=())) == 150
    assert len(update(vault, store).changed) == 150
    assert renewals.count == 2


def _rewrite_often(vault: Vault, place: Path) -> None:
    with open_store(place, fingerprint(vault)) as store:
        for turn in range(12):
            _fill(vault, 40, f"turn{turn}")
            update(vault, store)


def test_nobody_sees_an_index_that_wears_out(vault: Vault, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _limit(monkeypatch, spent=2)
    _fill(vault, 40, "turn0")
    with open_store(place, fingerprint(vault)) as store:
        update(vault, store)
        process = multiprocessing.get_context("fork").Process(target=_rewrite_often, args=(vault, place))
        process.start()
        while process.is_alive():
            with store.reading():
                assert (store.count(), store.count_hits(Query(text="word", types=()))) == (42, 40)
                assert len(store.entries(Query(text="turn*"))) == 40
        process.join()
        assert process.exitcode == 0
        update(vault, store)
        assert store.count_hits(Query(text="turn11", types=())) == 40


def _refill_often(vault: Vault, place: Path) -> None:
    with open_store(place, fingerprint(vault)) as store:
        for turn in range(12):
            for number in range(30):
                write(vault, f"journal/2026-01-{number + 1:02}.md", f"---\ntitle: turn {turn}\n---\nword{turn}\n")
            refresh(vault, store, now_ns=LATER, anew=True)


def test_nobody_sees_an_index_that_is_being_filled(vault: Vault, place: Path) -> None:
    """One process makes the index anew again and again; each look of another finds all notes, of one time."""
    for number in range(30):
        write(vault, f"journal/2026-01-{number + 1:02}.md", "---\ntitle: turn 0\n---\nword0\n")
    with open_store(place, fingerprint(vault)) as store:
        update(vault, store)
        process = multiprocessing.get_context("fork").Process(target=_refill_often, args=(vault, place))
        process.start()
        seen: set[str] = set()
        while process.is_alive() or "turn 11" not in seen:
            alive = process.is_alive()
            with store.reading():
                entries = store.entries(Query(since=date(2026, 1, 1), until=date(2026, 1, 31)))
                titles = {entry.title for entry in entries}
                assert (len(entries), len(titles), store.count()) == (30, 1, 32)
                [title] = titles
                assert len(search(vault, store, Query(text=title.replace("turn ", "word")))) == 30
                assert len(store.known()) == 32
                seen.add(title)
            assert alive or "turn 11" in seen
        process.join()
    assert process.exitcode == 0


def test_while_an_index_is_made_anew_others_see_the_old_one(vault: Vault, store: Store, place: Path) -> None:
    update(vault, store)
    write(vault, "journal/2026-03-05.md", "changed\n")
    write(vault, "journal/2026-03-06.md", "new\n")
    with open_store(place, fingerprint(vault)) as other:
        before = answers(vault, other)
        told: list[str] = []
        refresh(vault, store, now_ns=LATER, anew=True, progress=lambda *_: told.append(answers(vault, other)))
        assert told == [before]
        assert answers(vault, other) == answers(vault, store) != before


def test_a_look_at_some_of_a_new_index_is_a_look_at_all(vault: Vault, place: Path) -> None:
    """The cache may be deleted, or found damaged, while `tj watch` is told of one note."""
    with open_store(place, fingerprint(vault)) as store:
        done = refresh(vault, store, now_ns=LATER, only=["journal/2026-03-05.md"])
        assert done.added == ("goals/walk.md", "journal/2026-03-05.md")
        write(vault, "journal/2026-03-06.md", "new\n")
        write(vault, "journal/2026-03-07.md", "not named\n")
        assert refresh(vault, store, now_ns=LATER, only=["journal/2026-03-06.md"]).added == ("journal/2026-03-06.md",)
    place.write_bytes(b"spoiled" * 5000)
    with open_store(place, fingerprint(vault)) as store:
        assert refresh(vault, store, now_ns=LATER, only=[]).entries == 4


def test_a_young_note_is_read_once_more_when_its_time_is_over_and_not_with_every_other(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = max(path.stat().st_ctime_ns for path in vault.root.rglob("*.md"))
    update(vault, store, changed)
    read: list[str] = []

    def reading(path: str, *, root: str) -> bytes:
        read.append(os.path.relpath(path, root))
        return read_file(path, root=root)

    monkeypatch.setattr(written, "read_file", reading)
    named = ["goals/walk.md"]
    assert refresh(vault, store, now_ns=changed + 1_000_000_000, only=named) == Refreshed(2)
    assert read == named
    assert refresh(vault, store, now_ns=LATER, only=named) == Refreshed(2)
    assert sorted(read[1:]) == ["goals/walk.md", "journal/2026-03-05.md"]
    assert store.unsettled() == {}


def test_what_is_named_is_read_and_nothing_else(vault: Vault, store: Store) -> None:
    update(vault, store)
    for path in ("journal/2026-03-05.md", "journal/2026-03-06.md", "goals/run.md"):
        write(vault, path, "changed\n")
    (vault.root / "goals/walk.md").unlink()
    done = refresh(vault, store, now_ns=LATER, only=["journal/2026-03-06.md", "goals/walk.md", "absent.md"])
    assert done == Refreshed(2, ("journal/2026-03-06.md",), (), ("goals/walk.md",))
    assert update(vault, store) == Refreshed(3, ("goals/run.md",), ("journal/2026-03-05.md",))


def _to_link(path: Path) -> None:
    (path.parent / "text.txt").write_text("by a link\n")
    path.symlink_to("text.txt")


@pytest.mark.parametrize("make", [_to_link, os.mkfifo, Path.mkdir, lambda _: None, lambda path: path.write_text("a\n")])
@pytest.mark.parametrize("then", [_to_link, os.mkfifo, lambda _: None, lambda path: path.write_text("longer\n")])
def test_a_named_path_may_be_anything(
    vault: Vault, store: Store, place: Path, make: Callable[[Path], object], then: Callable[[Path], object]
) -> None:
    path = vault.root / "journal" / "thing.md"
    update(vault, store)
    with open_store(place.with_name("anew.sqlite"), fingerprint(vault)) as anew:
        for change in (make, then):
            if path.is_dir():
                path.rmdir()
            path.unlink(missing_ok=True)
            change(path)
            refresh(vault, store, now_ns=LATER, only=["journal/thing.md"])
            refresh(vault, anew, now_ns=LATER, anew=True)
            assert answers(vault, store) == answers(vault, anew)


def test_named_paths_that_are_never_read(vault: Vault, store: Store) -> None:
    update(vault, store)
    vault = vault._replace(settings=Settings(exclude=("old",)))
    names = [
        "old/a.md",
        ".hidden/a.md",
        "summaries/2026.md",
        "journal/a.md~",
        "journal/a.txt",
        "journal/a.sync-conflict-1.md",
    ]
    for name in names:
        write(vault, name, "word\n")
    (vault.root / "linked").symlink_to(vault.root / "journal")
    done = refresh(vault, store, now_ns=LATER, only=[*names, "linked/2026-03-05.md", "../a.md", "", "."])
    assert done.entries == len(store.entries(EVERY)) == 2
