"""`tj watch` as a process: whatever ends it or happens meanwhile, the index is right at the next command."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, MakeVault, program
from tests.durability.killing import SOAK

PATIENCE = 60.0
COMMAND = [sys.executable, "-u", "-c", "from tj.cli.main import run; run()"]
EACH = """
import json, sys
from tj.cli.main import run
for words in json.loads(sys.argv[2]):
    if code := run(["--vault", sys.argv[1], *words]):
        sys.exit(code)
    print(end="\\0")
"""


class Journal:
    """A vault with its own cache, the real `tj` on it, and a watch that may be running."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self._watch: subprocess.Popen[str] | None = None
        self._said = root.parent / "said.txt"
        self._environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_DATA_HOME": str(home / "data"),
            "PYTHONPATH": os.pathsep.join(filter(None, [*sys.path, str(ROOT)])),
        }

    def watch(self) -> "subprocess.Popen[str]":
        """Start a watch, and wait until it has looked for the first time."""
        command = [*COMMAND, "--vault", str(self.root), "watch"]
        with self._said.open("w") as said:
            self._watch = subprocess.Popen(
                command, env=self._environment, stdout=said, stderr=subprocess.PIPE, text=True
            )
        eventually((self.root / "summaries/index.md").is_file)
        return self._watch

    def batches(self) -> list[str]:
        """Return the lines in which the watch has told of batches so far."""
        return [line for line in self._said.read_text().splitlines() if "written" in line]

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str, str]:
        """End the watch; return its exit code and what it said."""
        assert self._watch is not None
        watch, self._watch = self._watch, None
        watch.send_signal(number)
        _, err = watch.communicate(timeout=PATIENCE)
        return watch.returncode, self._said.read_text(), err

    def kill(self) -> None:
        if self._watch is not None:
            self._watch.kill()
            self._watch.communicate()

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        whole = self.root / path
        whole.with_name(".being-written.tmp").write_text(text)
        whole.with_name(".being-written.tmp").replace(whole)

    def summary(self, name: str) -> str:
        path = self.root / "summaries" / name
        return path.read_text() if path.is_file() else ""

    def check(self) -> None:
        """See that the next command knows what lies in the vault, and what one that reads all anew would know."""
        questions = (["list", "--json"], ["index"], ["list", "--json"])
        listed, _, again = self._each(*questions)
        notes = (one for one in (self.root / "journal").rglob("*.md") if one.is_file())
        paths = {one.relative_to(self.root).as_posix() for one in notes}
        assert {one["path"] for one in json.loads(listed)} == paths
        summaries = {path.name: path.read_bytes() for path in (self.root / "summaries").iterdir()}
        _, anew = self._each(["index", "--rebuild"], ["list", "--json"])
        assert listed == again == anew
        assert {path.name: path.read_bytes() for path in (self.root / "summaries").iterdir()} == summaries

    def _each(self, *commands: list[str]) -> list[str]:
        """Run commands one after another in one process, each of which must be done, and return what each said."""
        command = [sys.executable, "-c", EACH, str(self.root), json.dumps(commands)]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout.split("\0")[:-1]


