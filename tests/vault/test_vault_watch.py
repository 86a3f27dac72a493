"""The real watchdog on real folders: every change is noticed, and nothing that tj does itself."""

import ctypes
import errno
import os
import queue
import shutil
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest

from tj.config import Settings
from tj.vault import watch as module
from tj.vault.files import read_file, write_generated
from tj.vault.layout import Vault
from tj.vault.watch import Changed, watch

QUIET = 0.03
# What never comes is waited for this long; what comes, far longer, so that a slow machine fails no test.
SILENCE = 0.15
# watchdog holds a move back for half a second, for want of its other half.
SILENCE_AFTER_A_MOVE = 0.8
PATIENCE = 20.0

# Each phase of a test has filters of its own, and a watch may begin in one and go on in the next.
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning")


class Watching:
    """A watch in a thread of its own, and the calls that it made."""

    def __init__(self, vault: Vault, *, poll: bool = False, safety: float = 300.0, quiet: float = QUIET) -> None:
        self.calls: queue.Queue[float] = queue.Queue()
        self.fallbacks: list[str] = []
        self.failure: BaseException | None = None
        self.act: Callable[[], None] = lambda: None
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(vault, poll, safety, quiet))

    def _run(self, vault: Vault, poll: bool, safety: float, quiet: float) -> None:
        try:
            watch(
                vault, self._on_quiet, stop=self.stop, on_fallback=self.fallbacks.append, poll=poll, safety=safety,
                quiet=quiet,
            )  # fmt: skip
        except BaseException as error:  # noqa: BLE001 - handed to the test
            self.failure = error

    def _on_quiet(self, _changed: Changed) -> None:
        self.act()
        self.calls.put(time.monotonic())

    def start(self) -> None:
        self._thread.start()
        self.expect()
        self.rest()

    def expect(self) -> None:
        """Wait for a call."""
        self.calls.get(timeout=PATIENCE)

    def rest(self, silence: float = SILENCE) -> int:
        """Wait until there are no further calls, and return how many there were."""
        count = 0
        while True:
            try:
                self.calls.get(timeout=silence)
            except queue.Empty:
                return count
            count += 1

    def end(self) -> None:
        self.stop.set()
        self.join()

    def join(self) -> None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def __enter__(self) -> "Watching":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        if error is None:
            assert self.failure is None


@pytest.fixture
def vault(make_vault: Callable[..., Path]) -> Vault:
    root = make_vault({"journal/2026/a.md": "words\n", "goals/b.md": "words\n", "summaries/2026.md": "made\n"})
    (root / ".git").mkdir()
    (root / "templates").mkdir()
    return Vault(root.resolve(), Settings(exclude=("templates", "journal/drafts")))


@pytest.fixture
def watching(vault: Vault) -> Iterator[Watching]:
    with Watching(vault) as running:
        yield running


