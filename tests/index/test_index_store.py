"""The index on disk: what it answers, and that whatever is wrong with it is made again."""

import errno
import multiprocessing
import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tj.config import Settings
from tj.entry.model import Problem
from tj.entry.parse import parse_note
from tj.errors import TjError
from tj.index.diff import Known
from tj.index.query import MoodTest, Query
from tj.index.rows import Kept, Stored, all_ready
from tj.index.store import Hit, IndexDamaged, Stale, Store, open_store
from tj.index.written import body_from
from tj.insight.goals import work_done
from tj.vault.scan import Oddity, Signature

EVERY = Query(types=())
SIGNATURE = Signature(1, 2, 3, 4)


# What stands in the files of the notes that were made last.
FILES: dict[str, bytes] = {}


def note(path: str, text: str, digest: str = "d") -> Stored:
    FILES[path] = text.encode()
    return Stored(parse_note(path, text.encode(), Settings()), Known(SIGNATURE, digest, True))


def put(store: Store, *notes: Stored) -> None:
    with store.changing():
        store.put(all_ready(notes))


def search(store: Store, query: Query, limit: int | None = None) -> list[Hit]:
    return store.search(query, limit, body_of=lambda path, line: body_from(FILES[path], line))


def paths(store: Store, query: Query) -> list[str]:
    return [entry.path for entry in store.entries(query)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "tj" / "index.sqlite"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with open_store(place, "one") as opened:
        yield opened


def test_a_second_opening_keeps_the_first_ones_log(place: Path, store: Store) -> None:
    """A log that is taken away from whoever has the index open takes along what is written into it afterwards."""
    log = place.with_name(f"{place.name}-wal")
    put(store, note("a.md", "words"))
    with open_store(place, "one"):
        pass
    another = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT * FROM meta'); db.close()"
    subprocess.run([sys.executable, "-c", another, place], check=True)
    assert log.is_file()
    put(store, note("b.md", "words"))
    with open_store(place, "one") as third:
        assert sorted(paths(third, EVERY)) == ["a.md", "b.md"]


def test_words_can_be_written_ahead_of_the_end(store: Store) -> None:
    def lists() -> int:
        return int(store._rows("SELECT count(DISTINCT segid) FROM folded_idx")[0][0])

    with store.changing():
        store.put(all_ready([note("a.md", "first words")]))
        assert lists() == 0
        store.write_words()
        assert lists() == 1
        store.put(all_ready([note("b.md", "last words")]))
    assert lists() == 2
    assert [hit.entry.path for hit in search(store, Query(text="words", types=()))] == ["b.md", "a.md"]

    def interrupted() -> None:
        with store.changing():
            store.put(all_ready([note("c.md", "words")]))
            store.write_words()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [hit.entry.path for hit in search(store, Query(text="words", types=()))] == ["b.md", "a.md"]


def test_whatever_is_put_into_an_index_comes_to_the_disk_before_the_log_is_given_up(place: Path) -> None:
    for _ in ("new", "there already"):
        with open_store(place, "one") as store:
            assert store._rows("PRAGMA synchronous") == [(1,)]
            assert store._rows("PRAGMA journal_mode") == [("wal",)]


def test_a_deferred_log_is_written_back_when_it_is_asked_for(place: Path, store: Store) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            put(store, note(f"journal/2026-03-05-{number:04}.md", "words " * 3000, str(number)))

    store.write_log_back()
    before = place.read_bytes()
    store.defer_log()
    fill(400)
    log = place.with_name(f"{place.name}-wal").stat().st_size
    assert log > 2 * 1000 * 16384  # past which SQLite would have written it back by itself
    assert place.read_bytes() == before
    store.write_log_back()
    assert place.read_bytes() != before
    fill(10)  # for which no room is needed, since it begins anew
    assert place.with_name(f"{place.name}-wal").stat().st_size == log
    with open_store(place, "one") as other:
        assert other.count() == store.count() == 400


DIARY = {
    "journal/2026-03-05.md": "---\nmood: 3\ntags: [Work/Boss, sun]\nemotions: [Anxious, tired]\nsleep: 7.5\n"
    "place: {city: Utrecht, rooms: [1, 2]}\nweather: Rain\ndone: true\nempty:\nnone: []\n---\nI slept badly.\n",
    "journal/2026-03-06.md": "---\nmood: 7\ntags: [workshop]\nemotions: [calm]\nweather: [sun, wind]\n---\n"
    "Die Straße.\n",
    "journal/2026-03-07.md": "---\nemotions: [tired]\nDone: false\n---\n- 14:30 (mood:: 4) so\n- 15:00 (mood:: 6) so\n",
    "journal/2026-03-07-2230.md": "昨日東京へ行った. don't `AND` sleep-hygiene a:b #work\n",
    "sessions/2026-03-12.md": "---\ntype: session\nmood: 9\n---\nTalked.\n",
    "journal/someday.md": "no date, slept\n",
}


@pytest.fixture
def diary(store: Store) -> Store:
    put(store, *(note(path, text) for path, text in DIARY.items()))
    return store


A, B, C, D, S, U = DIARY


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), [D, C, B, A, U]),
        (EVERY, [S, D, C, B, A, U]),
        (Query(types=("session", "goal")), [S]),
        (Query(since=date(2026, 3, 6), until=date(2026, 3, 7)), [D, C, B]),
        (Query(since=date(2026, 3, 8)), []),
        (Query(tags=("work",)), [D, A]),
        (Query(tags=("#WORK/boss",)), [A]),
        (Query(tags=("work/",)), [D, A]),
        (Query(tags=("work", "sun")), [A]),
        (Query(tags=("wor",)), []),
        (Query(emotions=("TIRED",)), [C, A]),
        (Query(emotions=("tired", "anxious")), [A]),
        (Query(moods=(MoodTest(high=4, open_high=True),)), [A]),
        (Query(moods=(MoodTest(5, 5),)), [C]),
        (Query(moods=(MoodTest(low=3, open_low=True), MoodTest(high=5))), [C]),
        (Query(paths=(A, B, "absent.md")), [B, A]),
        (Query(where=(("sleep", "7.50"),)), [A]),
        (Query(where=(("weather", "rain"),)), [A]),
        (Query(where=(("WEATHER", "Sun"),)), [B]),
        (Query(where=(("place.city", "Utrecht"),)), [A]),
        (Query(where=(("place.rooms", "2"),)), [A]),
        (Query(where=(("done", "true"),)), [A]),
        (Query(where=(("done", "false"),)), [C]),
        (Query(where=(("weather", ""),)), [D, C, U]),
        (Query(where=(("empty", ""), ("none", ""), ("weather", "rain"))), [A]),
        (Query(where=(("place", ""), ("mood", "3"))), []),
        (Query(text="slept"), [A, U]),
        (Query(text="SLEPT badly"), [A]),
        (Query(text='"badly slept"'), []),
        (Query(text='"slept badly"'), [A]),
        (Query(text="bad*"), [A]),
        (Query(text="bad"), []),
        (Query(text="strasse"), [B]),
        (Query(text="STRAßE"), [B]),
        (Query(text="東京"), [D]),
        (Query(text="京東"), []),
        (Query(text="sleep-hygiene"), [D]),
        (Query(text="don't"), [D]),
        (Query(text="#work"), [D]),
        (Query(text="a:b"), [D]),
        (Query(text="AND"), [D]),
        (Query(text="OR"), []),
        (Query(text="NEAR(slept badly)"), []),
        (Query(text="title:slept"), []),
        (Query(text='"'), []),
        (Query(text="*"), []),
        (Query(text=" "), [D, C, B, A, U]),
        (Query(text="slept", tags=("sun",)), [A]),
        (Query(text=" ".join(["slept"] * 3000)), [A, U]),
    ],
)
def test_questions_and_answers(diary: Store, query: Query, found: list[str]) -> None:
    assert paths(diary, query) == found


