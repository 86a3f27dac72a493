"""Writes the manual page `tj.1` from the commands themselves: `make manual`. The same commands give the same bytes."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from tj import __version__
from tj.cli.group import COMMANDS, main

__all__ = ["PAGE", "manual"]

PAGE = Path(__file__).with_name("tj.1")

_HEAD = """\
.\\" Made by docs/make_manual.py from the commands' own help.
.TH TJ 1 "" "tj VERSION" "User Commands"
.SH NAME
tj \\- a plain\\-text therapy journal
.SH SYNOPSIS
.B tj
.RI [ "\\-\\-vault DIR" ]
.I COMMAND
.RI [ OPTIONS ]
.SH DESCRIPTION
"""
_TAIL = """\
.SH WHEN
A day or time is written as ISO has it, or as
.IR today ,
.IR yesterday ,
.IR monday ,
.IR "3 days ago" ,
.I 14:30
or
.IR "yesterday 22:30" .
Anything else is refused, never guessed.
.SH ENVIRONMENT
.TP
.B TJ_VAULT
The vault to work in, where none is named and none is around the folder that you are in.
.TP
.BR VISUAL ", " EDITOR
What
.B tj new
opens an entry with.
.TP
.B NO_COLOR
No colours, if it is set.
.SH FILES
.TP
.I .tj/config.toml
The vault's settings, all optional.
.TP
.I .tj/shared.jsonl
What was shared, when and with whom.
.TP
.I summaries/
Pages that tj writes from your entries; one that you edit is left alone.
.PP
The index is a cache in your cache folder and may be deleted at any time. Keys and the address book are in your data
folder.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Failed; a line says why, and what may help.
.TP
.B 2
Called in a way that tj does not understand.
.TP
.B 3
.B tj check
found problems.
.TP
.B 4
Refused, to keep you and your journal safe.
.SH NOTES
tj sends nothing anywhere. It is a notebook, not a treatment and not an emergency service.
.SH SEE ALSO
.BR age (1),
.BR git (1)
"""


def manual() -> str:
    """Return the manual page."""
    about = inspect.cleandoc(main.help or "").partition("\n\n")[0]
    lines = [
        _HEAD.rstrip("\n").replace("VERSION", __version__),
        *_paragraphs(about),
        "Everything is a Markdown file in your own folder.",
    ]
    context = click.Context(main, info_name="tj")
    for section in dict.fromkeys(command.section for command in COMMANDS.values()):
        lines.append(f".SH {_text(section.upper())}")
        for name in (name for name, command in COMMANDS.items() if command.section == section):
            command = main.get_command(context, name)
            lines += _command(command, name, context) if command is not None else ()
    return "\n".join([*lines, _TAIL])


def _command(command: click.Command, name: str, above: click.Context) -> Iterator[str]:
    """Yield what is said of a command, and of those within it."""
    context = click.Context(command, info_name=name, parent=above)
    arguments = [_argument(one) for one in command.params if isinstance(one, click.Argument)]
    more = ["COMMAND"] if isinstance(command, click.Group) else []
    yield f'.SS "{_text(" ".join([context.command_path, *arguments, *more]))}"'
    yield from _paragraphs(inspect.cleandoc(command.help or ""))
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            yield ".TP"
            yield f".B {_text(_option(option))}"
            yield _text(" ".join((option.help or "").split()))
    if isinstance(command, click.Group):
        for inner_name in command.list_commands(context):
            inner = command.get_command(context, inner_name)
            if inner is not None and not inner.hidden:
                yield from _command(inner, inner_name, context)


def _argument(argument: click.Argument) -> str:
    name = (argument.metavar or argument.name or "").upper().rstrip(".")
    name = f"{name}..." if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


def _option(option: click.Option) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag:
        return names
    if option.metavar:
        value = option.metavar
    elif isinstance(option.type, click.Choice):
        value = "|".join(str(choice) for choice in option.type.choices)
    else:
        value = (option.name or "").upper()
    return names + (value if value.startswith("[=") else f" {value}")


def _paragraphs(help_text: str) -> Iterator[str]:
    """Yield paragraphs; click's mark for one whose lines stay as they are becomes one of roff's."""
    for number, paragraph in enumerate(help_text.split("\n\n")):
        if paragraph.startswith("\b\n"):
            yield from (".PP", ".nf", *map(_text, paragraph[2:].split("\n")), ".fi")
        else:
            yield from ([".PP"] if number else [])
            yield _text(" ".join(paragraph.split()))


def _text(text: str) -> str:
    """Return a text as roff takes it for nothing but text."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("…", "...")
    # What is no ASCII is named by its number, which any roff reads without being told of UTF-8.
    text = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", text)
    return re.sub(r"^([.'])", r"\\&\1", text)


if __name__ == "__main__":
    PAGE.write_text(manual(), "utf-8")
