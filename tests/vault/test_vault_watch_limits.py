"""The watch at the system's limits, in a process of its own: a queue that is full, or no watches left for some."""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, MakeVault
from tj.vault.inotify import is_remote, queue_length, watches_held

if not sys.platform.startswith("linux"):
    pytest.skip("these limits are Linux's own", allow_module_level=True)

PATIENCE = 60.0
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [*sys.path, str(ROOT)]))}
# Prints what the watch tells, a line of JSON each: [paths, everything], or a sentence.
WATCHER = """
import json, signal, sys, threading
from pathlib import Path
from tj.config import Settings
from tj.vault import watch as module
from tj.vault.layout import Vault

def tell(what):
    print(json.dumps(what), flush=True)

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
module.POLL_SECONDS = 0.2
module.STEP_SECONDS = 0.1
vault = Vault(Path(sys.argv[1]), Settings())
module.watch(
    vault, lambda changed: tell([sorted(changed.paths), changed.everything]), stop=stop, on_fallback=tell, quiet=0.1
)
"""


class Watcher:
    """A process that watches, and what it told."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.sentences: list[str] = []
        self._told: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._told.put(line)

    def expect(self) -> tuple[set[str], bool]:
        """Wait for a call; return the paths, and whether everything is to be looked at."""
        while True:
            told = json.loads(self._told.get(timeout=PATIENCE))
            if not isinstance(told, str):
                return set(told[0]), told[1]
            self.sentences.append(told)

    def expect_everything(self) -> None:
        while not self.expect()[1]:
            pass

    def expect_paths(self, *paths: str) -> None:
        missing = set(paths)
        while missing:
            found, everything = self.expect()
            assert not everything
            missing -= found

    def change_until_named(self, root: Path, path: str) -> None:
        """Change a note, again and again, until it is named: what is told in between may be of former changes."""
        paths: set[str] = set()
        while path not in paths:
            (root / path).write_text("changed")
            paths, _ = self.expect()

    def rest(self) -> None:
        """Wait until nothing more is told for a while."""
        while True:
            try:
                told = json.loads(self._told.get(timeout=2.0))
            except queue.Empty:
                return
            if isinstance(told, str):
                self.sentences.append(told)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)


@contextmanager
def watcher(root: Path, before: Sequence[str] = ()) -> Iterator[Watcher]:
    """Run a watch whose errors must be none; `before`, the words of a program that runs it."""
    command = [*before, sys.executable, "-c", WATCHER, str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    running = Watcher(process)
    try:
        assert running.expect() == (set(), True)
        running.rest()
        yield running
    finally:
        running.end()
        assert process.stderr is not None
        errors = process.stderr.read()
        process.stderr.close()
        if process.stdout is not None:
            process.stdout.close()
    assert (process.returncode, errors) == (0, "")


def _limited(name: str, most: int) -> list[str]:
    """Return the words of a program that runs another where no more than so many are left, or skip.

    The limit is that of a user namespace: nothing else on the machine is touched.
    """
    unshare = shutil.which("unshare")
    script = f'echo {most} > /proc/sys/user/{name} && exec "$@"'
    words = [unshare or "", "--user", "--map-root-user", "sh", "-c", script, "sh"]
    if unshare is None or subprocess.run([*words, "true"], capture_output=True).returncode != 0:
        pytest.skip("needs unshare and a system that lets its users have namespaces")
    return words


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    files = {f"journal/2026/{month:02}/a.md": "words\n" for month in range(1, 13)}
    return make_vault({**files, "goals/b.md": "words\n"}).resolve()


def _touch_two_in_turn(root: Path, count: int) -> None:
    for number in range(count):
        os.utime(root / f"journal/2026/03/{'ab'[number % 2]}.md")


def _make(root: Path, count: int) -> None:
    for number in range(count):
        (root / f"journal/2026/03/{number}.md").touch()


@pytest.mark.parametrize("fill", [_touch_two_in_turn, _make])
def test_a_queue_that_was_full_leads_to_a_look_at_everything(root: Path, fill: Callable[[Path, int], None]) -> None:
    (root / "journal/2026/03/b.md").touch()
    with watcher(root) as running:
        running.process.send_signal(signal.SIGSTOP)  # it reads nothing now, so what is too much is dropped
        fill(root, queue_length() + 2_000)
        (root / "journal/2027").mkdir()
        (root / "journal/2027/lost.md").write_text("new")
        running.process.send_signal(signal.SIGCONT)
        running.expect_everything()
        for path in ("journal/2026/03/last.md", "journal/2027/lost.md"):
            running.change_until_named(root, path)
        assert running.sentences == []


def test_where_there_are_no_watches_for_some_folders_it_polls_and_says_so_once(root: Path) -> None:
    with watcher(root, _limited("max_inotify_watches", 8)) as running:
        for month in range(1, 13):
            (root / f"journal/2026/{month:02}/a.md").write_text(f"changed {month}")
            running.expect_paths(f"journal/2026/{month:02}/a.md")
        assert len(running.sentences) == 1
        assert "looks every few seconds" in running.sentences[0]
        assert str(root) not in running.sentences[0]


def test_just_enough_watches_are_enough(root: Path) -> None:
    with watcher(root, _limited("max_inotify_watches", 16)) as running:
        (root / "journal/2026/12/a.md").write_text("changed")
        running.expect_paths("journal/2026/12/a.md")
        assert running.sentences == []
        (root / "journal/2026/13").mkdir()
        running.expect_everything()
        running.rest()
        assert len(running.sentences) == 1
        (root / "journal/2026/13/new.md").write_text("new")
        running.expect_paths("journal/2026/13/new.md")
        assert len(running.sentences) == 1


def test_where_no_one_may_watch_at_all_it_polls(root: Path) -> None:
    with watcher(root, _limited("max_inotify_instances", 0)) as running:
        (root / "goals/b.md").write_text("changed")
        running.expect_paths("goals/b.md")
        assert len(running.sentences) == 1


def test_a_folder_that_may_not_be_read_is_no_reason_to_poll(root: Path) -> None:
    # As root may read everything, the watch runs where it is no root: in a namespace that knows no users.
    before = [*_limited("max_inotify_watches", 1000)[:2], "--"] if os.geteuid() == 0 else []
    folders = [root / "journal/2026/03", root / "goals"]
    for folder in folders:
        folder.chmod(0)
    try:
        with watcher(root, before) as running:
            (root / "journal/2026/04/a.md").write_text("changed")
            running.expect_paths("journal/2026/04/a.md")
            for folder in folders:
                folder.chmod(0o700)
                running.expect_everything()
                running.rest()
                (folder / "new.md").write_text("new")
                running.expect_paths(f"{folder.relative_to(root)}/new.md")
            assert running.sentences == []
    finally:
        for folder in folders:
            folder.chmod(0o700)


def test_the_system_tells_how_many_folders_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os; from tj.vault.inotify import watches_held; from watchdog.observers import Observer\n" + (
        "from watchdog.events import FileSystemEventHandler as Handler\n"
        "print(watches_held()); one = Observer(); one.start(); one.schedule(Handler(), '.', recursive=True)\n"
        "print(watches_held()); one.stop(); one.join(); print(watches_held())"
    )
    for name in ("a/b", "c"):
        (tmp_path / name).mkdir(parents=True)
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert out[:2] == ["None", "4"]
    assert out[2] in ("None", "0")
    monkeypatch.setattr("tj.vault.inotify._DESCRIPTORS", tmp_path / "none")
    assert watches_held() is None


def test_the_length_of_the_queue_is_read_or_taken_as_usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "length"
    monkeypatch.setattr("tj.vault.inotify._QUEUE", place)
    assert queue_length() == 16_384
    place.write_text("512\n")
    assert queue_length() == 512


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /home/w/My\\040Journal rw - cifs //server/share rw
41 40 8:2 / /home/w/My\\040Journal/local rw shared:9 master:2 - ext4 /dev/sdb1 rw
42 22 0:50 / /mnt/c rw - 9p C:\\134 rw
43 22 0:51 / /data rw - ext4 /dev/sdc1 rw
44 22 0:52 / /data rw - fuse.sshfs me@host: rw
45 22 0:53 / /keys rw - fuse.gocryptfs /home/w/keys rw
short
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [("/home/w", False), ("/home/w/My Journal", True), ("/home/w/My Journal/2026", True),
        ("/home/w/My Journal2", False),
     ("/home/w/My Journal/local/x", False), ("/mnt/c/Users/w", True), ("/data/x", True), ("/keys", False)],
)  # fmt: skip
def test_a_network_drive_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, remote: bool) -> None:
    monkeypatch.setattr("tj.vault.inotify._MOUNTS", tmp_path / "mounts")
    assert not is_remote(Path(folder))  # where the system does not tell
    (tmp_path / "mounts").write_text(MOUNTS)
    assert is_remote(Path(folder)) is remote


def test_a_system_that_runs_from_such_a_drive_has_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.vault.inotify._MOUNTS", tmp_path / "mounts")
    (tmp_path / "mounts").write_text("1 0 0:1 / / rw - 9p none rw\n2 1 0:2 / /mnt rw - virtiofs host rw\n")
    assert not is_remote(Path("/home/w"))
    assert is_remote(Path("/mnt/journal"))