@pytest.mark.parametrize("limit", range(7))
def test_the_newest_few_are_the_first_of_all(diary: Store, limit: int) -> None:
    query = Query(text="s*", types=())
    found = [hit.entry.path for hit in search(diary, query)]
    assert len(found) == 5
    assert [hit.entry.path for hit in search(diary, query, limit)] == found[:limit]


def test_titles_are_searched_too(store: Store) -> None:
    put(store, note("journal/2026-03-05.md", "---\ntitle: A walk\n---\nwords\n"))
    assert [hit.snippet for hit in search(store, Query(text="walk"))] == ["words"]


def test_hits_come_newest_first_with_what_was_written(diary: Store) -> None:
    hits = search(diary, Query(text="slept"))
    assert [(hit.entry.path, hit.snippet) for hit in hits] == [
        (A, "I \x02slept\x03 badly."),
        (U, "no date, \x02slept\x03"),
    ]
    assert [hit.entry.path for hit in search(diary, Query(text="slept"), 1)] == [A]
    assert search(diary, Query(text="東京"))[0].snippet.startswith("昨日\x02東京\x03へ行った")
    assert search(diary, Query(text="strasse"))[0].snippet == "Die \x02Straße\x03."


def test_one_entry_by_its_path(diary: Store) -> None:
    found = diary.entry(S)
    assert found is not None
    assert (found.type, found.stated_mood) == ("session", 9)
    assert diary.entry("absent.md") is None


def test_counts_dates_and_goals(diary: Store) -> None:
    put(diary, note("journal/2026-03-08.md", "---\ngoals: [walk, 'read: 20']\nemotions: [Tired, TIRED]\n---\n"))
    put(diary, note("journal/2026-03-07-0700.md", "---\ngoals: [walk]\n---\n"), note("x.md", "---\ngoals: [no]\n---\n"))
    put(diary, note("sessions/2026-03-13.md", "---\ntype: session\ngoals: [no]\n---\n"))
    assert diary.count() == len(diary.entries(EVERY)) == 10
    assert diary.goal_days() == {
        "walk": {date(2026, 3, 7): None, date(2026, 3, 8): None},
        "read": {date(2026, 3, 8): 20.0},
    }
    assert diary.dates() == [date(2026, 3, day) for day in (5, 6, 7, 8)]
    assert diary.newest_date() == date(2026, 3, 8)


def test_days_of_goals_are_those_that_the_notes_themselves_give(store: Store) -> None:
    goals = ["", "goals: [walk]\n", "goals: [walk, 'read: 2']\n", "goals: ['true: 1', 'read: 2.5']\n"]
    tasks = [
        "",
        "- [x] [[walk]]\n",
        "- [x] [[read]] and [[Anna]]\n",
        "- [x] #goal/true ✅ 2026-03-03\n- [x] [[walk]]\n",
    ]
    texts = [f"---\n{one}---\n{other}" for one in goals for other in tasks] * 2
    notes = [note(f"journal/2026-03-{day:02}.md", text) for day, text in enumerate(texts[:31], start=1)]
    notes += [note("goals/walk.md", "---\ntype: goal\n---\n"), note("s.md", "---\ntype: session\n---\n" + tasks[-1])]
    put(store, *notes)
    assert store.goal_days() == work_done([one.note.entry for one in notes])


