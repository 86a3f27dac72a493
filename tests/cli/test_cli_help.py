"""The help reads as a manual: each command has a whole summary and an example that could be typed as it stands."""

import shlex
from collections.abc import Iterator

import click
import pytest

from tests.conftest import Tj
from tj.cli.group import COMMANDS, main


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Every command below `command`, groups too, with the words by which it is called."""
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        inner = click.Context(found, info_name=name, parent=context)
        yield inner.command_path.removeprefix("tj "), found
        yield from commands(found, inner)


ALL = dict(commands(main, click.Context(main, info_name="tj")))


def examples(command: click.Command) -> list[str]:
    """The lines that begin with `tj` below `Example:` in a command's help; a hanging one belongs to it as well."""
    _, found, behind = (command.help or "").partition("Example:")
    lines = [line.strip() for line in behind.split("\n\n")[0].splitlines()] if found else []
    return [line for line in lines if line.startswith("tj ")]


def meant(command: click.Command, words: list[str], parent: click.Context | None = None) -> str:
    """The command that `words` call, after click has read every option and argument; nothing is run."""
    context = command.make_context(parent.info_name if parent else "tj", list(words), parent=parent)
    if not isinstance(command, click.Group):
        return ""
    name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
    assert name is not None
    assert found is not None
    deeper = meant(found, rest, context)
    return f"{name} {deeper}".strip()


def test_there_are_commands_to_look_at() -> None:
    assert len(ALL) > len(COMMANDS) + 20


@pytest.mark.parametrize("name", ALL)
def test_each_command_has_an_example_that_could_be_typed(name: str) -> None:
    found = examples(ALL[name])
    assert found, f"`tj {name} --help` has no example"
    for example in found:
        called = meant(main, shlex.split(example.partition(" > ")[0])[1:])  # what follows is the shell's
        assert called == name or called.startswith(f"{name} "), example
        if not isinstance(ALL[name], click.Group):
            assert called == name, example


@pytest.mark.parametrize("name", ["", *(name for name, command in ALL.items() if isinstance(command, click.Group))])
def test_no_summary_is_cut_in_a_terminal_of_80_columns(tj: Tj, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = tj(*name.split(), "--help")
    assert shown.code == 0
    assert [line for line in shown.out.splitlines() if line.endswith("...") and not line.startswith("Usage:")] == []


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("gaol list", "tj goal"),
        ("serch walk", "tj search"),
        ("goal dnoe read", "done"),
        ("key shwo", "show"),
        ("list --lats 3d", "--last"),
        ("share anneke --previw", "--preview"),
    ],
)
def test_a_slip_is_answered_with_what_is_near(tj: Tj, typed: str, near: str) -> None:
    answer = tj(*typed.split())
    assert answer.code == 2
    assert "Did you mean" in answer.err
    assert near in answer.err
    assert "--help` shows" in answer.err


@pytest.mark.parametrize("typed", ["mood 5 --vault v", "mood --vault=v 5", "goal list --vault v"])
def test_the_vault_that_is_named_too_late_is_said_to_come_first(tj: Tj, typed: str) -> None:
    answer = tj(*typed.split())
    assert (answer.code, answer.out) == (2, "")
    words = "goal list" if "goal" in typed else "mood"
    assert answer.err == f"error: `--vault` stands before the command\nhint: write `tj --vault DIR {words} …`\n"


def test_a_familys_commands_are_listed_as_people_need_them(tj: Tj) -> None:
    shown = tj("key", "--help").out.partition("Commands:")[2]
    assert [line.split()[0] for line in shown.splitlines() if line] == ["new", "show", "passphrase", "export", "import"]


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (["help"], ["--help"]),
        (["help", "--help"], ["--help"]),
        (["help", "mood"], ["mood", "--help"]),
        (["help", "goal", "add"], ["goal", "add", "--help"]),
        (["help", "key", "--help"], ["key", "--help"]),
    ],
)
def test_help_may_be_typed_as_a_command(tj: Tj, typed: list[str], same: list[str]) -> None:
    asked = tj(*typed)
    assert (asked.code, asked.err) == (0, "")
    assert "Usage: tj" in asked.out
    assert asked.out == tj(*same).out


def test_help_for_what_is_no_command_names_the_nearest(tj: Tj) -> None:
    asked = tj("help", "moood")
    assert (asked.code, "`tj mood`" in asked.err) == (2, True)
