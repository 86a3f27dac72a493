"""Work shared out among processes: in order, with errors told, and with nothing lost where one of them ends early.

Each is tried in a process of its own, since a process that has threads, as these tests may have, is not copied.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, files_of
from tj.processes import Crew, processes_for

_LINUX = sys.platform == "linux"
_SHARED = """
import os, signal, sys, time
from tj.processes import Crew, is_wanted
here = os.getpid()
def share_out(work, items, processes, **more):
    with Crew({"it": work}) as crew:
        yield from crew.share_out("it", list(items), processes, **more)
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _SHARED + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("processes", [1, 2, 3, 5])
@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_what_comes_back_is_in_order(processes: int, count: int) -> None:
    if not hasattr(os, "fork") and processes > 1:
        return  # there `processes_for` says 1
    done = run(f"print(list(share_out(lambda n: (n, n * n), range({count}), {processes})))")
    assert done.stdout.strip() == str([(n, n * n) for n in range(count)])


@pytest.mark.parametrize("processes", [1, 2])
def test_something_else_is_done_meanwhile_once(processes: int) -> None:
    if not hasattr(os, "fork") and processes > 1:
        return  # there `processes_for` says 1
    code = (
        "did = []\n"
        f"work = share_out(lambda n: n, range(9), {processes}, meanwhile=lambda: did.append(1))\n"
        "print(sum(work), did)"
    )
    assert run(code).stdout.strip() == "36 [1]"