def test_ticked_tasks_count_towards_goals_and_links_only_where_a_note_sets_one(store: Store) -> None:
    day, other = date(2026, 3, 8), date(2026, 3, 3)
    text = "---\ngoals: [walk, 'read: 2']\n---\n- [x] [[Walk]] [[Anna]] ✅ 2026-03-03\n- [x] #goal/swim\n"
    put(
        store,
        note("journal/2026-03-08.md", text),
        note("s.md", "---\ntype: session\n---\n- [x] #goal/swim ✅ 2026-03-03\n"),
    )
    assert store.goal_days() == {"walk": {day: None}, "read": {day: 2.0}, "swim": {day: None, other: None}}
    put(store, note("goals/walk.md", "---\ntype: goal\n---\n"))
    assert store.goal_days()["Walk"] == {other: None}
    put(store, note("journal/2026-03-08.md", "nothing"))
    with store.changing():
        store.drop(["goals/walk.md", "s.md"])
    assert store.goal_days() == {}


def test_a_task_that_is_completed_on_another_day_makes_the_goals_stale(store: Store) -> None:
    put(store, note("a.md", "---\ndate: 2026-03-08\n---\n- [x] #goal/swim ✅ 2026-03-03\n"), note("b.md", "none"))
    told(store)
    put(store, note("a.md", "---\ndate: 2026-03-08\n---\n- [x] #goal/swim ✅ 2026-03-04\n"))
    assert told(store) == Stale(on("2026-03-08"), goals=True)
    put(store, note("a.md", "---\ndate: 2026-03-08\n---\n- [x] #goal/swim, far out ✅ 2026-03-04\n"))
    assert told(store) == Stale(on("2026-03-08"))


@pytest.mark.parametrize(
    ("since", "until", "has"),
    [
        (date(2026, 3, 1), date(2026, 3, 4), False),
        (date(2026, 3, 1), date(2026, 3, 5), True),
        (date(2026, 3, 7), date(2026, 3, 31), True),
        (date(2026, 3, 8), date(2026, 3, 31), False),  # a session is no entry
        (date.min, date.max, True),
        (date.max, date.max, False),
    ],
)
def test_whether_a_time_has_entries(diary: Store, since: date, until: date, has: bool) -> None:
    assert diary.has_entries(since, until) is has


def test_others_are_all_that_are_no_entries_with_their_properties(diary: Store) -> None:
    put(diary, note("goals/walk.md", "---\ntype: goal\ntarget: daily\n---\n"))
    assert [(one.path, dict(one.properties)) for one in diary.others()] == [
        ("goals/walk.md", {"type": "goal", "target": "daily"}),
        (S, {"type": "session", "mood": 9}),
    ]
    assert [one.path for one in diary.others("goal", "guidance")] == ["goals/walk.md"]
    assert [one.path for one in diary.others("goal", "session")] == ["goals/walk.md", S]
    assert diary.others("entry") == []


def test_entries_have_their_properties_only_when_asked(diary: Store) -> None:
    [bare] = diary.entries(Query(tags=("sun",)))
    [whole] = diary.entries(Query(tags=("sun",)), properties=True)
    assert bare.properties == {}
    assert whole.properties["place"] == {"city": "Utrecht", "rooms": [1, 2]}
    assert whole._replace(properties={}) == bare


def test_entries_with_something_for_a_session(store: Store) -> None:
    ask, asked = "- [ ] ask #session\n", "- [x] asked #session\n"
    put(store, note("2026-03-05.md", ask), note("2026-03-06.md", asked), note("2026-03-07.md", asked + ask))
    put(store, note("none.md", ask), note("s/2026-03-08.md", f"---\ntype: session\n---\n{ask}"))
    assert sorted(one.path for one in store.entries_with_agenda(None)) == ["2026-03-05.md", "2026-03-07.md"]
    assert [one.path for one in store.entries_with_agenda(date(2026, 3, 6))] == ["2026-03-07.md"]
    put(store, note("2026-03-07.md", asked))
    assert [one.path for one in store.entries_with_agenda(None)] == ["2026-03-05.md"]


def test_known_files_by_folder_and_by_path(store: Store) -> None:
    names = ["a.md", "b/a.md", "b/c/a.md", "b-c/a.md", "b0.md", "b.md", "b/é.md", "bb/a.md"]
    put(store, *(note(name, "word") for name in names))
    assert set(store.known()) == set(names)
    assert set(store.known("")) == {"a.md", "b0.md", "b.md"}
    assert set(store.known("b")) == {"b/a.md", "b/é.md"}
    assert set(store.known("b/c")) == {"b/c/a.md"}
    assert store.known("absent") == {}
    assert set(store.known_at(["b/a.md", "absent.md", "b"])) == {"b/a.md"}
    assert store.known_at(["b/a.md"]) == {"b/a.md": Known(SIGNATURE, "d", True)}


def test_unsettled_files_and_folders_are_kept(store: Store) -> None:
    young = note("b/young.md", "word")._replace(known=Known(SIGNATURE, "d", False))
    put(store, note("b/old.md", "word"), young)
    assert store.unsettled() == {"b/young.md": young.known}
    with store.changing():
        store.touch({"b/young.md": young.known._replace(settled=True)})
        store.set_folders({"": b"one", "b": b"\x00\xff", "c": b""})
        store.set_oddities("c", [Oddity("c/odd.md", "odd")])
    assert store.unsettled() == {}
    assert store.marks() == {"": b"one", "b": b"\x00\xff", "c": b""}
    with store.changing():
        store.set_folders({"": b"two"}, ["c"])
    assert store.marks() == {"": b"two", "b": b"\x00\xff"}
    assert store.oddities() == {}


