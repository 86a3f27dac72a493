"""What a share or an opening leaves for others to find: in files, at whatever moment it ends, and in its process."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from tests.conftest import files_of
from tests.durability.killing import Bench, environment
from tests.durability.points import chosen_points
from tests.share.agefile import scrypt_file
from tj.cli.group import COMMANDS, GUARDED
from tj.share.bundle import BY_PASSPHRASE, parse

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is killed cheaply")

MARKER = "marmelstein"
WORDS = "abandon-zoo-legal-winner-thank-year-wave"
NOTES = {
    "journal/2026/2026-05-01.md": f"---\nmood: 5\n---\nThe first {MARKER} of May #win\n",
    "journal/2026/2026-05-02.md": f"---\nmood: 6\nprivate: true\n---\nNobody's {MARKER}\n",
}
SHARE = ("share", "anneke", "--since", "2026-05-01", "--yes")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and prctl")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A vault with a marker in its notes, keys, and a bundle of it to these very keys beside it."""
    made = Bench(tmp_path_factory.mktemp("snoop"))
    for path, text in {**NOTES, ".tj/config.toml": ""}.items():
        (made.vault / path).parent.mkdir(parents=True, exist_ok=True)
        (made.vault / path).write_text(text)
    made.home.mkdir()
    new, shown = made.run(("key", "new"), ("key", "show", "--json"))
    assert (new.code, shown.code) == (0, 0)
    key = json.loads(shown.out)["recipient"]
    bundle = str(made.folder / "bundle.age")
    added, shared = made.run(
        ("therapist", "add", "anneke", key, "--verified", "in session"), (*SHARE, "--output", bundle)
    )
    assert (added.code, shared.code) == (0, 0), shared.err
    made.keep()
    return made


def holding(root: Path, *words: str) -> set[str]:
    """Return the files below a folder that hold one of these words."""
    return {path for path, data in files_of(root).items() if any(word.encode() in data for word in words)}


def index_alone(paths: Iterable[str]) -> bool:
    """Tell whether these are but the index, which holds the journal's words by design, for its owner alone."""
    return all(path.startswith("cache/") and ".sqlite" in path for path in paths)


def points_of(bench: Bench, command: Sequence[str], every: int = 1) -> list[tuple[int, str]]:
    bench.set_back()
    names = bench.points_of(*command)
    assert len(names) > 5
    return chosen_points(names)[::every]


def test_the_marker_is_found_where_it_may_be(bench: Bench) -> None:
    assert holding(bench.vault, MARKER) == set(NOTES)
    assert holding(bench.home, MARKER)
    assert index_alone(holding(bench.home, MARKER))


@pytest.mark.parametrize("more", [(), ("--preview",), ("--passphrase",)], ids=["to a key", "preview", "by words"])
def test_a_share_puts_nothing_readable_on_the_disk_whenever_it_is_killed(bench: Bench, more: tuple[str, ...]) -> None:
    command = (*SHARE, *more)
    # Encrypting by a passphrase takes seconds; what is written is the same.
    every = 25 if "--passphrase" in more else 3
    for number, moment in points_of(bench, command, every):
        bench.set_back()
        assert bench.kill_at(number, moment, *command).died
        assert index_alone(holding(bench.home, MARKER, "report.html", "manifest")), (number, moment)
        assert holding(bench.vault, MARKER) == set(NOTES)


def test_opening_puts_nothing_readable_on_the_disk_whenever_it_is_killed(bench: Bench) -> None:
    command = ("open", str(bench.folder / "bundle.age"))
    for number, moment in points_of(bench, command):
        bench.set_back()
        assert bench.kill_at(number, moment, *command).died
        assert index_alone(holding(bench.home, MARKER, "report.html", "manifest")), (number, moment)


def test_what_is_saved_lies_where_it_was_asked_for_whenever_it_is_killed(bench: Bench) -> None:
    target = bench.home / "deep" / "saved"
    command = ("open", str(bench.folder / "bundle.age"), "--to", str(target))
    for number, moment in points_of(bench, command):
        bench.set_back()
        assert bench.kill_at(number, moment, *command).died
        found = {path for path in holding(bench.home, MARKER) if not index_alone([path])}
        # A kill cannot be cleared up after: what is left is in plain sight, in the folder that was named.
        assert all(path.startswith("deep/saved/") for path in found), (number, moment, found)
        if "deep/saved/report.html" in found:
            assert "deep/saved/entries/0001.md" in found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_an_opening_that_is_told_to_end_leaves_nothing(bench: Bench, number: signal.Signals) -> None:
    target = bench.home / "deep" / "saved"
    command = ("open", str(bench.folder / "bundle.age"), "--to", str(target))
    bench.set_back()
    names = bench.points_of(*command)
    first = next(place for place, name in enumerate(names, start=1) if name.startswith("mkdir"))
    last = len(names) - next(place for place, name in enumerate(reversed(names)) if name.startswith("rename"))
    stopped = 0
    for place in range(first, last + 1, 2):
        bench.set_back()
        running, _ = bench.pause_at(place, *command)
        running.send(number)
        (outcome,) = running.outcomes()
        if outcome.code == 1:  # it may come while the system is being asked whether a file is on the disk
            stopped += 1
            assert "stopped before the end" in outcome.err
            assert not target.parent.exists(), names[place - 1]
        else:
            assert (outcome.code, names[place - 1].split()[0]) == (0, "fsync")
    assert stopped > 5


