"""The quick way to a check-in does what the command does, to the byte, and loads next to nothing."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, MakeVault, Outcome, Tj, files_of
from tj.cli.app import App
from tj.cli.main import run
from tj.cli.quick import read_call
from tj.places import Places

TODAY = "journal/2026/2026-05-11.md"
PLAIN = "---\ndate: 2026-05-11\nmood: 6\ntags: [a, b]\n---\n# Day\n\n- 08:00 (mood:: 3) up\n\nwords\n"
# None of these may be loaded by a plain check-in: each costs more than all that it does.
HEAVY = {
    "click", "contextlib", "dataclasses", "datetime", "frontmatter", "importlib.metadata", "inspect", "json", "pathlib",
    "platformdirs", "secrets", "shutil", "sqlite3", "subprocess", "tempfile", "tomllib", "typing", "yaml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A vault, and a call made in it with the folder `.`, standard input and `TJ_VAULT`."""

    words: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    config: bytes | None = b""
    links: dict[str, str] = field(default_factory=dict)
    inside: str = ""
    stdin: bytes = b""
    env: str | None = None


def outcome(case: Case, base: Path, *, click_only: bool) -> tuple[Outcome, dict[str, bytes], set[str]]:
    """Make the case's vault in `base` anew, run its call, and return what it gave and all that is there then."""
    shutil.rmtree(base, ignore_errors=True)
    root = base / "vault"
    (root / "journal" / "2026").mkdir(parents=True)
    if case.config is not None:
        (root / ".tj").mkdir()
        (root / ".tj" / "config.toml").write_bytes(case.config)
    (base / "outside.md").write_bytes(PLAIN.encode())
    for path, data in case.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    for path, target in case.links.items():
        (root / path).symlink_to(target)
    app = App(
        places=lambda: Places(base / "cache", base / "data", base / "outbox"),
        clock=lambda: NOW,
        start=lambda: root / case.inside,
    )
    words = [word.replace("ROOT", str(root)) for word in case.words]
    env = {} if case.env is None else {"TJ_VAULT": case.env.replace("ROOT", str(root))}
    out, err = io.StringIO(), io.StringIO()
    with contextlib.ExitStack() as around:
        around.enter_context(patch.dict(os.environ, env))
        around.enter_context(patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(case.stdin))))
        around.enter_context(contextlib.redirect_stdout(out))
        around.enter_context(contextlib.redirect_stderr(err))
        if click_only:
            around.enter_context(patch("tj.cli.quick.answer", lambda *_: False))
        code = run(words, app)
    names = {str(path.relative_to(base)) for path in base.rglob("*") if "cache" not in path.parts}
    return Outcome(code, out.getvalue(), err.getvalue()), files_of(root), names


def hold_equal(case: Case) -> Outcome:
    with TemporaryDirectory() as folder:
        base = Path(folder).resolve() / "base"
        quick, by_click = (outcome(case, base, click_only=only) for only in (False, True))
    assert quick == by_click
    assert "Traceback" not in quick[0].err
    assert "tj itself failed" not in quick[0].err
    return quick[0]


VALUES = ["6", "good", " Good ", "6.5", "11", "-3", "splendid", "", "1e0", "06", "6\n", "-", "\udce9", "a (b)"]
OPTIONS = [
    ["--at", "14:30"],
    ["--at=yesterday 22:30"],
    ["--at", "tomorrow"],
    ["--at", "never"],
    ["--at="],
    ["--at"],
    ["--emotion", "calm"],
    ["--emotion=zufrieden"],
    ["--emotion", "a,b"],
    ["--emotion", ""],
    ["--emotion", "caf\udce9"],
    ["--note", "slept well"],
    ["--note", "two\nlines\x00 of it"],
    ["--note", "a `tick"],
    ["--note=%% hidden"],
    ["--note", "private"],
    ["--note=(mood:: 3)"],
    ["--note", "-"],
    ["--note=-"],
    ["--note", "--at"],
    ["--note"],
    ["--emo", "calm"],
    ["--vault", "ROOT"],
    ["--help"],
    ["-h"],
    ["--"],
    ["-x"],
    ["--version"],
    ["7"],
]
USUAL = [["--at", "14:30"], ["--emotion", "calm"], ["--emotion=zufrieden"], ["--note", "slept well"]]
FRONTS: list[list[str]] = [
    [],
    ["--vault", "ROOT"],
    ["--vault=ROOT"],
    ["--vault", "journal/.."],
    ["--vault", "nowhere"],
    ["--vault="],
    ["--vault", ""],
    ["--vault", "~/x"],
    ["--vault"],
    ["--version"],
    ["--vaul", "ROOT"],
    ["list"],
]
ENTRIES: list[bytes | None] = [
    None,
    PLAIN.encode(),
    PLAIN.replace("\n", "\r\n").encode(),
    PLAIN.rstrip().encode(),
    b"",
    b"\xef\xbb\xbf" + PLAIN.encode(),
    PLAIN.encode() + b"\xff",
    PLAIN.encode() + b"```\ncode",
    PLAIN.encode() + b"## Private\nhidden\n",
    b"---\nmood: 5\nmood: 6\n---\n",
    b"---\nprivate: true\n---\nwords\n",
    b"---\nmood: {a: 1}\n---\n* 9:00 (mood:: 3)\n",
    b"words\n---\nmore\n",
]
CONFIGS: list[bytes | None] = [
    b"",
    b"# words\n[mood]\nlowest = 0\nhighest = 10\n[mood.words]\nso-so = 4\n",
    b"[mood]\nlowest = 0\nhighest = 5\n",
    b'[mood.words]\n"a (b)" = 4\n',
    b'entry_name = "YYYY/[day] D"\n',
    b'journal_dir = ""\nentry_name = "journal/YYYY/YYYY-MM-DD"\n',
    b'journal_dir = "../x"\n',
    b"exclude = 3\n",
    b"mood = \n",
    b"\xff",
    None,
]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    odd = draw(st.integers(0, 5))  # one thing is out of the ordinary at most, so that the others matter
    value = draw(st.sampled_from(VALUES)) if odd == 0 else "6"
    options = draw(st.lists(st.sampled_from(OPTIONS if odd == 1 else USUAL), max_size=3))
    rest = draw(st.permutations([[value], *options]))
    front = draw(st.sampled_from(FRONTS)) if odd == 2 else []
    entry = draw(st.sampled_from(ENTRIES))
    return Case(
        (*front, "mood", *(word for part in rest for word in part)),
        {} if entry is None else {TODAY: entry},
        draw(st.sampled_from(CONFIGS)) if odd == 3 else b"",
        inside=draw(st.sampled_from(["", "journal/2026"])),
        stdin=draw(st.sampled_from([b"", "für mich\n".encode(), b"\xff"])),
        env=draw(st.sampled_from(["", "ROOT", "nowhere"])) if odd == 4 else None,
    )