def test_an_empty_index_answers(store: Store) -> None:
    assert not any([store.entries(EVERY), search(store, Query(text="a")), store.problems(), store.others()])
    assert not any([store.marks(), store.oddities(), store.unsettled(), store.dates(), store.goal_days()])
    assert store.newest_date() is None
    assert store.count() == 0
    assert store.stale().everything
    assert store.known() == {}


def test_a_note_that_is_put_again_replaces_all_of_the_old_one(store: Store) -> None:
    old = "---\nday: 2026-02-30\ntags: [old]\nweather: rain\n---\nold words\n"
    put(store, note("journal/2026-03-05.md", old))
    assert len(store.problems()) == 1
    put(store, note("journal/2026-03-05.md", "---\ntags: [new]\n---\nnew words\n", "e"))
    assert store.problems() == []
    assert [store.entries(Query(text=word)) for word in ("old", "rain")] == [[], []]
    assert paths(store, Query(tags=("old",))) == paths(store, Query(where=(("weather", "rain"),))) == []
    assert paths(store, Query(text="new words", tags=("new",))) == ["journal/2026-03-05.md"]
    assert store.known() == {"journal/2026-03-05.md": Known(SIGNATURE, "e", True)}


def drop(store: Store, *names: str) -> None:
    with store.changing():
        store.drop(names)


def rows(place: Path, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(place) as db:
        found = db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - names from here
    db.close()
    return found


def words_of(place: Path) -> set[str]:
    """Return every word that the index holds, of whatever note."""
    with sqlite3.connect(place) as db:
        db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'folded', 'row')")
        found = {word for (word,) in db.execute("SELECT term FROM temp.terms")}
    db.close()
    return found


def test_where_the_last_note_is_dropped_nothing_is_left(diary: Store, place: Path) -> None:
    drop(diary, *DIARY, "absent.md")
    for table in ("notes", "recent", "spent", "problems", "done"):
        assert rows(place, table) == [], table
    assert words_of(place) == set()
    assert diary.count_hits(Query(text="slept", types=())) == 0
    put(diary, note(A, "others"))  # and what is put then is found, whatever had its number before
    assert (paths(diary, Query(text="others")), paths(diary, Query(text="slept"))) == ([A], [])
    assert words_of(place) == {"2026", "03", "05", "others"}


def test_a_note_that_is_put_and_dropped_at_once_leaves_nothing(store: Store, place: Path) -> None:
    with store.changing():
        store.put(all_ready([note(A, "one")]))
        store.drop([A])
    put(store, note(A, "two"))
    assert words_of(place) == {"2026", "03", "05", "two"}
    assert rows(place, "spent") == []


def test_a_note_that_was_put_by_itself_takes_its_words_with_it(diary: Store, place: Path) -> None:
    before = words_of(place)
    for text in ("Éclair", "東京 straße", "third", "", "a\0b"):
        put(diary, note("journal/2026-03-09.md", f"# Größer\n\n{text} once"))
    put(diary, note("journal/2026-03-10.md", "fourth"))
    drop(diary, "journal/2026-03-09.md", "journal/2026-03-10.md")
    assert words_of(place) == before
    assert rows(place, "spent") == rows(place, "recent") == []


def test_a_note_that_was_put_with_all_others_leaves_its_words_and_nobody_finds_them(diary: Store, place: Path) -> None:
    number = next(row[0] for row in rows(place, "notes") if row[1] == A)
    room = diary.room()
    assert room == 501  # 500 and one for every four notes
    put(diary, note(A, "---\ntags: [sun]\n---\nI ate."))
    assert rows(place, "spent") == [(number,)]
    assert "badly" in words_of(place)
    assert diary.room() == room - 1
    drop(diary, A)
    put(diary, *(note(f"journal/2026-03-05-{at:04}.md", "others") for at in range(64)))  # more than a day has left
    assert number not in {row[0] for row in rows(place, "notes")}
    for query in (Query(text="badly"), Query(text="bad*", types=()), Query(text='"I slept"', tags=("sun",))):
        assert (search(diary, query), diary.newest(query, 9), diary.entries(query)) == ([], [], [])
        assert diary.count_hits(query) == 0
    assert diary.count_hits(Query(text="slept", types=())) == diary.count_hits(Query(text="slept")) == 1
    assert diary.count_hits(Query(text="others", types=())) == 64


def test_undated_notes_are_given_no_spent_number_either(diary: Store, place: Path) -> None:
    before = {row[0] for row in rows(place, "notes") if row[1] == U}
    drop(diary, U)
    put(diary, note(U, "again"))
    assert before == {row[0] for row in rows(place, "spent")} == {-1}
    assert paths(diary, Query(text="slept")) == [A]
    assert paths(diary, Query(text="again")) == [U]