def _remake(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


CHANGES: dict[str, Callable[[Path], object]] = {
    "create": lambda root: (root / "journal/2026/new.md").write_text("new"),
    "create in the root": lambda root: (root / "new.md").write_text("new"),
    "modify": lambda root: (root / "journal/2026/a.md").write_text("changed"),
    "rename": lambda root: (root / "journal/2026/a.md").rename(root / "journal/2026/c.md"),
    "move between folders": lambda root: (root / "journal/2026/a.md").rename(root / "goals/c.md"),
    "replace from a temporary file": lambda root: _replace(root / "journal/2026/a.md"),
    "delete": lambda root: (root / "journal/2026/a.md").unlink(),
    "touch": lambda root: os.utime(root / "goals/b.md", (1, 1)),
    "new folder": lambda root: (root / "journal/2027").mkdir(),
    "new folder in the root": lambda root: (root / "other").mkdir(),
    "delete a folder": lambda root: shutil.rmtree(root / "journal/2026"),
    "delete a folder of the root": lambda root: shutil.rmtree(root / "journal"),
    "rename a folder of the root": lambda root: (root / "journal").rename(root / "diary"),
    "move a folder out": lambda root: (root / "journal").rename(root.parent / "diary"),
    "delete and make again": lambda root: _remake(root / "journal"),
}


def _replace(path: Path) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text("replaced")
    temporary.replace(path)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(vault: Vault, watching: Watching, change: Callable[[Path], object]) -> None:
    change(vault.root)
    watching.expect()


FOLDERS: dict[str, Callable[[Path], Path]] = {
    "made": lambda root: root / "other",
    "deleted and made again": lambda root: root / "journal",
    "below": lambda root: root / "journal/2027/03",
}


@pytest.mark.parametrize("name", FOLDERS)
def test_changes_in_a_new_folder_are_noticed(vault: Vault, watching: Watching, name: str) -> None:
    folder = FOLDERS[name](vault.root)
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    watching.expect()
    watching.rest()
    for number in range(3):
        (folder / f"{number}.md").write_text("new")
        watching.expect()
        watching.rest()


def test_a_folder_that_is_met_twice_is_no_reason_to_warn(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers import inotify_c

    real = inotify_c.inotify_add_watch
    month = vault.root / "journal/2027/03"

    def add_watch(descriptor: int, path: bytes, mask: int) -> int:
        number = int(real(descriptor, path, mask))
        if path == os.fsencode(month.parent):
            month.mkdir(exist_ok=True)  # it is announced, and there to be found by whoever looks
        return number

    monkeypatch.setattr(inotify_c, "inotify_add_watch", add_watch)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Watching(vault) as watching:
            month.parent.mkdir()
            watching.expect()
            watching.rest()
            (month / "new.md").write_text("new")
            watching.expect()


def test_a_folder_made_again_time_after_time(vault: Vault, watching: Watching) -> None:
    for number in range(4):
        _remake(vault.root / "journal")
        watching.expect()
        watching.rest()
        (vault.root / f"journal/{number}.md").write_text("new")
        watching.expect()
        watching.rest()


def test_a_folder_renamed_and_one_put_in_its_place(vault: Vault, watching: Watching) -> None:
    (vault.root / "journal").rename(vault.root / "diary")
    (vault.root / "journal").mkdir()
    watching.expect()
    watching.rest(SILENCE_AFTER_A_MOVE)
    for folder in ("journal", "diary", "diary/2026"):
        (vault.root / folder / "new.md").write_text("new")
        watching.expect()
        watching.rest()


def test_a_vault_that_goes_and_comes_back(vault: Vault, watching: Watching) -> None:
    vault.root.rename(vault.root.parent / "away")
    watching.rest(SILENCE_AFTER_A_MOVE)
    (vault.root.parent / "away").rename(vault.root)
    watching.expect()
    watching.rest(SILENCE_AFTER_A_MOVE)
    (vault.root / "journal/2026/a.md").write_text("changed")
    watching.expect()


QUIET_DEEDS: dict[str, Callable[[Path], object]] = {
    "reads": lambda root: [read_file(root / "journal/2026/a.md"), list(os.scandir(root / "journal/2026"))],
    "summaries": lambda root: write_generated(root / "summaries/2026.md", b"made anew\n"),
    "git": lambda root: (root / ".git/index").write_text("x"),
    "temporary files": lambda root: [
        (root / folder / name).write_text("x")
        for folder in ("", "journal/2026")
        for name in (".a.md.swp", "4913", "a.md~", "a.tmp")
    ],
    "a hidden folder": lambda root: (root / ".obsidian").mkdir(),
    "excluded folders": lambda root: (root / "templates/t.md").write_text("x"),
}


@pytest.mark.parametrize("deed", QUIET_DEEDS.values(), ids=QUIET_DEEDS)
def test_what_is_no_change_of_a_note_is_not_told(
    vault: Vault, watching: Watching, deed: Callable[[Path], object]
) -> None:
    deed(vault.root)
    assert watching.rest() == 0


def test_an_excluded_folder_further_down_is_not_told(vault: Vault) -> None:
    (vault.root / "journal/drafts").mkdir()
    with Watching(vault) as watching:
        (vault.root / "journal/drafts/d.md").write_text("x")
        assert watching.rest() == 0


def test_the_first_summary_of_all_is_not_told(vault: Vault) -> None:
    shutil.rmtree(vault.root / "summaries")
    with Watching(vault) as watching:
        write_generated(vault.root / "summaries/2026.md", b"made\n")
        assert watching.rest() == 0


def test_reading_and_writing_summaries_while_told_causes_no_loop(vault: Vault) -> None:
    turns = iter(range(1000))

    def act() -> None:
        for path in vault.root.rglob("*.md"):
            read_file(path)
        write_generated(vault.root / "summaries/2026.md", f"made {next(turns)}\n".encode())

    watching = Watching(vault)
    watching.act = act
    with watching:
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect()
        assert watching.rest() == 0


def test_many_changes_are_told_as_one(vault: Vault, watching: Watching) -> None:
    for number in range(200):
        (vault.root / f"journal/2026/{number}.md").write_text("new")
    watching.expect()
    assert watching.rest() <= 2


def test_under_a_steady_stream_of_changes_it_still_looks(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 0.3)
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.01):
            (vault.root / "journal/2026/a.md").write_text("again")

    with Watching(vault, quiet=0.2) as watching:
        writer = threading.Thread(target=write)
        writer.start()
        try:
            for _ in range(3):
                watching.expect()
        finally:
            over.set()
            writer.join()


def test_it_looks_from_time_to_time_anyway(vault: Vault) -> None:
    watching = Watching(vault, safety=0.2)
    watching._thread.start()
    for _ in range(4):
        watching.expect()
    watching.end()
    assert watching.failure is None


def test_a_stop_while_changes_come_in(vault: Vault) -> None:
    with Watching(vault, quiet=PATIENCE) as watching:
        (vault.root / "journal/2026/a.md").write_text("changed")
        time.sleep(0.3)
        watching.end()
        assert watching.calls.empty()


def test_what_the_caller_raises_ends_the_watch_and_is_raised(vault: Vault) -> None:
    class Broken(Exception):
        pass

    def act() -> None:
        raise Broken

    before = threading.active_count()
    watching = Watching(vault)
    watching.start()
    watching.act = act
    (vault.root / "journal/2026/a.md").write_text("changed")
    watching.join()
    assert isinstance(watching.failure, Broken)
    assert threading.active_count() <= before + 1  # watchdog keeps one thread for the system's announcements


def test_polling_notices_too(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.1)
    with Watching(vault, poll=True) as watching:
        (vault.root / "journal/2026/new.md").write_text("new")
        watching.expect()
        watching.rest()
        write_generated(vault.root / "summaries/2026.md", b"made anew\n")
        (vault.root / "journal/2026/.a.md.swp").write_text("x")
        assert watching.rest() == 0
        _remake(vault.root / "journal")
        watching.expect()
        watching.rest()
        (vault.root / "journal/again.md").write_text("new")
        watching.expect()
        assert watching.fallbacks == []


class _Inotify:
    """The system's call to watch a folder, with an error of ours for some."""

    def __init__(self, refuses: Callable[[bytes, int], int]) -> None:
        from watchdog.observers import inotify_c

        self._real = inotify_c.inotify_add_watch
        self._refuses = refuses
        self.count = 0

    def __call__(self, descriptor: int, path: bytes, mask: int) -> int:
        self.count += 1
        number = self._refuses(path, self.count)
        if number:
            ctypes.set_errno(number)
            return -1
        return int(self._real(descriptor, path, mask))


@pytest.fixture
def inotify(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[bytes, int], int]], None]:
    if sys.platform != "linux":
        pytest.skip("inotify is Linux's own")

    def install(refuses: Callable[[bytes, int], int]) -> None:
        monkeypatch.setattr(module, "POLL_SECONDS", 0.1)
        monkeypatch.setattr("watchdog.observers.inotify_c.inotify_add_watch", _Inotify(refuses))

    return install