@given(cases())
@settings(max_examples=150)
def test_any_call_in_any_vault_gives_the_same_both_ways(case: Case) -> None:
    hold_equal(case)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("option", [[], *OPTIONS], ids=" ".join)
def test_each_form_of_the_call_gives_the_same_both_ways(value: str, option: list[str]) -> None:
    if value in ("6", "good") or not option:
        hold_equal(Case(("mood", *option, value), {TODAY: PLAIN.encode()}, stdin=b"said\n"))
        hold_equal(Case(("mood", value, *option), {TODAY: PLAIN.encode()}, stdin=b"said\n"))


@pytest.mark.parametrize("front", FRONTS, ids=" ".join)
@pytest.mark.parametrize("config", CONFIGS)
def test_each_vault_and_way_to_name_it_gives_the_same_both_ways(front: list[str], config: bytes | None) -> None:
    hold_equal(Case((*front, "mood", "6"), {TODAY: PLAIN.encode()}, config))


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("note", ["after the walk", "a `tick", "%% hidden"])
def test_each_entry_gives_the_same_both_ways(entry: bytes | None, note: str) -> None:
    hold_equal(Case(("mood", "6", "--note", note), {} if entry is None else {TODAY: entry}))


@pytest.mark.parametrize(
    ("target", "code"), [("../../notes.md", 0), ("../../../outside.md", 4), ("2026-05-11.md", 4), ("nowhere.md", 4)]
)
def test_a_link_gives_the_same_both_ways(target: str, code: int) -> None:
    case = Case(("mood", "6"), {"notes.md": PLAIN.encode()}, links={TODAY: target})
    assert hold_equal(case).code == code


def test_a_folder_in_the_place_of_the_entry_gives_the_same_both_ways() -> None:
    assert hold_equal(Case(("mood", "6"), {f"{TODAY}/x": b""})).code == 1


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (KeyboardInterrupt(), "stopped before the end"),
        (OSError(28, "No space left on device"), "no space left on device"),
        (PermissionError(13, "Permission denied", "/x/y"), "/x/y: permission denied"),
        (RuntimeError("words of an entry"), "tj itself failed here (RuntimeError in"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_each_failure_is_said_the_same_both_ways(raised: BaseException, said: str, tmp_path: Path) -> None:
    with patch("tj.cli.checkin.lock_folder", side_effect=raised):
        quick, by_click = (
            outcome(Case(("mood", "6"), {TODAY: PLAIN.encode()}), tmp_path / "base", click_only=only)
            for only in (False, True)
        )
    assert quick == by_click
    assert quick[0].code == 1
    assert said in quick[0].err
    assert "words of an entry" not in quick[0].err
    assert quick[1][TODAY] == PLAIN.encode()


@pytest.mark.parametrize(
    "words",
    [
        ["mood", "6"],
        ["mood", "good", "--emotion", "calm", "--emotion=hopeful", "--note", "after the walk", "--at", "08:00"],
        ["--vault", "ROOT", "mood", "6", "--note", "-"],
        ["--vault=ROOT", "mood", "--note=slept well", "6"],
    ],
)
def test_a_plain_call_is_answered_before_click(
    tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    def fail(*_: object) -> int:
        raise AssertionError("click was asked")

    root = make_vault({TODAY: PLAIN})
    tj.start = root
    monkeypatch.setattr("tj.cli.group.call", fail)
    monkeypatch.setattr("tj.entry.splice.add_checkin", fail)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"said")))
    result = tj(*(word.replace("ROOT", str(root)) for word in words))
    assert (result.code, result.err) == (0, "")
    assert (root / TODAY).read_text().count("(mood::") == 2