def eventually(test: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not test():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


@pytest.fixture
def journal(make_vault: MakeVault, tmp_path: Path) -> Iterator[Journal]:
    files = {f"journal/2026/2026-{month:02}-05.md": f"---\nmood: {month % 10}\n---\nwords\n" for month in range(1, 7)}
    journal = Journal(make_vault(files).resolve(), tmp_path / "home")
    yield journal
    journal.kill()


SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
# Each signal at one moment; `make soak` tries each at all.
ENDS = [(0, signal.SIGINT), (40, signal.SIGKILL), (400, signal.SIGTERM)]


@pytest.mark.parametrize(
    ("after", "number"), [(after, number) for after in (0, 40, 400) for number in SIGNALS] if SOAK else ENDS
)
def test_ended_in_the_middle_of_a_batch(journal: Journal, after: int, number: int) -> None:
    journal.watch()
    for count in range(600):
        journal.write(f"journal/2026/{count}.md", f"---\ndate: 2026-08-{count % 28 + 1:02}\nmood: 5\n---\nnew\n")
        if count == after:
            first = count
            if after:
                eventually(lambda: journal.summary("2026-08.md"))  # it is at work on this batch, or just was
    for path in list((journal.root / "journal/2026").glob("2026-*.md"))[:3]:
        path.unlink()
    code, out, err = journal.end(number)
    assert first == after
    if number != signal.SIGKILL:
        assert (code, err) == (0, "")
        assert "Stopped" in out
    journal.check()


def test_a_checkout_of_many_notes(journal: Journal) -> None:
    git = program("git")

    def run(*words: str) -> None:
        identity = ("-c", "user.name=w", "-c", "user.email=w@example.org", "-c", "commit.gpgsign=false")
        subprocess.run([git, *identity, *words], cwd=journal.root, check=True, capture_output=True)

    run("init", "-q", "-b", "main")
    for count in range(500):
        journal.write(f"journal/2026/{count}.md", f"---\ndate: 2026-08-{count % 28 + 1:02}\nmood: 2\n---\nold\n")
    run("add", "-A")
    run("commit", "-qm", "old")
    run("checkout", "-q", "-b", "other")
    for count in range(500):
        journal.write(f"journal/2026/{count}.md", f"---\ndate: 2026-09-{count % 28 + 1:02}\nmood: 9\n---\nnew\n")
    run("add", "-A")
    run("commit", "-qm", "new")
    journal.watch()
    eventually(lambda: len(journal.batches()) == 1)
    run("checkout", "-q", "main")
    eventually(lambda: len(journal.batches()) == 2)
    assert journal.summary("2026-08.md")
    assert not journal.summary("2026-09.md")
    code, out, err = journal.end()
    assert (code, err) == (0, "")
    assert "  500 changed, 6 as before; " in out
    journal.check()


def test_folders_that_go_and_come(journal: Journal) -> None:
    journal.watch()
    away = journal.root.parent / "away"
    journal.write("journal/2025/2025-02-03.md", "---\nmood: 4\n---\n")
    eventually(lambda: journal.summary("2025-02.md"))
    (journal.root / "journal/2025").rename(away)
    eventually(lambda: not journal.summary("2025-02.md"))
    away.rename(journal.root / "journal/2025")
    eventually(lambda: journal.summary("2025-02.md"))
    journal.write("journal/2025/2025-03-04.md", "---\nmood: 4\n---\n")
    eventually(lambda: journal.summary("2025-03.md"))
    shutil.rmtree(journal.root / "journal/2025")
    (journal.root / "journal/2025").mkdir()
    journal.write("journal/2025/2025-04-05.md", "---\nmood: 4\n---\n")
    eventually(lambda: journal.summary("2025-04.md") and not journal.summary("2025-03.md"))
    (journal.root / "journal/2025/2025-04-05.md").unlink()
    journal.write("journal/2025/2025-04-05.md/2025-05-06.md", "---\nmood: 4\n---\n")  # a folder named as the note was
    eventually(lambda: journal.summary("2025-05.md") and not journal.summary("2025-04.md"))
    code, _, err = journal.end()
    assert (code, err) == (0, "")
    journal.check()


def test_a_watch_that_was_halted_catches_up(journal: Journal) -> None:
    watch = journal.watch()
    watch.send_signal(signal.SIGSTOP)
    for count in range(20):
        journal.write(f"journal/2026/{count}.md", f"---\ndate: 2026-08-{count + 1:02}\nmood: 5\n---\n")
    watch.send_signal(signal.SIGCONT)
    eventually(lambda: "2026-08-20" in journal.summary("2026-08.md"))
    code, _, err = journal.end()
    assert (code, err) == (0, "")
    journal.check()


def test_its_own_writing_does_not_wake_it(journal: Journal) -> None:
    journal.watch()
    for count, month in enumerate(("08", "09"), start=1):
        eventually(lambda wanted=count: len(journal.batches()) == wanted)  # type: ignore[misc]  # a lambda's default
        journal.write(f"journal/2026/2026-{month}-01.md", "---\nmood: 5\n---\n")
        eventually(lambda of=f"2026-{month}.md": journal.summary(of))  # type: ignore[misc]  # a lambda's default
    time.sleep(2.0)  # time enough for a loop to go around
    code, _, err = journal.end()
    assert (code, err) == (0, "")
    assert len(journal.batches()) == 3


def test_nothing_is_written_where_a_vault_was(journal: Journal) -> None:
    journal.watch()
    away = journal.root.parent / "away"
    journal.root.rename(away)
    time.sleep(3.0)  # time enough to take it for an empty one
    assert not journal.root.exists()
    (away / "journal/2026/2026-08-01.md").write_text("---\nmood: 5\n---\n")
    away.rename(journal.root)
    eventually(lambda: journal.summary("2026-08.md"))
    code, out, err = journal.end()
    assert (code, err) == (0, "")
    assert "gone" not in out
    journal.check()