REFUSALS: dict[str, Callable[[bytes, int], int]] = {
    "no watch is left": lambda _path, _count: errno.ENOSPC,
    "no instance is left": lambda _path, _count: errno.EMFILE,
    "they run out at a folder of the root": lambda _path, count: errno.ENOSPC if count > 2 else 0,
    "they run out further down": lambda path, _count: errno.ENOSPC if path.endswith((b"/2026", b"/.tj")) else 0,
}


@pytest.mark.parametrize("refuses", REFUSALS.values(), ids=REFUSALS)
def test_where_the_system_has_no_watches_left_it_polls_and_says_so(
    vault: Vault,
    inotify: Callable[[Callable[[bytes, int], int]], None],
    refuses: Callable[[bytes, int], int],
) -> None:
    inotify(refuses)
    with Watching(vault) as watching:
        assert len(watching.fallbacks) == 1
        assert "looks every" in watching.fallbacks[0]
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect()


def test_watches_that_run_out_later(vault: Vault, inotify: Callable[[Callable[[bytes, int], int]], None]) -> None:
    full = threading.Event()
    inotify(lambda _path, _count: errno.ENOSPC if full.is_set() else 0)
    with Watching(vault) as watching:
        full.set()
        (vault.root / "journal/2027").mkdir()
        watching.expect()
        watching.rest()
        assert len(watching.fallbacks) == 1
        (vault.root / "journal/2027/new.md").write_text("new")
        watching.expect()


def test_a_folder_that_cannot_be_watched_is_no_reason_to_poll(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers.inotify import InotifyObserver

    real = InotifyObserver.schedule

    def schedule(self: InotifyObserver, handler: object, path: str, *, recursive: bool) -> object:
        if path.endswith("/goals"):
            raise PermissionError(errno.EACCES, "no")
        return real(self, handler, path, recursive=recursive)  # type: ignore[arg-type]  # the real one, wrapped

    monkeypatch.setattr(InotifyObserver, "schedule", schedule)
    with Watching(vault) as watching:
        assert watching.fallbacks == []
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect()
