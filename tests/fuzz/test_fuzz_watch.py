"""A look at only what is named, and summaries of only what is stale, equal a look at everything and all made anew."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.test_fuzz_index import (
    CLOCKS,
    LIMITS,
    MEMORY,
    PATHS,
    SETTINGS,
    STEPS,
    TEXTS,
    WHICH,
    WRITING,
    Step,
    World,
    answers,
    limited,
)
from tj.cli.ahead import Ahead
from tj.cli.kept import kept_of
from tj.cli.months import Anew, fill_months
from tj.cli.summaries import write_summaries
from tj.cli.told import Told, Unknown
from tj.config import Settings
from tj.index.sync import Refreshed, refresh
from tj.insight.tally import Cell, Names
from tj.vault.scan import is_note_name

# Paths that are named besides those that changed: of nothing, of what is never read, and of what did not change.
OTHERS = (
    "journal/absent.md", "absent/absent.md", "old/walk.md", "summaries/2026.md", "journal/x.sync-conflict-1.md",
    ".hidden/a.md", "journal/2026-03-05.md", "goals/walk.md", "journal", "a.md",
)  # fmt: skip
Seen: TypeAlias = dict[str, tuple[int, ...]]


class Watched(World):
    """A vault of which it is always known what changed since the last look, as `tj watch` is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.seen: Seen = {}

    def now(self) -> Seen:
        """Return what the system tells of everything named like a note, and of what links lead to."""
        found: Seen = {}
        for folder, _, names in os.walk(self.vault.root):
            for name in names:
                path = Path(folder) / name
                if name.endswith(".md") and path.parent.name != "summaries":
                    told = [path.lstat(), *([path.stat()] if path.is_symlink() and path.exists() else [])]
                    parts = [(s.st_mode, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for s in told]
                    found[path.relative_to(self.vault.root).as_posix()] = sum(parts, ())
        return found

    def changed(self) -> set[str]:
        before, self.seen = self.seen, self.now()
        return {path for path in before.keys() | self.seen.keys() if before.get(path) != self.seen.get(path)}

    def look(self, clock: str, summaries: bool) -> None:
        """Look at everything, as another process does."""
        self.changed()
        super().look(clock, summaries)

    def special(self, path: str) -> None:
        """Put something in the place of a note that is none."""
        place = self.vault.root / path
        if place.parent.is_dir() and not place.is_dir():
            place.unlink(missing_ok=True)
            os.mkfifo(place)

    def text_link(self, path: str, text: str) -> None:
        """Write a text that is not named like a note, and a link to it that is."""
        place = self.vault.root / path
        if place.parent.is_dir() and not place.exists():
            place.unlink(missing_ok=True)
            self.put(self.vault.root / "other" / "text.txt", text.encode())
            place.symlink_to(self.vault.root / "other" / "text.txt")

    def watch(self, clock: str, others: list[str]) -> None:
        """Look at only what changed, and assert that index and summaries are as if made now from nothing."""
        now = CLOCKS[clock]
        now = time.time_ns() if now < 0 else now
        before = set(self.store.known())
        changed = self.changed()
        # Of what is named like a note and is none, there is something to say, and the watch is in doubt.
        sure = all(is_note_name(path.rpartition("/")[2]) for path in changed)
        done = self.take_in(now, frozenset([*changed, *others])) if sure else self.take_in(now, None)
        self.everything = False
        made = refresh(self.vault, self.anew, now_ns=now, anew=True)
        assert done.entries == made.entries
        assert set(self.store.known()) == {*before, *done.added} - {*done.removed}
        assert not {*done.changed, *done.removed} - before
        assert not before & {*done.added}
        assert answers(self.vault, self.store) == answers(self.vault, self.anew)
        if len(self.now()) % 2:  # at other times only the months concerned are kept
            fill_months(self.store)
        self.check_months()
        self.check_summaries()

    def take_in(self, now: int, only: frozenset[str] | None) -> Refreshed:
        """Bring index and summaries up to date, at some times ahead."""
        ahead = Ahead()
        if only is not None and not self.everything and len(self.now()) % 3:
            ahead.look(self.vault, self.store, only, now, nullcontext())
        if not ahead.is_all(self.vault, self.store, only or frozenset()):
            ahead.take_in(refresh(self.vault, self.store, now_ns=now, only=only))
            write_summaries(self.vault, self.store, everything=self.everything)
        return ahead.done

    def check_months(self) -> None:
        """Assert that what is kept of each month is what its notes give now."""
        anew = Anew(self.anew)
        for month, kept in self.store.months(0, 12 * 10_000).items():
            assert kept == kept_of(anew.days(month), anew.tally(month)), month
        told = Told(self.store)
        for year in {day.year for day in self.store.dates()}:
            with suppress(Unknown):  # of a year whose months have changed since, nothing is taken
                found = told.names_of_year(year)
                assert found.places == anew.year(year).moods.places
                assert cells_of(found.names) == cells_of(anew.year(year).names)

    def check_summaries(self) -> None:
        kept = self.summaries()
        for path in self.vault.root.glob("summaries/*"):
            path.unlink()
        write_summaries(self.vault, self.anew, everything=True)
        made = self.summaries()
        assert kept.keys() == made.keys()
        for name, data in made.items():
            assert kept[name] == data, name


def cells_of(names: Names) -> set[tuple[str, str, Cell]]:
    return {(kind, name, (cell[0], cell[1], cell[2])) for kind, cells in names.items() for name, cell in cells.items()}


@contextmanager
def a_watched_world() -> Iterator[Watched]:
    with TemporaryDirectory(dir=MEMORY) as folder:
        world = Watched(Path(folder))
        try:
            yield world
        finally:
            world.close()


WATCH: st.SearchStrategy[Step] = st.tuples(
    st.just("watch"), st.tuples(st.sampled_from(list(CLOCKS)), st.lists(st.sampled_from(OTHERS), max_size=3))
)
ODD: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("special"), st.tuples(PATHS)), st.tuples(st.just("text_link"), st.tuples(PATHS, TEXTS))
)


@settings(max_examples=60)
@given(st.lists(WRITING, max_size=6), st.lists(st.one_of(STEPS, STEPS, ODD, WATCH, WATCH), max_size=20), LIMITS)
def test_what_is_named_is_all_that_must_be_looked_at(
    first: list[Step], then: list[Step], limits: tuple[int, int]
) -> None:
    end: list[Step] = [("watch", ("now", [])), ("compare", ())]
    with limited(*limits), a_watched_world() as world:
        for name, arguments in [*first, ("look", ("now", True)), *then, *end]:
            getattr(world, name)(*arguments)


EDITS: st.SearchStrategy[Step] = st.one_of(
    WRITING,
    st.tuples(st.just("edit"), st.tuples(WHICH, TEXTS)),
    st.tuples(st.sampled_from(["delete", "private", "double", "touch"]), st.tuples(WHICH)),
    st.tuples(st.just("rename"), st.tuples(WHICH, PATHS)),
)


@settings(max_examples=60)
@given(st.lists(WRITING, min_size=3, max_size=12), st.lists(EDITS, max_size=12), st.sampled_from(SETTINGS[:4]))
def test_after_each_edit_the_stale_summaries_are_all_that_differ(
    first: list[Step], edits: list[Step], chosen: Settings
) -> None:
    with a_watched_world() as world:
        for name, arguments in [("set", (chosen,)), *first, ("look", ("later", True))]:
            getattr(world, name)(*arguments)
        for name, arguments in edits:
            getattr(world, name)(*arguments)
            world.watch("later", [])
