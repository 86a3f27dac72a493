"""Notes come newest first, by date, time and path, the undated last: however many a day has, and in whatever order."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tj.config import Settings
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.index.diff import Known
from tj.index.peek import A_DAY, knows_day
from tj.index.query import Query
from tj.index.rows import Stored, all_ready
from tj.index.store import Store, open_store
from tj.vault.scan import Signature

KNOWN = Known(Signature(1, 2, 3, 4), "d", True)
DAYS = (date.min, date(2026, 3, 5), date(2026, 3, 6), date(2026, 4, 1), date.max, None)
TIMES = ("", "07:00", "22:30")


def note(name: str, day: date | None, time: str, kind: str = "entry") -> Stored:
    lines = [f"date: {day}", f"time: '{time}'" if time else "", "" if kind == "entry" else f"type: {kind}"]
    text = "---\n{}\n---\nword {}\n".format("\n".join(line for line in lines if line), name)
    return Stored(parse_note(f"journal/{name}.md", text.replace("date: None", "").encode(), Settings()), KNOWN)


def unread(_path: str, _line: int) -> str:
    return ""


def in_order(notes: dict[str, Stored], wanted: Callable[[Entry], bool] = lambda _: True) -> list[str]:
    """Return the paths of these notes in the order that is documented, by a plain sort."""
    entries = [one.note.entry for one in notes.values() if wanted(one.note.entry)]
    ranked = sorted(entries, key=lambda e: (e.date is not None, e.date or date.min, e.time, e.path))
    return [entry.path for entry in reversed(ranked)]


def check(store: Store, notes: dict[str, Stored], limits: Sequence[int]) -> None:
    """Assert that the store tells of just these notes, in order, whatever part of them is asked for."""
    every = in_order(notes)
    assert store.count_hits(Query(text="word", types=())) == len(notes)
    assert store.count_hits(Query(text="word")) == sum(one.note.entry.type == "entry" for one in notes.values())
    assert [entry.path for entry in store.entries(Query(types=()))] == every
    assert [hit.entry.path for hit in store.search(Query(text="word", types=()), body_of=unread)] == every
    for limit in limits:
        assert [hit.entry.path for hit in store.search(Query(text="word", types=()), limit, body_of=unread)] == every[
            :limit
        ], limit
        assert [hit.entry.path for hit in store.search(Query(types=()), limit, body_of=unread)] == every[:limit], limit
        found = store.search(Query(text="word", until=date(2026, 3, 6)), limit, body_of=unread)
        until = in_order(notes, lambda e: e.type == "entry" and e.date is not None and e.date <= date(2026, 3, 6))
        assert [hit.entry.path for hit in found] == until[:limit], limit
    for since, until_day in [(DAYS[1], DAYS[2]), (date.min, DAYS[1]), (DAYS[3], date.max)]:
        assert since is not None
        assert until_day is not None
        within = in_order(notes, lambda e: e.date is not None and since <= e.date <= until_day)  # noqa: B023 - used at once
        assert [entry.path for entry in store.entries(Query(since=since, until=until_day, types=()))] == within
        assert [entry.path for entry in store.entries(Query(since=since, types=()))] == in_order(
            notes, lambda e: e.date is not None and since <= e.date  # noqa: B023 - used at once
        )  # fmt: skip
    dated = {e.date for one in notes.values() if (e := one.note.entry).type == "entry" and e.date is not None}
    assert store.dates() == sorted(dated)
    assert {day for day in DAYS if day and knows_day(str(store._path), str(day))} == dated
    assert store.newest_date() == max(dated, default=None)
    assert store.count() == len(notes)
    assert [entry.path for entry in store.others()][::-1] == in_order(notes, lambda entry: entry.type != "entry")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "index.sqlite", "one") as opened:
        yield opened


@pytest.mark.parametrize("seed", range(6))
def test_more_notes_a_day_than_there_are_numbers(store: Store, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    notes: dict[str, Stored] = {}
    most = 0
    for turn in range(12):
        names = [f"{chance.randrange(300)}" for _ in range(chance.choice([1, 2, 80]) if turn else 200)]
        put = {
            name: note(name, chance.choice(DAYS if turn % 3 == 1 else DAYS[1:3]), chance.choice(TIMES))
            for name in names
        }
        gone = chance.sample(sorted(notes), k=min(len(notes), chance.choice([0, 1, 40])))
        with store.changing():
            store.drop([f"journal/{name}.md" for name in gone])
            store.put(all_ready(put.values()))
        notes = {**{name: one for name, one in notes.items() if name not in gone}, **put}
        most = max(most, *(sum(one.note.entry.date == day for one in notes.values()) for day in DAYS))
        check(store, notes, [0, 1, 2, chance.randrange(len(notes) + 1), len(notes), len(notes) + 1])
    assert most > A_DAY


def test_a_first_filling_with_many_notes_a_day(store: Store) -> None:
    notes = {
        f"{n}": note(f"{n}", DAYS[n % 3 + 1], TIMES[n % 2], "session" if n % 7 == 0 else "entry") for n in range(300)
    }
    with store.changing():
        for at in range(0, 300, 50):
            store.put(all_ready([notes[f"{n}"] for n in range(at, at + 50)]))
    check(store, notes, [0, 1, 20, 63, 64, 65, 66, 299, 300, 400])


def test_two_notes_that_are_saved_in_turn_all_day(store: Store) -> None:
    notes = {name: note(name, date(2026, 3, 5), "") for name in ("a", "b")}
    with store.changing():
        store.put(all_ready(notes.values()))
    for turn in range(A_DAY + 2):
        with store.changing():
            store.put(all_ready([notes["ab"[turn % 2]]]))
        check(store, notes, [1])
        if turn > A_DAY - 4:  # and either may be all there is: nothing of the other decides what is newest
            with store.changing():
                store.drop(["journal/a.md"])
            check(store, {"b": notes["b"]}, [1])
            with store.changing():
                store.put(all_ready([notes["a"]]))


CHANGES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.none() | st.tuples(st.sampled_from(DAYS), st.sampled_from(TIMES))),
    max_size=30,
)


@settings(max_examples=60)
@given(CHANGES, st.integers(1, 4))
def test_numbers_that_are_used_up(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str, tuple[date | None, str] | None]],
    recent: int,
) -> None:
    """With three numbers a day, of which some are soon spent, and a change for each note."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tj.index.store._RECENT", recent)
        for module in ("peek", "query", "rows", "numbers"):
            patch.setattr(f"tj.index.{module}.A_DAY", 3)
        with open_store(tmp_path_factory.mktemp("index") / "index.sqlite", "one") as store:
            notes: dict[str, Stored] = {}
            for name, told in changes:
                with store.changing():
                    if told is None:
                        notes.pop(name, None)
                        store.drop([f"journal/{name}.md"])
                    else:
                        notes[name] = note(name, *told)
                        store.put(all_ready([notes[name]]))
                check(store, notes, range(len(notes) + 1))