def test_only_the_notes_that_were_put_last_keep_their_words(
    diary: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tj.index.store._RECENT", 3)
    names = [f"journal/2026-04-{day:02}.md" for day in (9, 8, 7, 6, 5)]
    for name in names:
        put(diary, note(name, "words"))
    numbers = {row[1]: row[0] for row in rows(place, "notes")}
    assert [row[1] for row in rows(place, "recent")] == [numbers[name] for name in names[2:]]
    for _ in range(5):  # one that is saved again and again puts out no other
        put(diary, note(names[4], "words"))
    assert [row[1] for row in rows(place, "recent")] == [numbers[name] for name in names[2:]]
    put(diary, note(names[2], "words"))
    put(diary, note(names[0], "words"))
    assert [numbers[name] for name in (names[4], names[2])] == [row[1] for row in rows(place, "recent")][:2]
    assert rows(place, "spent") == [(numbers[names[0]],)]
    put(diary, *(note(f"journal/2026-05-{day:02}.md", "words") for day in range(1, 9)))
    assert len(rows(place, "recent")) == 3


@pytest.mark.parametrize("changes", [0, 1, 1000])
def test_spent_numbers_change_no_answer_when_tidied(diary: Store, place: Path, changes: int) -> None:
    put(diary, note(A, "nothing"))
    with diary.changing():
        diary.tidy(changes)
    assert rows(place, "spent") != []
    assert (paths(diary, Query(text="slept")), diary.count_hits(Query(text="slept", types=()))) == ([U], 1)


def test_what_was_made_anew_has_no_byte_of_what_was_there(diary: Store, place: Path) -> None:
    """Whether SQLite does so unasked differs by system."""
    put(diary, note("journal/2026-03-09.md", "unterwegs"), *(note(f"{n}.md", f"vorfreude {n}") for n in range(2000)))
    assert {b"unterwegs", b"vorfreude", b"hygiene"} == _bytes_in(diary, place)
    drop(diary, "journal/2026-03-09.md")
    with diary.changing():
        diary.clear()
        diary.put(all_ready([note("a.md", "nothing")]))
    assert _bytes_in(diary, place) == set()


def _bytes_in(store: Store, place: Path) -> set[bytes]:
    store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = place.read_bytes()
    return {word for word in (b"unterwegs", b"vorfreude", b"hygiene") if word in data}


def test_what_was_told_before_all_was_forgotten_settles_nothing_of_after(diary: Store, place: Path) -> None:
    for day in range(1, 9):
        put(diary, note(f"journal/2026-05-{day:02}.md", "words"))
    before, state = diary.stale(), diary.state()
    with open_store(place, "one") as other, other.changing():
        other.clear()
        other.put(all_ready([note(name, "words") for name in [*DIARY, *map(str, range(8))]]))
    assert diary.state() != state
    diary.settle(before)
    assert diary.stale().everything


def test_a_line_that_was_spoiled_is_damage(diary: Store) -> None:
    diary._db.execute("UPDATE notes SET line = 0")
    with pytest.raises(IndexDamaged):
        search(diary, Query(text="slept"))


def test_touching_keeps_the_note_and_changes_its_signature(diary: Store) -> None:
    seen = Known(Signature(5, 6, 7, 8), "d", False)
    with diary.changing():
        diary.touch({A: seen})
    assert diary.known()[A] == seen
    assert paths(diary, Query(text="badly")) == [A]


@pytest.mark.parametrize("changes", [0, 1, 1000])
def test_tidying_changes_no_answer(diary: Store, changes: int) -> None:
    with diary.changing():
        diary.tidy(changes)
    assert paths(diary, Query(text="slept")) == [A, U]


def test_problems_come_by_path_and_line_with_what_the_scan_found(store: Store) -> None:
    put(store, note("b.md", "---\nfrom: 2026-02-30\nto: 2026-02-31\n---\n"))
    with store.changing():
        store.set_oddities("", [Oddity("c.md", "odd"), Oddity("a.md", "odd")])
        store.set_oddities("d", [Oddity("d/a.md", "odd")])
    assert [(one.path, one.line, one.severity) for one in store.problems()] == [
        ("a.md", 0, "warning"), ("b.md", 2, "warning"), ("b.md", 3, "warning"), ("c.md", 0, "warning"),
        ("d/a.md", 0, "warning"),
    ]  # fmt: skip
    assert store.problems()[0] == Problem("a.md", 0, "warning", "odd")
    with store.changing():
        store.set_oddities("", [])
    assert store.oddities() == {"d": (Oddity("d/a.md", "odd"),)}


def told(store: Store) -> Stale:
    """Return what is stale without the mark, and settle it."""
    stale = store.stale()
    store.settle(stale)
    return stale._replace(mark=0, version=0)


def on(*days: str) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, days))


def test_of_a_new_index_nothing_is_known(store: Store) -> None:
    assert told(store).everything
    assert told(store) == Stale()
    put(store, note("2026-03-05.md", "one"), note("2026-03-06.md", "two"))
    assert told(store).everything
    put(store, note("2026-03-07.md", "three"))
    assert told(store) == Stale(on("2026-03-07"))


def test_old_and_new_dates_become_stale_in_the_same_change(store: Store) -> None:
    put(store, note("a.md", "---\ndate: 2026-03-05\n---\n"), note("journal/b.md", "none"))
    assert told(store).everything
    put(store, note("a.md", "---\ndate: 2026-04-01\n---\n"))
    assert store.stale()._replace(mark=0, version=0) == Stale(on("2026-03-05", "2026-04-01"))
    with store.changing():
        store.drop(["a.md"])
    assert told(store) == Stale(on("2026-03-05", "2026-04-01"))
    put(store, note("journal/b.md", "still none"))
    undated = store.stale()
    assert undated._replace(mark=0, version=0) == Stale()
    assert undated._replace(version=0) != Stale()
    with store.changing():
        store.touch({"journal/b.md": Known(SIGNATURE, "e", False)})
        store.set_oddities("", [Oddity("c.md", "odd")])
        store.set_folders({"": b"one"})
    assert store.stale() == undated


MARKED = "---\ndate: 2026-03-05\ngoals: [walk, 'read: 20']\n---\n"