@pytest.mark.parametrize(
    "words",
    [
        [], ["mood"], ["list"], ["mood", "6", "7"], ["mood", "-3"], ["mood", ""], ["mood", "--", "6"], ["mood", "-h"],
        ["mood", "6", "--note"], ["mood", "6", "--note", "--at"], ["mood", "6", "--at", "a", "--at", "b"],
        ["mood", "6", "--notes", "x"], ["mood", "6", "--note="], ["--vault", "mood", "6"], ["--vault=", "mood", "6"],
        ["--vault", "-x", "mood", "6"], ["--vault", "a", "--vault", "b", "mood", "6"], ["-v", "mood", "6"],
        ["--vaults", "a", "mood", "6"], ["mood", "6", "--vault", "a"],
    ],
)  # fmt: skip
def test_what_is_not_plainly_called_is_left_to_click(words: list[str]) -> None:
    assert read_call(words) is None


def test_completion_is_left_to_click(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({TODAY: PLAIN})
    monkeypatch.setenv("_TJ_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "tj mo")
    monkeypatch.setenv("COMP_CWORD", "1")
    with contextlib.suppress(SystemExit):
        tj("mood", "6", vault=root)
    assert (root / TODAY).read_text() == PLAIN


LOCKING = """
import sys
from tj.vault.locks import lock_folder
with lock_folder(sys.argv[1], lambda: "unused"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_checkin_waits_for_whoever_holds_the_vault(tmp_path: Path, make_vault: MakeVault) -> None:
    now = datetime.now()
    path = f"journal/{now:%Y/%Y-%m-%d}.md"
    root = make_vault({path: PLAIN})
    home = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    holder = subprocess.Popen(
        [sys.executable, "-c", LOCKING, str(root / ".tj")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    checkins: list[subprocess.Popen[str]] = []
    with holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for value in ("2", "4", "7"):
            code = "from tj.cli.main import run; run()"
            command = [sys.executable, "-c", code, "mood", value, "--at", f"{now:%Y-%m-%d} 00:00"]
            checkins.append(subprocess.Popen(command, cwd=root, env={**os.environ, **home}, text=True))
        with pytest.raises(subprocess.TimeoutExpired):
            checkins[0].wait(1)
        assert (root / path).read_text() == PLAIN
        holder.stdin.close()
        assert [checkin.wait(60) for checkin in checkins] == [0, 0, 0]
    text = (root / path).read_text()
    assert all(f"- 00:00 (mood:: {value})\n" in text for value in ("2", "4", "7"))
    assert len(text) == len(PLAIN) + 3 * len("- 00:00 (mood:: 2)\n")
    assert not (tmp_path / "cache").exists()
    assert sorted(one.name for one in (root / ".tj").iterdir()) == ["config.toml"]


def _child(root: Path, home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "c"), "XDG_DATA_HOME": str(home / "d")}
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from tj.cli.main import run; run()", *words],
        cwd=root,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("from_init", [False, True])
def test_a_plain_checkin_loads_nothing_heavy(
    tj: Tj, make_vault: MakeVault, tmp_path: Path, example: Path, from_init: bool
) -> None:
    root = make_vault() if from_init else example
    if from_init:
        (root / ".tj" / "config.toml").unlink()
        assert tj("init", root).code == 0
    now = datetime.now()
    today = root / f"journal/{now:%Y/%Y-%m-%d}.md"
    today.parent.mkdir(parents=True, exist_ok=True)
    today.write_text(f'---\ndate: {now:%Y-%m-%d}\nmood: 6\ngoals: ["[[walk]]"]\n---\n# Day\n\nwords\n')
    result = _child(root, tmp_path, "mood", "6", "--note", "after the walk")
    assert result.returncode == 0, result.stderr
    assert today.read_text().endswith(" (mood:: 6) after the walk\n")
    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines() if line.startswith("import time:")}
    assert "tj.cli.checkin" in loaded
    assert not loaded & HEAVY


def test_help_loads_no_command(tmp_path: Path) -> None:
    result = _child(tmp_path, tmp_path, "--help")
    assert result.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines() if line.startswith("import time:")}
    assert "click" in loaded
    assert not loaded & {"dataclasses", "pathlib", "json", "sqlite3", "yaml", "platformdirs"}
    assert {name for name in loaded if name.startswith("tj.")} == {
        "tj.cli", "tj.cli.group", "tj.cli.main", "tj.cli.say", "tj.errors",
    }  # fmt: skip
