"""What a shell is answered when it asks how a line may go on: click's own answers, and the names that a vault has.

Nothing is written and no note is read: names come from the index as it stands, the address book and the folders of
templates and the like. Whatever fails, the answer is shorter and nothing is said.
"""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from tj import templating
from tj.cli.app import App, own_app
from tj.cli.group import COMMANDS, main

__all__ = ["SHELLS", "answer_shell", "script"]

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_TJ_COMPLETE"
# Such names only are offered as no shell takes for anything but a name.
_PLAIN = re.compile(r"\w[\w .'/@+-]*")
# Which names go where. Options are known by their own name, arguments by their command's as well.
_OPTIONS = {
    "tag": "tag", "emotion": "emotion", "emotions": "emotion", "type": "type", "template": "template",
    "theme": "theme", "wanted": "theme", "practice": "practice", "trust": "therapist",
}  # fmt: skip
_ARGUMENTS = {
    ("mood", "value"): "mood", ("share", "name"): "therapist", ("shared", "name"): "therapist",
    ("therapist verify", "name"): "therapist", ("therapist remove", "name"): "therapist",
    ("therapist show", "name"): "therapist", ("assess", "name"): "questionnaire",
    ("template show", "name"): "template", ("template copy", "names"): "shipped template",
}  # fmt: skip


class _Bash(BashComplete):
    def format_completion(self, item: CompletionItem) -> str:
        # A shell inserts this as it is, and its `read` takes a backslash away.
        return super().format_completion(_replaced(item, re.sub(r"([^\w./@+:=-])", r"\\\\\1", item.value)))


class _Fish(FishComplete):
    def get_completion_args(self) -> tuple[list[str], str]:
        arguments, incomplete = super().get_completion_args()
        return arguments, incomplete.strip("'\"")


_KINDS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": ZshComplete, "fish": _Fish}


def script(shell: str) -> str:
    """Return the script for one of `SHELLS`."""
    # Not `source()`: for bash that starts a shell of its own to look at its version.
    asked = _KINDS[shell](main, {}, "tj", _VARIABLE)
    return asked.source_template % asked.source_vars()


def answer_shell(app: App | None) -> int:
    """Print how the line that a shell asks about may go on, and return the exit code."""
    shell, _, wish = os.environ[_VARIABLE].partition("_")
    if shell not in _KINDS or wish != "complete":
        return 1
    try:
        _attach(app or own_app(), os.environ.get("COMP_WORDS", ""))
        text = _KINDS[shell](main, {}, "tj", _VARIABLE).complete()
    except Exception:  # noqa: BLE001 - in the middle of a line that someone types, there is no place to complain
        return 0
    click.echo(text)
    return 0


def _attach(app: App, line: str) -> None:
    """Have the command that a line begins with answer with names, where its values are names."""
    words = line.split()[1:]
    name = next((word for word in words if word in COMMANDS), None)
    command = main.get_command(click.Context(main), name) if name else None
    if command is None or name is None:
        return
    if "--vault" in words[:-1]:
        app = app.within(Path(words[words.index("--vault") + 1]))
    elif given := os.environ.get("TJ_VAULT"):
        app = app.within(Path(given))
    _attach_to(command, name, app)


def _attach_to(command: click.Command, path: str, app: App) -> None:
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            if inner is not None:
                _attach_to(inner, f"{path} {name}", app)
    for parameter in command.params:
        kind = _kind(parameter, path)
        if kind:
            # click asks a parameter how its value may go on; a class for each kind would say no more than this.
            parameter.shell_complete = _answering(app, kind)  # type: ignore[method-assign, assignment]  # see above


def _kind(parameter: click.Parameter, path: str) -> str:
    name = parameter.name or ""
    if isinstance(parameter, click.Option):
        return "" if parameter.is_flag else _OPTIONS.get(name, "")
    if path.startswith("goal ") and path != "goal add" and name == "name":
        return "goal"
    return _ARGUMENTS.get((path, name), "")


def _answering(app: App, kind: str) -> Callable[[click.Context, str], list[CompletionItem]]:
    def answered(_: click.Context, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in _fitting(_names(app, kind), incomplete)]

    return answered


def _fitting(names: Iterable[str], incomplete: str) -> list[str]:
    start = incomplete.casefold()
    return sorted({name for name in names if name.casefold().startswith(start) and _PLAIN.fullmatch(name)})


def _names(app: App, kind: str) -> Iterable[str]:
    if kind == "therapist":
        from tj.share.book import Book

        return [one.name for one in Book(app.places().data).therapists()]
    if kind == "mood":
        return app.vault().settings.scale.words
    if kind in ("template", "shipped template"):
        own = _own(app, "templates") if kind == "template" else []
        return [*templating.shipped_templates(), *own]
    if kind == "practice":
        return [*_shipped("practices"), *_own(app, "practices")]
    if kind == "theme":
        return [*_shipped("prompts"), *_own(app, "prompts"), "guidance"]
    if kind == "questionnaire":
        return [*_shipped("instruments"), *_own(app, "instruments")]
    from tj.index.peek import names_used

    return names_used(str(app.places().cache / f"{app.vault().cache_name}.sqlite"), kind)


def _shipped(folder: str) -> list[str]:
    return [name.rpartition(".")[0] for name in templating.shipped_names(folder)]


def _own(app: App, folder: str) -> list[str]:
    """Return the names of the vault's own files of a kind; without a vault there are none."""
    from tj.errors import TjError

    try:
        return [path.stem for path in (app.vault().root / ".tj" / folder).iterdir() if path.suffix in (".md", ".toml")]
    except (TjError, OSError):
        return []


def _replaced(item: CompletionItem, value: str) -> CompletionItem:
    return CompletionItem(value, item.type, item.help)