@pytest.mark.parametrize(
    ("after", "stale"),
    [
        (MARKED + "other words\n", Stale(on("2026-03-05"))),
        (MARKED.replace("03-05", "03-06"), Stale(on("2026-03-05", "2026-03-06"), goals=True)),
        (MARKED.replace("walk", "run"), Stale(on("2026-03-05"), goals=True)),
        (MARKED.replace(": 20'", ": 30'"), Stale(on("2026-03-05"), goals=True)),
        (MARKED.replace("[walk, 'read: 20']", "[]"), Stale(on("2026-03-05"), goals=True)),
        (MARKED.replace("date", "type: session\ndate"), Stale(on("2026-03-05"), notes=True, goals=True)),
        (None, Stale(on("2026-03-05"), goals=True)),
    ],
)
def test_what_a_change_makes_stale(store: Store, after: str | None, stale: Stale) -> None:
    put(store, note("a.md", MARKED), note("b.md", "none"))
    told(store)
    with store.changing():
        store.drop(["a.md"])
        store.put(all_ready([note("a.md", after)] if after else []))
    assert told(store) == stale
    if after:  # and back again, put over what is there
        put(store, note("a.md", MARKED))
        assert told(store) == stale


def test_the_hour_of_a_line_for_a_session_counts_too(store: Store) -> None:
    text = "---\ndate: 2026-03-05\ntime: '{}'\n---\n- [ ] ask #session\n"
    put(store, note("a.md", text.format("09:00")), note("b.md", text.format("11:00")))
    told(store)
    put(store, note("a.md", text.format("09:00") + "more\n"))
    assert told(store) == Stale(on("2026-03-05"))
    put(store, note("a.md", text.format("21:00")))
    assert told(store) == Stale(on("2026-03-05"), agenda=True)


def test_a_note_that_is_no_entry_makes_stale_what_tells_of_notes(store: Store) -> None:
    put(store, note("b.md", "none"))
    told(store)
    put(store, note("goals/walk.md", "---\ntype: goal\n---\n"))
    assert told(store) == Stale(notes=True)
    with store.changing():
        store.drop(["goals/walk.md"])
    assert told(store) == Stale(notes=True)


def test_what_became_stale_again_is_not_settled(store: Store, place: Path) -> None:
    put(store, note("2026-03-05.md", "one"), note("2026-03-06.md", "one"))
    told(store)
    put(store, note("2026-03-05.md", "two"), note("2026-03-06.md", "two"))
    stale = store.stale()
    with open_store(place, "one") as other:
        put(other, note("2026-03-05.md", "three"), note("2026-03-07.md", "three"))
    store.settle(stale)
    assert told(store) == Stale(on("2026-03-05", "2026-03-07"))


KEPT = Kept("[1]", b"names", b"lines", b"days")


def test_what_is_kept_of_months_goes_with_what_makes_it_stale(store: Store) -> None:
    put(store, note("2026-03-05.md", "one"))
    with store.changing():
        store.keep_months({24314: KEPT})
    assert store.months_kept() == {24314}
    told(store)  # of a new index nothing older is known to be right
    assert store.months_kept() == set()
    with store.changing():
        store.keep_months({24313: KEPT, 24314: KEPT, 24315: KEPT})
    put(store, note("2026-03-06.md", "two"))
    told(store)
    assert store.months(24314, 24320) == {24315: KEPT}
    put(store, note("2026-03-06.md", "three"))
    store.settle(store.stale(), {24314: KEPT._replace(days=b"new")}, {2026: b"year"})
    assert store.months(24313, 24314) == {24313: KEPT, 24314: KEPT._replace(days=b"new")}
    assert (store.year(2026), store.year(2025)) == (b"year", None)


def test_nothing_is_kept_of_a_month_that_another_process_may_have_changed(store: Store, place: Path) -> None:
    put(store, note("2026-03-05.md", "one"))
    told(store)
    put(store, note("2026-03-05.md", "two"))
    stale = store.stale()
    with open_store(place, "one") as other:
        put(other, note("2026-03-05.md", "three"))
        told(other)
    store.settle(stale, {24314: KEPT}, {2026: b"year"})
    assert store.months_kept() == set()
    assert store.year(2026) is None


def test_the_last_session_is_the_latest_up_to_a_day(store: Store) -> None:
    def session(day: str, time: str = "") -> Stored:
        header = f"---\ntype: session\ndate: {day}\n" + (f'time: "{time}"\n' if time else "")
        return note(f"sessions/{day}{time[:2]}.md", f"{header}---\n- [ ] try {day} {time}\n")

    put(store, session("2026-03-05"), session("2026-03-12", "09:00"), session("2026-03-12", "17:00"),
        session("2026-03-19"), note("2026-03-13.md", "an entry"))  # fmt: skip
    assert [entry.path for entry in store.last_session(date(2026, 3, 18))] == ["sessions/2026-03-1217.md"]
    assert [task.text for task in store.last_session(date(2026, 3, 18))[0].tasks] == ["try 2026-03-12 17:00"]
    assert [entry.path for entry in store.last_session(date(2026, 3, 5))] == ["sessions/2026-03-05.md"]
    assert store.last_session(date(2026, 3, 4)) == []


def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    class Crash(Exception):
        pass

    def change() -> None:
        with store.changing():
            store.put(all_ready([note("a.md", "words")]))
            raise Crash

    told(store)
    before = store.stale()
    with pytest.raises(Crash):
        change()
    assert store.entries(EVERY) == []
    assert store.count() == 0
    assert store.stale() == before


def test_the_version_tells_of_other_connections_only(store: Store, place: Path) -> None:
    before = store.version()
    put(store, note("a.md", "words"))
    assert store.version() == before
    with open_store(place, "one") as other:
        put(other, note("b.md", "words"))
    assert store.version() != before


def test_file_and_folder_are_the_writers_alone(store: Store, place: Path) -> None:
    put(store, note("a.md", "words"))
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.parent.iterdir()} == {0o600}