CHILD = """
import json, pathlib, sys
paths = []
def see(event, given):
    if event == "open" and (given[2] & 3 or isinstance(given[1], str) and set(given[1]) & set("wax+")):
        paths.append(given[0])
    elif event in ("os.rename", "os.link", "os.symlink"):
        paths.append(given[1])
    elif event == "sqlite3.connect":
        paths.append(given[0])
sys.addaudithook(see)
from tj.cli.main import run
code = run(sys.argv[2:])
found = [str(path) for path in paths if not isinstance(path, int)]  # a descriptor is of what was opened before
pathlib.Path(sys.argv[1]).write_text(json.dumps([code, found]))
"""


def opened_for_writing(bench: Bench, *words: str) -> list[str]:
    """Run a command in a process of its own and return every path that it opened to write, or gave to a file."""
    bench.set_back()
    out = bench.folder / "seen.json"
    out.unlink(missing_ok=True)
    environ = {**environment(bench.home), "TMPDIR": str(bench.folder / "tmp")}
    (bench.folder / "tmp").mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-c", CHILD, out, *words], cwd=bench.vault, env=environ, check=True, capture_output=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    code, paths = json.loads(out.read_text())
    assert code == 0
    assert list((bench.folder / "tmp").iterdir()) == []
    assert len(paths) >= 3
    return [str(path) for path in paths]


def test_every_file_that_is_written_is_one_that_must_be(bench: Bench) -> None:
    bundle = bench.folder / "bundle.age"
    data = str(bench.home / "data" / "tj")
    for path in opened_for_writing(bench, "open", str(bundle)):
        assert path.startswith(data), path
    out = str(bench.home / "share-x.age")
    # In memory lies but the lock under which pages that a killed preview left are looked for.
    pages = f"/dev/shm/tj-{os.getuid()}/lock"  # noqa: S108 - of a folder that is the user's own
    places = (data, str(bench.home / "cache" / "tj"), str(bench.home / ".tj-"), out, str(bench.vault / ".tj"), pages)
    for path in opened_for_writing(bench, *SHARE, "--output", out):
        assert path.startswith(places), path


def child_of(bench: Bench, bundle: Path, folder: Path) -> "subprocess.Popen[bytes]":
    """Start an opening that waits for its passphrase, from a place where core files are written."""

    def with_core_files() -> None:
        most = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))

    return subprocess.Popen(
        [sys.executable, "-c", "from tj.cli.main import run; run()", "open", bundle, "--passphrase-file", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(bench.home),
        cwd=folder, preexec_fn=with_core_files,
    )  # fmt: skip


def core_limit(pid: int | str) -> str:
    (line,) = [one for one in Path(f"/proc/{pid}/limits").read_text().splitlines() if "core file" in one]
    return line.split()[4]


@pytest.fixture(scope="module")
def by_words(bench: Bench) -> Path:
    """The same bundle by a passphrase."""
    from dataclasses import replace

    from tj.share.bundle import build
    from tj.share.crypto import decrypt
    from tj.share.keys import load_keys

    keys = load_keys(bench.home / "data" / "tj")
    parsed = parse(decrypt((bench.folder / "bundle.age").read_bytes(), [keys.identity]))
    inner = build(replace(parsed.manifest, recipient=BY_PASSPHRASE), parsed.members, keys.signing)
    path = bench.folder / "words.age"
    path.write_bytes(scrypt_file(inner, WORDS))
    return path


@linux
def test_while_it_waits_it_leaves_no_core_and_its_words_are_in_no_list_of_processes(
    bench: Bench, by_words: Path, tmp_path: Path
) -> None:
    child = child_of(bench, by_words, tmp_path)
    assert child.stdin is not None
    child.stdin.write(WORDS[:10].encode())
    child.stdin.flush()
    wait_until(lambda: core_limit(child.pid) == "0")
    child.stdin.write(WORDS[10:].encode())
    seen = Path(f"/proc/{child.pid}/cmdline").read_bytes()
    out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    assert MARKER.encode() in out
    assert WORDS[:10].encode() not in seen + out + err


@linux
def test_a_crash_leaves_no_core_file(bench: Bench, by_words: Path, tmp_path: Path) -> None:
    child = child_of(bench, by_words, tmp_path)
    wait_until(lambda: core_limit(child.pid) == "0")
    child.send_signal(signal.SIGABRT)
    child.communicate(timeout=60)
    assert child.returncode == -signal.SIGABRT
    assert list(tmp_path.iterdir()) == []


@linux
@pytest.mark.parametrize("command", [SHARE, ("share", "anneke", "--last", "7d", "--preview"), ("therapist", "list")])
def test_no_other_program_may_look_into_it(bench: Bench, command: tuple[str, ...]) -> None:
    # As others see it: the kernel gives the files of such a process under /proc to root alone.
    script = (
        "import ctypes, pathlib, sys\n"
        "from tj.cli import say\n"
        "from tj.cli.main import run\n"
        "real, seen = say._print, []\n"
        "def look(text, stream):\n"
        "    seen.append(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
        "    real(text, stream)\n"
        "say._print = look\n"
        "before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"
        "run(sys.argv[1:])\n"
        "print(before, sorted(set(seen)), file=sys.stderr)\n"
    )
    bench.set_back()
    done = subprocess.run(
        [sys.executable, "-c", script, *command], cwd=bench.vault, env=environment(bench.home), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "1 [0]"


def test_every_command_that_has_secrets_is_guarded() -> None:
    assert {name for name, command in COMMANDS.items() if command.section == "Share"} - {"shared", "page"} <= GUARDED
    assert "list" not in GUARDED


def wait_until(happened: Callable[[], bool], seconds: float = 30) -> None:
    import time

    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
