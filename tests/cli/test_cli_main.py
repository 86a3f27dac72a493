"""The edge of the program: help without imports, near commands, and every failure as one clear line."""

import os
import subprocess
import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path

import click
import pytest

from tests.conftest import MakeVault, Tj
from tj.cli.app import App
from tj.cli.group import COMMANDS
from tj.cli.main import run

HEAVY = ["cryptography", "mistune", "mnemonic", "nh3", "PIL", "pyrage", "rich", "segno", "tomlkit", "watchdog"]


def _python(code: str, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "c"), "XDG_DATA_HOME": str(home / "d")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_line_an_example_and_help(tj: Tj, name: str) -> None:
    command = getattr(import_module(f"tj.cli.{COMMANDS[name].module}"), f"{name}_command")
    assert isinstance(command, click.Command)
    said = " ".join((command.help or "").split("\n\n")[0].split())
    assert said == COMMANDS[name].summary or said.startswith(COMMANDS[name].summary.rstrip("."))
    result = tj(name, "--help")
    assert result.code == 0
    assert f"tj {name}" in result.out
    assert "Example:" in result.out
    if isinstance(command, click.Group):
        for sub in command.commands:
            assert "Example:" in tj(name, sub, "--help").out


# What does something and says in a line or two that it did, or writes what was asked for into a file.
DOES = {
    "init", "demo", "new", "mood", "template copy", "goal add", "goal done", "goal pause", "goal drop", "goal finish",
    "goal resume", "session note",
    "therapist add", "therapist remove", "therapist verify", "key export", "key import", "key new", "key passphrase",
    "watch", "service install", "service remove", "export", "git merge-entry", "git setup", "completion",
}  # fmt: skip


def _leaves(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return [(name, command)]
    return [leaf for inner in command.commands for leaf in _leaves(command.commands[inner], f"{name} {inner}")]


@pytest.mark.parametrize("name", COMMANDS)
def test_what_reports_does_so_in_json_as_well(name: str) -> None:
    command = getattr(import_module(f"tj.cli.{COMMANDS[name].module}"), f"{name}_command")
    for leaf, found in _leaves(command, name):
        assert ("--json" in [word for one in found.params for word in one.opts]) is (leaf not in DOES), leaf


def test_help_lists_every_command(tj: Tj) -> None:
    out = tj("--help").out
    assert all(f"  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("words", [["--help"], ["list"], ["search", "x"], ["index"], ["check"]])
def test_light_commands_load_nothing_heavy(make_vault: MakeVault, tmp_path: Path, words: list[str]) -> None:
    root = make_vault({"journal/2026-05-01.md": "x"})
    code = (
        "import sys\nfrom tj.cli.main import run\n"
        "code = run(sys.argv[1:])\n"
        f"print(code, sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)"
    )
    result = _python(code, tmp_path, "--vault", str(root), *words)
    assert result.stderr.strip().splitlines()[-1] == "0 []"


@pytest.mark.parametrize("words", [[], ["goal"], ["therapist"]])
def test_a_command_without_more_shows_its_help(tj: Tj, words: list[str]) -> None:
    result = tj(*words)
    assert result.code == 0
    assert result.err == ""
    assert "Example:" in result.out or "Begin:" in result.out


def test_a_near_command_is_suggested(tj: Tj) -> None:
    result = tj("lst")
    assert result.code == 2
    assert "`tj list`" in result.err


def test_a_missing_vault_is_told(tj: Tj, tmp_path: Path) -> None:
    assert tj("list").code == 2
    assert "tj init" in tj("list").err
    assert tj("--vault", tmp_path / "none", "list").code == 2


def test_settings_that_cannot_be_read_are_told_with_their_line(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("list", vault=make_vault(config="journal_dir = \n"))
    assert result.code == 1
    assert ".tj/config.toml" in result.err
    assert "line 1" in result.err


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (RuntimeError("words of an entry"), 1, "tj itself failed here (RuntimeError in"),
        (PermissionError(13, "Permission denied", "/x/y"), 1, "/x/y: permission denied"),
        (OSError(28, "No space left on device"), 1, "no space left on device"),
        (KeyboardInterrupt(), 1, "stopped before the end"),
        (click.Abort(), 1, "stopped before the end"),
        (click.ClickException("Broken"), 1, "broken"),
        (MemoryError(), 1, "MemoryError"),
        (UnicodeDecodeError("utf-8", b"secret", 0, 1, "bad"), 1, "UnicodeDecodeError"),
    ],
)
def test_no_failure_becomes_a_traceback(
    capsys: pytest.CaptureFixture[str], raised: BaseException, code: int, said: str
) -> None:
    def start() -> Path:
        raise raised

    app = App(places=lambda: pytest.fail("not reached"), clock=lambda: datetime(2026, 5, 11), start=start)
    assert run(["show"], app) == code
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert "words of an entry" not in err
    assert "secret" not in err


def test_a_closed_pipe_is_no_failure_to_speak_of(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({f"journal/2026-05-{day:02}.md": f"# {'long title ' * 400}\n" for day in range(1, 29)})
    code = f"import sys; from tj.cli.main import run; sys.exit(run(['--vault', {str(root)!r}, 'list']))"
    places = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c")}
    with subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, **places}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_read_only_cache_is_told(tj: Tj, make_vault: MakeVault) -> None:
    (tj.home / "cache").write_text("in the way")
    result = tj("list", vault=make_vault())
    assert result.code == 1
    assert result.err.startswith("error: ")
    assert "hint: " in result.err


def test_the_version_is_told(tj: Tj) -> None:
    assert tj("--version").out.startswith("tj 0.")
