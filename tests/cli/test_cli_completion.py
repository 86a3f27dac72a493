"""Completion, as real shells ask for it: commands, options and the names of a vault, and never a word of complaint."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, program
from tj.cli.completion import SHELLS, script
from tj.index.peek import names_used
from tj.places import Places

Ask = Callable[..., list[str]]

KEY = "age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z"
NOTES = {
    "journal/2026-05-01.md": "---\ntags: [work, Garten/Beet, 'x; rm', '$(id)', '*', 'a\\b']\nemotions: [tense]\n---\n",
    "journal/2026-05-02.md": "---\ntags: [walk]\nemotions: [hopeful]\n---\n- 10:00 (mood:: 4) (emotions:: tired)\n",
    "goals/walk-daily.md": "---\ntype: goal\n---\n",
    "goals/read more.md": "---\ntype: goal\n---\n",
    ".tj/templates/my-week.md": "# Week\n",
    ".tj/practices/humming.md": "# Humming\n",
    ".tj/instruments/tide.toml": "x = 1\n",
    ".tj/prompts/sea.md": "# Sea\n",
}


class Shell:
    """A folder with `tj` on its PATH, and the folders of one person."""

    def __init__(self, home: Path, vault: Path) -> None:
        self.home = home
        self.vault = vault
        (home / "bin").mkdir(parents=True)
        tj = home / "bin" / "tj"
        tj.write_text(f"#!{sys.executable}\nfrom tj.cli.main import run\nrun()\n")
        tj.chmod(0o755)
        self.environment = {
            "PATH": f"{home / 'bin'}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8",
            "XDG_CACHE_HOME": str(home / "c"), "XDG_DATA_HOME": str(home / "d"),
        }  # fmt: skip

    def run(self, *words: str, **more: str) -> str:
        done = subprocess.run(words, cwd=self.vault, env=self.environment | more, capture_output=True, check=True)
        assert done.stderr == b""
        return done.stdout.decode()

    def asked_in_bash(self, *words: str) -> list[str]:
        """Return what bash would offer behind these words, each as a program would get it."""
        shown = " ".join(f'"{word}"' for word in words)
        code = (
            f"source {self.home}/completion; COMP_WORDS=({shown}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1));"
            '_tj_completion tj; eval "set -- ${COMPREPLY[*]}"; for one; do echo "$one"; done'
        )
        return self.run(program("bash"), "-c", code).splitlines()


@pytest.fixture
def shell(make_vault: MakeVault, tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "person", make_vault(NOTES))
    (shell.home / "completion").write_text(script("bash"))
    return shell


def test_bash_is_answered_with_commands_options_and_names(shell: Shell) -> None:
    shell.run("tj", "index")
    shell.run("tj", "therapist", "add", "Anna O'Brien", KEY)
    ask = shell.asked_in_bash
    assert ask("tj", "sha") == ["share", "shared"]
    assert ask("tj", "goal", "do") == ["done"]
    assert ask("tj", "list", "--si") == ["--since"]
    assert ask("tj", "export", "--format", "m") == ["markdown"]
    assert ask("tj", "share", "") == ["Anna O'Brien"]
    assert ask("tj", "share", "Anna\\\\ ") == ["Anna O'Brien"]
    assert ask("tj", "goal", "done", "") == ["read more", "walk-daily"]
    assert ask("tj", "assess", "t") == ["tide"]
    assert ask("tj", "new", "--template", "my") == ["my-week"]
    assert ask("tj", "prompt", "--theme", "se") == ["sea", "self-compassion"]
    assert ask("tj", "support", "--practice", "h") == ["humming"]
    assert ask("tj", "mood", "g") == ["good", "great"]
    assert ask("tj", "list", "--emotion", "") == ["hopeful", "tense", "tired"]
    # Names that a shell takes for more than a name are not offered.
    assert ask("tj", "list", "--tag", "") == ["Garten/Beet", "walk", "work"]


def test_nothing_is_read_anew_written_or_said(shell: Shell, tmp_path: Path) -> None:
    """Without an index, an address book or a vault, and with damaged ones, there are fewer names and no words."""
    ask = shell.asked_in_bash
    assert ask("tj", "list", "--tag", "") == []
    assert ask("tj", "share", "") == []
    assert not (shell.home / "c").exists()
    assert not (shell.home / "d").exists()
    shell.run("tj", "index")
    (index,) = (shell.home / "c/tj").glob("*.sqlite")
    index.write_bytes(b"no index" * 1000)
    (shell.home / "d/tj").mkdir(parents=True, exist_ok=True)
    (shell.home / "d/tj/therapists.toml").write_text("[[")
    (shell.vault / ".tj/config.toml").write_text("mood = 5")
    assert ask("tj", "list", "--tag", "") == []
    assert ask("tj", "share", "") == []
    assert ask("tj", "mood", "") == []
    assert ask("tj", "lis") == ["list"]
    assert ask("tj", "nosuch", "--") == ["--vault", "--version", "--help"]
    assert index.read_bytes() == b"no index" * 1000


def test_another_vault_may_be_named_on_the_line_or_in_the_environment(shell: Shell, tmp_path: Path) -> None:
    shell.run("tj", "index")
    away, named = tmp_path / "away", str(shell.vault)
    away.mkdir()
    shell.vault = away
    assert shell.asked_in_bash("tj", "--vault", named, "list", "--tag", "wa") == ["walk"]
    shell.environment["TJ_VAULT"] = named
    assert shell.asked_in_bash("tj", "list", "--tag", "wa") == ["walk"]


@pytest.mark.parametrize("name", SHELLS)
def test_each_shell_is_given_its_script(tj: Tj, name: str) -> None:
    text = tj("completion", name).out
    assert f"_TJ_COMPLETE={name}_complete" in text
    assert text.rstrip("\n") == script(name).rstrip("\n")


def test_zsh_is_answered(shell: Shell) -> None:
    shell.run("tj", "index")
    shell.run("tj", "therapist", "add", "Anna O'Brien", KEY)
    (shell.home / "completion.zsh").write_text(script("zsh"))

    def asked(*words: str) -> list[str]:
        quoted = " ".join(f'"{word}"' for word in words)
        code = (
            f"autoload -U compinit; compinit -u -d {shell.home}/dump; source {shell.home}/completion.zsh;"
            '[[ $_comps[tj] == _tj_completion ]] || exit 1; compadd() { print -l -- "${completions[@]}" };'
            f"words=({quoted}); CURRENT={len(words)}; _tj_completion"
        )
        return shell.run(program("zsh"), "-f", "-c", code).splitlines()

    assert asked("tj", "goal", "done", "") == ["read more", "walk-daily"]
    assert asked("tj", "share", "An") == ["Anna O'Brien"]
    assert asked("tj", "list", "--tag", "w") == ["walk", "work"]


def test_fish_is_answered(shell: Shell) -> None:
    shell.run("tj", "index")
    shell.run("tj", "therapist", "add", "Anna O'Brien", KEY)
    (shell.home / "completion.fish").write_text(script("fish"))

    def asked(line: str) -> list[str]:
        code = f"source {shell.home}/completion.fish; complete --escape -C '{line}'"
        return [word.split("\t")[0] for word in shell.run(program("fish"), "--no-config", "-c", code).splitlines()]

    assert asked("tj goal done ") == ["read\\ more", "walk-daily"]
    assert asked("tj share An") == ["Anna\\ O\\'Brien"]
    assert asked("tj list --tag w") == ["walk", "work"]
    assert asked("tj sha") == ["share", "shared"]


@pytest.mark.parametrize("given", ["bash_source", "tcsh_complete", "", "bash", "zsh_"])
def test_what_is_no_question_of_a_shell_is_refused_in_silence(shell: Shell, given: str) -> None:
    done = subprocess.run(
        ["tj"], cwd=shell.vault, env=shell.environment | {"_TJ_COMPLETE": given}, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_completion_loads_nothing_heavy(shell: Shell) -> None:
    """What a shell asks on each press of a key: little more is loaded than for `tj --help`."""
    code = (
        "import sys, json; from tj.cli.main import run; run([]);print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    shell.run("tj", "index")
    for line, too_much in {
        "tj list --tag ": {"yaml", "rich", "pyrage", "tj.index.sync", "tj.entry.parse"},
        "tj share an": {"yaml", "rich", "pyrage", "cryptography", "tj.share.redact", "tj.cli.sealing", "PIL"},
    }.items():
        asked = {"_TJ_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=shell.vault,
            env=shell.environment | asked,
            capture_output=True,
            check=True,
        )
        loaded = set(json.loads(done.stderr))
        assert not loaded & too_much
        assert "click" in loaded


def test_only_the_newest_notes_are_asked(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({
        "journal/2026-05-01.md": "---\ntags: [old]\n---\n", "journal/2026-05-02.md": "---\ntags: [new]\n---\n",
        "sessions/2026-05-03.md": "---\ntype: session\n---\n",
    })  # fmt: skip
    tj("index", vault=root)
    (index,) = tj.places.cache.glob("*.sqlite")
    assert names_used(str(index), "tag") == ["new", "old"]
    assert names_used(str(index), "type") == ["session"]
    monkeypatch.setattr("tj.index.peek._NEWEST", 2)
    assert names_used(str(index), "tag") == ["new"]
    assert names_used(str(index.with_name("none.sqlite")), "tag") == []
    assert names_used(str(Places(Path("/nonexistent"), Path("/x"), Path("/x")).cache / "a.sqlite"), "tag") == []