def test_a_mode_that_others_could_read_is_mended(place: Path) -> None:
    with open_store(place, "one"):
        place.chmod(0o644)
    with open_store(place, "one"):
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_what_was_put_is_there_when_opened_again(place: Path) -> None:
    with open_store(place, "one") as store:
        put(store, note("a.md", "words"))
    with open_store(place, "one") as store:
        assert paths(store, EVERY) == ["a.md"]


def test_clearing_forgets_everything(diary: Store) -> None:
    with diary.changing():
        diary.set_folders({"": b"one"})
        diary.set_oddities("", [Oddity("c.md", "odd")])
    told(diary)
    with diary.changing():
        diary.clear()
    assert not any([diary.known(), diary.marks(), diary.oddities()])
    assert (diary.count(), diary.stale().everything) == (0, True)
    assert paths(diary, Query(text="slept")) == []
    put(diary, note("a.md", "slept"))
    assert paths(diary, Query(text="slept", types=())) == ["a.md"]


def _put_and_drop(store: Store) -> None:
    store.put(all_ready([note("a.md", "slept")]))
    store.drop(["a.md"])


def _settle_and_forget(store: Store) -> None:
    store._db.execute("DELETE FROM stale")


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.put(all_ready([note("a.md", "slept")])),
        _put_and_drop,
        _settle_and_forget,
        lambda store: store.set_folders({"below": b"one"}),
        lambda store: store.set_oddities("", [Oddity("c.md", "odd")]),
        lambda store: store.keep_months({24310: Kept("", b"", b"", b"")}),
        lambda store: store.keep_years({2025: b""}),
    ],
)
@pytest.mark.parametrize("apart", [False, True])
def test_clearing_makes_anew_whatever_is_not_as_it_was_made(
    place: Path, change: Callable[[Store], None], apart: bool
) -> None:
    with open_store(place, "one") as store:
        made = store._rows("PRAGMA schema_version")
        with store.changing():
            store.clear()
        assert store._rows("PRAGMA schema_version") == made  # for nothing was to be forgotten
        with store.changing():
            change(store)
            if not apart:
                store.clear()
        if apart:
            with store.changing():
                store.clear()
        assert store._rows("PRAGMA schema_version") != made
        assert not any([store.known(), store.marks(), store.oddities(), store.months_kept(), store.year(2025)])
        assert (store.count(), store.stale().everything, store.room()) == (0, True, 500)
        put(store, note("b.md", "slept"))
        assert paths(store, Query(text="slept", types=())) == ["b.md"]


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (mine TEXT)")
        db.execute("CREATE TABLE counted (n INTEGER PRIMARY KEY AUTOINCREMENT)")
    db.close()


def _foreign_view(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE VIEW notes AS SELECT 1")
    db.close()


def _of_another_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()


def _without_its_tables(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE meta")
    db.close()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"this is no database, but long enough to be looked at as one" * 400),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:20000]),
        _foreign,
        _foreign_view,
        _of_another_version,
        _without_its_tables,
    ],
    ids=["text", "empty", "cut", "foreign", "view", "version", "tables"],
)
def test_what_is_no_index_is_made_anew(place: Path, spoil: Callable[[Path], object]) -> None:
    with open_store(place, "one") as store:
        put(store, note("a.md", "words"))
    spoil(place)
    with open_store(place, "one") as store:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tj.index.store._BULK", 1)
            try:
                put(store, note("b.md", "other words"))
            except IndexDamaged:
                put(store, note("b.md", "other words"))
        assert paths(store, Query(text="other", types=())) == ["b.md"]
        assert store.is_current()
    [left] = list(place.parent.iterdir())
    assert left.name in (place.name, "index-1.sqlite")
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    with open_store(place, "one") as store:
        assert paths(store, EVERY) == ["b.md"]


def test_an_index_of_another_fingerprint_is_made_anew(place: Path) -> None:
    with open_store(place, "one") as store:
        put(store, note("a.md", "words"))
    with open_store(place, "two") as store:
        assert store.known() == {}


def test_damage_met_later_clears_the_index_and_says_so(place: Path) -> None:
    with open_store(place, "one") as store:
        put(store, *(note(f"{number}.md", f"words {number} " * 300) for number in range(60)))
    size = place.stat().st_size
    with place.open("r+b") as handle:
        handle.seek(size // 3)
        handle.write(b"\xff" * (size // 2))
    with open_store(place, "one") as store:
        with pytest.raises(IndexDamaged) as caught:
            search(store, Query(text="words", types=()))
        assert "words" not in caught.value.message
        assert store.known() == {}
        put(store, note("a.md", "words"))
        assert paths(store, EVERY) == ["a.md"]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("elsewhere")])
def test_a_place_that_is_no_file_is_passed_by(place: Path, make: Callable[[Path], object]) -> None:
    place.parent.mkdir(parents=True)
    for name in ("index.sqlite", "index-1.sqlite", "index-7.sqlite"):
        make(place.with_name(name))
    with open_store(place, "one") as store:
        put(store, note("a.md", "words"))
        assert place.with_name("index-8.sqlite").is_file()
    assert not place.with_name("elsewhere").exists()
    with open_store(place, "one") as store:
        assert paths(store, EVERY) == ["a.md"]


def test_a_cache_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(TjError, match="cannot be opened"):
        open_store(tmp_path / "cache" / "tj" / "index.sqlite", "one")


def test_a_read_only_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("tj.index.opening.os.open", refuse)
    with pytest.raises(TjError, match="read-only file system") as caught:
        open_store(place, "one")
    assert "may be written" in caught.value.hint


def test_a_full_disk_when_writing(store: Store) -> None:
    put(store, note("a.md", "words"))
    store._db.execute("PRAGMA max_page_count = 20")
    with pytest.raises(TjError) as caught:
        put(store, *(note(f"{number}.md", f"more {number} " * 5000) for number in range(40)))
    assert "has no room to grow" in caught.value.message
    assert "more" not in caught.value.message
    assert paths(store, EVERY) == ["a.md"]


def _open_without_room(place: Path) -> None:
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000))
    try:
        open_store(place, "one")
    except TjError as error:
        os._exit(7 if error.hint and str(place) in error.message else 8)
    os._exit(9)


