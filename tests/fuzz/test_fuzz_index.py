"""Step by step equals made anew: index and summaries after anything that can happen to a vault's files."""

import itertools
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from unittest.mock import patch

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.conftest import files_of
from tj.cli.summaries import write_summaries
from tj.config import MoodScale, Settings
from tj.index.query import MoodTest, Query
from tj.index.store import Store, open_store
from tj.index.sync import fingerprint, refresh
from tj.index.written import body_reader
from tj.vault.layout import Vault

Step: TypeAlias = tuple[str, tuple[object, ...]]

# Far enough ahead that every file has settled, long before any has, and as it is: within two seconds of every change.
CLOCKS: dict[str, int] = {"later": 4_000_000_000_000_000_000, "early": 0, "now": -1}
# Every example makes two databases, and how long a disk takes over that is not what is tried here.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - folders of random names, removed
FOLDERS = ("journal", "journal/2026", "goals", "other", "old")
NAMES = ("2026-03-05", "2026-03-06-2230", "2026-04-01", "2025-12-31", "walk", "été", "x.sync-conflict-1", "0001-01-01")
HEADERS = (
    "", "mood: 4\ntags: [a, B/c]\n", "mood: good\nemotions: [calm, Calm]\n", "date: 2026-03-09\ngoals: [walk]\n",
    "date: 2027-01-01\nweather: [rain]\nsleep: 7\n", "date:\n", "broken: [\n", "day: 2026-02-30\n",
    "type: goal\ntarget: 3/week\narea: body\n", "type: goal\nstatus: paused\n", "private: true\nmood: 2\n",
    "type: session\ndate: 2026-03-12\n", "type: guidance\n", "type: summary\n", 'title: "\\ud800"\n',
    "date: 9999-12-31\n",
    "goals: ['walk: 20', read]\ntrackers: 1\nsleep: 3\n", "type: 7\n", "n: .nan\n\"\\0date\": 5\n",
)  # fmt: skip
BODIES = (
    "word\n", "wörd 東京 #tag #a/b\n", "- 08:00 (mood:: 3) (emotions:: calm, sad) up\n- 22:00 (mood:: 9)\n",
    "- [ ] ask #session\n- [x] asked #session\n", "won #win\n%% hidden\n", "# Heading word\n\nwords\n", "",
    "a\0b \x02c\x03\n",
    "- [ ] homework 📅 2026-03-20\n- [x] did it ✅ 2026-03-21\n",
)  # fmt: skip
SETTINGS = (
    Settings(),
    Settings(exclude=("old",)),
    Settings(journal_dir="other"),
    Settings(scale=MoodScale(0.0, 5.0, {"good": 4.0})),
    Settings(trackers={"mood": "", "trackers": "h"}),
    Settings(trackers={"private": "yes/no", "sleep": "yes/no"}),
)

PATHS = st.builds(lambda folder, name: f"{folder}/{name}.md", st.sampled_from(FOLDERS), st.sampled_from(NAMES))
TEXTS = st.builds(
    lambda header, body: (f"---\n{header}---\n" if header else "") + body,
    st.sampled_from(HEADERS),
    st.sampled_from(BODIES),
)
WHICH = st.integers(0, 30)
WRITING: st.SearchStrategy[Step] = st.tuples(st.just("write"), st.tuples(PATHS, TEXTS))
STEPS: st.SearchStrategy[Step] = st.one_of(
    WRITING,
    st.tuples(st.just("edit"), st.tuples(WHICH, TEXTS)),
    st.tuples(st.sampled_from(["delete", "touch", "private", "double", "stealth", "link"]), st.tuples(WHICH)),
    st.tuples(st.just("rename"), st.tuples(WHICH, PATHS)),
    st.tuples(st.just("swap"), st.tuples(WHICH, WHICH)),
    st.tuples(st.just("move"), st.tuples(st.sampled_from(FOLDERS), st.sampled_from(FOLDERS))),
    st.tuples(st.just("drop"), st.tuples(st.sampled_from(FOLDERS))),
    st.tuples(st.just("look"), st.tuples(st.sampled_from(list(CLOCKS)), st.booleans())),
    st.tuples(st.just("look"), st.tuples(st.sampled_from(list(CLOCKS)), st.booleans())),
    st.tuples(st.just("set"), st.tuples(st.sampled_from(SETTINGS))),
    st.tuples(st.sampled_from(["reopen", "clear", "forget", "compare"]), st.just(())),
)