@pytest.mark.skipif(not _LINUX, reason="elsewhere no process is copied")
class TestCopies:
    @pytest.mark.parametrize("processes", [2, 3])
    def test_the_work_is_done_by_so_many_processes(self, processes: int) -> None:
        code = (
            "def work(n):\n    time.sleep(0.02)\n    return os.getpid()\n"
            f"found = set(share_out(work, range(40), {processes}))\n"
            "print(here in found, len(found))\n"
        )
        assert run(code).stdout.split() == ["True", str(processes)]

    def test_each_piece_of_work_is_done_once(self, tmp_path: Path) -> None:
        code = (
            "def work(n):\n    os.close(os.open(f'{sys.argv[1]}/{n}', os.O_CREAT | os.O_EXCL))\n    return n\n"
            "print(list(share_out(work, range(500), 4)) == list(range(500)))\n"
        )
        assert run(code, str(tmp_path)).stdout.strip() == "True"

    def test_what_comes_back_is_not_heaped_up_while_one_process_takes_its_time(self) -> None:
        code = (
            "done = []\n"
            "def work(n):\n    time.sleep(1.5 if n == 0 and os.getpid() != here else 0)\n"
            "    if os.getpid() == here: done.append(n)\n    return n\n"
            "work_of = share_out(work, range(100), 2, meanwhile=lambda: time.sleep(0.3))\n"
            "print(next(work_of), len(done) < 20, [*work_of] == list(range(1, 100)))\n"
        )
        assert run(code).stdout.split() == ["0", "True", "True"]

    def test_an_error_is_raised_as_if_it_had_happened_here(self) -> None:
        code = (
            "def work(n):\n    if n == 13: raise ValueError('thirteen')\n    return n\n"
            "got = []\n"
            "try:\n    got.extend(share_out(work, range(40), 2))\n"
            "except ValueError as error:\n    print(error, got[-1:])\n"
        )
        done = run(code)
        assert done.stdout.startswith("thirteen"), done.stderr
        assert done.stderr == ""

    @pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
    def test_what_a_killed_process_leaves_is_done_here(self, how: str) -> None:
        code = (
            f"def work(n):\n    if n == 9 and os.getpid() != here: os.kill(os.getpid(), signal.{how})\n    return n\n"
            "print(list(share_out(work, range(50), 3)) == list(range(50)))\n"
        )
        assert run(code).stdout.strip() == "True"

    def test_none_is_left_when_what_comes_back_is_not_wanted_any_more(self) -> None:
        code = (
            "def work(n):\n    time.sleep(0.2)\n    return n\n"
            "work_of = share_out(work, range(10_000), 2)\n"
            "print(next(work_of)); work_of.close()\n"
            "try:\n    os.waitpid(-1, 0)\nexcept ChildProcessError:\n    print('none')\n"
        )
        assert run(code).stdout.split() == ["0", "none"]

    def test_a_copy_knows_that_it_is_not_wanted_when_the_first_process_is_killed(self, tmp_path: Path) -> None:
        code = (
            "from pathlib import Path\n"
            "def work(n):\n"
            "    if os.getpid() == here: time.sleep(60)\n"
            "    (Path(sys.argv[1]) / f'{os.getpid()}').touch()\n"
            "    while is_wanted(): time.sleep(0.01)\n"
            "    (Path(sys.argv[1]) / f'{os.getpid()}').unlink()\n"
            "    raise SystemExit\n"
            "print(is_wanted(), flush=True)\n"
            "list(share_out(work, range(3), 3))\n"
        )
        first = subprocess.Popen([sys.executable, "-c", _SHARED + code, tmp_path], cwd=ROOT, stdout=subprocess.PIPE)
        assert first.stdout is not None
        assert first.stdout.readline() == b"True\n"
        _wait(lambda: len(list(tmp_path.iterdir())) == 2)
        first.send_signal(signal.SIGKILL)
        first.wait()
        first.stdout.close()
        _wait(lambda: not list(tmp_path.iterdir()))

    def test_the_same_copies_do_one_work_after_another(self) -> None:
        code = (
            "def work(n):\n    time.sleep(0.02)\n    return n, os.getpid()\n"
            "with Crew({'it': work, 'other': lambda n: (time.sleep(0.02), os.getpid())}) as crew:\n"
            "    one = [*crew.share_out('it', range(40), 3)]\n"
            "    two = {by for _, by in crew.share_out('other', [0] * 20, 3)}\n"
            "    print([n for n, _ in one] == list(range(40)), {by for _, by in one} == two, len(two))\n"
        )
        assert run(code).stdout.split() == ["True", "True", "3"]

    def test_copies_made_ahead_get_ready_at_once(self, tmp_path: Path) -> None:
        code = (
            "with Crew({'it': lambda n: n}) as crew:\n"
            "    crew.start(3, lambda: os.close(os.open(f'{sys.argv[1]}/{os.getpid()}', os.O_CREAT)))\n"
            "    while len(os.listdir(sys.argv[1])) < 2: time.sleep(0.01)\n"
            "    print(str(here) in os.listdir(sys.argv[1]), [*crew.share_out('it', [1, 2, 3], 3)])\n"
        )
        assert run(code, str(tmp_path)).stdout.strip() == "False [1, 2, 3]"

    def test_a_copy_that_is_gone_before_there_is_work_is_not_missed(self) -> None:
        code = (
            "with Crew({'it': lambda n: n * n, 'end': lambda n: os.getpid() == here or os._exit(1)}) as crew:\n"
            "    print(*[*crew.share_out('end', range(9), 2)])\n"
            "    print(*[*crew.share_out('it', range(9), 2)])\n"
        )
        first, then = run(code).stdout.splitlines()
        assert first == " ".join(["True"] * 9)
        assert then == "0 1 4 9 16 25 36 49 64"

    def test_work_given_up_midway_does_not_come_back_in_the_next(self) -> None:
        code = (
            "def work(n):\n    time.sleep(0.01)\n    return n\n"
            "with Crew({'it': work, 'other': lambda n: -n}) as crew:\n"
            "    given_up = crew.share_out('it', range(1000), 3)\n"
            "    print(next(given_up), [*crew.share_out('other', [4, 5, 6], 3)])\n"
            "    del given_up\n"
            "    print([*crew.share_out('it', [4, 5, 6], 3)])\n"
        )
        assert run(code).stdout.splitlines() == ["0 [-4, -5, -6]", "[4, 5, 6]"]

    def test_copies_that_are_dismissed_go_by_themselves(self) -> None:
        code = (
            "with Crew({'it': lambda n: n}) as crew:\n"
            "    print([*crew.share_out('it', [1, 2, 3], 3)])\n"
            "    crew.dismiss()\n"
            "    print(all(os.waitpid(-1, 0)[1] == 0 for _ in range(2)))\n"
        )
        assert run(code).stdout.splitlines() == ["[1, 2, 3]", "True"]

    def test_where_no_more_processes_may_be_made_this_one_does_all(self) -> None:
        code = (
            "def refuse(): raise BlockingIOError(11, 'no more')\n"
            "os.fork = refuse\n"
            "print([*share_out(lambda n: n, range(9), 3)])\n"
        )
        assert run(code).stdout.strip() == str([*range(9)])

    def test_no_copy_is_made_beside_other_threads(self) -> None:
        end = threading.Event()
        beside = threading.Thread(target=end.wait)
        beside.start()
        try:
            assert processes_for(10_000, at_least=10) == 1
        finally:
            end.set()
            beside.join()

    def test_few_items_are_not_worth_it(self) -> None:
        asked = "print(*[processes_for(count, at_least=10) for count in (9, 10)])"
        few, many = run(f"from tj.processes import processes_for\n{asked}").stdout.split()
        assert few == "1"
        assert int(many) == min(len(os.sched_getaffinity(0)), 4)


