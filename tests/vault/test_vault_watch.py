"""The real watchdog on real folders: every change is noticed, and nothing that tj does itself."""

import contextlib
import ctypes
import errno
import logging
import mmap
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest

from tests.conftest import program
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

    def __init__(
        self,
        vault: Vault,
        *,
        poll: bool = False,
        safety: float = 300.0,
        quiet: float = QUIET,
        patrol: Callable[[], Iterator[Changed]] | None = None,
    ) -> None:
        self.calls: queue.Queue[Changed] = queue.Queue()
        self.fallbacks: list[str] = []
        self.failure: BaseException | None = None
        self.act: Callable[[], None] = lambda: None
        self.lulls: queue.Queue[Changed] = queue.Queue()
        self.act_in_lull: Callable[[], object] = lambda: None
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(vault, poll, safety, quiet, patrol))

    def _run(
        self, vault: Vault, poll: bool, safety: float, quiet: float, patrol: Callable[[], Iterator[Changed]] | None
    ) -> None:
        try:
            watch(
                vault, self._on_quiet, stop=self.stop, on_fallback=self.fallbacks.append, poll=poll, safety=safety,
                quiet=quiet, on_lull=self._on_lull, on_patrol=patrol,
            )  # fmt: skip
        except BaseException as error:  # noqa: BLE001 - handed to the test
            self.failure = error

    def _on_quiet(self, changed: Changed) -> None:
        self.act()
        self.calls.put(changed)

    def _on_lull(self, changed: Changed) -> None:
        self.lulls.put(changed)
        act, self.act_in_lull = self.act_in_lull, lambda: None
        act()

    def start(self) -> None:
        self._thread.start()
        assert self.expect() == Changed(frozenset(), everything=True)
        self.rest()

    def expect(self) -> Changed:
        """Wait for a call, and return what it was given."""
        return self.calls.get(timeout=PATIENCE)

    def expect_everything(self) -> None:
        """Wait for a call to look at everything."""
        while not self.expect().everything:
            pass

    def expect_paths(self, *paths: str) -> None:
        """Wait until all these were named, and nothing else, in however many calls."""
        missing = set(paths)
        while missing:
            changed = self.expect()
            assert not changed.everything
            assert changed.paths
            assert changed.paths <= set(paths)
            missing -= changed.paths

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


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notice sooner that a test is over."""
    monkeypatch.setattr(module, "STEP_SECONDS", 0.05)


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


def put(path: Path, text: str) -> None:
    path.write_text(text)


def test_in_a_lull_what_came_so_far_is_named_and_at_the_end_all_of_it(vault: Vault) -> None:
    with Watching(vault, quiet=1.0) as watching:
        watching.act_in_lull = lambda: put(vault.root / "goals/b.md", "in the lull")
        (vault.root / "journal/2026/a.md").write_text("changed")
        assert watching.lulls.get(timeout=PATIENCE).paths == {"journal/2026/a.md"}
        for _ in range(2):  # when a part of the time is over, and just before its end
            assert watching.lulls.get(timeout=PATIENCE).paths == {"journal/2026/a.md", "goals/b.md"}
        assert watching.expect().paths == {"journal/2026/a.md", "goals/b.md"}
        assert watching.lulls.empty()


@pytest.mark.parametrize("poll", [False, True])
def test_summaries_that_are_written_in_a_lull_bring_no_other(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, poll: bool
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.1)
    shutil.rmtree(vault.root / "summaries")
    with Watching(vault, quiet=0.4, poll=poll) as watching:
        watching.act_in_lull = lambda: write_generated(vault.root / "summaries/2026.md", b"made\n")
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect_paths("journal/2026/a.md")
        assert watching.lulls.qsize() == 2
        assert watching.rest(SILENCE + 0.4) == 0
        assert watching.lulls.qsize() == 2


def test_no_lull_is_told_of_what_is_no_note_or_in_doubt(vault: Vault) -> None:
    with Watching(vault) as watching:
        (vault.root / "journal/2026/a.txt").write_text("no note")
        (vault.root / "journal/2027").mkdir()
        watching.expect_everything()
        watching.rest()
        assert watching.lulls.empty()


def _remake(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


# What names the notes that it changed, and just those.
CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "create": (lambda root: (root / "journal/2026/new.md").write_text("new"), {"journal/2026/new.md"}),
    "create in the root": (lambda root: (root / "new.md").write_text("new"), {"new.md"}),
    "create in capitals": (lambda root: (root / "goals/NEW.MD").write_text("new"), {"goals/NEW.MD"}),
    "create in other letters": (lambda root: (root / "goals/été 東京.md").write_text("new"), {"goals/été 東京.md"}),
    "modify": (lambda root: (root / "journal/2026/a.md").write_text("changed"), {"journal/2026/a.md"}),
    "append": (lambda root: _append(root / "journal/2026/a.md"), {"journal/2026/a.md"}),
    "rename": (
        lambda root: (root / "journal/2026/a.md").rename(root / "journal/2026/c.md"),
        {"journal/2026/a.md", "journal/2026/c.md"},
    ),
    "move between folders": (
        lambda root: (root / "journal/2026/a.md").rename(root / "goals/c.md"),
        {"journal/2026/a.md", "goals/c.md"},
    ),
    "move into the root": (lambda root: (root / "goals/b.md").rename(root / "c.md"), {"goals/b.md", "c.md"}),
    "move out": (lambda root: (root / "goals/b.md").rename(root.parent / "c.md"), {"goals/b.md"}),
    "replace from a temporary file": (lambda root: _replace(root / "journal/2026/a.md"), {"journal/2026/a.md"}),
    "replace with a backup, as vim does": (lambda root: _replace_as_vim(root / "goals/b.md"), {"goals/b.md"}),
    "name it no longer a note": (lambda root: (root / "goals/b.md").rename(root / "goals/b.txt"), {"goals/b.md"}),
    "delete": (lambda root: (root / "journal/2026/a.md").unlink(), {"journal/2026/a.md"}),
    "touch": (lambda root: os.utime(root / "goals/b.md", (1, 1)), {"goals/b.md"}),
    "allow and forbid": (lambda root: (root / "goals/b.md").chmod(0o600), {"goals/b.md"}),
    "write through memory": (lambda root: _write_mapped(root / "goals/b.md"), {"goals/b.md"}),
}

# After what everything is to be looked at.
UPHEAVALS: dict[str, Callable[[Path], object]] = {
    "new folder": lambda root: (root / "journal/2027").mkdir(),
    "new folder in the root": lambda root: (root / "other").mkdir(),
    "delete a folder": lambda root: shutil.rmtree(root / "journal/2026"),
    "delete a folder of the root": lambda root: shutil.rmtree(root / "journal"),
    "rename a folder": lambda root: (root / "journal/2026").rename(root / "journal/2025"),
    "rename a folder of the root": lambda root: (root / "journal").rename(root / "diary"),
    "move a folder out": lambda root: (root / "journal").rename(root.parent / "diary"),
    "move an inner folder out": lambda root: (root / "journal/2026").rename(root.parent / "2026"),
    "move a folder into another": lambda root: (root / "goals").rename(root / "journal/goals"),
    "delete and make again": lambda root: _remake(root / "journal"),
    "delete and make an inner one again": lambda root: _remake(root / "journal/2026"),
    "a folder in the place of a note": lambda root: _swap_for_folder(root / "goals/b.md"),
    "forbid a folder": lambda root: (root / "journal/2026").chmod(0o500),
    "a copy that a sync conflict left": lambda root: (root / "goals/b.sync-conflict-1.md").write_text("x"),
    "a name that is no text": lambda root: (root / "goals/a\nb.md").write_text("x"),
    "a link": lambda root: (root / "goals/link.md").symlink_to("b.md"),
    "a second name": lambda root: (root / "goals/second.md").hardlink_to(root / "goals/b.md"),
    "a pipe": lambda root: os.mkfifo(root / "goals/pipe.md"),
    "the settings": lambda root: (root / ".tj/config.toml").write_text("[journal]\n"),
    "the settings go": lambda root: (root / ".tj/config.toml").unlink(),
}


def _append(path: Path) -> None:
    with path.open("a") as handle:
        handle.write("more\n")


def _replace(path: Path, text: str = "replaced") -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text)
    temporary.replace(path)


def _replace_as_vim(path: Path) -> None:
    backup = path.with_name(f"{path.name}~")
    path.with_name("4913").touch()
    path.with_name("4913").unlink()
    path.rename(backup)
    path.write_text("replaced")
    backup.unlink()


def _write_mapped(path: Path) -> None:
    with path.open("r+b") as handle, mmap.mmap(handle.fileno(), 0) as mapped:
        mapped[:5] = b"WORDS"


def _swap_for_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_note_is_named(vault: Vault, watching: Watching, name: str) -> None:
    change, paths = CHANGES[name]
    change(vault.root)
    watching.expect_paths(*paths)


@pytest.mark.parametrize("name", UPHEAVALS)
def test_after_what_names_no_note_everything_is_looked_at(vault: Vault, watching: Watching, name: str) -> None:
    UPHEAVALS[name](vault.root)
    watching.expect_everything()


@pytest.mark.parametrize("name", UPHEAVALS)
def test_a_note_that_changes_after_that_is_noticed(vault: Vault, watching: Watching, name: str) -> None:
    UPHEAVALS[name](vault.root)
    watching.expect_everything()
    watching.rest(SILENCE_AFTER_A_MOVE)
    for folder in ("journal/2026", "diary/2026", "journal/goals", "goals", "goals/b.md", ""):
        if (vault.root / folder).is_dir():
            _replace(vault.root / folder / "new.md")
            path = f"{folder}/new.md".lstrip("/")
            changed = watching.expect()
            while not (changed.everything or path in changed.paths):
                changed = watching.expect()
            watching.rest()


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
    assert watching.rest(SILENCE_AFTER_A_MOVE) == 0  # to the caller an absent vault would look like an empty one
    (vault.root.parent / "away/goals/b.md").write_text("changed elsewhere")
    (vault.root.parent / "away").rename(vault.root)
    watching.expect_everything()
    watching.rest(SILENCE_AFTER_A_MOVE)
    (vault.root / "journal/2026/a.md").write_text("changed")
    watching.expect_paths("journal/2026/a.md")


def test_a_polled_vault_that_goes_and_comes_back(vault: Vault, polling: Watching) -> None:
    vault.root.rename(vault.root.parent / "away")
    assert polling.rest(SILENCE_AFTER_A_MOVE) == 0
    (vault.root.parent / "away").rename(vault.root)
    polling.expect_everything()
    polling.rest()
    (vault.root / "journal/2026/a.md").write_text("changed")
    polling.expect_paths("journal/2026/a.md")


QUIET_DEEDS: dict[str, Callable[[Path], object]] = {
    "reads": lambda root: [read_file(root / "journal/2026/a.md"), list(os.scandir(root / "journal/2026"))],
    "summaries": lambda root: write_generated(root / "summaries/2026.md", b"made anew\n"),
    "git": lambda root: (root / ".git/index").write_text("x"),
    "temporary files": lambda root: [
        (root / folder / name).write_text("x")
        for folder in ("", "journal/2026")
        for name in (".a.md.swp", "4913", "a.md~", "a.tmp")
    ],
    "our own temporary files": lambda root: [
        (root / folder / ".tj-0123456789abcdef.tmp").write_text("x") for folder in ("", "journal/2026", ".tj")
    ],
    "the ledger and the templates": lambda root: [
        (root / ".tj/shared.jsonl").write_text("x"),
        (root / ".tj/entry.md").write_text("x"),
    ],
    "a picture": lambda root: (root / "journal/2026/a.jpg").write_bytes(b"x"),
    "a hidden folder": lambda root: (root / ".obsidian").mkdir(),
    "a hidden folder further down": lambda root: (root / "journal/.trash/2026").mkdir(parents=True),
    "a note in a hidden folder": lambda root: _replace(root / ".git/a.md"),
    "excluded folders": lambda root: [
        (root / "templates/t.md").write_text("x"),
        (root / "templates/more.md").write_text("x"),
    ],
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
    paths = [f"journal/2026/{number}.md" for number in range(200)]
    for path in paths:
        (vault.root / path).write_text("new")
    watching.expect_paths(*paths)
    assert watching.rest() <= 2


def test_of_more_notes_than_are_worth_naming_everything_is_looked_at(
    vault: Vault, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tj.vault.news.MOST_PATHS", 20)
    for number in range(50):
        (vault.root / f"journal/2026/{number}.md").write_text("new")
    watching.expect_everything()


def test_twenty_thousand_new_notes_are_named_or_everything_is_looked_at(vault: Vault, watching: Watching) -> None:
    missing = {f"journal/2026/{number}.md" for number in range(20_000)}
    for path in missing:
        (vault.root / path).touch()
    while missing:
        changed = watching.expect()
        missing = {path for path in missing - changed.paths if not changed.everything}
    while "journal/2026/last.md" not in changed.paths:
        (vault.root / "journal/2026/last.md").write_text("new")
        changed = watching.expect()


def test_a_checkout_names_the_notes_that_it_changed(vault: Vault) -> None:
    git = program("git")

    def run(*words: str) -> None:
        identity = ("-c", "user.name=w", "-c", "user.email=w@example.org", "-c", "commit.gpgsign=false")
        subprocess.run([git, *identity, *words], cwd=vault.root, check=True, capture_output=True)

    paths = [f"journal/2026/{number}.md" for number in range(500)]
    shutil.rmtree(vault.root / ".git")
    run("init", "-q", "-b", "main")
    for text in ("old", "new"):
        for path in paths:
            (vault.root / path).write_text(f"{text} {path}\n")
        run("add", "-A")
        run("commit", "-qm", text)
    with Watching(vault, quiet=0.5) as watching:
        run("checkout", "-q", "HEAD~1")
        watching.expect_paths(*paths)
        assert watching.rest(1.5) == 0
        run("checkout", "-q", "main")
        watching.expect_paths(*paths)


def test_what_changes_while_someone_looks_is_for_the_next_time(vault: Vault) -> None:
    names = iter([f"journal/2026/{number}.md" for number in range(3)])

    def act() -> None:
        for name in names:
            (vault.root / name).write_text("new")
            time.sleep(0.1)  # for the announcement to come before the end of the call
            break

    with Watching(vault) as watching:
        watching.act = act
        (vault.root / "goals/b.md").write_text("changed")
        watching.expect_paths("goals/b.md")
        for number in range(3):
            watching.expect_paths(f"journal/2026/{number}.md")
        assert watching.rest() == 0


def test_of_a_note_that_a_link_leads_to_the_link_changes_too(vault: Vault) -> None:
    (vault.root / "goals/link.md").symlink_to("../journal/2026/a.md")
    with Watching(vault) as watching:
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect_everything()


def test_a_link_made_meanwhile_is_known(vault: Vault, watching: Watching) -> None:
    (vault.root / "goals/link.md").symlink_to("../journal/2026/a.md")
    watching.expect_everything()
    watching.rest()
    (vault.root / "journal/2026/a.md").write_text("changed")
    watching.expect_everything()


def test_a_folder_that_the_settings_leave_in_from_now_on(vault: Vault) -> None:
    (vault.root / ".tj/config.toml").write_text('exclude = ["templates"]\n')
    with Watching(vault) as watching:
        _replace(vault.root / ".tj/config.toml", "exclude = []\n")
        watching.expect_everything()
        watching.rest()
        (vault.root / "templates/t.md").write_text("new")
        watching.expect_paths("templates/t.md")


def test_settings_that_cannot_be_read_change_nothing(vault: Vault, watching: Watching) -> None:
    _replace(vault.root / ".tj/config.toml", "not = [ settings")
    watching.expect_everything()
    watching.rest()
    (vault.root / "templates/t.md").write_text("new")
    (vault.root / "goals/b.md").write_text("changed")
    watching.expect_paths("goals/b.md")


def test_a_listener_that_ended_is_replaced(vault: Vault, watching: Watching) -> None:
    emitters = [thread for thread in threading.enumerate() if "Emitter" in type(thread).__name__]
    assert emitters
    for thread in emitters:
        thread.stop()  # type: ignore[attr-defined]  # it has one, and a folder that is deleted leads there
    watching.expect_everything()
    watching.rest()
    (vault.root / "goals/b.md").write_text("changed")
    watching.expect_paths("goals/b.md")


def test_a_warning_of_the_library_is_a_doubt_and_is_not_shown(
    vault: Vault, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = logging.StreamHandler()
    monkeypatch.setattr(logging.getLogger(), "handlers", [shown])
    logger = logging.getLogger("watchdog.observers.anything")
    with Watching(vault) as watching:
        logger.warning("lost below %s", vault.root)
        watching.expect_everything()
        watching.rest()
        (vault.root / "goals/b.md").write_text("changed")
        watching.expect_paths("goals/b.md")
    assert capfd.readouterr() == ("", "")
    shown.setStream(sys.stderr)
    logger.warning("as before")
    assert capfd.readouterr().err == "as before\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's own")
def test_only_the_folders_of_notes_are_watched(vault: Vault) -> None:
    for folder in (".git/objects", ".obsidian", "summaries/old", "templates/more", "journal/2027/03"):
        (vault.root / folder).mkdir(parents=True)
    before = _watched()
    with Watching(vault):
        watched = _watched() - before
    assert watched == {(vault.root / path).stat().st_ino for path in ("", "goals", *JOURNAL)}


JOURNAL = ("journal", "journal/2026", "journal/2027", "journal/2027/03")


def _watched() -> set[int]:
    """Return the inodes of the folders that this process watches, as the system tells them."""
    found: set[int] = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            if "inotify" in str(descriptor.readlink()):
                text = (Path("/proc/self/fdinfo") / descriptor.name).read_text()
                found.update(int(number, 16) for number in re.findall(r"^inotify .*\bino:([0-9a-f]+)", text, re.M))
    return found


@contextlib.contextmanager
def steady_changes(path: Path) -> Iterator[None]:
    """Change a note again and again until the end."""
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.01):
            path.write_text("again")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


def test_under_a_steady_stream_of_changes_it_still_looks(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 0.3)
    with Watching(vault, quiet=0.2) as watching, steady_changes(vault.root / "journal/2026/a.md"):
        for _ in range(3):
            watching.expect_paths("journal/2026/a.md")


def test_under_a_steady_stream_of_changes_it_keeps_up_with_the_settings(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 0.3)
    with Watching(vault, quiet=0.2) as watching, steady_changes(vault.root / "journal/2026/a.md"):
        _replace(vault.root / ".tj/config.toml", "exclude = []\n")
        watching.expect_everything()


def test_folders_and_settings_are_kept_up_with_where_nothing_is_done_ahead(vault: Vault) -> None:
    calls: queue.Queue[Changed] = queue.Queue()
    stop = threading.Event()
    thread = threading.Thread(target=lambda: watch(vault, calls.put, stop=stop, on_fallback=pytest.fail, quiet=QUIET))
    thread.start()
    try:
        assert calls.get(timeout=PATIENCE).everything
        for name in ("new folder in the root", "the settings"):
            UPHEAVALS[name](vault.root)
            while not calls.get(timeout=PATIENCE).everything:
                pass
        (vault.root / "other/new.md").write_text("new")
        while "other/new.md" not in calls.get(timeout=PATIENCE).paths:
            pass
    finally:
        stop.set()
        thread.join(PATIENCE)


@pytest.mark.parametrize(("seconds", "waits"), [(301.0, True), (601.0, False)])
def test_a_look_at_everything_waits_until_nothing_changes_but_not_for_ever(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, seconds: float, waits: bool
) -> None:
    clock = [0.0]
    monkeypatch.setattr(module, "_now", lambda: clock[0])
    monkeypatch.setattr(module, "STEP_SECONDS", 1.0)

    with Watching(vault, safety=300.0) as watching:

        def save_later() -> None:
            watching.act = lambda: None
            clock[0] = seconds
            (vault.root / "goals/b.md").write_text("saved long after the last look at everything")

        watching.act = save_later
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect_paths("journal/2026/a.md")
        if waits:
            watching.expect_paths("goals/b.md")
        assert watching.expect().everything


def test_it_looks_from_time_to_time_anyway(vault: Vault) -> None:
    watching = Watching(vault, safety=0.2)
    watching._thread.start()
    for _ in range(4):
        assert watching.expect().everything
    watching.end()
    assert watching.failure is None


NOTHING = Changed(frozenset(), everything=False)


def await_true(told: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_look_at_everything_may_come_in_steps_and_again_and_again(vault: Vault) -> None:
    rounds = 0

    def patrol() -> Iterator[Changed]:
        nonlocal rounds
        rounds += 1
        yield NOTHING
        if rounds == 2:
            yield Changed(frozenset({"journal/2026/a.md"}), everything=False)
        if rounds == 3:
            yield Changed(frozenset(), everything=True)
            pytest.fail("a look at everything is begun anew")
        yield NOTHING

    with Watching(vault, safety=0.1, patrol=patrol) as watching:
        watching.expect_paths("journal/2026/a.md")
        assert watching.expect().everything
        await_true(lambda: rounds >= 5)
        assert watching.calls.empty()


def test_a_save_does_not_wait_for_the_end_of_a_look_in_steps(vault: Vault) -> None:
    steps = 0
    saved = threading.Event()

    def patrol() -> Iterator[Changed]:
        nonlocal steps
        while not saved.is_set():
            steps += 1
            yield NOTHING

    with Watching(vault, safety=0.1, patrol=patrol) as watching:
        await_true(lambda: steps >= 3)
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect_paths("journal/2026/a.md")
        before = steps
        await_true(lambda: steps >= before + 3)
        saved.set()


def test_no_step_is_taken_in_a_vault_that_is_gone(vault: Vault) -> None:
    steps = 0

    def patrol() -> Iterator[Changed]:
        nonlocal steps
        while True:
            steps += 1
            yield NOTHING

    with Watching(vault, safety=0.1, patrol=patrol) as watching:
        await_true(lambda: steps >= 3)
        (vault.root / ".tj").rename(vault.root / "elsewhere")
        time.sleep(0.2)
        before = steps
        time.sleep(0.2)
        assert steps <= before + 1
        (vault.root / "elsewhere").rename(vault.root / ".tj")
        watching.expect_everything()
        watching.rest()


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


@pytest.fixture
def polling(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.1)
    with Watching(vault, poll=True) as running:
        yield running
        assert running.fallbacks == []


@pytest.mark.parametrize("name", CHANGES)
def test_polling_names_a_changed_note_too(vault: Vault, polling: Watching, name: str) -> None:
    change, paths = CHANGES[name]
    change(vault.root)
    polling.expect_paths(*paths)


@pytest.mark.parametrize("deed", QUIET_DEEDS.values(), ids=QUIET_DEEDS)
def test_polling_does_not_tell_what_is_no_change_of_a_note(
    vault: Vault, polling: Watching, deed: Callable[[Path], object]
) -> None:
    deed(vault.root)
    assert polling.rest() == 0


def test_polling_keeps_up_with_folders(vault: Vault, polling: Watching) -> None:
    _remake(vault.root / "journal")
    polling.expect_paths("journal/2026/a.md")
    (vault.root / "journal/again.md").write_text("new")
    polling.expect_paths("journal/again.md")
    (vault.root / "journal").rename(vault.root.parent / "diary")
    polling.expect_paths("journal/again.md")
    (vault.root.parent / "diary").rename(vault.root / "journal")
    polling.expect_paths("journal/again.md")


def test_polling_looks_at_everything_in_doubt(vault: Vault, polling: Watching) -> None:
    (vault.root / "goals/b.sync-conflict-1.md").write_text("x")
    polling.expect_everything()
    polling.rest()
    _replace(vault.root / ".tj/config.toml", "exclude = []\n")
    polling.expect_everything()
    polling.rest()
    (vault.root / "templates/t.md").write_text("new")
    polling.expect_paths("templates/t.md")


def test_polling_uses_none_of_the_systems_watches(polling: Watching) -> None:
    assert [thread for thread in threading.enumerate() if "Emitter" in type(thread).__name__] == []


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
        watching.expect_paths("journal/2026/a.md")
    assert len(watching.fallbacks) == 1


def test_on_a_network_drive_it_polls_and_says_so(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.1)
    mounts = tmp_path / "mountinfo"
    monkeypatch.setattr("tj.vault.inotify._MOUNTS", mounts)
    mounts.write_text(f"40 26 0:35 / {vault.root} rw shared:1 - nfs4 server:/journal rw,vers=4.2\n")
    with Watching(vault) as watching:
        assert watching.fallbacks == [
            "this vault lies on a network drive, whose changes elsewhere are not announced, so tj looks every few "
            "seconds instead; nothing is missed."
        ]
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect_paths("journal/2026/a.md")


def test_watches_that_run_out_later(vault: Vault, inotify: Callable[[Callable[[bytes, int], int]], None]) -> None:
    full = threading.Event()
    inotify(lambda _path, _count: errno.ENOSPC if full.is_set() else 0)
    with Watching(vault) as watching:
        full.set()
        (vault.root / "journal/2027").mkdir()
        watching.expect_everything()
        watching.rest()
        assert len(watching.fallbacks) == 1
        (vault.root / "journal/2027/new.md").write_text("new")
        watching.expect_paths("journal/2027/new.md")


def test_a_folder_that_is_left_out_though_nothing_is_refused(
    vault: Vault, inotify: Callable[[Callable[[bytes, int], int]], None]
) -> None:
    inotify(lambda path, _count: errno.EIO if path.endswith(b"/2026") else 0)
    with Watching(vault) as watching:
        while not watching.fallbacks:
            watching.expect_everything()
        (vault.root / "journal/2026/a.md").write_text("changed")
        watching.expect_paths("journal/2026/a.md")
    assert len(watching.fallbacks) == 1


def test_folders_deeper_than_the_library_can_go_are_polled(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.1)
    deepest = vault.root / "journal"
    for _ in range(1200):
        deepest /= "d"
        deepest.mkdir()
    try:
        with Watching(vault) as watching:
            # From 3.12 on, Python's own walk through folders goes as deep as they are.
            assert len(watching.fallbacks) == (sys.version_info < (3, 12))
            (deepest / "new.md").write_text("new")
            watching.expect_paths((deepest / "new.md").relative_to(vault.root).as_posix())
    finally:  # no function of Python's can delete this
        subprocess.run(["rm", "-r", str(vault.root / "journal/d")], check=True)