class World:
    """A vault and its index, and what may happen to them. Each change of a file is given a time of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = Vault(folder.resolve() / "vault", Settings())
        (self.vault.root / ".tj").mkdir(parents=True)
        self.ticks = itertools.count(1_600_000_000)
        self.everything = True  # whether summaries are to be looked at as by `tj index`, or as by `tj watch`
        self.place = folder / "cache" / "index.sqlite"
        self.store = self.opened(self.place)
        self.anew = self.opened(folder / "anew.sqlite")  # cleared before each use: a new file is slow to make

    def opened(self, place: Path) -> Store:
        return open_store(place, fingerprint(self.vault))

    def close(self) -> None:
        self.store.__exit__(None, None, None)
        self.anew.__exit__(None, None, None)

    def notes(self) -> list[Path]:
        found = sorted(path for path in self.vault.root.rglob("*.md") if path.is_file())
        return [path for path in found if path.parent.name != "summaries"]

    def chosen(self, number: int) -> Path | None:
        found = self.notes()
        return found[number % len(found)] if found else None

    def put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.tick(path)

    def tick(self, path: Path) -> None:
        os.utime(path, (next(self.ticks),) * 2)

    def write(self, path: str, text: str) -> None:
        self.put(self.vault.root / path, text.encode())

    def edit(self, number: int, text: str) -> None:
        if path := self.chosen(number):
            self.put(path, text.encode())

    def delete(self, number: int) -> None:
        if path := self.chosen(number):
            path.unlink()

    def touch(self, number: int) -> None:
        if path := self.chosen(number):
            self.tick(path)

    def private(self, number: int) -> None:
        """Make a note private, or no longer so."""
        if path := self.chosen(number):
            data = path.read_bytes()
            line = b"---\nprivate: true\n"
            self.put(path, data.replace(line, b"---\n", 1) if line in data else line + data.removeprefix(b"---\n"))

    def double(self, number: int) -> None:
        """Leave a copy of the same time beside a note, as a file manager does."""
        if path := self.chosen(number):
            shutil.copy2(path, path.with_name(f"copy of {path.name}"))

    def stealth(self, number: int) -> None:
        """Change a note so that its size and time stay, where a rereading was promised."""
        path = self.chosen(number)
        known = self.store.known().get(path.relative_to(self.vault.root).as_posix()) if path else None
        if path and known and not known.settled:
            event("a change that a stat does not show")
            status = path.stat()
            path.write_bytes(path.read_bytes().replace(b"word", b"bird").replace(b"mood: 4", b"mood: 8"))
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def link(self, number: int) -> None:
        if path := self.chosen(number):
            other = path.with_name(f"link to {path.name}")
            if not other.is_symlink() and not other.exists():
                other.symlink_to(path)

    def rename(self, number: int, target: str) -> None:
        if path := self.chosen(number):
            (self.vault.root / target).parent.mkdir(parents=True, exist_ok=True)
            path.replace(self.vault.root / target)

    def swap(self, one: int, other: int) -> None:
        first, second = self.chosen(one), self.chosen(other)
        if first and second and first != second:
            aside = first.with_name("aside")
            first.replace(aside)
            second.replace(first)
            aside.replace(second)

    def move(self, source: str, target: str) -> None:
        old, new = self.vault.root / source, self.vault.root / target
        if old.is_dir() and not new.exists() and old not in new.parents:
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)

    def drop(self, folder: str) -> None:
        shutil.rmtree(self.vault.root / folder, ignore_errors=True)

    def set(self, given: Settings) -> None:
        self.vault = Vault(self.vault.root, given)
        self.everything = True
        self.reopen()

    def reopen(self) -> None:
        self.close()
        self.store = self.opened(self.place)
        self.anew = self.opened(self.folder / "anew.sqlite")

    def clear(self) -> None:
        """Forget all that is known and read it again at once, as `tj index --rebuild` does."""
        refresh(self.vault, self.store, now_ns=CLOCKS["later"], anew=True)
        self.everything = True

    def forget(self) -> None:
        """Lose the index, which may be deleted at any time."""
        self.store.__exit__(None, None, None)
        shutil.rmtree(self.place.parent)
        self.everything = True
        self.store = self.opened(self.place)

    def look(self, clock: str, summaries: bool) -> None:
        now = CLOCKS[clock]
        refresh(self.vault, self.store, now_ns=time.time_ns() if now < 0 else now)
        if summaries:
            write_summaries(self.vault, self.store, everything=self.everything)
            self.everything = False

    def compare(self) -> None:
        """Assert that index and summaries are what they would be if they were made now from nothing."""
        self.look("now", True)
        again = refresh(self.vault, self.store, now_ns=CLOCKS["later"])
        assert (again.added, again.changed, again.removed) == ((), (), ())
        kept = self.summaries()
        for path in self.vault.root.glob("summaries/*"):
            path.unlink()
        made = refresh(self.vault, self.anew, now_ns=CLOCKS["later"], anew=True)
        write_summaries(self.vault, self.anew, everything=True)
        assert again.entries == made.entries == len(made.added)
        assert answers(self.vault, self.store) == answers(self.vault, self.anew)
        assert kept == self.summaries()

    def summaries(self) -> dict[str, bytes]:
        folder = self.vault.root / "summaries"
        return files_of(folder) if folder.is_dir() else {}


QUERIES = (
    Query(types=()), Query(), Query(tags=("a",)), Query(emotions=("calm",)), Query(moods=(MoodTest(high=5.0),)),
    Query(where=(("weather", "rain"),), types=()), Query(where=(("weather", ""),), types=()), Query(types=("goal",)),
)  # fmt: skip


def answers(vault: Vault, store: Store) -> list[str]:
    """Return everything that an index can tell."""
    body_of = body_reader(vault)
    asked = ("word", "word*", "bird", "wörd", "東京", "heading", "a*", "2026*", "copy")
    told: list[object] = [[repr(entry) for entry in store.entries(query, properties=True)] for query in QUERIES]
    for text in asked:
        query = Query(text=text, types=())
        told.append([(text, hit.entry.path, hit.snippet) for hit in store.search(query, body_of=body_of)])
        told.append([(text, hit.entry.path) for hit in store.search(query, limit=2, body_of=body_of)])
        told.append([text, store.count_hits(query), store.count_hits(query._replace(types=("entry", "goal")))])
    told.append([[repr(entry) for entry in store.others()], store.count(), str(store.newest_date())])
    told.append(sorted((name, sorted(map(str, days))) for name, days in store.goal_days().items()))
    told.append([sorted(repr(entry) for entry in store.entries_with_agenda(None)), list(map(str, store.dates()))])
    told.append([(one.path, one.line, one.severity, one.message) for one in store.problems()])
    return [json.dumps(one) for one in told]


@contextmanager
def limited(recent: int, spent: int) -> Iterator[None]:
    """Let an index keep the words of `recent` notes, and wear out when a few more than `spent` left theirs behind."""
    with patch("tj.index.store._RECENT", recent), patch("tj.index.store._SPENT", spent):
        yield


LIMITS = st.sampled_from([(256, 500), (256, 500), (1, 0), (2, 2), (1, 500)])


@contextmanager
def a_world() -> Iterator[World]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = World(Path(folder))
        try:
            yield world
        finally:
            world.close()


@settings(max_examples=60)
@given(st.lists(WRITING, max_size=6), st.lists(STEPS, max_size=25), LIMITS)
def test_step_by_step_equals_made_anew(first: list[Step], then: list[Step], limits: tuple[int, int]) -> None:
    with limited(*limits), a_world() as world:
        for name, arguments in [*first, ("compare", ()), *then, ("compare", ())]:
            getattr(world, name)(*arguments)
