"""What was shown is what is sealed; who was not compared is asked for by name; a page that was looked at is gone."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.cli import preview, say
from tj.cli.preview import page_text
from tj.cli.sealing import Prepared
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import identity_file
from tj.share.known import Known
from tj.share.open import open_bundle
from tj.share.seal import Draft

NOTES: dict[str, str | bytes] = {
    "journal/2026-05-01.md": "---\nmood: 5\nplace: unsaidplace\n---\n"
    "The first of May\n- a swim #win\n\n%%unsaidwords%%\n",
    "journal/2026-05-02.md": "---\nmood: 6\nprivate: true\n---\nnobodysbusiness\n",
    "journal/2026-05-03.md": "---\nmood: 7\nmood: 8\n---\nunreadablewords\n",
    "journal/2026-05-04.md": "The begun %%open\nunclosedwords\n",
    "journal/2026-05-05.md": "%%nothing else here%%\n",
}
SINCE = ("--since", "2026-05-01")
IDENTITY = new_identity()


@pytest.fixture
def root(tj: Tj, make_vault: MakeVault) -> Path:
    assert tj("therapist", "add", "Anneke", recipient_of(IDENTITY), "--verified", "in session").code == 0
    return make_vault(NOTES)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer questions from a list of lines, as a person at a terminal would."""
    given: list[str] = []

    def answer(question: str) -> str:
        say.say(question)
        return given.pop(0)

    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", answer)
    return given


def bundle_of(tj: Tj) -> Path:
    (path,) = (tj.home / "outbox").glob("*.age")
    return path


def test_what_was_shown_is_to_the_byte_what_is_encrypted(
    tj: Tj, root: Path, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Draft] = []
    pages: list[bytes] = []
    real = preview.show

    def show(prepared: Prepared, *, texts: bool, to_stderr: bool) -> None:
        shown.append(prepared.made)
        real(prepared, texts=texts, to_stderr=to_stderr)

    monkeypatch.setattr(preview, "show", show)
    monkeypatch.setattr(preview, "show_page", lambda _app, prepared, **_: pages.append(report_of(prepared.made.data)))
    answers.append("y")
    result = tj("share", "Anneke", *SINCE, "--open", vault=root)
    assert result.code == 0, result.err
    opened = open_bundle(bundle_of(tj).read_bytes(), [IDENTITY], Known(tj.home / "other"))
    inside = subprocess.run(
        ["age", "-d", "-i", "/dev/stdin", bundle_of(tj)], input=identity_file(IDENTITY), capture_output=True, check=True
    ).stdout
    (made,) = shown
    assert inside == made.data
    assert pages == [opened.parsed.members["report.html"]]
    for name in opened.entries:
        assert opened.parsed.members[name].decode() in result.out, name