def test_a_full_disk_when_opening(place: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=_open_without_room, args=(place,))
    process.start()
    process.join()
    assert process.exitcode == 7


def test_an_index_that_another_program_holds(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.index.opening._WAIT_SECONDS", 0.05)
    with open_store(place, "one") as holder, holder.changing():
        with open_store(place, "one") as store:
            assert store.known() == {}
            with pytest.raises(TjError, match="in use by another program"):
                told(store)
        with pytest.raises(TjError, match="in use by another program") as caught:
            open_store(place, "two")
        assert caught.value.hint
    with open_store(place, "two") as store:
        assert store.known() == {}


def test_opening_waits_where_sqlite_itself_does_not(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tj.index import opening as module

    real = module._connect_once
    turns = iter([True, True, False])

    def connect(path: Path, fingerprint: str) -> sqlite3.Connection:
        if next(turns):
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return real(path, fingerprint)

    monkeypatch.setattr(module, "_connect_once", connect)
    with open_store(place, "one") as store:
        assert store.known() == {}


def _race(place: Path, number: int) -> None:
    with open_store(place, "one") as store:
        for turn in range(5):
            put(store, note(f"{number}-{turn}.md", "words"))


def test_many_processes_make_and_fill_one_index(place: Path) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_race, args=(place, number)) for number in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 6
    with open_store(place, "one") as store:
        assert len(store.entries(Query(text="words", types=()))) == 30


def test_a_search_while_another_process_saves_is_answered(
    diary: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note that is put again between a hit and its text, or gone by then, is no damage."""
    real = Store._select
    with open_store(place, "one") as other:

        def select_then_meddle(of: Store, *asked: object, **how: object) -> object:
            found = real(of, *asked, **how)  # type: ignore[arg-type]
            put(other, note("journal/2026-03-05-0100.md", "slept"), note(A, "I slept well."))
            with other.changing():
                other.drop([U])
            return found

        monkeypatch.setattr(Store, "_select", select_then_meddle)
        assert {A} <= {hit.entry.path for hit in search(diary, Query(text="slept"))} <= {A, U}
        assert diary.is_current()
        monkeypatch.undo()
        found = search(diary, Query(text="slept"))
    assert [hit.snippet for hit in found] == ["\x02slept\x03", "I \x02slept\x03 well."]


def test_what_is_read_together_is_of_one_moment(diary: Store, place: Path) -> None:
    before = diary.entries(EVERY), diary.goal_days(), diary.known(), diary.stale(), diary.count()
    with open_store(place, "one") as other:
        with diary.reading():
            assert diary.count() == len(DIARY)  # what is seen is settled with the first question
            with other.changing():
                other.clear()
                other.put(all_ready([note("a.md", MARKED)]))
            assert other.count() == 1
            assert (diary.entries(EVERY), diary.goal_days(), diary.known(), diary.stale(), diary.count()) == before
            assert [hit.entry.path for hit in search(diary, Query(text="slept"))] == [A, U]
        assert paths(diary, EVERY) == paths(other, EVERY) == ["a.md"]
    put(diary, note("b.md", "words"))
    assert diary.count() == 2


def test_reading_ends_after_a_failure_too(diary: Store) -> None:
    with pytest.raises(KeyError), diary.reading():
        raise KeyError
    put(diary, note("b.md", "words"))
    assert diary.count() == len(DIARY) + 1


def test_the_only_note_replaced_by_another_in_one_change_makes_both_days_stale(store: Store) -> None:
    put(store, note("2026-03-05.md", "one"))
    store.settle(store.stale())
    with store.changing():
        store.drop(["2026-03-05.md"])
        store.put(all_ready([note("2025-12-20.md", "other")]))
    assert store.stale().dates == {date(2026, 3, 5), date(2025, 12, 20)}
    assert store.count() == 1


def test_the_notes_of_a_few_days_are_found_without_a_walk_through_all(diary: Store) -> None:
    asked: list[str] = []
    diary._db.set_trace_callback(asked.append)
    assert diary.has_entries(date(2026, 3, 5), date(2026, 3, 6))
    assert [entry.path for entry in diary.entries(Query(since=date(2026, 3, 5), until=date(2026, 3, 6)))] == [B, A]
    diary._db.set_trace_callback(None)
    plans = [[step[3] for step in diary._db.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in asked]
    assert len(plans) == 2
    # By both ends of the time, and apart from that only where the numbers say nothing of it.
    assert all(any("(rowid>? AND rowid<?)" in step for step in plan) for plan in plans)
    assert not any("SCAN" in step for plan in plans for step in plan)


def test_a_file_that_another_process_takes_away_while_it_is_opened_is_not_missed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(place, "one"):
        pass
    chmod = Path.chmod

    def take_away(path: Path, mode: int) -> None:
        monkeypatch.undo()
        path.unlink()
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", take_away)
    with open_store(place, "one") as store:
        assert store.count() == 0
    with open_store(place, "one") as again:
        assert again.is_current()