def test_in_one_process_work_is_done_when_it_is_asked_for() -> None:
    seen: list[int] = []

    with Crew({"it": seen.append}) as crew:
        work = crew.share_out("it", range(10), 1)
        next(work)
        next(work)
        assert seen == [0, 1]


# How many processes there are is for the machine to say; here it is for the test.
_TJ = (
    "import sys, tj.processes\n"
    "tj.processes.processes_for = lambda items, *, at_least: int(sys.argv[1]) if items >= at_least else 1\n"
    "from tj.cli.main import run\n"
    "sys.exit(run(sys.argv[2:]))\n"
)


def _vault(root: Path, days: int = 500) -> Path:
    (root / ".tj").mkdir(parents=True)
    (root / ".tj" / "config.toml").write_text("", "utf-8")
    for day in range(days):
        month, of_month = divmod(day, 28)
        name = f"{2023 + month // 12}-{month % 12 + 1:02}-{of_month + 1:02}"
        head = f"mood: {day % 10}\ngoals: [walk, 'read: {day}']\nemotions: [tired, ängstlich]\n"
        text = (
            f"---\n{head}---\n# Day {day}\n\n- 08:30 (mood:: {day % 11}) Straße, naïve, {day} words\n- [x] #win {day}\n"
        )
        path = root / "journal" / name[:4] / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xff broken" if day == 77 else text.encode())
        os.utime(path, (1_600_000_000, 1_600_000_000))
    (root / "goals").mkdir()
    (root / "goals" / "walk.md").write_text("---\ntype: goal\n---\nEvery day.\n", "utf-8")
    return root


def _tj(vault: Path, home: Path, processes: int, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _TJ, str(processes), *words],
        cwd=ROOT,
        env=_environment(vault, home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _environment(vault: Path, home: Path) -> dict[str, str]:
    places = {"HOME": home, "XDG_CACHE_HOME": home / "c", "XDG_DATA_HOME": home / "d", "TJ_VAULT": vault}
    return {**os.environ, **{name: str(path) for name, path in places.items()}}


def _answers(vault: Path, home: Path) -> list[str]:
    asked = (["list", "--json"], ["search", "strasse", "--json"], ["stats", "--json"], ["goal", "list"], ["check"])
    return [_tj(vault, home, 1, *words).stdout for words in asked]


@pytest.mark.skipif(not _LINUX, reason="elsewhere no process is copied")
def test_an_index_made_by_several_processes_is_that_made_by_one(tmp_path: Path) -> None:
    vault = _vault(tmp_path / "vault")
    found = []
    # The third finds an index, so that its copies are made when it is known what is to be read.
    for processes, is_found in ((1, False), (2, False), (3, True), (3, False)):
        home = tmp_path / f"home-{processes}-{is_found}"
        if is_found:
            _tj(vault, home, 1, "list")
            next((home / "c").rglob("*.sqlite")).write_bytes(b"")
        done = _tj(vault, home, processes, "index", "--json")
        assert done.stderr == ""
        report = json.loads(done.stdout)
        del report["seconds"]
        found.append((report, _answers(vault, home), files_of(vault)))
        for path in (vault / "summaries").iterdir():
            path.unlink()
    assert found[0][0]["added"] == 501
    assert len(found[0][2]) > 600
    assert found[0] == found[1] == found[2] == found[3]


@pytest.mark.skipif(not _LINUX, reason="elsewhere no process is copied")
def test_an_index_that_is_killed_leaves_nothing_half_done(tmp_path: Path) -> None:
    vault = _vault(tmp_path / "vault")
    written = files_of(vault)
    _tj(vault, tmp_path / "sure", 1, "index")
    expected = files_of(vault)
    answers = _answers(vault, tmp_path / "sure")
    command = [sys.executable, "-c", _TJ, "2", "index"]
    for moment in (0.1, 0.3, 0.5, 0.7, 0.9):
        for path in (vault / "summaries").iterdir():
            path.unlink()
        home = tmp_path / f"home-{moment}"
        began = subprocess.Popen(command, cwd=ROOT, env=_environment(vault, home), stdout=subprocess.DEVNULL)
        time.sleep(moment)
        began.kill()
        began.wait()
        assert {path: data for path, data in files_of(vault).items() if path in written} == written
        # The next command need not be asked to repair, and what is left of the killed one is out of its way.
        done = _tj(vault, home, 2, "index")
        assert (done.returncode, done.stderr) == (0, "")
        assert files_of(vault) == expected
        assert _answers(vault, home) == answers


def _wait(happened: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    assert callable(happened)
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