def report_of(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("report.html")


def test_everything_that_stays_is_told_with_its_reason(tj: Tj, root: Path) -> None:
    result = tj("share", "Anneke", *SINCE, "--preview", vault=root)
    assert result.code == 0
    for line in (
        "not sent: journal/2026-05-02.md (private)",
        "not sent: journal/2026-05-03.md (unreadable: `tj check` says where)",
        "cut short: journal/2026-05-04.md (unclosed marker: it is sent only up to there)",
        "not sent: journal/2026-05-05.md (nothing is left of it after redaction)",
    ):
        assert line in result.out.splitlines()
    assert "taken out: private part 1, property 1, unclosed marker 1" in result.out
    assert "2 notes for Anneke" in result.out
    for word in ("unsaidplace", "unsaidwords", "nobodysbusiness", "unreadablewords", "unclosedwords", "nothing else"):
        assert word not in result.out + result.err
    found = json.loads(tj("share", "Anneke", *SINCE, "--preview", "--json", vault=root).out)
    assert [row["path"][-4] for row in found["withheld"]] == ["2", "3", "4", "5"]
    assert found["entries"] == 2


def test_of_a_summary_its_figures_and_marked_lines_are_shown(tj: Tj, root: Path) -> None:
    result = tj("share", "Anneke", *SINCE, "--summary-only", "--preview", vault=root)
    assert result.code == 0
    assert "a swim Fri 1 May" in result.out
    assert "Mean 5.0 of 1 day." in result.out
    assert "The first of May" not in result.out
    assert "figures and marked lines only" in result.out


def test_where_nothing_is_left_the_reasons_are_told(tj: Tj, root: Path) -> None:
    result = tj("share", "Anneke", "--entry", "journal/2026-05-02.md", "--yes", vault=root)
    assert result.code == 1
    assert "not sent: journal/2026-05-02.md (private)" in result.err
    assert "the one note that matches is withheld" in result.err


def test_with_yes_a_key_that_was_not_compared_is_refused(tj: Tj, root: Path) -> None:
    tj("therapist", "add", "bo", recipient_of(new_identity()))
    before = files_of(root)
    result = tj("share", "bo", *SINCE, "--yes", vault=root)
    assert result.code == 4
    assert "`tj therapist verify 'bo'`" in result.err
    assert files_of(root) == before
    assert list((tj.home / "outbox").iterdir()) == []
    assert tj("share", "bo", *SINCE, "--preview", vault=root).code == 0
    assert tj("share", "bo", *SINCE, "--yes", "--unverified", vault=root).code == 0
    assert bundle_of(tj).exists()


@pytest.mark.parametrize(("typed", "written"), [("", False), ("y", False), ("yes", False), (" BO ", True)])
def test_a_key_that_was_not_compared_is_confirmed_by_name(
    tj: Tj, root: Path, answers: list[str], typed: str, written: bool
) -> None:
    tj("therapist", "add", "bo", recipient_of(new_identity()))
    answers.append(typed)
    result = tj("share", "bo", *SINCE, vault=root)
    assert result.code == 0
    assert "never compared with theirs. Its six words:" in result.out
    assert bool(list((tj.home / "outbox").iterdir())) == written
    assert ("Nothing was written." in result.out) == (not written)


def test_unverified_leaves_the_plain_question(tj: Tj, root: Path, answers: list[str]) -> None:
    tj("therapist", "add", "bo", recipient_of(new_identity()))
    answers.append("n")
    result = tj("share", "bo", *SINCE, "--unverified", vault=root)
    assert "Encrypt this? [y/N]" in result.out
    assert list((tj.home / "outbox").iterdir()) == []


def test_a_note_that_is_made_private_while_it_is_looked_at_stops_the_share(
    tj: Tj, root: Path, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def think_again(*_: object, **__: object) -> bool:
        (root / "journal/2026-05-01.md").write_text("---\nprivate: true\n---\nThe first of May\n")
        return True

    monkeypatch.setattr("click.confirm", think_again)
    result = tj("share", "Anneke", *SINCE, vault=root)
    assert result.code == 4
    assert "journal/2026-05-01.md was changed since it was shown" in result.err
    assert list((tj.home / "outbox").iterdir()) == []
    assert not (root / ".tj/shared.jsonl").exists()


def test_two_shares_at_once_do_not_get_one_number(
    tj: Tj, root: Path, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = root / ".tj/shared.jsonl"

    def meanwhile(*_: object, **__: object) -> bool:
        monkeypatch.undo()
        assert tj("share", "Anneke", *SINCE, "--yes", vault=root).code == 0
        return True

    monkeypatch.setattr("click.confirm", meanwhile)
    result = tj("share", "Anneke", *SINCE, vault=root)
    assert result.code == 1
    assert "shared with them meanwhile" in result.err
    assert len(ledger.read_bytes().splitlines()) == 1
    assert len(list((tj.home / "outbox").iterdir())) == 1


@pytest.mark.parametrize("more", [["--preview"], ["--yes"], []])
def test_a_page_is_for_someone_who_is_there(tj: Tj, root: Path, more: list[str]) -> None:
    result = tj("share", "Anneke", *SINCE, "--open", *more, vault=root)
    assert result.code == 2
    assert "--open" in result.err


def test_a_report_reads_as_plain_lines() -> None:
    page = "<title>no</title><style>no{}</style><h1>A <time>b</time></h1><svg><text>no</text></svg><tr><th>c<td>d</tr>"
    assert page_text(page + "<p>e &amp;\n f") == "A b\nc d\ne & f"


class Terminal:
    """A real terminal in which `tj` runs, with a browser that only notes what it is given to show."""

    def __init__(self, tj: Tj, root: Path, tmp_path: Path, runtime: Path) -> None:
        self.seen = tmp_path / "seen.html"
        browser = tmp_path / "browser"
        browser.write_text(f'#!/bin/sh\ncp "${{1#file://}}" {self.seen}.new && mv {self.seen}.new {self.seen}\n')
        browser.chmod(0o755)
        places = ", ".join(repr(str(path)) for path in (tj.places.cache, tj.places.data, tj.places.outbox, runtime))
        self._code = (
            "import sys\nfrom pathlib import Path\nfrom datetime import datetime\n"
            "from tj.cli.app import App\nfrom tj.cli.main import run\nfrom tj.places import Places\n"
            f"places = Places(*map(Path, ({places})))\n"
            f"app = App(lambda: places, lambda: datetime(2026, 5, 11), lambda: Path({str(root)!r}))\n"
            "sys.exit(run(sys.argv[1:], app))\n"
        )
        self._env = {**os.environ, "BROWSER": f"{browser} %s", "NO_COLOR": "1"}

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        self.leader, follower = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", self._code, "share", "Anneke", *SINCE, *words],
            stdin=follower, stdout=follower, stderr=follower, env=self._env, start_new_session=True,
        )  # fmt: skip
        os.close(follower)
        return process

    def read_until(self, words: str) -> str:
        said = b""
        while words.encode() not in said:
            try:
                piece = os.read(self.leader, 4096)
            except OSError:
                piece = b""
            assert piece, said.decode()
            said += piece
        return said.decode()

    def type(self, text: str) -> None:
        os.write(self.leader, text.encode())


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder in memory, as a runtime directory is."""
    base = Path(f"/dev/shm/tj-test-{os.getpid()}-{time.monotonic_ns()}")  # noqa: S108 - it has to be memory
    base.mkdir(mode=0o700)
    yield base / "tj"
    subprocess.run(["rm", "-rf", base], check=True)


def pages(runtime: Path) -> list[Path]:
    return [path for path in runtime.glob("*") if path.is_dir()]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that is known to be memory")
def test_a_page_is_shown_as_it_would_be_sent_and_gone_on_enter(
    tj: Tj, root: Path, tmp_path: Path, runtime: Path
) -> None:
    terminal = Terminal(tj, root, tmp_path, runtime)
    process = terminal.start("--open")
    said = terminal.read_until("Press Enter")
    (folder,) = pages(runtime)
    assert folder.stat().st_mode & 0o777 == runtime.stat().st_mode & 0o777 == 0o700
    page = (folder / "report.html").read_bytes()
    assert (folder / "report.html").stat().st_mode & 0o777 == 0o600
    assert str(folder) in said
    terminal.type("\n")
    terminal.read_until("Encrypt this?")
    assert pages(runtime) == []
    assert list((tj.home / "outbox").iterdir()) == []
    terminal.type("y\n")
    terminal.read_until("not for emergencies")
    assert process.wait(30) == 0
    opened = open_bundle(bundle_of(tj).read_bytes(), [IDENTITY], Known(tj.home / "other"))
    assert opened.parsed.members["report.html"] == page == terminal.seen.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that is known to be memory")
@pytest.mark.parametrize(
    ("ending", "code"),
    [(signal.SIGINT, 1), (signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGHUP, 128 + signal.SIGHUP)],
)
def test_a_page_is_gone_however_tj_is_ended(
    tj: Tj, root: Path, tmp_path: Path, runtime: Path, ending: signal.Signals, code: int
) -> None:
    terminal = Terminal(tj, root, tmp_path, runtime)
    process = terminal.start("--open", "--preview")
    terminal.read_until("Press Enter")
    assert len(pages(runtime)) == 1
    process.send_signal(ending)
    assert process.wait(30) == code
    assert pages(runtime) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that is known to be memory")
def test_a_page_is_gone_when_its_terminal_is_closed(tj: Tj, root: Path, tmp_path: Path, runtime: Path) -> None:
    terminal = Terminal(tj, root, tmp_path, runtime)
    process = terminal.start("--open", "--preview")
    terminal.read_until("Press Enter")
    os.close(terminal.leader)
    process.wait(30)
    assert pages(runtime) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that is known to be memory")
def test_the_next_run_removes_what_a_killed_one_left_and_no_other(
    tj: Tj, root: Path, tmp_path: Path, runtime: Path
) -> None:
    first = Terminal(tj, root, tmp_path, runtime)
    killed = first.start("--open", "--preview")
    first.read_until("Press Enter")
    (left,) = pages(runtime)
    second = Terminal(tj, root, tmp_path, runtime)
    at_work = second.start("--open", "--preview")
    second.read_until("Press Enter")
    assert len(pages(runtime)) == 2
    killed.kill()
    killed.wait(30)
    third = Terminal(tj, root, tmp_path, runtime)
    assert third.start("--preview").wait(30) == 0
    (kept,) = pages(runtime)
    assert kept != left
    second.type("\n")
    assert at_work.wait(30) == 0
    assert pages(runtime) == []
