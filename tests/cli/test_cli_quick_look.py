"""The quick way to a list or a search says what the command says, and loads only what it takes to look."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import MakeVault, Outcome, Tj
from tj.cli.quick_look import read_look
from tj.cli.selectors import OPTIONS

NOTES: dict[str, str | bytes] = {
    "journal/2026/2026-05-11.md": "---\nmood: 6\ntags: [work]\nemotions: [calm]\n---\n# Out\n\nlong *walk*, für mich\n",
    "journal/2026/2026-05-10.md": "---\nmood: 3\nweather: rain\nprivate: true\n---\n# Home\n\nno walking\n",
    "journal/2026/2026-04-01.md": "# Spring\n\n- 08:00 (mood:: 8) walk before work\n",
    "sessions/2026-05-07.md": "---\ntype: session\n---\nwe spoke of the walk\n",
}
WORDS = [
    ["walk"], ["walk*"], ["long walk"], ["long", "walk"], ["fur"], ["nothing"], ["a=b"], ["caf\udce9"], ["*"], ["--"],
    ["-x"], [""], [" "],
]  # fmt: skip
SELECTORS = [
    ["--since", "2026-05-01"], ["--since=yesterday"], ["--until", "2026-05-10"], ["--last", "7d"], ["--last=2 weeks"],
    ["--tag", "work"], ["--emotion", "CALM"], ["--mood", "<4"], ["--mood=3-7"], ["--where", "weather=rain"],
    ["--where", "weather="], ["--type", "session"], ["--json"],
]  # fmt: skip
ODD = [
    ["--limit", "1"], ["--limit=0"], ["--limit", "-1"], ["--limit", "x"], ["--limit", "٣"], ["--limit"], ["--json=1"],
    ["--since", "never"], ["--since="], ["--since", ""], ["--last", "0d"], ["--mood", "splendid"], ["--mood", "-3"],
    ["--where", "x"], ["--tag"], ["--tags", "x"], ["--type", "caf\udce9"], ["-h"], ["--help"], ["--version"], ["7"],
    ["--vault", "ROOT"], ["--until", "2026-05-01", "--since", "2026-05-02"],
]  # fmt: skip
FRONTS = [
    ["--vault", "ROOT"], ["--vault=ROOT"], ["--vault", "sub/.."], ["--vault", "nowhere"], ["--vault="], ["--vault", ""],
    ["--vault"], ["--vault", "~/x"], ["--version"], ["goal"], ["lst"],
]  # fmt: skip

Run = Callable[..., Outcome]


@pytest.fixture
def both(tj: Tj, make_vault: MakeVault) -> Run:
    """Return a function that makes a call in the quick way and by click, and returns what both gave."""
    root = make_vault(NOTES)
    (root / "sub").mkdir()
    tj.start = root

    def run(*words: str, env: str | None = None) -> Outcome:
        given_words = [word.replace("ROOT", str(root)) for word in words]
        with patch.dict(os.environ, {} if env is None else {"TJ_VAULT": env.replace("ROOT", str(root))}):
            quick = tj(*given_words)
            with patch("tj.cli.quick_look.answer", lambda *_: False):
                assert tj(*given_words) == quick
        assert "tj itself failed" not in quick.err
        return quick

    return run


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_call_gives_the_same_both_ways(both: Run, data: st.DataObject) -> None:
    odd = data.draw(st.integers(0, 4))  # one thing is out of the ordinary at most, so that the others matter
    command = data.draw(st.sampled_from(["list", "search"]))
    words = [data.draw(st.sampled_from(WORDS))] if command == "search" else []
    options = data.draw(st.lists(st.sampled_from([*SELECTORS, *ODD] if odd == 1 else SELECTORS), max_size=4))
    rest = data.draw(st.permutations([*words, *options]))
    front = data.draw(st.sampled_from(FRONTS)) if odd == 2 else []
    env = data.draw(st.sampled_from(["", "ROOT", "nowhere"])) if odd == 3 else None
    both(*front, command, *(word for part in rest for word in part), env=env)


@pytest.mark.parametrize("option", [[], *SELECTORS, *ODD], ids=" ".join)
def test_each_option_gives_the_same_both_ways(both: Run, option: list[str]) -> None:
    both("list", *option)
    both("search", "walk", *option)
    both("search", *option, "walk")


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_each_word_gives_the_same_both_ways(both: Run, words: list[str]) -> None:
    both("search", *words)
    both("list", *words)


@pytest.mark.parametrize("front", FRONTS, ids=" ".join)
def test_each_way_to_name_a_vault_gives_the_same_both_ways(both: Run, front: list[str]) -> None:
    both(*front, "list")
    both(*front, "search", "walk")


def test_what_is_asked_for_is_found(both: Run) -> None:
    assert [line.split()[1] for line in both("list", "--last", "7d").out.splitlines()] == ["2026-05-11", "2026-05-10"]
    assert both("search", "walk", "--limit", "1").out.splitlines()[0].startswith("Mon 2026-05-11")
    assert both("list", "--last", "7d", "--mood", "<4").out.count("\n") == 1
    assert both("list", "--since", "never").code == 2


@pytest.mark.parametrize(
    "words",
    [["search", "caf\udce9"], *(["list", f"--{name}=k=\udce9"] for name in ("tag", "emotion", "where", "type"))],
)
def test_bytes_that_are_no_text_are_refused_kindly(both: Run, words: list[str]) -> None:
    result = both(*words)
    assert result.code == 2
    assert "is not UTF-8 text" in result.err


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
def test_each_failure_is_said_the_same_both_ways(
    tj: Tj, make_vault: MakeVault, raised: BaseException, said: str
) -> None:
    root = make_vault(NOTES)
    with patch("tj.index.sync.refresh", side_effect=raised):
        quick = tj("list", vault=root)
        with patch("tj.cli.quick_look.answer", lambda *_: False):
            assert tj("list", vault=root) == quick
    assert quick.code == 1
    assert said in quick.err
    assert "words of an entry" not in quick.err


@pytest.mark.parametrize("words", [["list"], ["search", "walk"], ["search", "--limit=3", "walk", "long"]], ids=" ".join)
@pytest.mark.parametrize("option", [[], *SELECTORS], ids=" ".join)
def test_a_plain_call_is_answered_before_click(
    tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, words: list[str], option: list[str]
) -> None:
    def fail(*_: object) -> int:
        raise AssertionError("click was asked")

    monkeypatch.setattr("tj.cli.group.call", fail)
    root = make_vault(NOTES)
    for front in (["--vault", str(root)], [f"--vault={root}"]):
        result = tj(*front, *words, *option)
        assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        [], ["mood", "6"], ["show"], ["goal", "list"], ["therapist", "list"], ["list", "walk"], ["search"],
        ["search", "--json"], ["list", "--limit", "3"], ["list", "--json=1"], ["list", "--since"], ["list", "--since="],
        ["list", "--since", "a", "--since", "b"], ["search", "a", "--limit", "1", "--limit", "2"], ["list", "-h"],
        ["search", "a", "--limit", "-1"], ["search", "a", "--limit", "1_0"], ["search", ""], ["search", "--", "a"],
        ["search", "-"], ["list", "--tags", "x"], ["list", "--vault", "a"], ["--vault", "list"], ["--vault=", "list"],
        ["--vault", "a", "--vault", "b", "list"], ["--vault", "-x", "list"], ["-v", "list"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_is_not_plainly_called_is_left_to_click(words: list[str]) -> None:
    assert read_look(words) is None


def test_every_selector_is_understood() -> None:
    for name, _, repeated, _ in OPTIONS:
        look = read_look(["list", f"--{name}", "x"])
        assert look is not None
        assert look[5][name] == (("x",) if repeated else "x")


def test_completion_is_left_to_click(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(NOTES)
    monkeypatch.setenv("_TJ_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "tj li")
    monkeypatch.setenv("COMP_CWORD", "1")
    with contextlib.suppress(SystemExit):
        assert "Walk" not in tj("list", vault=root).out


# What a look at a journal in which nothing changed may load of tj, and what of Python's own it surely may not: each of
# these takes as long as a good part of all that it does.
LOOK = {
    "tj", "tj.cli", "tj.cli.app", "tj.cli.finding", "tj.cli.main", "tj.cli.progress", "tj.cli.quick",
    "tj.cli.quick_look", "tj.cli.say", "tj.cli.selectors", "tj.config", "tj.digest", "tj.entry", "tj.entry.model",
    "tj.errors", "tj.index", "tj.index.answers", "tj.index.connection", "tj.index.diff", "tj.index.facts",
    "tj.index.opening", "tj.index.peek", "tj.index.query", "tj.index.rows", "tj.index.schema", "tj.index.store",
    "tj.index.sync", "tj.places", "tj.settings", "tj.vault", "tj.vault.layout", "tj.vault.locks", "tj.vault.place",
    "tj.vault.scan", "tj.when",
}  # fmt: skip
PLATFORMS = {"hashlib", "platformdirs", "random", "shutil", "tempfile"}
# What is around a hit is read from the notes.
SEARCH = {
    "tj.index.folding", "tj.index.snippet", "tj.index.written", "tj.vault.files", "tj.vault.leftovers", "tj.vault.swap",
}  # fmt: skip
SAID = {"tj.words", "tj.words.looking", "tj.words.phrases"}  # where nothing matches, which is said
HEAVY = {
    "click", "dataclasses", "difflib", "email", "frontmatter", "hashlib", "importlib.metadata", "inspect", "logging",
    "platformdirs", "random", "rich", "secrets", "shutil", "subprocess", "tempfile", "tomllib", "yaml",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "may"),
    [
        (["list", "--last", "7d"], LOOK | SAID),
        (["list", "--json", "--mood", "<9"], LOOK),
        (["search", "walk", "--since", "2026-03-01"], LOOK | SEARCH),
        (["search", "über*", "--json"], LOOK | SEARCH),
    ],
    ids=["list", "list of moods", "search", "search as JSON"],
)
def test_a_look_loads_only_what_it_takes(example: Path, tmp_path: Path, words: list[str], may: set[str]) -> None:
    places = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c"), "XDG_DATA_HOME": str(tmp_path / "d")}
    # Files that have only just changed are read again, so they are looked at as if ten seconds later.
    code = (
        "import sys, time\n"
        "if sys.argv[1] == 'index':\n"
        "    now = time.time_ns\n"
        "    time.time_ns = lambda: now() + 10 ** 10\n"
        "from tj.cli.main import run\n"
        "code = run(sys.argv[1:])\n"
        "print(code, *sorted(sys.modules), file=sys.stderr)\n"
    )
    for call in (["index"], words):
        result = subprocess.run(
            [sys.executable, "-c", code, *call],
            cwd=example,
            env={**os.environ, **places},
            capture_output=True,
            text=True,
            check=True,
        )
    code_, *loaded = result.stderr.split()
    assert code_ == "0"
    assert {name for name in loaded if name.partition(".")[0] == "tj"} == may
    # Elsewhere only platformdirs knows where caches are, and it loads some of these.
    assert not set(loaded) & (HEAVY if sys.platform == "linux" else HEAVY - PLATFORMS)
