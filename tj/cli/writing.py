"""`tj new` and `tj mood`: the commands that write into the journal."""

import os
import shlex
import subprocess
import sys
from datetime import time
from pathlib import Path

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.entry.compose import checkin_line, compose_note
from tj.entry.parse import parse_note
from tj.entry.splice import add_checkin
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.vault.files import create_file, read_file, replace_file
from tj.vault.layout import Vault
from tj.when import When, parse_when

__all__ = ["day_entry", "mood_command", "new_command"]


@click.command("new")
@click.argument("when", required=False, nargs=-1)
@click.option("--template", "template", metavar="NAME", help="A template; default: daily.")
@click.option(
    "--text", metavar="TEXT", help="What to write; `-` reads standard input, which other programs cannot see."
)
@click.option("--no-edit", is_flag=True, help="Do not open the editor.")
@click.pass_obj
def new_command(app: App, when: tuple[str, ...], template: str | None, text: str | None, no_edit: bool) -> None:
    """Begin an entry and open it in your editor.

    A day that has an entry gets a further one, named by the time. Nothing is ever overwritten. Templates are looked for
    in .tj/templates/, then among the shipped ones. The editor is $VISUAL or $EDITOR, on the entry itself.

    \b
    Example:  tj new yesterday 22:30
    """
    vault, now = app.vault(), app.clock()
    moment = parse_when(" ".join(when) or "today", now)
    body = _given(text) if text is not None else ""
    with app.locked(vault):
        path = vault.entry_path(moment.day)
        if vault.locate(path).exists():
            moment = When(moment.day, moment.time or f"{now:%H:%M}")
            path = vault.entry_path(moment.day, moment.time)
        content = _compose(vault, moment, template, body, now.time())
        create_file(vault.locate(path), content.encode())
    say.say(f"{path} is begun, for {moment}.")
    if text is None and not no_edit and say.is_interactive():
        _edit(vault.locate(path))


@click.command("mood")
@click.argument("value")
@click.option("--at", "when", metavar="WHEN", help="When it was; default: now.")
@click.option("--emotion", "emotions", metavar="WORD", multiple=True, help="What you feel; may be repeated.")
@click.option("--note", metavar="TEXT", help="A few words; `-` reads standard input, which other programs cannot see.")
@click.pass_obj
def mood_command(app: App, value: str, when: str | None, emotions: tuple[str, ...], note: str | None) -> None:
    """Add a check-in to today's entry.

    VALUE is a number on your scale or one of your mood words. The check-in is one line in that day's entry, which is
    made if there is none; nothing else in it changes.

    \b
    Example:  tj mood 6 --emotion hopeful --note "after the walk"
    """
    vault, now = app.vault(), app.clock()
    scale = vault.settings.scale
    if scale.read(_number(value)) is None:
        raise UsageProblem(f"{value!r} is not on this vault's mood scale", f"give {scale.describe()}")
    moment = parse_when(when, now) if when else When(now.date(), f"{now:%H:%M}")
    if moment.day > now.date():
        raise UsageProblem(f"{moment} is still to come", "a check-in is for today or a day before")
    line = checkin_line(moment.time or f"{now:%H:%M}", value.strip(), emotions, _given(note) if note else "")
    with app.locked(vault):
        path = day_entry(app, vault, moment)
        full = vault.locate(path)
        if full.exists():
            before = read_file(full)
            replace_file(full, before, add_checkin(path, before, line, vault.settings))
        else:
            create_file(full, compose_note({"date": moment.day}, line).encode())
    say.say(f"{path} has a check-in for {moment}: mood {value}.")


def day_entry(app: App, vault: Vault, moment: When) -> str:
    """Return the path of that day's entry: where a new one would be, else the one that the index knows.

    The index is asked as it stands, so that a check-in costs the same in a journal of any age; the file it names is
    looked at before it is believed.
    """
    path = vault.entry_path(moment.day)
    if vault.locate(path).exists():
        return path
    with app.store(vault) as store:
        known = store.entries(Query(since=moment.day, until=moment.day))
    for entry in sorted(known, key=lambda entry: entry.path):
        full = vault.locate(entry.path)
        if full.is_file():
            found = parse_note(entry.path, read_file(full), vault.settings).entry
            if found.date == moment.day and found.type == "entry" and found.readable:
                return entry.path
    return path


def _compose(vault: Vault, moment: When, template: str | None, body: str, now: time) -> str:
    hour, minute = (int(part) for part in moment.time.split(":")) if moment.time else (now.hour, now.minute)
    if body and template is None:
        return compose_note({"date": moment.day, "time": moment.time}, body)
    name = template or "daily"
    own = vault.root / ".tj" / "templates" / f"{name}.md"
    if "/" in name or "\\" in name or name.startswith("."):
        raise UsageProblem(f"{name!r} is not the name of a template", "give its file's name without `.md`")
    source = own.read_text("utf-8-sig") if own.is_file() else templating.shipped(f"{name}.md")
    content = templating.fill(source, moment.day, time(hour, minute), str(moment.day))
    return content + (f"\n{body.strip()}\n" if body.strip() else "")


def _given(text: str) -> str:
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise TjError("what came on standard input is not UTF-8 text", "convert it to UTF-8 first") from None


def _number(value: str) -> float | str:
    try:
        return float(value) if value.strip()[:1] in "0123456789.-+" else value
    except ValueError:
        return value


def _edit(path: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        say.say("Set VISUAL or EDITOR to have it opened in your editor.")
        return
    try:
        done = subprocess.run([*shlex.split(editor), str(path)], check=False)
    except (OSError, ValueError):
        raise TjError("the editor could not be started", "set VISUAL to its command; the entry is there") from None
    if done.returncode:
        say.warn("the editor ended with an error; the entry is there as it was saved.")
